import {
  type Groups,
  numberLabels,
  requireFields,
  requireInteger,
  requireWord,
} from "../numerics/gate.ts";
import {
  type DistanceMatrix,
  distanceMatrix,
  euclideanDistances,
} from "../statistics/distanceMatrix.ts";
import { labelSums } from "../statistics/labelSums.ts";

/** How the first argument of `silhouette` is read. */
export type SilhouetteOptions = {
  /** `precomputed`: a distance matrix (the text). `rows`: rows of features, compared euclidean. */
  readonly metric: "precomputed" | "rows";
};

/** How well labels describe distances. */
export type Silhouette = {
  /** The mean of `samples`, in [−1, 1]. */
  readonly score: number;
  /** (b − a) / max(a, b) of each sample, in [−1, 1]; 0 for the only one of its label. */
  readonly samples: number[];
  /** What was done to the distances, in words; absent where nothing was. See `distanceMatrix`. */
  readonly mended?: string;
};

/**
 * The silhouette of labels: for each sample (b − a) / max(a, b), a = its mean distance to the
 * others of its label, b = the smallest mean distance to another label. All distances zero give 0.
 * @source Rousseeuw 1987; §2.6. The release takes the matrix's rows as features.
 * @param distances a distance matrix, or rows of features, `[sample][…]`
 * @param labels any values, compared as such
 * @throws RangeError for a malformed matrix, labels of another length, fewer than two labels or as
 * many labels as samples, or no metric.
 */
export function silhouette(
  distances: readonly ArrayLike<number>[],
  labels: ArrayLike<unknown>,
  options: SilhouetteOptions,
): Silhouette {
  requireFields("options", options, { needed: ["metric"] });
  requireWord("metric", options.metric, ["precomputed", "rows"]);
  const { metric } = options;
  const matrix = metric === "rows" ? euclideanDistances(distances) : distanceMatrix(distances);
  const samples = silhouetteSamples(matrix, groupsOf(labels, matrix.size));
  const { mended } = matrix;
  const found = { score: meanOf(samples), samples: Array.from(samples) };
  return mended === undefined ? found : { ...found, mended };
}

/**
 * Numbers the labels 0, 1, … in the order in which they first occur.
 * @throws RangeError for another number of labels than `size`, a missing label, fewer than two
 * labels or as many as samples.
 */
export function groupsOf(labels: ArrayLike<unknown>, size: number): Groups {
  requireInteger("distances.size", size, 1);
  const groups = numberLabels("labels", labels, size);
  if (groups.count < 2 || groups.count > size - 1)
    throw new RangeError(
      `labels: expected 2 … ${size - 1} different ones for ${size} samples, got ${groups.count}`,
    );
  return groups;
}

/** Group numbers in a list of any kind. */
type GroupNumbers = { readonly of: ArrayLike<number>; readonly count: number };

/** The silhouette of each sample, `[sample]`; arguments are taken as checked. */
export function silhouetteSamples(
  { size, values }: DistanceMatrix,
  { of, count }: GroupNumbers,
): Float64Array {
  const sizes = new Int32Array(count);
  for (let i = 0; i < size; i++) sizes[of[i]] += 1;
  const sums = labelSums({ size, values, of, count });
  const samples = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    const own = of[i];
    if (sizes[own] === 1) continue;
    const within = sums[own * size + i] / (sizes[own] - 1);
    let between = Number.POSITIVE_INFINITY;
    for (let group = 0; group < count; group++)
      if (group !== own) between = Math.min(between, sums[group * size + i] / sizes[group]);
    const scale = Math.max(within, between);
    samples[i] = scale > 0 ? (between - within) / scale : 0;
  }
  return samples;
}

/** The mean silhouette; arguments are taken as checked. */
export function silhouetteScore(matrix: DistanceMatrix, groups: GroupNumbers): number {
  return meanOf(silhouetteSamples(matrix, groups));
}

function meanOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
