import normalCdf from "@stdlib/stats-base-dists-normal-cdf";
import { midRanks } from "./ranks.ts";
import { type RankStratum, requireStrata } from "./stratifiedRanks.ts";

/** Van Elteren's test without drawing labels. */
export type VanElteren = {
  /** T = Σ_s R_s / (N_s + 1), R_s the sum of the (mid)ranks of `a` in its stratum. */
  readonly statistic: number;
  /** Σ n_a / 2: the mean of T where labels say nothing. */
  readonly expected: number;
  /** (T − mean) / deviation, ties and all; 0 where all values of each stratum are equal. */
  readonly z: number;
  /** One-sided, "`a` is larger", from the normal approximation. */
  readonly normalP: number;
  /**
   * The same exactly, P(T' ≥ T) over all ways to share out the values within strata; null where
   * those are too many sums, and the shuffled labels of `stratifiedRanks` must do.
   */
  readonly exactP: number | null;
};

/** More sums than this to be added up are too many for an exact test. */
const MOST_WORK = 1e7;

/**
 * Van Elteren's test of two groups that are compared within strata only. A stratum that lacks one
 * of the groups counts for nothing. `stratifiedRanks` has the same statistic with shuffled labels,
 * and the size of the effect.
 * @source van Elteren 1960; Streitberg & Röhmel 1986 (exact with ties); claim C11
 * @throws RangeError where no stratum has both groups, or a value is not finite.
 */
export function vanElteren(strata: readonly RankStratum[]): VanElteren {
  requireStrata(strata);
  const ranked = strata
    .filter(({ a, b }) => a.length > 0 && b.length > 0)
    .map(({ a, b }) => ({
      ranks: midRanks([...Array.from(a), ...Array.from(b)]),
      chosen: a.length,
    }));
  if (ranked.length === 0)
    throw new RangeError(`strata: expected one that has both groups, got ${strata.length} without`);
  let [statistic, expected, variance] = [0, 0, 0];
  for (const { ranks, chosen } of ranked) {
    const all = ranks.length;
    const squares = ranks.reduce((sum, r) => sum + (r - (all + 1) / 2) * (r - (all + 1) / 2), 0);
    statistic += ranks.subarray(0, chosen).reduce((sum, r) => sum + r, 0) / (all + 1);
    expected += chosen / 2;
    variance += (chosen * (all - chosen) * squares) / (all * (all - 1)) / ((all + 1) * (all + 1));
  }
  const z = variance > 0 ? (statistic - expected) / Math.sqrt(variance) : 0;
  const normalP = variance > 0 ? normalCdf(-z, 0, 1) : 1;
  return { statistic, expected, z, normalP, exactP: exactTail(ranked) };
}

type Ranked = { readonly ranks: Float64Array; readonly chosen: number };

/** P(T' ≥ T), with T in units in which every term is an integer; null where it is too long. */
function exactTail(strata: readonly Ranked[]): number | null {
  const unit = strata.reduce((lcm, { ranks }) => leastMultiple(lcm, ranks.length + 1), 1);
  const largest = strata.reduce((sum, { ranks }) => sum + ranks.length, 0);
  if (!(2 * unit * largest < Number.MAX_SAFE_INTEGER)) return null;
  let chances = new Map([[0, 1]]);
  let observed = 0;
  let work = 0;
  for (const { ranks, chosen } of strata) {
    const weight = unit / (ranks.length + 1);
    // Mid-ranks are multiples of ½: twice the ranks are integers.
    const doubled = Array.from(ranks, (rank) => Math.round(2 * rank));
    observed += weight * doubled.slice(0, chosen).reduce((sum, rank) => sum + rank, 0);
    const width = doubled.reduce((sum, rank) => sum + rank, 0) + 1;
    work += width * chosen * ranks.length;
    if (work > MOST_WORK) return null;
    const sums = sumsOfChosen(doubled, chosen);
    work += chances.size * sums.size;
    if (work > MOST_WORK) return null;
    const next = new Map<number, number>();
    for (const [before, chance] of chances)
      for (const [sum, share] of sums) {
        const to = before + weight * sum;
        next.set(to, (next.get(to) ?? 0) + chance * share);
      }
    chances = next;
  }
  let above = 0;
  for (const [sum, chance] of chances) if (sum >= observed) above += chance;
  return Math.min(1, above);
}

/** The chance of each sum of `chosen` of the ranks, all choices being as likely. */
function sumsOfChosen(doubled: readonly number[], chosen: number): Map<number, number> {
  const width = doubled.reduce((sum, rank) => sum + rank, 0) + 1;
  // chance[k][s]: that k of the ranks so far are chosen, and their sum is s.
  const chance = Array.from({ length: chosen + 1 }, () => new Float64Array(width));
  chance[0][0] = 1;
  for (const [seen, rank] of doubled.entries())
    for (let k = Math.min(chosen, seen + 1); k >= 0; k--) {
      // Of the ranks that are left, as many are still to be chosen: the next is with this chance.
      const left = doubled.length - seen;
      const taken = k === 0 ? 0 : (chosen - k + 1) / left;
      const passed = 1 - (chosen - k) / left;
      for (let s = width - 1; s >= 0; s--) {
        const before = k > 0 && s >= rank ? chance[k - 1][s - rank] : 0;
        chance[k][s] = chance[k][s] * passed + before * taken;
      }
    }
  const sums = new Map<number, number>();
  for (const [sum, share] of chance[chosen].entries()) if (share > 0) sums.set(sum, share);
  return sums;
}

function leastMultiple(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y > 0) [x, y] = [y, x % y];
  return (a / x) * b;
}
