import { binaryScale } from "../numerics/binaryScale.ts";
import { requireFields, requireList, requireWord } from "../numerics/gate.ts";
import { distanceMatrix } from "../statistics/distanceMatrix.ts";
import { kendallTau, kendallTauA } from "../statistics/kendallTau.ts";
import { midRanks } from "../statistics/ranks.ts";
import { spearmanRho } from "../statistics/spearmanRho.ts";

/**
 * How two matrices of dissimilarities are compared. `spearman`: ρ of ranks. `kendall`: τ-b, where a
 * pair that is tied on one side does not count. `kendall-a`: τ-a, where it counts as no agreement:
 * the one to use where models predict ties. `cosine`: of the dissimilarities themselves.
 */
export type RdmMethod = "spearman" | "kendall" | "kendall-a" | "cosine";

const METHODS = ["spearman", "kendall", "kendall-a", "cosine"] as const;

/** A matrix of dissimilarities of the same conditions, `[condition][condition]`. */
export type Rdm = readonly ArrayLike<number>[];

/**
 * How alike two representational dissimilarity matrices are, by the pairs of conditions above the
 * diagonal: in [−1, 1], and in [0, 1] for the cosine. 0 where one side is the same for all pairs
 * (for the cosine: where one side is 0 for all).
 * @source Kriegeskorte et al. 2008; Nili et al. 2014
 * @throws RangeError for malformed matrices, of other sizes, of fewer than three conditions, or an
 * unknown method.
 */
export function compareRdms(
  a: Rdm,
  b: Rdm,
  options: { readonly method: RdmMethod } = { method: "spearman" },
): number {
  requireFields("options", options, { needed: ["method"] });
  const { method } = options;
  requireWord("method", method, METHODS);
  const [first, second] = samePairs([a, b], ["a", "b"]);
  return alike(method, first, second);
}

/** Between what the best possible model would score. */
export type NoiseCeiling = {
  /** The mean over subjects of how alike each is to the mean of the others. */
  readonly lower: number;
  /** The same, to the mean of all, itself among them. */
  readonly upper: number;
};

/**
 * The noise ceiling of several subjects' matrices: no model can be expected to be more like them
 * than `upper`, and one that is less like them than `lower` leaves something to be explained. Each
 * matrix is freed of its scale before the mean: by ranks, or by its length for the cosine.
 * @source Nili et al. 2014
 * @param subjects as `[subject][condition][condition]`
 * @throws RangeError for fewer than two subjects; see `compareRdms`.
 */
export function noiseCeiling(
  subjects: readonly Rdm[],
  options: { readonly method: RdmMethod } = { method: "spearman" },
): NoiseCeiling {
  requireFields("options", options, { needed: ["method"] });
  const { method } = options;
  requireWord("method", method, METHODS);
  requireList("subjects", subjects, { least: 2 });
  const names = subjects.map((_, s) => `subjects[${s}]`);
  const pairs = samePairs(subjects, names);
  const free = pairs.map((own) => (method === "cosine" ? unit(own) : midRanks(own)));
  const sumWithout = (left: number | null): Float64Array =>
    free.reduce(
      (sum, own, s) => (s === left ? sum : sum.map((value, at) => value + own[at])),
      new Float64Array(pairs[0].length),
    );
  const all = sumWithout(null);
  const mean = (of: (s: number) => number): number =>
    pairs.reduce((sum, _, s) => sum + of(s) / pairs.length, 0);
  return {
    lower: mean((s) => alike(method, sumWithout(s), pairs[s])),
    upper: mean((s) => alike(method, all, pairs[s])),
  };
}

/** The pairs above the diagonal of each matrix, in one order, each checked under its name. */
function samePairs(given: readonly Rdm[], names: readonly string[]): readonly Float64Array[] {
  const all = given.map((rows, i) => pairsOf(names[i], rows));
  for (const [i, pairs] of all.entries())
    if (pairs.length !== all[0].length)
      throw new RangeError(
        `${names[i]}: expected ${given[0].length} conditions, got ${given[i].length}`,
      );
  return all;
}

function pairsOf(name: string, rows: Rdm): Float64Array {
  const { size, values } = distanceMatrix(rows, { name });
  if (size < 3) throw new RangeError(`${name}: expected at least three conditions, got ${size}`);
  const pairs = new Float64Array((size * (size - 1)) / 2);
  for (let i = 0, at = 0; i < size; i++)
    for (let j = i + 1; j < size; j++) pairs[at++] = values[i * size + j];
  return pairs;
}

function alike(method: RdmMethod, a: Float64Array, b: Float64Array): number {
  if (method === "cosine") return Math.min(1, dot(unit(a), unit(b)));
  if (method === "spearman") return spearmanRho(a, b);
  return method === "kendall" ? kendallTau(a, b) : kendallTauA(a, b);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** Values divided by their length; zeros stay. */
function unit(values: Float64Array): Float64Array {
  const scale = binaryScale(values);
  const scaled = values.map((value) => value * scale);
  const length = Math.sqrt(dot(scaled, scaled));
  return length === 0 ? scaled : scaled.map((value) => value / length);
}
