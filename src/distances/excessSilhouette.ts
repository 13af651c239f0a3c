import { requireRng } from "../numerics/gate.ts";
import type { Rng } from "../numerics/rng.ts";
import {
  type LabelledDistances,
  requireLabelled,
  selectDistances,
} from "../statistics/distanceMatrix.ts";
import { deleteOneJackknife, type Jackknife } from "../statistics/jackknife.ts";
import { type PermutationTest, permutationTest } from "../statistics/permutation.ts";
import { groupsOf, silhouetteScore } from "./silhouette.ts";

/** How far a silhouette lies above what shuffled labels give. */
export type ExcessSilhouette = {
  /** `score` minus `expected`; exactly 0 where all distances are zero. */
  readonly excess: number;
  readonly score: number;
  /** The mean silhouette under permutation of the labels. */
  readonly expected: number;
  /** The permutation test of "greater", with the +1 correction. */
  readonly test: PermutationTest;
};

/**
 * The silhouette minus its mean under permutation of the labels, so that alike groups give 0.
 * @source Phipson & Smyth 2010 for p; §2.6 for the silhouette
 * @throws RangeError for labels that `silhouette` would not take, or no permutations.
 */
export function excessSilhouette(given: LabelledDistances, rng: Rng): ExcessSilhouette {
  requireLabelled("given", given);
  return excessOf(given, rng);
}

/** The excess of distances that are checked. */
function excessOf(
  { distances, labels, permutations }: LabelledDistances,
  rng: Rng,
): ExcessSilhouette {
  const { of, count } = groupsOf(labels, distances.size);
  const test = permutationTest(
    {
      labels: of,
      statistic: (shuffled) => silhouetteScore(distances, { of: shuffled, count }),
      permutations,
      alternative: "greater",
    },
    rng,
  );
  const { observed: score, mean: expected } = test;
  return { excess: score - expected, score, expected, test };
}

/**
 * The excess silhouette with one network left out at a time: its jackknife variance. The permuted
 * labels of each round come from `rng`, so their Monte-Carlo error is part of the variance.
 * @throws RangeError where a group is left with too few networks.
 */
export function jackknifeExcess(given: LabelledDistances, rng: Rng): Jackknife {
  requireLabelled("given", given);
  requireRng("rng", rng);
  groupsOf(given.labels, given.distances.size);
  return deleteOneJackknife(given.distances.size, (kept) => {
    const labels = Array.from(kept, (i) => given.labels[i]);
    const distances = selectDistances(given.distances, kept);
    return excessOf({ distances, labels, permutations: given.permutations }, rng).excess;
  });
}
