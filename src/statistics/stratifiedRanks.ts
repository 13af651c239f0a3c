import { requireFields, requireHas, requireList } from "../numerics/gate.ts";
import type { Rng } from "../numerics/rng.ts";
import { requireSample, sampleMean, sampleVariance } from "./moments.ts";
import { type Alternative, permutationTest } from "./permutation.ts";
import { midRanks } from "./ranks.ts";

/** Two groups of networks that are compared only with each other: those of one noise level. */
export type RankStratum = { readonly a: ArrayLike<number>; readonly b: ArrayLike<number> };

/** @throws RangeError for what is no strata of two groups, or a value that is not finite. */
export function requireStrata(strata: readonly RankStratum[]): void {
  requireList("strata", strata);
  for (let s = 0; s < strata.length; s++) {
    requireHas(`strata[${s}]`, strata[s], ["a", "b"]);
    requireSample(`strata[${s}].a`, strata[s].a, 0);
    requireSample(`strata[${s}].b`, strata[s].b, 0);
  }
}

/** A rank test of two groups, stratum by stratum. */
export type StratifiedRanks = {
  /**
   * Σ w P / Σ w over strata, P the chance that a network of `a` lies above one of `b` (a tie counts
   * ½), w = n_a n_b / (n_a + n_b + 1); in [0, 1], ½ where the groups are alike.
   */
  readonly superiority: number;
  /** Of `superiority`, by the delete-one jackknife of networks; 0 where nothing overlaps. */
  readonly standardError: number;
  /** Networks in the smaller group, all strata together: bounds are t's with this less one. */
  readonly networks: number;
  /** From labels shuffled within each stratum, with the +1 correction. */
  readonly p: number;
};

/**
 * The van Elteren test: Σ R / (n_a + n_b + 1), R the sum of the (mid)ranks of `a` in its stratum,
 * with labels shuffled within strata. `greater`: the values of `a` are the larger ones. A stratum
 * that lacks one of the groups counts for nothing.
 * @source van Elteren 1960; DeLong et al. 1988 (the jackknife of one stratum); claim C11
 * @throws RangeError where no stratum has both groups, a value is not finite, or for no
 * permutations.
 */
export function stratifiedRanks(
  strata: readonly RankStratum[],
  settings: { readonly permutations: number; readonly alternative: Alternative },
  rng: Rng,
): StratifiedRanks {
  requireStrata(strata);
  requireFields("settings", settings, { needed: ["permutations", "alternative"] });
  const both = strata.filter(({ a, b }) => a.length > 0 && b.length > 0);
  if (both.length === 0)
    throw new RangeError(`strata: expected one that has both groups, got ${strata.length} without`);
  const scores = both.flatMap(({ a, b }) =>
    Array.from(
      midRanks([...Array.from(a), ...Array.from(b)]),
      (rank) => rank / (a.length + b.length + 1),
    ),
  );
  const { p } = permutationTest(
    {
      labels: both.flatMap(({ a, b }) => Array.from(pooled(a, b), (_, i) => +(i < a.length))),
      strata: both.flatMap(({ a, b }, s) => Array.from(pooled(a, b), () => s)),
      statistic: (labels) => scores.reduce((sum, score, i) => sum + labels[i] * score, 0),
      ...settings,
    },
    rng,
  );
  const inA = both.reduce((sum, { a }) => sum + a.length, 0);
  const inB = both.reduce((sum, { b }) => sum + b.length, 0);
  return { ...superiorityOf(both), networks: Math.min(inA, inB), p };
}

const pooled = (a: ArrayLike<number>, b: ArrayLike<number>): { readonly length: number } => ({
  length: a.length + b.length,
});

/** The weighted superiority; each stratum has both groups. */
function superiorityOf(strata: readonly RankStratum[]): {
  readonly superiority: number;
  readonly standardError: number;
} {
  let [sum, variance, weights] = [0, 0, 0];
  for (const { a, b } of strata) {
    // For each network, the share of the other group that it beats: deleting it moves P by
    // (P − share) / (n − 1), so the jackknife variance is the shares' own variance over n.
    const shareOfA = Array.from(a, (value) => shareBelow(value, b));
    const shareOfB = Array.from(b, (value) => 1 - shareBelow(value, a));
    const weight = (a.length * b.length) / (a.length + b.length + 1);
    weights += weight;
    sum += weight * sampleMean(shareOfA);
    variance += weight * weight * (spread(shareOfA) / a.length + spread(shareOfB) / b.length);
  }
  return { superiority: sum / weights, standardError: Math.sqrt(variance) / weights };
}

/** The share of `others` below `value`; ties count ½. */
function shareBelow(value: number, others: ArrayLike<number>): number {
  let below = 0;
  for (let i = 0; i < others.length; i++)
    below += value > others[i] ? 1 : value === others[i] ? 0.5 : 0;
  return below / others.length;
}

/** The variance of shares; of a single one it is unknown, and at most ¼. */
const spread = (shares: readonly number[]): number =>
  shares.length < 2 ? 0.25 : sampleVariance(shares);
