import { scaleOf } from "../numerics/binaryScale.ts";
import { requireHas } from "../numerics/gate.ts";
import { largestSize, requireSample, sampleMean, sampleVariance } from "./moments.ts";
import { tUpperTail } from "./studentT.ts";

/** Welch's test of two means. */
export type Welch = {
  /** mean(a) − mean(b). */
  readonly difference: number;
  readonly standardError: number;
  readonly t: number;
  readonly degrees: number;
  /** Two-sided. */
  readonly p: number;
  /** One-sided, for mean(a) > mean(b). */
  readonly greaterP: number;
};

/** Values that differ by no more than this share of the largest are equal. */
const FEW_ROUNDINGS = 4 * Number.EPSILON;

/**
 * Welch's t-test. Samples without any spread have t = ±∞, or 0 and p = 1 where they are equal; what
 * differs by a few units in the last place is equal.
 * @source Welch 1947
 * @throws RangeError for fewer than two values a side or a value that is not finite.
 */
export function welch(samples: {
  readonly a: ArrayLike<number>;
  readonly b: ArrayLike<number>;
}): Welch {
  requireHas("samples", samples, ["a", "b"]);
  requireSample("a", samples.a, 2);
  requireSample("b", samples.b, 2);
  const largest = Math.max(largestSize(samples.a), largestSize(samples.b));
  // A power of two, so that no variance overflows or vanishes.
  const scale = scaleOf(largest);
  const [a, b] = [samples.a, samples.b].map((values) =>
    Float64Array.from(values, (value) => value * scale),
  );
  const rounding = FEW_ROUNDINGS * largest * scale;
  const found = scaledWelch(a, b, rounding);
  const { difference, standardError } = found;
  return { ...found, difference: difference / scale, standardError: standardError / scale };
}

/** Welch's test of values whose variances are numbers, each known to `rounding`. */
function scaledWelch(a: Float64Array, b: Float64Array, rounding: number): Welch {
  const apart = sampleMean(a) - sampleMean(b);
  const [partA, partB] = [sampleVariance(a) / a.length, sampleVariance(b) / b.length];
  const error = Math.sqrt(partA + partB);
  const standardError = error > rounding ? error : 0;
  const difference = standardError > 0 || Math.abs(apart) > rounding ? apart : 0;
  if (standardError === 0) {
    const t = difference === 0 ? 0 : difference / 0;
    const greaterP = difference === 0 ? 0.5 : difference > 0 ? 0 : 1;
    const degrees = a.length + b.length - 2;
    return { difference, standardError, t, degrees, p: difference === 0 ? 1 : 0, greaterP };
  }
  const t = difference / standardError;
  // Shares, not products, of the variances: products of tiny ones vanish.
  const shareA = partA / (partA + partB);
  const shareB = partB / (partA + partB);
  const degrees = 1 / ((shareA * shareA) / (a.length - 1) + (shareB * shareB) / (b.length - 1));
  const p = 2 * tUpperTail(Math.abs(t), degrees);
  return { difference, standardError, t, degrees, p, greaterP: tUpperTail(t, degrees) };
}
