import { requireFields } from "../numerics/gate.ts";
import {
  type DistanceMatrix,
  requireDistances,
  selectDistances,
  usualSize,
} from "./distanceMatrix.ts";
import { combineVariances, type Estimate } from "./estimate.ts";
import { groupJackknife } from "./groupJackknife.ts";
import { numberGroups } from "./permanova.ts";

/** How much of the squared distances lies between groups. */
export type OneWay = {
  /** SS_T = Σ_{i<j} d_ij² / N. */
  readonly total: number;
  /** SS_W, the same within each group, over its own n. */
  readonly within: number;
  /** SS_A = SS_T − SS_W. */
  readonly between: number;
  /** Pseudo-F; 0 where all distances are zero. */
  readonly f: number;
  /** ω² = (SS_A − (k − 1) MS_W) / (SS_T + MS_W), at most 1; a little below 0 by chance. */
  readonly omegaSquared: number;
};

/** Networks of several groups, with their distances. */
export type GroupedDistances = {
  readonly distances: DistanceMatrix;
  /** Any values, compared as such. */
  readonly labels: ArrayLike<unknown>;
};

/**
 * The one-way analysis of variance of distances, with ω², the share of variance between groups
 * that does not grow as groups get smaller, as R² = SS_A / SS_T does.
 * @source Hays 1963 (ω²); Anderson 2001 (sums of squares from distances)
 * @throws RangeError for labels of another length, one group, or no more networks than groups.
 */
export function omegaSquared(given: GroupedDistances): OneWay {
  requireGrouped("given", given);
  return analysisOf(given.distances, given.labels);
}

/** The analysis of distances that are checked; no square of theirs overflows or vanishes. */
function analysisOf(given: DistanceMatrix, labels: ArrayLike<unknown>): OneWay {
  const { distances, scale } = usualSize(given);
  const found = analysisOfUsual(distances, labels);
  const inUnits = (squares: number): number => squares / scale / scale;
  return {
    ...found,
    total: inUnits(found.total),
    within: inUnits(found.within),
    between: inUnits(found.between),
  };
}

function analysisOfUsual({ size, values }: DistanceMatrix, labels: ArrayLike<unknown>): OneWay {
  const { of, sizes } = numberGroups(labels, size);
  let [total, within] = [0, 0];
  for (let i = 0; i < size; i++)
    for (let j = 0; j < i; j++) {
      const square = values[i * size + j] * values[i * size + j];
      total += square / size;
      if (of[i] === of[j]) within += square / sizes[of[i]];
    }
  const between = total - within;
  const residual = within / (size - sizes.length);
  if (total === 0) return { total, within, between, f: 0, omegaSquared: 0 };
  const groups = sizes.length - 1;
  return {
    ...{ total, within, between },
    // Groups of identical networks: F is as large as a number can say, not infinite.
    f: Math.max(0, between) / groups / Math.max(residual, total * Number.EPSILON),
    omegaSquared: (between - groups * residual) / (total + residual),
  };
}

/**
 * ω² of groups with its standard error, by the delete-one jackknife within each group.
 * @source Hays 1963; Arvesen 1969; claims "Statistics"
 * @throws RangeError for labels of another length, one group, or a group of fewer than three
 * networks.
 */
export function omegaEstimate(given: GroupedDistances): Estimate {
  requireGrouped("given", given);
  const { distances, labels } = given;
  const { of, sizes } = numberGroups(labels, distances.size);
  if (!(Math.min(...sizes) >= 3))
    throw new RangeError(`labels: expected at least 3 networks a group, got ${sizes.join(", ")}`);
  const { standardError, degrees } = groupJackknife(
    of,
    (kept) =>
      analysisOf(
        selectDistances(distances, kept),
        Array.from(kept, (i) => of[i]),
      ).omegaSquared,
  );
  return { estimate: analysisOf(distances, of).omegaSquared, standardError, degrees };
}

/**
 * ω² in one condition less ω² in another. The conditions have no network in common, and as many
 * networks in each group: ω² of fewer networks is spread more widely.
 * @source claims C10, C14
 * @throws RangeError where the conditions differ in the sizes of their groups; see `omegaEstimate`.
 */
export function omegaDifference(given: {
  readonly more: GroupedDistances;
  readonly less: GroupedDistances;
}): Estimate {
  requireFields("given", given, { needed: ["more", "less"] });
  const { more, less } = given;
  requireGrouped("more", more);
  requireGrouped("less", less);
  const sizesOf = ({ distances, labels }: GroupedDistances): string =>
    [...numberGroups(labels, distances.size).sizes].sort((a, b) => a - b).join(", ");
  if (sizesOf(more) !== sizesOf(less))
    throw new RangeError(
      `less: expected groups of ${sizesOf(more)} networks, as in more, got ${sizesOf(less)}`,
    );
  const [first, second] = [omegaEstimate(more), omegaEstimate(less)];
  const parts = [first, second].map(({ standardError, degrees }) => ({
    variance: standardError * standardError,
    degrees,
  }));
  return { estimate: first.estimate - second.estimate, ...combineVariances(parts) };
}

/** @throws RangeError for what is no distances with labels. */
export function requireGrouped(name: string, given: GroupedDistances): void {
  requireFields(name, given, { needed: ["distances", "labels"] });
  requireDistances("distances", given.distances);
}
