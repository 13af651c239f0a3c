import type { Rng } from "../numerics/rng.ts";
import { judgeDifference } from "../statistics/difference.ts";
import { type RankStratum, stratifiedRanks } from "../statistics/stratifiedRanks.ts";
import { tQuantile } from "../statistics/studentT.ts";
import type { Registered } from "./claim.ts";
import type { Part } from "./finding.ts";
import { bare, tooFewPart } from "./parts.ts";
import { PERMUTATIONS } from "./permutations.ts";

/** Two groups of networks, stratum by stratum, of which `a` is claimed to have larger values. */
export type RankedGroups = {
  readonly name: string;
  readonly strata: readonly RankStratum[];
  /** What was found, as the start of a sentence. */
  readonly found: string;
};

/**
 * A rank test within strata; the effect is 2P − 1, P the chance that a network of `a` lies above
 * one of `b`: from −1 to 1, and 0 where the groups are alike.
 */
export function judgeRanks(
  { name, strata, found }: RankedGroups,
  registered: Registered,
  rng: Rng,
): Part {
  const n = strata.reduce((sum, { a, b }) => sum + a.length + b.length, 0);
  if (!strata.some(({ a, b }) => a.length > 0 && b.length > 0)) {
    const why = `${found}: nowhere are there networks of both kinds.`;
    return tooFewPart(bare(name, "inconclusive", why, n), 0, registered);
  }
  const { level, margin, fewest } = registered;
  const { superiority, standardError, networks, p } = stratifiedRanks(
    strata,
    { permutations: PERMUTATIONS, alternative: "greater" },
    rng,
  );
  const effect = 2 * superiority - 1;
  const reach = (probability: number): number =>
    networks < 2 ? 2 : tQuantile(probability, networks - 1) * 2 * standardError;
  const clip = (value: number): number => Math.max(-1, Math.min(1, value));
  const upper = clip(effect + reach(1 - level));
  const half = reach(1 - level / 2);
  const part: Part = {
    name,
    verdict: judgeDifference({ effect, p, upper }, { delta: margin, alpha: level }),
    effect,
    interval: [clip(effect - half), clip(effect + half)],
    p,
    n,
    why:
      `${found}; the effect's upper bound is ${upper.toFixed(2)}, ` +
      `the smallest of interest ${margin}.`,
  };
  return networks < fewest ? tooFewPart(part, networks, registered) : part;
}

/** The median, for a sentence; "none" of no values. */
export function medianText(values: readonly number[]): string {
  if (values.length === 0) return "none";
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2).toFixed(3);
}
