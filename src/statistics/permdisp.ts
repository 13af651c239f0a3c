import type { Rng } from "../numerics/rng.ts";
import type { DistanceMatrix, LabelledDistances } from "./distanceMatrix.ts";
import { numberGroups } from "./permanova.ts";
import { permutationTest } from "./permutation.ts";

/** Whether groups differ in spread. */
export type Permdisp = {
  /** The mean distance of each group's networks to its centre, as `[group]`. */
  readonly spreads: readonly number[];
  /** The F of the distances to the centres. */
  readonly f: number;
  readonly p: number;
};

/**
 * PERMDISP: whether groups differ in spread, by the distances of networks to their group's centre.
 * These distances are shuffled between the groups; those in a group of n are divided by √(1 − 1/n)
 * first, so that small groups do not look tighter. Groups go in order of occurrence.
 * @source Anderson 2006; Stier et al. 2013 (the correction)
 * @throws RangeError for labels of another length, one group, or a group of one network.
 */
export function permdisp(
  { distances, labels, permutations }: LabelledDistances,
  rng: Rng,
): Permdisp {
  const { of, sizes } = numberGroups(labels, distances.size);
  if (sizes.some((size) => size < 2))
    throw new RangeError(`labels: expected at least 2 networks a group, got ${sizes.join(", ")}`);
  const toCentre = centreDistances(distances, of, sizes);
  const { observed, p } = permutationTest(
    {
      labels: of,
      statistic: (shuffled) => fRatio(toCentre, shuffled, sizes),
      permutations,
      alternative: "greater",
    },
    rng,
  );
  return { spreads: groupMeans(toCentre, of, sizes), f: observed, p };
}

/**
 * Each network's distance to the centre of its group, from distances alone:
 * z² = (1/n) Σ_j d_ij² − (1/2n²) Σ_jk d_jk². A negative z² (not euclidean) counts as 0.
 */
function centreDistances(
  { size, values }: DistanceMatrix,
  of: Int32Array,
  sizes: readonly number[],
): Float64Array {
  const rowMeans = new Float64Array(size);
  const groupHalves = new Float64Array(sizes.length);
  for (let i = 0; i < size; i++) {
    const n = sizes[of[i]];
    for (let j = 0; j < size; j++)
      if (of[i] === of[j]) rowMeans[i] += (values[i * size + j] * values[i * size + j]) / n;
    groupHalves[of[i]] += rowMeans[i] / (2 * n);
  }
  return rowMeans.map((rowMean, i) => {
    const n = sizes[of[i]];
    return Math.sqrt(Math.max(0, rowMean - groupHalves[of[i]]) / (1 - 1 / n));
  });
}

function groupMeans(
  values: Float64Array,
  of: Int32Array,
  sizes: readonly number[],
): readonly number[] {
  const means = new Array<number>(sizes.length).fill(0);
  for (const [i, value] of values.entries()) means[of[i]] += value / sizes[of[i]];
  return means;
}

/** The F of a one-way analysis of variance; 0 where nothing varies. */
function fRatio(values: Float64Array, of: Int32Array, sizes: readonly number[]): number {
  const means = groupMeans(values, of, sizes);
  const grand = values.reduce((sum, value) => sum + value / values.length, 0);
  let [between, within] = [0, 0];
  for (const [i, value] of values.entries()) {
    between += (means[of[i]] - grand) * (means[of[i]] - grand);
    within += (value - means[of[i]]) * (value - means[of[i]]);
  }
  if (between === 0) return 0;
  // Groups without any spread of their own: F is as large as a number can say, not infinite.
  const residual = Math.max(within, Number.EPSILON * between);
  return between / (sizes.length - 1) / (residual / (values.length - sizes.length));
}
