import type { Rng } from "../../numerics/rng.ts";
import { constantBounds } from "../../statistics/constantBounds.ts";
import { type BoundsAt, boundsOfEstimate, intervalOf } from "../../statistics/estimate.ts";
import { judgeApart } from "../../statistics/judgeByWords.ts";
import { stratifiedDifference } from "../../statistics/stratifiedDifference.ts";
import { type RankStratum, stratifiedRanks } from "../../statistics/stratifiedRanks.ts";
import { vanElteren } from "../../statistics/vanElteren.ts";
import type { Part } from "../finding.ts";
import { bare, tooFewPart } from "../parts.ts";
import { EXACT_UP_TO } from "../permutations.ts";
import { registrationByT } from "../registered.ts";
import type { Numbers } from "../test.ts";
import type { RankedGroups } from "./ranked.ts";

/**
 * Whether networks of `a` have larger values than those of `b` of their stratum: van Elteren's
 * test, exact for few networks. The effect is the difference of means within strata, of
 * values from 0 to 1.
 * @source van Elteren 1960; claim C11
 */
export function judgeStrata(
  { name, strata, found }: RankedGroups,
  test: Pick<Numbers, "level" | "contradicting" | "margin" | "fewest" | "permutations">,
  rng: Rng,
): Part {
  const n = strata.reduce((sum, { a, b }) => sum + a.length + b.length, 0);
  const both = strata.filter(({ a, b }) => a.length >= 2 && b.length >= 2);
  if (both.length === 0) {
    const why = `${found}: nowhere are there two networks of both kinds.`;
    return tooFewPart(bare(name, "inconclusive", why, n), 0, test);
  }
  const exact = n <= EXACT_UP_TO ? vanElteren(both).exactP : null;
  const settings = { permutations: test.permutations, alternative: "greater" } as const;
  const p = exact ?? stratifiedRanks(both, settings, rng).p;
  const { estimate, boundsAt } = differenceIn(both);
  const { verdict, why } = judgeApart({ estimate, p, boundsAt }, registrationByT(test));
  const part: Part = {
    ...{ name, verdict, effect: estimate, interval: intervalOf(boundsAt), p, n },
    why: `${found}; p is of ranks and the interval of means, both within strata. ${why}`,
  };
  const fewest = smallerKind(both);
  return fewest < test.fewest ? tooFewPart(part, fewest, test) : part;
}

/** The difference of means within strata; exact bounds where no network differs from its kind. */
function differenceIn(strata: readonly RankStratum[]): {
  readonly estimate: number;
  readonly boundsAt: BoundsAt;
} {
  const difference = stratifiedDifference(strata);
  const { estimate, standardError } = difference;
  if (standardError > 1e-12) return { estimate, boundsAt: boundsOfEstimate(difference) };
  const value = Math.max(-1, Math.min(1, estimate));
  const networks = smallerKind(strata);
  return { estimate, boundsAt: constantBounds({ value, networks, least: -1, most: 1 }) };
}

/** Networks of the smaller kind, all strata together. */
const smallerKind = (strata: readonly RankStratum[]): number =>
  Math.min(
    strata.reduce((sum, { a }) => sum + a.length, 0),
    strata.reduce((sum, { b }) => sum + b.length, 0),
  );
