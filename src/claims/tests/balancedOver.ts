import type { DistanceEvidence } from "../../study/distanceEvidence.ts";
import { firstOfEach } from "./compare.ts";

/**
 * The first networks of some groups, as many as the smallest of them has, in the order of the
 * names: a comparison uses the smallest n of its cells.
 */
export function balancedOver(
  { groups, of, distances, bistable }: DistanceEvidence,
  names: readonly string[],
  most = Number.POSITIVE_INFINITY,
): DistanceEvidence {
  const wanted = names.map((name) => groups.indexOf(name));
  const sizes = wanted.map((group) => of.filter((own) => own === group).length);
  const first = firstOfEach(of, Math.min(most, ...sizes));
  const kept = wanted.flatMap((group) => first.filter((i) => of[i] === group));
  return {
    groups,
    of: kept.map((i) => of[i]),
    distances: kept.map((i) => kept.map((j) => distances[i][j])),
    bistable: bistable.length === 0 ? [] : kept.map((i) => bistable[i]),
  };
}
