import { numberLabels, requireInteger } from "../numerics/gate.ts";
import type { Rng } from "../numerics/rng.ts";
import { type LabelledDistances, requireLabelled, scaledSquares } from "./distanceMatrix.ts";
import { pairSums } from "./labelSums.ts";
import { type PermutationTest, permutationTest } from "./permutation.ts";

/** PERMANOVA's answer: `observed` and `mean` are those of the pseudo-F. */
export type Permanova = PermutationTest & {
  /** The share of the squared distances that is between groups, in [0, 1]; 0 where all are 0. */
  readonly r2: number;
};

/** What PERMANOVA is asked. */
export type PermanovaQuestion = LabelledDistances & {
  /** Labels are shuffled within each stratum only: any values, one a network. */
  readonly strata?: ArrayLike<unknown>;
};

/** A share of the squares that is not above this is rounding error. */
const ROUNDING = 1e-12;

/**
 * PERMANOVA: whether the groups' centres differ, by the pseudo-F of distances and shuffled labels.
 * Where all distances are zero F is 0. Where there are no more different labellings than
 * `permutations`, each is tried once, and p is exact. Use balanced groups: with unequal ones spread
 * looks like place.
 * @source Anderson 2001
 * @throws RangeError for labels of another length, one group, or no more networks than groups.
 */
export function permanova(question: PermanovaQuestion, rng: Rng): Permanova {
  requireLabelled("question", question, ["strata"]);
  const { distances, labels, permutations, strata } = question;
  const { size } = distances;
  const { of, sizes } = numberGroups(labels, size);
  const squares = scaledSquares(distances);
  let total = 0;
  for (let i = 0; i < size; i++) for (let j = 0; j < i; j++) total += squares[i * size + j];
  total /= size;
  const shareWithin = (shuffled: readonly number[]): number => {
    if (total === 0) return 1;
    const sums = pairSums({ size, values: squares, of: shuffled, count: sizes.length });
    return sums.reduce((within, sum, group) => within + sum / sizes[group], 0) / total;
  };
  const pseudoF = (within: number): number => {
    if (!(1 - within > ROUNDING)) return 0;
    // Groups of identical networks: F is as large as a number can say, not infinite.
    const residual = Math.max(within, Number.EPSILON) / (size - sizes.length);
    return (1 - within) / (sizes.length - 1) / residual;
  };
  let sumF = 0;
  const shareBetween = (shuffled: readonly number[]): number => {
    const within = shareWithin(shuffled);
    sumF += pseudoF(within);
    return 1 - within > ROUNDING ? 1 - within : 0;
  };
  const shuffling = strata === undefined ? {} : { strata };
  // F rises with the share between groups, which is in [0, 1], and so has an error that is known.
  const test = permutationTest(
    {
      ...{ labels: Array.from(of), statistic: shareBetween, permutations, ...shuffling },
      ...{ alternative: "greater", exactWhereSmall: true, error: ROUNDING },
    },
    rng,
  );
  const observed = pseudoF(shareWithin(Array.from(of)));
  // The given labelling was measured first, and once more where every one was.
  const own = test.labellings === "every" ? 2 * observed : observed;
  const mean = (sumF - own) / Math.max(1, test.permutations);
  return { ...test, observed, r2: test.observed, mean };
}

/**
 * Labels as group numbers 0 … with each group's size.
 * @throws RangeError for labels of another length or a missing one, one group, or no more networks
 * than groups.
 */
export function numberGroups(
  labels: ArrayLike<unknown>,
  size: number,
): { readonly of: Int32Array; readonly sizes: readonly number[] } {
  requireInteger("size", size, 1);
  const { of, count } = numberLabels("labels", labels, size);
  if (count < 2 || count >= size)
    throw new RangeError(`labels: expected 2 … ${size - 1} groups, got ${count}`);
  const sizes = new Array<number>(count).fill(0);
  for (const group of of) sizes[group] += 1;
  return { of, sizes };
}
