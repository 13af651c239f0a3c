import { requireFields, requireFinite, shown } from "../numerics/gate.ts";
import { meanError, requireSample, sampleMean } from "./moments.ts";
import { tUpperTail } from "./studentT.ts";

/** Two one-sided tests (TOST) that a mean lies within bounds. */
export type Equivalence = {
  readonly mean: number;
  readonly standardError: number;
  /** The p against a mean at the lower bound, or below it. */
  readonly lowerP: number;
  /** The p against a mean at the upper bound, or above it. */
  readonly upperP: number;
  /** The larger of the two. */
  readonly p: number;
};

/** Within what a mean is as good as 0: ±margin, or bounds of its own on each side. */
export type Margin = number | { readonly low: number; readonly high: number };

/**
 * TOST of one sample: p ≤ α says that the mean lies within the margin.
 * @source Schuirmann 1987
 * @throws RangeError for fewer than two values, a value that is not finite, a margin ≤ 0, or bounds
 * of which the lower is not below the upper.
 */
export function equivalence(sample: ArrayLike<number>, margin: Margin): Equivalence {
  requireSample("sample", sample, 2);
  return equivalenceOf({
    mean: sampleMean(sample),
    standardError: meanError(sample),
    degrees: sample.length - 1,
    margin,
  });
}

/** TOST of any estimate with a standard error, such as a slope with a jackknifed one. */
export function equivalenceOf({
  mean,
  standardError,
  degrees,
  margin,
}: {
  readonly mean: number;
  readonly standardError: number;
  readonly degrees: number;
  readonly margin: Margin;
}): Equivalence {
  const { low, high } = boundsOf(margin);
  if (!(Number.isFinite(standardError) && standardError >= 0))
    throw new RangeError(`standardError: expected no negative number, got ${standardError}`);
  const tail = (above: number): number => {
    if (standardError === 0) return above > 0 ? 0 : 1;
    return tUpperTail(above / standardError, degrees);
  };
  const lowerP = tail(mean - low);
  const upperP = tail(high - mean);
  return { mean, standardError, lowerP, upperP, p: Math.max(lowerP, upperP) };
}

/** @throws RangeError for a margin that is not positive, or bounds that hold nothing. */
function boundsOf(margin: Margin): { readonly low: number; readonly high: number } {
  if (typeof margin !== "object" || margin === null) {
    if (!(Number.isFinite(margin) && margin > 0))
      throw new RangeError(`margin: expected a positive number, got ${shown(margin)}`);
    return { low: -margin, high: margin };
  }
  requireFields("margin", margin, { needed: ["low", "high"] });
  requireFinite("margin.low", margin.low);
  requireFinite("margin.high", margin.high);
  if (!(margin.low < margin.high))
    throw new RangeError(
      `margin: expected a lower bound below the upper, got ${margin.low}, ${margin.high}`,
    );
  return margin;
}
