import { requireShare } from "../numerics/gate.ts";
import type { Rng } from "../numerics/rng.ts";
import { type LabelledDistances, requireLabelled } from "../statistics/distanceMatrix.ts";
import { type Bounds, bounds, type Effect } from "../statistics/indistinguishable.ts";
import { type ExcessSilhouette, excessSilhouette, jackknifeExcess } from "./excessSilhouette.ts";
import { groupsOf } from "./silhouette.ts";

/**
 * The excess silhouette of groups with its one-sided bounds, by the delete-one jackknife over
 * networks and t with n − 1 degrees, n the size of the smallest group.
 * @source claims "indistinguishable"
 * @throws RangeError where a group has fewer than three networks, or for no permutations.
 */
export function excessEffect(
  given: LabelledDistances,
  rng: Rng,
  level = 0.95,
): Effect & Bounds & ExcessSilhouette {
  requireLabelled("given", given);
  requireShare("level", level);
  const { of, count } = groupsOf(given.labels, given.distances.size);
  const sizes = Array.from({ length: count }, (_, g) => of.filter((own) => own === g).length);
  const networks = Math.min(...sizes);
  if (!(networks >= 3))
    throw new RangeError(`labels: expected at least 3 networks a group, got ${sizes.join(", ")}`);
  const found = excessSilhouette(given, rng);
  const { variance } = jackknifeExcess(given, rng);
  const effect: Effect = {
    estimate: found.excess,
    standardError: Math.sqrt(variance),
    networks,
  };
  return { ...found, ...effect, ...bounds(effect, level) };
}
