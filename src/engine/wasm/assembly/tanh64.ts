/* tanh64 of ../../../numerics/tanh.ts, for two lanes. */

// Read from memory where they are used, as in ./activation.ts. After the first eight: 1/13! … 1/2!.
const constants = memory.data<f64>([
  20.0, 1.4426950408889634, 6755399441055744.0, 0.6931471803691238, 1.9082149292705877e-10,
  0.0, 1.0, 2.0, 1.6059043836821613e-10, 2.08767569878681e-9, 2.505210838544172e-8,
  2.755731922398589e-7, 2.7557319223985893e-6, 2.48015873015873e-5, 1.984126984126984e-4,
  1.388888888888889e-3, 8.333333333333333e-3, 4.1666666666666664e-2, 0.16666666666666666, 0.5,
], 64);

@inline
function constant(index: usize): v128 {
  return v128.load_splat<f64>(constants + 8 * index);
}

@inline
function hornerStep(sum: v128, r: v128, index: usize): v128 {
  return f64x2.add(f64x2.mul(sum, r), constant(index));
}

/** tanh(x), a NaN stays a NaN. */
@inline
export function tanh64(x: v128): v128 {
  const isNegative = f64x2.lt(x, constant(5));
  // pmin(a, b) is `b < a ? b : a`.
  const size = f64x2.pmin(v128.bitselect(f64x2.neg(x), x, isNegative), constant(0));
  const y = f64x2.add(size, size);
  const turned = hornerStep(y, constant(1), 2);
  const n = f64x2.sub(turned, constant(2));
  const r = f64x2.sub(
    f64x2.sub(y, f64x2.mul(n, constant(3))),
    f64x2.mul(n, constant(4)),
  );
  let p = constant(8);
  p = hornerStep(p, r, 9);
  p = hornerStep(p, r, 10);
  p = hornerStep(p, r, 11);
  p = hornerStep(p, r, 12);
  p = hornerStep(p, r, 13);
  p = hornerStep(p, r, 14);
  p = hornerStep(p, r, 15);
  p = hornerStep(p, r, 16);
  p = hornerStep(p, r, 17);
  p = hornerStep(p, r, 18);
  p = hornerStep(p, r, 19);
  p = f64x2.add(r, f64x2.mul(f64x2.mul(r, r), p));
  const power = i64x2.shl(i64x2.add(turned, i64x2.splat(1023)), 52);
  const e = f64x2.add(f64x2.mul(power, p), f64x2.sub(power, constant(6)));
  const t = f64x2.div(e, f64x2.add(e, constant(7)));
  return v128.bitselect(f64x2.neg(t), t, isNegative);
}
