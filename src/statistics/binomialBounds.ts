import quantile from "@stdlib/stats-base-dists-beta-quantile";
import { requireFields, requireHas, requireShare, requireWord } from "../numerics/gate.ts";

/** Which bounds are asked for: both sides share the error, or one side has all of it. */
export type BinomialSides = "both" | "lower" | "upper";

/**
 * Exact (Clopper–Pearson) bounds of a share. A one-sided question leaves the other bound at 0 or 1.
 * @source Clopper & Pearson 1934; claims C01, C04, C08
 * @throws RangeError unless 0 ≤ successes ≤ trials are integers, trials ≥ 1 and level is in (0, 1).
 */
export function binomialBounds(
  counts: { readonly successes: number; readonly trials: number },
  settings: { readonly level?: number; readonly sides?: BinomialSides } = {},
): { readonly low: number; readonly high: number } {
  requireHas("counts", counts, ["successes", "trials"]);
  requireFields("settings", settings, { needed: [], optional: ["level", "sides"] });
  const { successes, trials } = counts;
  const { level = 0.95, sides = "both" } = settings;
  requireWord("sides", sides, ["both", "lower", "upper"]);
  if (!(Number.isInteger(trials) && trials >= 1))
    throw new RangeError(`trials: expected a positive integer, got ${trials}`);
  if (!(Number.isInteger(successes) && successes >= 0 && successes <= trials))
    throw new RangeError(`successes: expected an integer in 0 … ${trials}, got ${successes}`);
  requireShare("level", level);
  const error = sides === "both" ? (1 - level) / 2 : 1 - level;
  const failures = trials - successes;
  return {
    low: sides === "upper" || successes === 0 ? 0 : quantile(error, successes, failures + 1),
    high: sides === "lower" || failures === 0 ? 1 : quantile(1 - error, successes + 1, failures),
  };
}
