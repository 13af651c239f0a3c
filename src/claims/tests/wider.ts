import type { Rng } from "../../numerics/rng.ts";
import { boundsOfEstimate } from "../../statistics/estimate.ts";
import { judgeApart } from "../../statistics/judgeByWords.ts";
import { spreadRatio } from "../../statistics/spreadRatio.ts";
import { type DistanceEvidence, selectGroups } from "../../study/distanceEvidence.ts";
import type { Part } from "../finding.ts";
import { registrationIn } from "../registered.ts";
import type { Numbers } from "../test.ts";
import { balancedOver } from "./balancedOver.ts";
import { tooFew } from "./compare.ts";
import { effectPart } from "./effectPart.ts";

/**
 * Whether the first group is more dispersed than the second: ln of the ratio of their networks'
 * mean distances to their own centre, by the margin at least.
 * @source Anderson 2006; claim C19
 */
export function widerPart(
  evidence: DistanceEvidence,
  test: Numbers & { readonly name: string; readonly groups: readonly [string, string] },
  rng: Rng,
): Part {
  const { name, groups, fewest } = test;
  const few = tooFew(evidence, name, groups, fewest);
  if (few !== undefined) return few;
  const given = selectGroups(balancedOver(evidence, groups), groups);
  const found = spreadRatio(given, rng);
  const boundsAt = boundsOfEstimate(found);
  const judged = judgeApart(
    { estimate: found.estimate, p: found.p, boundsAt },
    registrationIn(test),
  );
  const beside = "ln of the ratio of spreads";
  return effectPart(name, { ...found, boundsAt }, judged, { n: given.labels.length, beside });
}
