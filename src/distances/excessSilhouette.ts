import type { Rng } from "../numerics/rng.ts";
import { type LabelledDistances, requireLabelled } from "../statistics/distanceMatrix.ts";
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
  const { distances, labels, permutations } = given;
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
