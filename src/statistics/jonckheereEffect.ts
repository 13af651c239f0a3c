import { constantBounds } from "./constantBounds.ts";
import { type BoundsAt, boundsOfEstimate, type Estimate } from "./estimate.ts";
import { errorOfGroups } from "./groupJackknife.ts";
import { requireGroups } from "./moments.ts";

/** How strongly values rise over ordered groups. */
export type JonckheereEffect = Estimate & {
  /**
   * One-sided bounds, within [−1, 1]: t's on the scale of Fisher's z; where no network differs
   * from the others of its group in what it says of the trend, those of `constantBounds`.
   */
  readonly boundsAt: BoundsAt;
};

/**
 * The size of an increasing trend, 2J/J_max − 1, with J as in `jonckheere` and J_max the number of
 * pairs from two groups: −1 where all pairs fall, 0 where as many fall as rise, 1 where all rise.
 * Its standard error is the delete-one jackknife's within each group.
 * @source Jonckheere 1954; Arvesen 1969; claim C09
 * @param groups `[group][network]`, in the claimed order
 * @throws RangeError for fewer than 2 groups, one of fewer than 2 networks, or a value that is not
 * finite.
 */
export function jonckheereEffect(groups: readonly ArrayLike<number>[]): JonckheereEffect {
  requireGroups(groups, 2);
  const size = groups.reduce((sum, group) => sum + group.length, 0);
  const of = groups.flatMap((group, g) => Array.from(group, () => g));
  const values = groups.flatMap((group) => Array.from(group));
  // What each network adds to the pairs that rise less those that fall.
  const own = values.map((value, i) =>
    values.reduce((sum, other, j) => sum + Math.sign((value - other) * (of[i] - of[j])), 0),
  );
  const rising = own.reduce((sum, each) => sum + each, 0) / 2;
  const others = of.map((g) => size - groups[g].length);
  const pairs = others.reduce((sum, count) => sum + count, 0) / 2;
  const without = own.map((each, i) => (rising - each) / (pairs - others[i]));
  const effect: Estimate = { estimate: rising / pairs, ...errorOfGroups(without, of) };
  return { ...effect, boundsAt: boundsWithin(effect, Math.min(...groups.map((g) => g.length))) };
}

/**
 * Bounds on the scale of Fisher's z, atanh, where the error hangs less on the effect and no bound
 * leaves [−1, 1].
 */
function boundsWithin(effect: Estimate, networks: number): BoundsAt {
  const { estimate: value, standardError, degrees } = effect;
  // The jackknife's estimates differ by rounding even where they are all one.
  if (standardError < 1e-12) return constantBounds({ value, networks, least: -1, most: 1 });
  const boundsAt = boundsOfEstimate({
    estimate: Math.atanh(value),
    standardError: standardError / (1 - value * value),
    degrees,
  });
  return (level) => {
    const { lower, upper } = boundsAt(level);
    return { lower: Math.tanh(lower), upper: Math.tanh(upper) };
  };
}
