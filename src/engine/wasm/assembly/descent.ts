import { tanh64 } from "./tanh64";

/*
 * Steps of Levenberg–Marquardt for fixed points: docs/descent.md. Two starts are the lanes of every
 * vector; an array's last index is `[lane]`. The order of the fields is that of DESCENT_FIELDS in
 * `../../descent/layout.ts`.
 */
@unmanaged
export class Descent {
  units: i32;
  /** Units, rounded up to whole tiles of three. */
  rows: i32;
  /** 0: 1 + tanh, 1: tanh, 2: relu. */
  activation: i32;
  width: i32;

  /** W_rec, its transpose and W_recᵀW_rec as `[unit][unit]`; W_in u as `[unit]`. */
  weights: usize;
  transposed: usize;
  gram: usize;
  drive: usize;

  /** x, F(x), f'(x) and f(x), each as `[unit][lane]`; then the same at the trial. */
  state: usize;
  value: usize;
  slope: usize;
  rate: usize;
  trial: usize;
  trialValue: usize;
  trialSlope: usize;
  trialRate: usize;

  /** F'ᵀF and the step, as `[unit][lane]`. */
  gradient: usize;
  move: usize;
  /** The lower triangle of F'ᵀF' + μI, row after row, and then its factor. */
  matrix: usize;

  /** |F|², m, the share of |F|² below which |F'ᵀF|² is flat, and 1 where it was: `[lane]`. */
  square: usize;
  factor: usize;
  flatShare: usize;
  ended: usize;
}

/** Bytes of one value for each of the two lanes. */
const LANES: usize = 16;
const TILE: i32 = 3;

@inline
function splat(value: f64): v128 {
  return f64x2.splat(value);
}

/** a − b c, every operation rounded. */
@inline
function less(a: v128, b: v128, c: v128): v128 {
  return f64x2.sub(a, f64x2.mul(b, c));
}

/** a + b c, with the number b at an address. */
@inline
function more(a: v128, b: usize, c: v128): v128 {
  return f64x2.add(a, f64x2.mul(v128.load_splat<f64>(b), c));
}

/** Where row i of a triangle begins. */
@inline
function rowOf(matrix: usize, i: i32): usize {
  return matrix + ((<usize>i * <usize>(i + 1)) >> 1) * LANES;
}

/** out_i += Σ_j matrix_ij vector_j, j ascending; five rows go side by side. */
function product(matrix: usize, size: i32, vector: usize, out: usize): void {
  const stride = <usize>size * 8;
  const end = vector + <usize>size * LANES;
  let i: i32 = 0;
  for (; i + 5 <= size; i += 5) {
    let a = v128.load(out);
    let b = v128.load(out, 16);
    let c = v128.load(out, 32);
    let d = v128.load(out, 48);
    let e = v128.load(out, 64);
    let at = matrix;
    for (let j = vector; j < end; j += LANES) {
      const v = v128.load(j);
      a = more(a, at, v);
      b = more(b, at + stride, v);
      c = more(c, at + 2 * stride, v);
      d = more(d, at + 3 * stride, v);
      e = more(e, at + 4 * stride, v);
      at += 8;
    }
    v128.store(out, a);
    v128.store(out, b, 16);
    v128.store(out, c, 32);
    v128.store(out, d, 48);
    v128.store(out, e, 64);
    out += 5 * LANES;
    matrix += 5 * stride;
  }
  for (; i < size; i++) {
    let a = v128.load(out);
    let at = matrix;
    for (let j = vector; j < end; j += LANES) {
      a = more(a, at, v128.load(j));
      at += 8;
    }
    v128.store(out, a);
    out += LANES;
    matrix += stride;
  }
}

/** Σ v². */
function squared(vector: usize, size: i32): v128 {
  let sum = splat(0);
  const end = vector + <usize>size * LANES;
  for (let at = vector; at < end; at += LANES) {
    const v = v128.load(at);
    sum = f64x2.add(sum, f64x2.mul(v, v));
  }
  return sum;
}

/** F(x), f(x) and f'(x) of the state at `state`; answers |F(x)|². */
function evaluate(plan: Descent, state: usize, value: usize, slope: usize, rate: usize): v128 {
  const size = plan.units;
  const one = splat(1);
  for (let i: i32 = 0; i < size; i++) {
    const at = <usize>i * LANES;
    const x = v128.load(state + at);
    if (plan.activation == 2) {
      const h = v128.bitselect(splat(0), x, f64x2.lt(x, splat(0)));
      v128.store(rate + at, h);
      v128.store(slope + at, v128.and(f64x2.gt(h, splat(0)), one));
    } else if (plan.activation == 0) {
      const h = f64x2.add(one, tanh64(x));
      v128.store(rate + at, h);
      v128.store(slope + at, f64x2.mul(h, f64x2.sub(splat(2), h)));
    } else {
      const h = tanh64(x);
      v128.store(rate + at, h);
      v128.store(slope + at, f64x2.sub(one, f64x2.mul(h, h)));
    }
    v128.store(value + at, f64x2.sub(v128.load_splat<f64>(plan.drive + <usize>i * 8), x));
  }
  product(plan.weights, size, rate, value);
  return squared(value, size);
}

/** The lower triangle of F'ᵀF' + μI; rows beyond the units are those of I. */
function normalMatrix(plan: Descent, damping: v128): void {
  const size = plan.units;
  const one = splat(1);
  let at: usize = 0;
  let to = plan.matrix;
  for (let i: i32 = 0; i < size; i++) {
    const d = v128.load(plan.slope + <usize>i * LANES);
    let w = plan.weights + at;
    let t = plan.transposed + at;
    let g = plan.gram + at;
    let s = plan.slope;
    for (let j: i32 = 0; j < i; j++) {
      const slope = v128.load(s);
      const inner = f64x2.sub(
        f64x2.mul(slope, v128.load_splat<f64>(g)),
        v128.load_splat<f64>(t),
      );
      v128.store(to, less(f64x2.mul(d, inner), v128.load_splat<f64>(w), slope));
      w += 8;
      t += 8;
      g += 8;
      s += LANES;
      to += LANES;
    }
    const twice = f64x2.mul(splat(2), v128.load_splat<f64>(w));
    const inner = f64x2.sub(f64x2.mul(d, v128.load_splat<f64>(g)), twice);
    v128.store(to, f64x2.add(f64x2.add(one, f64x2.mul(d, inner)), damping));
    to += LANES;
    at += <usize>size * 8;
  }
  for (let i = size; i < plan.rows; i++) {
    for (let j: i32 = 0; j < i; j++) {
      v128.store(to, splat(0));
      to += LANES;
    }
    v128.store(to, one);
    to += LANES;
  }
}

/** A = LLᵀ in place, with 1 / L_ii on the diagonal; what is not positive makes NaN. */
function factorAll(matrix: usize, rows: i32): void {
  for (let i: i32 = 0; i < rows; i += TILE) {
    const p = rowOf(matrix, i);
    const q = rowOf(matrix, i + 1);
    const r = rowOf(matrix, i + 2);
    for (let j: i32 = 0; j < i; j += TILE) besideTile(matrix, p, q, r, j);
    diagonalTile(p, q, r, <usize>i * LANES);
  }
}

/** Three rows of the factor, in the three columns from j on. */
function besideTile(matrix: usize, p: usize, q: usize, r: usize, j: i32): void {
  const u = rowOf(matrix, j);
  const v = rowOf(matrix, j + 1);
  const w = rowOf(matrix, j + 2);
  const end = <usize>j * LANES;
  let a = v128.load(p + end);
  let b = v128.load(p + end, 16);
  let c = v128.load(p + end, 32);
  let d = v128.load(q + end);
  let e = v128.load(q + end, 16);
  let f = v128.load(q + end, 32);
  let g = v128.load(r + end);
  let h = v128.load(r + end, 16);
  let k = v128.load(r + end, 32);
  for (let at: usize = 0; at < end; at += LANES) {
    const x = v128.load(p + at);
    const y = v128.load(q + at);
    const z = v128.load(r + at);
    const l = v128.load(u + at);
    a = less(a, x, l);
    d = less(d, y, l);
    g = less(g, z, l);
    const m = v128.load(v + at);
    b = less(b, x, m);
    e = less(e, y, m);
    h = less(h, z, m);
    const n = v128.load(w + at);
    c = less(c, x, n);
    f = less(f, y, n);
    k = less(k, z, n);
  }
  const first = v128.load(u + end);
  a = f64x2.mul(a, first);
  d = f64x2.mul(d, first);
  g = f64x2.mul(g, first);
  const below = v128.load(v + end);
  const second = v128.load(v + end, 16);
  b = f64x2.mul(less(b, a, below), second);
  e = f64x2.mul(less(e, d, below), second);
  h = f64x2.mul(less(h, g, below), second);
  const lower = v128.load(w + end);
  const last = v128.load(w + end, 16);
  const third = v128.load(w + end, 32);
  c = f64x2.mul(less(less(c, a, lower), b, last), third);
  f = f64x2.mul(less(less(f, d, lower), e, last), third);
  k = f64x2.mul(less(less(k, g, lower), h, last), third);
  v128.store(p + end, a);
  v128.store(p + end, b, 16);
  v128.store(p + end, c, 32);
  v128.store(q + end, d);
  v128.store(q + end, e, 16);
  v128.store(q + end, f, 32);
  v128.store(r + end, g);
  v128.store(r + end, h, 16);
  v128.store(r + end, k, 32);
}

/** Three rows of the factor on its diagonal, `end` bytes from where each begins. */
function diagonalTile(p: usize, q: usize, r: usize, end: usize): void {
  let a = v128.load(p + end);
  let d = v128.load(q + end);
  let e = v128.load(q + end, 16);
  let g = v128.load(r + end);
  let h = v128.load(r + end, 16);
  let k = v128.load(r + end, 32);
  for (let at: usize = 0; at < end; at += LANES) {
    const x = v128.load(p + at);
    const y = v128.load(q + at);
    const z = v128.load(r + at);
    a = less(a, x, x);
    d = less(d, y, x);
    e = less(e, y, y);
    g = less(g, z, x);
    h = less(h, z, y);
    k = less(k, z, z);
  }
  const one = splat(1);
  a = f64x2.div(one, f64x2.sqrt(a));
  d = f64x2.mul(d, a);
  g = f64x2.mul(g, a);
  e = f64x2.div(one, f64x2.sqrt(less(e, d, d)));
  h = f64x2.mul(less(h, g, d), e);
  k = f64x2.div(one, f64x2.sqrt(less(less(k, g, g), h, h)));
  v128.store(p + end, a);
  v128.store(q + end, d);
  v128.store(q + end, e, 16);
  v128.store(r + end, g);
  v128.store(r + end, h, 16);
  v128.store(r + end, k, 32);
}

/** LLᵀx = b in place, with the factor above. */
function solve(matrix: usize, size: i32, b: usize): void {
  let i: i32 = 0;
  for (; i + TILE <= size; i += TILE) solveThree(matrix, i, b);
  for (; i < size; i++) {
    const row = rowOf(matrix, i);
    const end = <usize>i * LANES;
    let sum = v128.load(b + end);
    for (let at: usize = 0; at < end; at += LANES)
      sum = less(sum, v128.load(row + at), v128.load(b + at));
    v128.store(b + end, f64x2.mul(sum, v128.load(row + end)));
  }
  for (i = size - 1; i >= 0; i--) {
    const row = rowOf(matrix, i);
    const end = <usize>i * LANES;
    const x = f64x2.mul(v128.load(b + end), v128.load(row + end));
    v128.store(b + end, x);
    for (let at: usize = 0; at < end; at += LANES)
      v128.store(b + at, less(v128.load(b + at), v128.load(row + at), x));
  }
}

/** Three rows of L y = b, from row i on. */
function solveThree(matrix: usize, i: i32, b: usize): void {
  const p = rowOf(matrix, i);
  const q = rowOf(matrix, i + 1);
  const r = rowOf(matrix, i + 2);
  const end = <usize>i * LANES;
  let x = v128.load(b + end);
  let y = v128.load(b + end, 16);
  let z = v128.load(b + end, 32);
  for (let at: usize = 0; at < end; at += LANES) {
    const v = v128.load(b + at);
    x = less(x, v128.load(p + at), v);
    y = less(y, v128.load(q + at), v);
    z = less(z, v128.load(r + at), v);
  }
  x = f64x2.mul(x, v128.load(p + end));
  y = f64x2.mul(less(y, v128.load(q + end), x), v128.load(q + end, 16));
  z = less(less(z, v128.load(r + end), x), v128.load(r + end, 16), y);
  v128.store(b + end, x);
  v128.store(b + end, y, 16);
  v128.store(b + end, f64x2.mul(z, v128.load(r + end, 32)), 32);
}

/** Writes F, f and f' at the state, and |F|². */
export function descentBegin(plan: Descent): void {
  v128.store(plan.square, evaluate(plan, plan.state, plan.value, plan.slope, plan.rate));
}

/** Writes F'ᵀF and its negative; answers |F'ᵀF|². */
function gradientOf(plan: Descent): v128 {
  const size = plan.units;
  memory.fill(plan.gradient, 0, <usize>size * LANES);
  product(plan.transposed, size, plan.value, plan.gradient);
  let sum = splat(0);
  for (let at: usize = 0; at < <usize>size * LANES; at += LANES) {
    const along = f64x2.mul(v128.load(plan.slope + at), v128.load(plan.gradient + at));
    const entry = f64x2.sub(along, v128.load(plan.value + at));
    v128.store(plan.gradient + at, entry);
    v128.store(plan.move + at, f64x2.neg(entry));
    sum = f64x2.add(sum, f64x2.mul(entry, entry));
  }
  return sum;
}

/** Writes the trial; answers how much of |F|² the step promises to take away. */
function propose(plan: Descent, damping: v128): v128 {
  let promised = splat(0);
  for (let at: usize = 0; at < <usize>plan.units * LANES; at += LANES) {
    const move = v128.load(plan.move + at);
    const inner = f64x2.sub(f64x2.mul(damping, move), v128.load(plan.gradient + at));
    promised = f64x2.add(promised, f64x2.mul(move, inner));
    v128.store(plan.trial + at, f64x2.add(v128.load(plan.state + at), move));
  }
  return promised;
}

/** The trial's values for the state's, in the lanes that take it. */
function take(from: usize, to: usize, size: i32, taken: v128): void {
  for (let at: usize = 0; at < <usize>size * LANES; at += LANES)
    v128.store(to + at, v128.bitselect(v128.load(from + at), v128.load(to + at), taken));
}

/** One step of Levenberg–Marquardt of both lanes. */
export function descentStep(plan: Descent): void {
  const size = plan.units;
  const square = v128.load(plan.square);
  const share = v128.load(plan.factor);
  const flat = f64x2.lt(gradientOf(plan), f64x2.mul(v128.load(plan.flatShare), square));
  const damping = f64x2.mul(share, f64x2.sqrt(square));
  normalMatrix(plan, damping);
  factorAll(plan.matrix, plan.rows);
  solve(plan.matrix, size, plan.move);
  const promised = propose(plan, damping);
  const next = evaluate(plan, plan.trial, plan.trialValue, plan.trialSlope, plan.trialRate);
  const ratio = f64x2.div(f64x2.sub(square, next), promised);
  // pmax(a, b) is `a < b ? b : a`.
  const raised = f64x2.pmax(f64x2.mul(share, splat(4)), splat(1e-4));
  const lowered = f64x2.pmax(f64x2.mul(share, splat(0.25)), splat(1e-8));
  const kept = v128.bitselect(lowered, share, f64x2.gt(ratio, splat(0.75)));
  v128.store(plan.factor, v128.bitselect(kept, raised, f64x2.ge(ratio, splat(0.25))));
  const taken = v128.andnot(f64x2.le(next, f64x2.mul(splat(4), square)), flat);
  v128.store(plan.square, v128.bitselect(next, square, taken));
  v128.store(plan.ended, v128.and(flat, splat(1)));
  take(plan.trial, plan.state, size, taken);
  take(plan.trialValue, plan.value, size, taken);
  take(plan.trialSlope, plan.slope, size, taken);
  take(plan.trialRate, plan.rate, size, taken);
}
