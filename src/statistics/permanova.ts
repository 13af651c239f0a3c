import type { Rng } from "../numerics/rng.ts";
import type { LabelledDistances } from "./distanceMatrix.ts";
import { type PermutationTest, permutationTest } from "./permutation.ts";

/**
 * PERMANOVA: whether the groups' centres differ, by the pseudo-F of distances and shuffled labels.
 * Where all distances are zero F is 0. Use balanced groups: with unequal ones spread looks like
 * place.
 * @source Anderson 2001
 * @throws RangeError for labels of another length, one group, or no more networks than groups.
 */
export function permanova(
  { distances, labels, permutations }: LabelledDistances,
  rng: Rng,
): PermutationTest {
  const { size, values } = distances;
  const { of, sizes } = numberGroups(labels, size);
  let total = 0;
  for (let i = 0; i < size; i++)
    for (let j = 0; j < i; j++) total += values[i * size + j] * values[i * size + j];
  total /= size;
  const statistic = (shuffled: Int32Array): number => {
    let within = 0;
    for (let i = 0; i < size; i++)
      for (let j = 0; j < i; j++)
        if (shuffled[i] === shuffled[j])
          within += (values[i * size + j] * values[i * size + j]) / sizes[shuffled[i]];
    const between = Math.max(0, total - within) / (sizes.length - 1);
    // Groups of identical networks: F is as large as a number can say, not infinite.
    const residual = Math.max(within, total * Number.EPSILON) / (size - sizes.length);
    return total === 0 ? 0 : between / residual;
  };
  return permutationTest({ labels: of, statistic, permutations, alternative: "greater" }, rng);
}

/**
 * Labels as group numbers 0 … with each group's size.
 * @throws RangeError for labels of another length, one group, or no more networks than groups.
 */
export function numberGroups(
  labels: ArrayLike<number>,
  size: number,
): { readonly of: Int32Array; readonly sizes: readonly number[] } {
  if (labels.length !== size)
    throw new RangeError(`labels: expected ${size}, one a network, got ${labels.length}`);
  const names = [...new Set(Array.from(labels))];
  if (names.length < 2 || names.length >= size)
    throw new RangeError(`labels: expected 2 … ${size - 1} groups, got ${names.length}`);
  const of = Int32Array.from(labels, (label) => names.indexOf(label));
  const sizes = names.map((_, group) => of.filter((other) => other === group).length);
  return { of, sizes };
}
