import { requireFields, requireFinite, requireInteger, requireShare } from "../numerics/gate.ts";
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
export function constantBounds(given: {
  readonly value: number;
  readonly networks: number;
  readonly least: number;
  readonly most: number;
}): BoundsAt {
  const names = ["value", "networks", "least", "most"] as const;
  requireFields("given", given, { needed: names });
  for (const name of names) requireFinite(name, given[name]);
  const { value, networks, least, most } = given;
  if (!(least < most))
    throw new RangeError(`least, most: expected a range of numbers, got ${least}, ${most}`);
  if (!(value >= least && value <= most))
    throw new RangeError(`value: expected a number in [${least}, ${most}], got ${value}`);
  requireInteger("networks", networks, 1);
  return (level) => {
    requireShare("level", level);
    const counts = { successes: 0, trials: networks };
    const { high: other } = binomialBounds(counts, { level, sides: "upper" });
    return { lower: value - other * (value - least), upper: value + other * (most - value) };
  };
}
