/*
 * ln and exp in float64 from sums, products and quotients alone, in a fixed order: a library's may
 * differ in the last bit from machine to machine.
 */

/** ln 2 in two parts: k times the first is exact for |k| < 2^11. */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;

const bits = new DataView(new ArrayBuffer(8));

/** 2^k as a float64, −1022 ≤ k ≤ 1023. */
function powerOfTwo(k: number): number {
  bits.setUint32(0, (k + 1023) << 20);
  bits.setUint32(4, 0);
  return bits.getFloat64(0);
}

/**
 * ln x in float64, within 1e-15 of it relatively, the same bits on any machine; −∞ for 0.
 * x = 2^k m with m in [√½, √2), and ln m = 2 artanh s, s = (m − 1) / (m + 1), |s| < 0.172.
 * @throws RangeError for a number that is not 0, and not within 2^−1022 … the largest float64.
 */
export function naturalLog(x: number): number {
  if (x === 0) return Number.NEGATIVE_INFINITY;
  if (!(x >= 2.2250738585072014e-308 && x <= Number.MAX_VALUE))
    throw new RangeError(`x: expected a positive normal number, got ${x}`);
  bits.setFloat64(0, x);
  let k = (bits.getUint32(0) >>> 20) - 1023;
  let m = x / powerOfTwo(k);
  if (m >= Math.SQRT2) {
    m /= 2;
    k += 1;
  }
  const f = m - 1;
  const s = f / (m + 1);
  const z = s * s;
  // artanh s = s + s³/3 + s⁵/5 + …: the next term is below 1e-18 of the sum.
  let series = 0;
  for (let n = 23; n >= 3; n -= 2) series = (series + 1 / n) * z;
  // 2s = f − s f, and f is exact: only the small part is rounded.
  const small = s * (2 * series - f);
  return k * LN2_HIGH + (f + (small + k * LN2_LOW));
}

/**
 * e^x in float64, within 1e-15 of it relatively, the same bits on any machine, |x| ≤ 700.
 * x = k ln 2 + r with |r| ≤ ln 2 / 2, and e^r by its series.
 * @throws RangeError for a number that is larger, or none.
 */
export function exponential(x: number): number {
  if (!(Math.abs(x) <= 700)) throw new RangeError(`x: expected |x| ≤ 700, got ${x}`);
  const k = Math.round(x / Math.LN2);
  const r = x - k * LN2_HIGH - k * LN2_LOW;
  let series = 1;
  for (let n = 16; n >= 1; n--) series = 1 + (series * r) / n;
  return series * powerOfTwo(k);
}
