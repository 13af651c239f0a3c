import { binaryScale } from "../numerics/binaryScale.ts";
import { requireList, requireNumbers } from "../numerics/gate.ts";

/**
 * The mean of a sample; of equal values it is exactly that value, so that they have no spread.
 * @throws RangeError for an empty sample or a value that is not finite.
 */
export function sampleMean(sample: ArrayLike<number>): number {
  requireSample("sample", sample, 1);
  let sum = 0;
  for (let i = 0; i < sample.length; i++) sum += sample[i] - sample[0];
  return sample[0] + sum / sample.length;
}

/**
 * The variance of a sample, with divisor n − 1.
 * @throws RangeError for fewer than two values or a value that is not finite.
 */
export function sampleVariance(sample: ArrayLike<number>): number {
  requireSample("sample", sample, 2);
  const mean = sampleMean(sample);
  let sum = 0;
  for (let i = 0; i < sample.length; i++) sum += (sample[i] - mean) * (sample[i] - mean);
  return sum / (sample.length - 1);
}

/** @throws RangeError for fewer than `least` values or a value that is not finite. */
export function requireSample(name: string, sample: ArrayLike<number>, least: number): void {
  requireNumbers(name, sample, least);
}

/**
 * @throws RangeError for fewer than two groups, one of fewer than `least` values, or a value that
 * is not finite.
 */
export function requireGroups(groups: readonly ArrayLike<number>[], least: number): void {
  requireList("groups", groups);
  if (groups.length < 2) throw new RangeError(`groups: expected at least 2, got ${groups.length}`);
  for (let g = 0; g < groups.length; g++) requireSample(`groups[${g}]`, groups[g], least);
}

/** The largest size of a sample's values; 0 of none. */
export function largestSize(sample: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < sample.length; i++) largest = Math.max(largest, Math.abs(sample[i]));
  return largest;
}

/**
 * The standard error of the mean, √(s²/n), and of any scale: the squares are those of values that
 * are scaled by a power of two.
 * @throws RangeError for fewer than two values or a value that is not finite.
 */
export function meanError(sample: ArrayLike<number>): number {
  requireSample("sample", sample, 2);
  const scale = binaryScale(sample);
  const scaled = scale === 1 ? sample : Float64Array.from(sample, (value) => value * scale);
  return Math.sqrt(sampleVariance(scaled) / sample.length) / scale;
}
