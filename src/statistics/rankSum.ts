/** The tails of a rank sum over all ways to choose as many of the ranks. */
export type RankTails = { readonly greater: number; readonly less: number };

/** About how many additions `rankSumTails` takes for two samples of these sizes. */
export function rankSumCost([a, b]: readonly [number, number], tied: boolean): number {
  const few = Math.min(a, b);
  return tied ? (a + b) * few * (2 * a * b) : (a * b * a * b) / 8;
}

/**
 * P(U ≥ u) and P(U ≤ u), U the Mann–Whitney count of a sample of `chosen` of these (mid)ranks, each
 * choice equally likely. Counts are whole up to 2⁵³, and known to some 13 digits beyond.
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
 * How many of the ways to share out a + b ranks have each U: w(n, m, u) = w(n − 1, m, u) +
 * w(n, m − 1, u − n), by whether the largest value is of the m or of the n. Counts are only added,
 * so that none loses digits; the first half is enough, as w(n, m, u) = w(n, m, n m − u).
 */
function untiedWays(a: number, b: number): Float64Array {
  const [few, many] = [Math.min(a, b), Math.max(a, b)];
  // The first halves for each m, of one n after another in the same place. Of n = 0: one way, U =
  // 0.
  const halves = Array.from(
    { length: many + 1 },
    (_, m) => new Float64Array(Math.floor((few * m) / 2) + 1),
  );
  for (const own of halves) own[0] = 1;
  for (let n = 1; n <= few; n++)
    for (let m = 1; m <= many; m++) {
      const [own, before, last] = [halves[m], halves[m - 1], (n - 1) * m];
      const half = Math.floor((n * m) / 2);
      for (let u = Math.floor(last / 2) + 1; u <= half && u <= last; u++) own[u] = own[last - u];
      for (let u = n; u <= half; u++) own[u] += before[u - n];
    }
  const last = few * many;
  return Float64Array.from({ length: last + 1 }, (_, u) => halves[many][Math.min(u, last - u)]);
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
