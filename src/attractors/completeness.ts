import { provenByBoxes } from "./boxes.ts";
import type { Collection } from "./collect.ts";
import { euclideanNormBelow, weightedNormBelow } from "./contraction.ts";
import type { Field } from "./field.ts";
import type { FixedPoint } from "./point.ts";
import { provenByRegions } from "./reluRegions.ts";

/**
 * What is known about fixed points that were not found. Only what begins with `complete` says that
 * there are none, and names its proof. `degree consistent`: the indices add up to 1, as they must
 * for a bounded f; points can still be missing in pairs. `a point is missing`: they do not, which
 * proves it. `degree undecided`: some point's index is not known. `degree does not apply`: f is
 * bounded, but there is a continuum. `no degree law`: f is unbounded.
 */
export type Completeness =
  | "complete: contraction"
  | "complete: relu regions"
  | "complete: intervals"
  | "degree consistent"
  | "a point is missing"
  | "degree undecided"
  | "degree does not apply"
  | "no degree law";

/** What the degree alone says of a set of fixed points. */
export function completenessByDegree({
  bounded,
  points,
  continua,
}: {
  readonly bounded: boolean;
  readonly points: readonly Pick<FixedPoint, "index" | "degenerate">[];
  /** How many continua were found. */
  readonly continua: number;
}): Completeness {
  if (!bounded) return "no degree law";
  if (continua > 0) return "degree does not apply";
  const isOpen = ({ index, degenerate }: (typeof points)[number]): boolean =>
    degenerate === null ? index === 0 : degenerate.index === null;
  if (points.some(isOpen)) return "degree undecided";
  const degree = points.reduce((sum, { index }) => sum + index, 0);
  if (degree === 1) return "degree consistent";
  // The index of a degenerate point is read off its sides, and proves nothing.
  const isSure = points.every(({ degenerate }) => degenerate === null);
  return isSure ? "a point is missing" : "degree undecided";
}

/**
 * Whether x ↦ W_rec f(x) + drive is proven to be a contraction: |f'| ≤ 1, and W_rec is below 1 in a
 * weighted maximum norm or in the euclidean one. Then there is exactly one fixed point.
 * @source Banach
 */
export function isContraction({ weights, units }: Field): boolean {
  const below = 1 - 1e-12;
  return weightedNormBelow(weights, units, below) || euclideanNormBelow(weights, units, below);
}

/**
 * What is proven or known of points that were not found; a proof takes in the points that it comes
 * upon. Only `prove` tries more than a contraction.
 */
export function completenessOf(
  field: Field,
  collection: Collection,
  { prove, isOver }: { readonly prove: boolean; readonly isOver: () => boolean },
): Completeness {
  const { points, continua } = collection;
  const { bounded } = field;
  if (points.length === 1 && isContraction(field)) return "complete: contraction";
  if (prove) {
    const tryFrom = (state: Float64Array): boolean => {
      const found = collection.take(state);
      return found.kind === "point";
    };
    if (provenByRegions(field, { tryFrom, isOver }) && continua.length === 0)
      return "complete: relu regions";
    const isProven = continua.length === 0 && provenByBoxes(field, { points, tryFrom, isOver });
    if (isProven) return "complete: intervals";
  }
  return completenessByDegree({ bounded, points, continua: continua.length });
}
