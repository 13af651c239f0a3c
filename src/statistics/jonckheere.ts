import normalCdf from "@stdlib/stats-base-dists-normal-cdf";
import type { Rng } from "../numerics/rng.ts";
import { requireGroups } from "./moments.ts";
import { permutationTest } from "./permutation.ts";
import { tieSizes } from "./ranks.ts";

/** The Jonckheere–Terpstra test of an increasing trend over ordered groups. */
export type Jonckheere = {
  /** J: how many pairs from two groups rise with the groups; a tie counts ½. */
  readonly j: number;
  /** (J − mean) / deviation, with the correction for ties; 0 where all values are equal. */
  readonly z: number;
  /** The one-sided p ("increasing") from shuffled labels, with the +1 correction. */
  readonly p: number;
  /** The same from the normal approximation. */
  readonly normalP: number;
};

/**
 * Jonckheere–Terpstra, for measures that belong to one network.
 * @source Jonckheere 1954; Hollander & Wolfe 1999, ch. 6.2 (variance with ties); claim C09
 * @param groups `[group][network]`, in the claimed order
 * @throws RangeError for fewer than 2 groups, an empty one, or a value that is not finite.
 */
export function jonckheere(
  groups: readonly ArrayLike<number>[],
  permutations: number,
  rng: Rng,
): Jonckheere {
  requireGroups(groups, 1);
  const values = groups.flatMap((group) => Array.from(group));
  const labels = groups.flatMap((group, g) => Array.from(group, () => g));
  const blocks = tiedBlocks(values);
  const test = permutationTest(
    {
      labels,
      statistic: (shuffled) => risingPairs(blocks, shuffled, groups.length),
      permutations,
      alternative: "greater",
    },
    rng,
  );
  const sizes = groups.map((group) => group.length);
  const all = values.length;
  const mean = (all * all - sizes.reduce((sum, n) => sum + n * n, 0)) / 4;
  const variance = nullVariance(all, sizes, tieSizes(values));
  const z = variance > 0 ? (test.observed - mean) / Math.sqrt(variance) : 0;
  return { j: test.observed, z, p: test.p, normalP: variance > 0 ? normalCdf(-z, 0, 1) : 1 };
}

/** The indices of equal values together, from the smallest value to the largest. */
function tiedBlocks(values: readonly number[]): readonly (readonly number[])[] {
  const blocks = new Map<number, number[]>();
  for (const i of [...values.keys()].sort((a, b) => values[a] - values[b])) {
    const block = blocks.get(values[i]);
    if (block === undefined) blocks.set(values[i], [i]);
    else block.push(i);
  }
  return [...blocks.values()];
}

/** J, by counting for each value the smaller ones in earlier groups. */
function risingPairs(
  blocks: readonly (readonly number[])[],
  labels: readonly number[],
  groups: number,
): number {
  const smaller = new Float64Array(groups);
  const equal = new Float64Array(groups);
  let count = 0;
  for (const block of blocks) {
    for (const i of block) {
      for (let group = 0; group < groups; group++) {
        if (group < labels[i]) count += smaller[group];
        // A pair of equal values is met once, when its second value comes.
        if (group !== labels[i]) count += equal[group] / 2;
      }
      equal[labels[i]] += 1;
    }
    for (let group = 0; group < groups; group++) smaller[group] += equal[group];
    equal.fill(0);
  }
  return count;
}

function nullVariance(all: number, sizes: readonly number[], ties: readonly number[]): number {
  const total = (list: readonly number[], of: (n: number) => number): number =>
    list.reduce((sum, n) => sum + of(n), 0);
  const cubic = (n: number): number => n * (n - 1) * (2 * n + 5);
  const triple = (n: number): number => n * (n - 1) * (n - 2);
  const pair = (n: number): number => n * (n - 1);
  const first = (cubic(all) - total(sizes, cubic) - total(ties, cubic)) / 72;
  const second = all > 2 ? (total(sizes, triple) * total(ties, triple)) / (36 * triple(all)) : 0;
  const third = (total(sizes, pair) * total(ties, pair)) / (8 * pair(all));
  return first + second + third;
}
