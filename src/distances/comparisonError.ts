import { comparable, type Samples } from "../representations/activity.ts";

/** The size of an activity, or of what is kept of one. */
type Sized = { readonly samples: number; readonly units: number };

/**
 * The rounding error of a comparison in [0, 1] of two activities: sums of so many terms are known
 * to about this. What is nearer than this to "the same" is the same.
 */
export function comparisonError(a: Sized, b: Sized): number {
  return 16 * Number.EPSILON * Math.sqrt(a.samples + a.units * b.units);
}

/** Why a comparison of activities may say little; null where nothing is to be said. */
export type ComparisonNote = "fewer samples than units" | null;

/**
 * What must be known of a comparison of activities: with fewer samples than units CKA and SVCCA are
 * near 1, whatever the activities are, and Procrustes distances are too small.
 * @throws RangeError where the numbers of samples differ, there are fewer than two, or a value is
 * not finite.
 */
export function comparisonNote(a: Samples, b: Samples): ComparisonNote {
  const [x, y] = comparable(a, b);
  return x.samples < Math.max(x.units, y.units) ? "fewer samples than units" : null;
}
