import { requireGroups } from "./moments.ts";

/** More sums than this to be added up are too many for an exact test. */
const MOST_WORK = 1e7;
/** Of more values the ways to deal them are too large for a number. */
const MOST_VALUES = 1000;

/**
 * The exact one-sided p ("increasing") of Jonckheere–Terpstra, P(J' ≥ J) over all ways to share
 * out the values among groups of these sizes, ties and all; null where those are too many to be
 * counted, and shuffled labels must do (`jonckheere`).
 * @source Jonckheere 1954; Streitberg & Röhmel 1986 (exact with ties)
 * @param groups `[group][network]`, in the claimed order
 * @throws RangeError for fewer than 2 groups, an empty one, or a value that is not finite.
 */
export function jonckheereExact(groups: readonly ArrayLike<number>[]): number | null {
  requireGroups(groups, 1);
  const sizes = groups.map((group) => group.length);
  if (sumOf(sizes) > MOST_VALUES) return null;
  const blocks = countsByValue(groups);
  // Groups that are filled from the smallest value up: how many each has, with twice the J so far.
  let states: Filled[] = [{ counts: sizes.map(() => 0), chances: new Map([[0, 1]]) }];
  let work = 0;
  let observed = 0;
  let seen = sizes.map(() => 0);
  for (const block of blocks) {
    observed += doubledRises(seen, block);
    seen = seen.map((count, g) => count + block[g]);
    const next = new Map<string, Filled>();
    for (const state of states) {
      const room = state.counts.map((count, g) => sizes[g] - count);
      for (const dealt of waysToDeal(sumOf(block), room)) {
        work += state.chances.size;
        if (work > MOST_WORK) return null;
        addTo(next, state, { dealt, room });
      }
    }
    states = [...next.values()];
  }
  let above = 0;
  for (const [doubled, chance] of states[0].chances) if (doubled >= observed) above += chance;
  return Math.min(1, above);
}

/** Groups filled with some values so far: the chance of each doubled J. */
type Filled = { readonly counts: readonly number[]; readonly chances: Map<number, number> };

/** For each value, from the smallest, how many of each group have it. */
function countsByValue(groups: readonly ArrayLike<number>[]): readonly (readonly number[])[] {
  const blocks = new Map<number, number[]>();
  for (const [g, group] of groups.entries())
    for (let i = 0; i < group.length; i++) {
      const block = blocks.get(group[i]) ?? groups.map(() => 0);
      block[g] += 1;
      blocks.set(group[i], block);
    }
  return [...blocks].sort(([a], [b]) => a - b).map(([, block]) => block);
}

/** Twice what tied values, dealt to groups, add to J: pairs that rise count 2, tied ones 1. */
function doubledRises(before: readonly number[], dealt: readonly number[]): number {
  let [sum, smaller, equal] = [0, 0, 0];
  for (const [g, count] of dealt.entries()) {
    sum += count * (2 * smaller + equal);
    smaller += before[g];
    equal += count;
  }
  return sum;
}

/** Every way to deal `tied` equal values to groups that have room. */
function waysToDeal(tied: number, room: readonly number[]): readonly (readonly number[])[] {
  const [first, ...rest] = room;
  if (rest.length === 0) return tied <= first ? [[tied]] : [];
  return Array.from({ length: Math.min(tied, first) + 1 }, (_, count) =>
    waysToDeal(tied - count, rest).map((others) => [count, ...others]),
  ).flat();
}

/** Adds the states that come of one way to deal, with the chance that it is the one. */
function addTo(
  next: Map<string, Filled>,
  { counts, chances }: Filled,
  { dealt, room }: { readonly dealt: readonly number[]; readonly room: readonly number[] },
): void {
  const filled = counts.map((count, g) => count + dealt[g]);
  const name = filled.join(",");
  const known = next.get(name) ?? { counts: filled, chances: new Map<number, number>() };
  next.set(name, known);
  const rises = doubledRises(counts, dealt);
  const ways = dealt.reduce((product, count, g) => product * choose(room[g], count), 1);
  const chanceOfDeal = ways / choose(sumOf(room), sumOf(dealt));
  for (const [doubled, chance] of chances) {
    const to = doubled + rises;
    known.chances.set(to, (known.chances.get(to) ?? 0) + chance * chanceOfDeal);
  }
}

const sumOf = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);

/** Ways to choose k of n; finite for n up to 1,000. */
function choose(n: number, k: number): number {
  let ways = 1;
  for (let i = 1; i <= k; i++) ways *= (n - k + i) / i;
  return ways;
}
