import { RELU, SHIFTED_TANH, TANH } from "./plans";

/*
 * tanh32 and the slopes of docs/arithmetic.md, for four lanes. pmin(x, c) is `c < x ? c : x`, so a
 * NaN stays a NaN.
 */

// Constants are read from memory where they are used: V8 would build each of them anew in three
// instructions, for which there is less room than for a load.
const constants = memory.data<f32>([
  7.90531110763549805, -7.90531110763549805, -2.76076847742355e-16, 2.00018790482477e-13,
  -8.60467152213735e-11, 5.12229709037114e-8, 1.48572235717979e-5, 6.37261928875436e-4,
  4.89352455891786e-3, 1.19825839466702e-6, 1.18534705686654e-4, 2.268434632439e-3,
  4.89352518554385e-3, 1.0, 2.0,
], 64);

@inline
function constant(index: usize): v128 {
  return v128.load_splat<f32>(constants + 4 * index);
}

@inline
function hornerStep(sum: v128, z: v128, index: usize): v128 {
  return f32x4.add(f32x4.mul(sum, z), constant(index));
}

/** The rational approximation of tanh, of degree 13 over 6, clamped at ±7.905. */
@inline
export function tanh32(x: v128): v128 {
  x = f32x4.pmin(x, constant(0));
  x = f32x4.pmax(x, constant(1));
  const z = f32x4.mul(x, x);
  let p = hornerStep(constant(2), z, 3);
  p = hornerStep(p, z, 4);
  p = hornerStep(p, z, 5);
  p = hornerStep(p, z, 6);
  p = hornerStep(p, z, 7);
  p = f32x4.mul(hornerStep(p, z, 8), x);
  let q = hornerStep(constant(9), z, 10);
  q = hornerStep(q, z, 11);
  q = hornerStep(q, z, 12);
  return f32x4.div(p, q);
}

/** f(x). */
@inline
export function activate(x: v128, activation: i32): v128 {
  if (activation == RELU) return f32x4.pmax(x, f32x4.splat(0));
  const t = tanh32(x);
  return activation == SHIFTED_TANH ? f32x4.add(constant(13), t) : t;
}

/**
 * f of eight values at `from`, written at `to`. Two chains go side by side: one alone would wait
 * for its own last result.
 */
@inline
export function activatePair(from: usize, to: usize, activation: i32): void {
  let x = v128.load(from);
  let y = v128.load(from, 16);
  if (activation == RELU) {
    v128.store(to, f32x4.pmax(x, f32x4.splat(0)));
    v128.store(to, f32x4.pmax(y, f32x4.splat(0)), 16);
    return;
  }
  x = f32x4.pmax(f32x4.pmin(x, constant(0)), constant(1));
  y = f32x4.pmax(f32x4.pmin(y, constant(0)), constant(1));
  const z = f32x4.mul(x, x);
  const w = f32x4.mul(y, y);
  let p = hornerStep(constant(2), z, 3);
  let r = hornerStep(constant(2), w, 3);
  let q = hornerStep(constant(9), z, 10);
  let s = hornerStep(constant(9), w, 10);
  p = hornerStep(p, z, 4);
  r = hornerStep(r, w, 4);
  q = hornerStep(q, z, 11);
  s = hornerStep(s, w, 11);
  p = hornerStep(p, z, 5);
  r = hornerStep(r, w, 5);
  q = hornerStep(q, z, 12);
  s = hornerStep(s, w, 12);
  p = hornerStep(p, z, 6);
  r = hornerStep(r, w, 6);
  p = hornerStep(p, z, 7);
  r = hornerStep(r, w, 7);
  p = f32x4.div(f32x4.mul(hornerStep(p, z, 8), x), q);
  r = f32x4.div(f32x4.mul(hornerStep(r, w, 8), y), s);
  v128.store(to, activation == SHIFTED_TANH ? f32x4.add(constant(13), p) : p);
  v128.store(to, activation == SHIFTED_TANH ? f32x4.add(constant(13), r) : r, 16);
}

/** f'(x) from h = f(x). */
@inline
export function slope(h: v128, activation: i32): v128 {
  if (activation == SHIFTED_TANH) return f32x4.mul(h, f32x4.sub(constant(14), h));
  if (activation == TANH) return f32x4.sub(constant(13), f32x4.mul(h, h));
  return v128.and(f32x4.gt(h, f32x4.splat(0)), constant(13));
}
