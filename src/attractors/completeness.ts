import type { FixedPoint } from "./point.ts";

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
  return degree === 1 ? "degree consistent" : "a point is missing";
}
