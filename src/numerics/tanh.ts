/** Beyond this size tanh is 1 to the last bit. */
const LARGEST = 20;
const LOG2_E = Math.LOG2E;
/** Adding it rounds to a whole number, which then stands in the last bits. */
const TO_WHOLE = 6755399441055744;
/** ln 2 in two parts; a product of the first with a whole number below 2²⁰ is exact. */
const LN2 = 0.6931471803691238;
const LN2_REST = 1.9082149292705877e-10;

/** 1/13!, 1/12!, … 1/2!. */
const INVERSE_FACTORIALS = [
  1.6059043836821613e-10, 2.08767569878681e-9, 2.505210838544172e-8, 2.755731922398589e-7,
  2.7557319223985893e-6, 2.48015873015873e-5, 1.984126984126984e-4, 1.388888888888889e-3,
  8.333333333333333e-3, 4.1666666666666664e-2, 0.16666666666666666, 0.5,
] as const;

/** 2ⁿ for n = 0 … 63. */
const POWERS = Float64Array.from({ length: 64 }, (_, n) => powerOfTwo(n));

function powerOfTwo(n: number): number {
  let power = 1;
  for (let k = 0; k < n; k++) power *= 2;
  return power;
}

/** How far `tanh64` may be from tanh x, relative to it; docs/descent.md says where from. */
export const TANH64_ERROR = 8 * 1.1102230246251565e-16;

/**
 * tanh(x) in float64 from sums, products and one quotient in a fixed order, so that the lanes of
 * every engine make the same bits: e = exp(2|x|) − 1 by Taylor's series at 2|x| − n ln 2, and then
 * e / (e + 2).
 * A NaN stays a NaN; −0 gives 0.
 */
export function tanh64(x: number): number {
  let size = x < 0 ? -x : x;
  size = size > LARGEST ? LARGEST : size;
  const y = size + size;
  const n = y * LOG2_E + TO_WHOLE - TO_WHOLE;
  const r = y - n * LN2 - n * LN2_REST;
  let sum: number = INVERSE_FACTORIALS[0];
  for (let k = 1; k < INVERSE_FACTORIALS.length; k++) sum = sum * r + INVERSE_FACTORIALS[k];
  const p = r + r * r * sum;
  // Undefined for NaN alone, and then so is the result.
  const power = POWERS[n] ?? Number.NaN;
  const e = power * p + (power - 1);
  const t = e / (e + 2);
  return x < 0 ? -t : t;
}
