import { binaryScale } from "../numerics/binaryScale.ts";
import type { Rng } from "../numerics/rng.ts";
import { type DistanceMatrix, type LabelledDistances, requireLabelled } from "./distanceMatrix.ts";
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

/** Shares of squares, and differences of distances, that are not above this are rounding error. */
const ROUNDING = 1e-12;

/**
 * PERMDISP: whether groups differ in spread, by the distances of networks to their group's centre.
 * These distances are shuffled between the groups; those in a group of n are divided by √(1 − 1/n)
 * first, so that small groups do not look tighter. Groups go in order of occurrence. Where all of
 * these distances are equal F is 0.
 * @source Anderson 2006; Stier et al. 2013 (the correction)
 * @throws RangeError for labels of another length, one group, or a group of one network.
 */
export function permdisp(question: LabelledDistances, rng: Rng): Permdisp {
  requireLabelled("question", question);
  const { distances, labels, permutations } = question;
  const { of, sizes } = numberGroups(labels, distances.size);
  if (sizes.some((size) => size < 2))
    throw new RangeError(`labels: expected at least 2 networks a group, got ${sizes.join(", ")}`);
  const scale = binaryScale(distances.values);
  const toCentre = centreDistances(distances, scale, of, sizes);
  const groups = Array.from(of);
  // F rises with the share between groups, which is in [0, 1], and so has an error that is known.
  const { observed, p } = permutationTest(
    {
      labels: groups,
      statistic: (shuffled) => shareBetween(toCentre, shuffled, sizes),
      permutations,
      alternative: "greater",
      error: ROUNDING,
    },
    rng,
  );
  const spreads = groupMeans(toCentre, groups, sizes).map((spread) => spread / scale);
  // Groups without any spread of their own: F is as large as a number can say, not infinite.
  const residual = Math.max(1 - observed, Number.EPSILON) / (of.length - sizes.length);
  return { spreads, f: observed / (sizes.length - 1) / residual, p };
}

/**
 * Each network's distance to the centre of its group, from distances alone, times `scale`:
 * z² = (1/n) Σ_j d_ij² − (1/2n²) Σ_jk d_jk². A negative z² (not euclidean) counts as 0, and so does
 * one that is rounding error.
 */
function centreDistances(
  { size, values }: DistanceMatrix,
  scale: number,
  of: Int32Array,
  sizes: readonly number[],
): Float64Array {
  const rowMeans = new Float64Array(size);
  const groupHalves = new Float64Array(sizes.length);
  for (let i = 0; i < size; i++) {
    const n = sizes[of[i]];
    for (let j = 0; j < size; j++) {
      const distance = values[i * size + j] * scale;
      if (of[i] === of[j]) rowMeans[i] += (distance * distance) / n;
    }
    groupHalves[of[i]] += rowMeans[i] / (2 * n);
  }
  return rowMeans.map((rowMean, i) => {
    const n = sizes[of[i]];
    const square = rowMean - groupHalves[of[i]];
    return square > ROUNDING * rowMean ? Math.sqrt(square / (1 - 1 / n)) : 0;
  });
}

function groupMeans(
  values: Float64Array,
  of: readonly number[],
  sizes: readonly number[],
): readonly number[] {
  const means = new Array<number>(sizes.length).fill(0);
  for (const [i, value] of values.entries()) means[of[i]] += value / sizes[of[i]];
  return means;
}

/** Between groups ÷ all, of a one-way analysis of variance; 0 where nothing varies. */
function shareBetween(
  values: Float64Array,
  of: readonly number[],
  sizes: readonly number[],
): number {
  const means = groupMeans(values, of, sizes);
  const grand = values.reduce((sum, value) => sum + value / values.length, 0);
  const largest = values.reduce((most, value) => Math.max(most, value), 0);
  let [between, within] = [0, 0];
  for (const [i, value] of values.entries()) {
    between += (means[of[i]] - grand) * (means[of[i]] - grand);
    within += (value - means[of[i]]) * (value - means[of[i]]);
  }
  const error = ROUNDING * largest;
  if (between + within <= values.length * error * error) return 0;
  const share = between / (between + within);
  return share > ROUNDING ? share : 0;
}
