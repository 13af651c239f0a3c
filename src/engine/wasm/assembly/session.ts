import { activate } from "./activation";
import { READS_RATES, READS_UNIT, RELU, SHIFTED_TANH, Session, TANH } from "./plans";
import { cube, stepTile } from "./tile";

/*
 * One network on one trial, a step at a time: `docs/arithmetic.md`, "A session". The units are the
 * lanes: every matrix is stored by its columns, each filled up with zeros to `stride` rows.
 */

@inline
function activateAll(plan: Session, activation: i32): void {
  const end = <usize>plan.stride << 2;
  for (let at: usize = 0; at < end; at += 16)
    v128.store(plan.row + at, activate(v128.load(plan.state + at), activation));
}

/** Writes f(x). */
export function sessionActivate(plan: Session): void {
  if (plan.activation == SHIFTED_TANH) activateAll(plan, SHIFTED_TANH);
  else if (plan.activation == TANH) activateAll(plan, TANH);
  else activateAll(plan, RELU);
}

/** Takes step t. */
export function sessionStep(plan: Session, t: i32): void {
  const size = <usize>plan.channels << 2;
  memory.copy(plan.before, plan.row, <usize>plan.units << 2);
  const from = plan.inputs + <usize>t * size;
  const to = plan.row + (<usize>plan.units << 2);
  for (let at: usize = 0; at < size; at += 4) store<f32>(to + at, load<f32>(from + at));
  const stride = <usize>plan.stride << 2;
  for (let at: usize = 0; at < stride; at += 112)
    stepTile(plan.hidden + at, plan.row, to + size, stride, plan.decay + at, plan.state + at);
  sessionActivate(plan);
}

/** Writes what the readout sums: W_out r, W_out x or x_0. */
export function sessionRead(plan: Session): void {
  const source = plan.readout == READS_RATES ? plan.row : plan.state;
  if (plan.readout == READS_UNIT) {
    store<f32>(plan.readings, load<f32>(source));
    return;
  }
  const end = <usize>plan.units << 2;
  for (let q = 0; q < plan.outputs; q++) {
    const weights = plan.output + (<usize>(q * plan.stride) << 2);
    let sum: f32 = 0;
    for (let at: usize = 0; at < end; at += 4)
      sum += load<f32>(weights + at) * load<f32>(source + at);
    store<f32>(plan.readings + (<usize>q << 2), sum);
  }
}

/** e_ij ← e_ij + (x_i − x̄_i)³ r_j³, with the rates before the last step. */
export function sessionAddEligibility(plan: Session): void {
  const size = <usize>plan.stride << 2;
  for (let at: usize = 0; at < size; at += 16)
    v128.store(plan.cubes + at, cube(v128.load(plan.before + at)));
  let row = plan.eligibility;
  const end = <usize>plan.units << 2;
  for (let unit: usize = 0; unit < end; unit += 4) {
    const d = cube(
      f32x4.sub(v128.load_splat<f32>(plan.state + unit), v128.load_splat<f32>(plan.means + unit)),
    );
    for (let at: usize = 0; at < end; at += 16)
      v128.store(
        row + at,
        f32x4.add(v128.load(row + at), f32x4.mul(d, v128.load(plan.cubes + at))),
      );
    row += size;
  }
}

/** α W rounded to float32, of two weights; `free` is all ones, or 0 for a clamped unit. */
@inline
function scaled(weights: v128, alpha: v128, free: v128): v128 {
  const rounded = f64x2.promote_low_f32x4(f32x4.demote_f64x2_zero(weights));
  return f32x4.demote_f64x2_zero(v128.and(f64x2.mul(alpha, rounded), free));
}

/** Writes αW_rec, αW_in and W_out in float32 from the weights in float64. */
export function sessionScale(plan: Session): void {
  const size = <usize>plan.stride << 3;
  const alpha = v128.load_splat<f64>(plan.alpha);
  const free = plan.free;
  let from = plan.weights;
  let to = plan.hidden;
  for (let j = plan.units + plan.channels; j > 0; j--)
    for (let at: usize = 0; at < size; at += 16, from += 16, to += 8)
      v128.store64_lane(to, scaled(v128.load(from), alpha, v128.load(free + at)), 0);
  from = plan.outputWeights;
  to = plan.output;
  const end = from + <usize>plan.outputs * size;
  for (; from < end; from += 16, to += 8)
    v128.store64_lane(to, f32x4.demote_f64x2_zero(v128.load(from)), 0);
}

/** The rates in float64. */
function promoteRates(plan: Session): void {
  const end = <usize>plan.units << 2;
  for (let at: usize = 0; at < end; at += 4)
    store<f64>(plan.rates + 2 * at, <f64>load<f32>(plan.row + at));
}

/** out = Σ_j columns[j] rates[j] in float64, j ascending, 14 rows at a time. */
function multiplyRates(plan: Session, columns: usize, out: usize): void {
  const size = <usize>plan.stride << 3;
  const end = plan.rates + (<usize>plan.units << 3);
  for (let at: usize = 0; at < size; at += 112) {
    let column = columns + at;
    let a = f64x2.splat(0);
    let b = a;
    let c = a;
    let d = a;
    let e = a;
    let f = a;
    let g = a;
    for (let source = plan.rates; source < end; source += 8, column += size) {
      const value = v128.load_splat<f64>(source);
      a = f64x2.add(a, f64x2.mul(v128.load(column), value));
      b = f64x2.add(b, f64x2.mul(v128.load(column, 16), value));
      c = f64x2.add(c, f64x2.mul(v128.load(column, 32), value));
      d = f64x2.add(d, f64x2.mul(v128.load(column, 48), value));
      e = f64x2.add(e, f64x2.mul(v128.load(column, 64), value));
      f = f64x2.add(f, f64x2.mul(v128.load(column, 80), value));
      g = f64x2.add(g, f64x2.mul(v128.load(column, 96), value));
    }
    v128.store(out + at, a);
    v128.store(out + at, b, 16);
    v128.store(out + at, c, 32);
    v128.store(out + at, d, 48);
    v128.store(out + at, e, 64);
    v128.store(out + at, f, 80);
    v128.store(out + at, g, 96);
  }
}

/** Writes W_rec f(x) in float64. */
export function sessionDrive(plan: Session): void {
  promoteRates(plan);
  multiplyRates(plan, plan.weights, plan.drive);
}

/**
 * k = P r, c = 1 / (1 + rᵀk), P ← P − c k kᵀ. Below the diagonal P_ij loses (c k_i) k_j. What is above
 * is its mirror image: there it loses (c k_j) k_i.
 */
function updateInverse(plan: Session): void {
  promoteRates(plan);
  const k = plan.product;
  const gain = plan.gain;
  multiplyRates(plan, plan.inverse, k);
  const end = <usize>plan.units << 3;
  let alike: f64 = 0;
  for (let at: usize = 0; at < end; at += 8)
    alike += load<f64>(plan.rates + at) * load<f64>(k + at);
  const c = 1 / (1 + alike);
  for (let at: usize = 0; at < end; at += 8) store<f64>(gain + at, c * load<f64>(k + at));
  let row = plan.inverse;
  const size = <usize>plan.stride << 3;
  for (let unit: usize = 0; unit < end; unit += 8, row += size) {
    const mine = v128.load_splat<f64>(gain + unit);
    // A pair that starts at the diagonal goes either way: both make the diagonal the same.
    const diagonal = (unit + 8) & ~15;
    let at: usize = 0;
    for (; at < diagonal; at += 16)
      v128.store(row + at, f64x2.sub(v128.load(row + at), f64x2.mul(mine, v128.load(k + at))));
    const other = v128.load_splat<f64>(k + unit);
    for (; at < end; at += 16)
      v128.store(
        row + at,
        f64x2.sub(v128.load(row + at), f64x2.mul(v128.load(gain + at), other)),
      );
  }
}

/** P's update, then W ← W − error (c k)ᵀ for W_rec and W_out, and their float32 forms. */
export function sessionLeastSquares(plan: Session): void {
  updateInverse(plan);
  const size = <usize>plan.stride << 3;
  const end = <usize>plan.units << 3;
  const alpha = v128.load_splat<f64>(plan.alpha);
  const free = plan.free;
  const errors = plan.errors;
  let weights = plan.weights;
  let hidden = plan.hidden;
  for (let j: usize = 0; j < end; j += 8) {
    const gain = v128.load_splat<f64>(plan.gain + j);
    for (let at: usize = 0; at < size; at += 32, weights += 32, hidden += 16) {
      const low = f64x2.sub(v128.load(weights), f64x2.mul(v128.load(errors + at), gain));
      const high = f64x2.sub(v128.load(weights, 16), f64x2.mul(v128.load(errors + at, 16), gain));
      v128.store(weights, low);
      v128.store(weights, high, 16);
      const a = scaled(low, alpha, v128.load(free + at));
      const b = scaled(high, alpha, v128.load(free + at, 16));
      v128.store(hidden, v128.shuffle<f32>(a, b, 0, 1, 4, 5));
    }
  }
  weights = plan.outputWeights;
  let output = plan.output;
  for (let q = 0; q < plan.outputs; q++) {
    const error = v128.load_splat<f64>(plan.outputErrors + (<usize>q << 3));
    for (let at: usize = 0; at < size; at += 16, weights += 16, output += 8) {
      const change = f64x2.mul(error, v128.load(plan.gain + at));
      const corrected = f64x2.sub(v128.load(weights), change);
      v128.store(weights, corrected);
      v128.store64_lane(output, f32x4.demote_f64x2_zero(corrected), 0);
    }
  }
}
