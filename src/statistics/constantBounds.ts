import { binomialBounds } from "./binomialBounds.ts";
import type { BoundsAt } from "./estimate.ts";

/**
 * One-sided bounds of a mean in [least, most] of which every network that was seen gave the same
 * value v. At most a share q of networks gives another one, q the exact upper bound of 0 of n, so
 * the mean lies in v − q (v − least) … v + q (most − v). It stands in for an interval of width 0:
 * t's, and the jackknife's, know nothing of what was not seen.
 * @source Clopper & Pearson 1934; claims "Statistics"
 * @throws RangeError for a value outside the range, no network or, when asked, a level outside
 * (0, 1).
 */
export function constantBounds({
  value,
  networks,
  least,
  most,
}: {
  readonly value: number;
  readonly networks: number;
  readonly least: number;
  readonly most: number;
}): BoundsAt {
  if (!(Number.isFinite(least) && Number.isFinite(most) && least < most))
    throw new RangeError(`least, most: expected a range of numbers, got ${least}, ${most}`);
  if (!(value >= least && value <= most))
    throw new RangeError(`value: expected a number in [${least}, ${most}], got ${value}`);
  if (!(Number.isInteger(networks) && networks >= 1))
    throw new RangeError(`networks: expected a positive integer, got ${networks}`);
  return (level) => {
    const counts = { successes: 0, trials: networks };
    const { high: other } = binomialBounds(counts, { level, sides: "upper" });
    return { lower: value - other * (value - least), upper: value + other * (most - value) };
  };
}
