import { Matrix, SingularValueDecomposition } from "ml-matrix";
import { requireFields, requireList, requireNumbers, requireWord } from "../numerics/gate.ts";
import { requireSameSamples, type Samples } from "../representations/activity.ts";
import { type Subspace, subspaceOf } from "../representations/subspace.ts";
import { basisProducts, eachBasisProducts } from "./basisProducts.ts";
import { type ComparisonNote, comparisonError } from "./comparisonError.ts";

/** How alike two representations are. */
export type SvccaResult = {
  /** `compared`, or `no variance` where one of the two never changes: then every score is 0. */
  readonly outcome: "compared" | "no variance";
  /** The canonical correlations, descending, in [0, 1]; as many as the smaller side has axes. */
  readonly correlations: readonly number[];
  /** Their mean (the release); 0 without any. */
  readonly mean: number;
  /** The first of them (the text); 0 without any. */
  readonly max: number;
  readonly componentsA: number;
  readonly componentsB: number;
  /** What must be known: with fewer samples than units the correlations are near 1, whatever. */
  readonly note: ComparisonNote;
};

/** Activity in any of the forms that SVCCA takes; rows are `[sample][unit]`. */
export type Representation = Subspace | Samples;

/** Which score becomes a distance: `max` in the text, `mean` in the release. */
export type SvccaScore = "max" | "mean";

/**
 * The subspace of a representation, checked.
 * @throws RangeError that names it, and what is wrong with it.
 */
export function asSubspace(name: string, given: Representation): Subspace {
  const isSubspace = typeof given === "object" && given !== null && "basis" in given;
  if (!isSubspace) return subspaceOf(name, given);
  requireFields(name, given, {
    needed: ["samples", "units", "components", "explained", "basis"],
  });
  requireNumbers(`${name}.basis`, given.basis);
  requireList(`${name}.basis`, given.basis, { size: given.samples * given.components });
  return given;
}

/**
 * Singular vector canonical correlation analysis: the canonical correlations of the subspaces that
 * hold 95 % of each activity's variance. Blind to rotations and scalings of either side; exactly 1
 * where the two differ by rounding error alone.
 * @source §2.5; Raghu et al. 2017
 * @param a as `[sample][unit]`, or its subspace; the samples of a and b belong together
 * @throws RangeError where the numbers of samples differ, there are fewer than two, or a value is
 * not finite.
 */
export function svcca(a: Representation, b: Representation): SvccaResult {
  const first = asSubspace("a", a);
  const second = asSubspace("b", b);
  requireSameSamples(first, second);
  return compareSubspaces(first, second);
}

function compareSubspaces(
  first: Subspace,
  second: Subspace,
  products: Float64Array = basisProducts(first, second),
): SvccaResult {
  const correlations = canonical(first, second, products).diagonal;
  const few = first.samples < Math.max(first.units, second.units);
  const rest = {
    componentsA: first.components,
    componentsB: second.components,
    note: few ? ("fewer samples than units" as const) : null,
  };
  if (correlations.length === 0)
    return { outcome: "no variance", correlations, mean: 0, max: 0, ...rest };
  let sum = 0;
  for (const correlation of correlations) sum += correlation;
  const mean = sum / correlations.length;
  return { outcome: "compared", correlations, mean, max: correlations[0], ...rest };
}

/** The canonical directions of two subspaces. */
export type Canonical = {
  /** The canonical correlations, descending, in [0, 1]. */
  readonly diagonal: readonly number[];
  /** The directions of the first, as `[component][correlation]`, in the same order. */
  readonly left: Matrix;
};

/** The singular values of Q_aᵀ Q_b, for orthonormal bases Q, and its left singular vectors. */
export function canonical(
  a: Subspace,
  b: Subspace,
  products: Float64Array = basisProducts(a, b),
): Canonical {
  const count = Math.min(a.components, b.components);
  if (count === 0) return { diagonal: [], left: Matrix.zeros(a.components, 0) };
  const { samples } = a;
  const { diagonal, leftSingularVectors } = new SingularValueDecomposition(
    Matrix.from1DArray(a.components, b.components, products),
    { autoTranspose: true },
  );
  const order = [...diagonal.keys()].sort((i, j) => diagonal[j] - diagonal[i]).slice(0, count);
  // Within rounding error of 1, or just above it, a correlation is 1.
  const same =
    1 - comparisonError({ samples, units: a.components }, { samples, units: b.components });
  return {
    diagonal: order.map((k) => (diagonal[k] > same ? 1 : Math.max(0, diagonal[k]))),
    left: leftSingularVectors.subMatrixColumn(order),
  };
}

/**
 * The distances 1 − score between every two representations: symmetric, with zeros on the diagonal.
 * One that never changes is at distance 1 from every other.
 * @source §2.6; Fig. 1a
 * @throws RangeError for another score than `max` and `mean`; see `svcca`.
 */
export function svccaDistances(
  representations: readonly Representation[],
  score: SvccaScore,
): number[][] {
  requireList("representations", representations, { least: 1 });
  requireWord("score", score, ["max", "mean"]);
  const subspaces = representations.map((each, i) => asSubspace(`representations[${i}]`, each));
  for (const each of subspaces) requireSameSamples(subspaces[0], each);
  const distances = subspaces.map(() => new Array<number>(subspaces.length).fill(0));
  eachBasisProducts(subspaces, (i, j, products) => {
    const distance = 1 - compareSubspaces(subspaces[i], subspaces[j], products)[score];
    distances[i][j] = distance;
    distances[j][i] = distance;
  });
  return distances;
}
