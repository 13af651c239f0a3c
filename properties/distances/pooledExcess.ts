import { excessSilhouette } from "../../src/distances/excessSilhouette.ts";
import type { Rng } from "../../src/numerics/rng.ts";
import { type LabelledDistances, selectDistances } from "../../src/statistics/distanceMatrix.ts";
import type { Estimate } from "../../src/statistics/estimate.ts";
import { deleteOneJackknife } from "../../src/statistics/jackknife.ts";

/**
 * The excess silhouette with the delete-one jackknife over all networks as one sample: what tells
 * the groups apart counts as error. A mutant.
 */
export function pooledExcess(given: LabelledDistances, rng: Rng): Estimate {
  const { distances, labels, permutations } = given;
  const { excess } = excessSilhouette(given, rng);
  const { variance } = deleteOneJackknife(distances.size, (kept) => {
    const own = Array.from(kept, (i) => labels[i]);
    const near = selectDistances(distances, kept);
    return excessSilhouette({ distances: near, labels: own, permutations }, rng).excess;
  });
  const sizes = new Map<unknown, number>();
  for (const label of Array.from(labels)) sizes.set(label, (sizes.get(label) ?? 0) + 1);
  const degrees = Math.min(...sizes.values()) - 1;
  return { estimate: excess, standardError: Math.sqrt(variance), degrees };
}
