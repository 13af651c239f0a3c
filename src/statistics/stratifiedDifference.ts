import { combineVariances, type Estimate } from "./estimate.ts";
import { sampleMean, sampleVariance } from "./moments.ts";
import { type RankStratum, requireStrata } from "./stratifiedRanks.ts";

/** A difference of two groups, stratum by stratum. */
export type StratifiedDifference = Estimate & {
  /** Strata that have two networks of each group or more: the others count for nothing. */
  readonly strata: number;
};

/**
 * The mean of `a` less the mean of `b` within strata, Σ w (ā − b̄) / Σ w, w = n_a n_b/(n_a + n_b),
 * with the variances s²/n of each group in each stratum and the degrees of Welch and Satterthwaite.
 * It is in the values' own units; `vanElteren` and `stratifiedRanks` test order alone, so their p
 * and this interval may differ.
 * @source Mantel & Haenszel 1959 (weights); Satterthwaite 1946; claim C11
 * @throws RangeError where no stratum has two networks of each group, or a value is not finite.
 */
export function stratifiedDifference(strata: readonly RankStratum[]): StratifiedDifference {
  requireStrata(strata);
  const both = strata.filter(({ a, b }) => a.length >= 2 && b.length >= 2);
  if (both.length === 0)
    throw new RangeError(
      `strata: expected one with two networks of each group, got ${strata.length} without`,
    );
  const weights = both.map(({ a, b }) => (a.length * b.length) / (a.length + b.length));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let estimate = 0;
  const parts = both.flatMap(({ a, b }, s) => {
    const share = weights[s] / total;
    estimate += share * (sampleMean(a) - sampleMean(b));
    return [a, b].map((group) => ({
      variance: (share * share * sampleVariance(group)) / group.length,
      degrees: group.length - 1,
    }));
  });
  return { estimate, ...combineVariances(parts), strata: both.length };
}
