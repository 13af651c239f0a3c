/** The tails of a rank sum over all ways to choose as many of the ranks. */
export type RankTails = { readonly greater: number; readonly less: number };

/** About how many additions `rankSumTails` takes for two samples of these sizes. */
export function rankSumCost([a, b]: readonly [number, number], tied: boolean): number {
  const few = Math.min(a, b);
  // Without ties one list of U's; with them a list for each number of chosen ranks, in halves.
  return tied ? (a + b) * few * (2 * a * b) : 2 * few * a * b;
}

/**
 * P(U ≥ u) and P(U ≤ u), U the Mann–Whitney count of a sample of `chosen` of these (mid)ranks, each
 * choice equally likely. Counts are exact up to 2⁵³ and rounded beyond.
 * @source Mann & Whitney 1947 (without ties); Streitberg & Röhmel 1986 (with them)
 */
export function rankSumTails(ranks: Float64Array, chosen: number, u: number): RankTails {
  const tied = ranks.some((rank) => !Number.isInteger(rank)) || new Set(ranks).size < ranks.length;
  // The ways in which U, or twice U, comes to each value.
  const ways = tied ? tiedWays(ranks, chosen) : untiedWays(chosen, ranks.length - chosen);
  const observed = Math.round(tied ? 2 * u : u);
  let [greater, less, all] = [0, 0, 0];
  for (const [value, count] of ways.entries()) {
    all += count;
    if (value >= observed) greater += count;
    if (value <= observed) less += count;
  }
  return { greater: greater / all, less: less / all };
}

/**
 * How many of the choices of m among m + n have each U: the coefficients of the Gaussian binomial
 * Π (1 − q^{n+i}) / (1 − q^i), i = 1 … m, a factor at a time. Each product is symmetric, and only
 * its first half is computed: there terms grow, so that no digit is lost by the differences.
 */
function untiedWays(a: number, b: number): Float64Array {
  const [few, many] = [Math.min(a, b), Math.max(a, b)];
  const ways = new Float64Array(few * many + 1);
  ways[0] = 1;
  for (let i = 1; i <= few; i++) {
    const last = many * i;
    const half = Math.floor(last / 2);
    for (let s = half; s >= many + i; s--) ways[s] -= ways[s - many - i];
    for (let s = i; s <= half; s++) ways[s] += ways[s - i];
    for (let s = half + 1; s <= last; s++) ways[s] = ways[last - s];
  }
  return ways;
}

/** How many choices of `chosen` ranks have each value of 2U, for mid-ranks. */
function tiedWays(ranks: Float64Array, chosen: number): Float64Array {
  // Fewer lists where the smaller sample is chosen: its U and the other's add up to n m.
  const few = Math.min(chosen, ranks.length - chosen);
  const doubled = Float64Array.from(ranks, (rank) => Math.round(2 * rank)).sort();
  const width = 2 * chosen * (ranks.length - chosen) + 1;
  // ways[k][s]: k ranks chosen so far, of the lowest ones seen; s is 2U above the least for k.
  const ways = Array.from({ length: few + 1 }, () => new Float64Array(width));
  ways[0][0] = 1;
  for (const [seen, rank] of doubled.entries())
    for (let k = Math.min(few, seen + 1); k >= 1; k--) {
      // 2U of k ranks: twice their sum less k (k + 1).
      const rise = rank - 2 * k;
      const [from, to] = [ways[k - 1], ways[k]];
      const last = Math.min(width - 1, width - 1 + rise);
      for (let s = last; s >= Math.max(0, rise); s--) to[s] += from[s - rise];
    }
  return few === chosen ? ways[few] : ways[few].reverse();
}
