import { pOfEstimate } from "../../statistics/estimate.ts";
import { judgeApart } from "../../statistics/judgeByWords.ts";
import { omegaDifference } from "../../statistics/omegaSquared.ts";
import { groupSize, selectGroups } from "../../study/distanceEvidence.ts";
import type { Part } from "../finding.ts";
import { bare } from "../parts.ts";
import { registrationIn } from "../registered.ts";
import type { Numbers } from "../test.ts";
import type { Measured } from "./allAlike.ts";
import { balancedOver } from "./balancedOver.ts";
import { tooFew } from "./compare.ts";
import { effectPart } from "./effectPart.ts";
import { shareBounds } from "./excess.ts";

/**
 * ω² of groups at the first place less ω² at the second: by the margin at least. Both places have
 * as many networks of each group.
 * @source claims C10, C14
 */
export function fadesPart(
  places: readonly Measured[],
  test: Numbers & { readonly name: string; readonly groups: readonly string[] },
): Part {
  const { name, groups, fewest } = test;
  if (places.length !== 2)
    return bare(name, "inconclusive", `A difference needs two places, not ${places.length}.`);
  const few = places.flatMap(({ evidence }) => tooFew(evidence, name, groups, fewest) ?? []);
  if (few.length > 0) return few[0];
  const sizes = places.flatMap(({ evidence }) => groups.map((each) => groupSize(evidence, each)));
  const networks = Math.min(...sizes);
  const [more, less] = places.map(({ evidence }) =>
    selectGroups(balancedOver(evidence, groups, networks), groups),
  );
  const found = omegaDifference({ more, less });
  const boundsAt = shareBounds(found, networks, 2);
  const p = found.standardError > 0 ? pOfEstimate(found).greaterP : 1;
  const judged = judgeApart({ estimate: found.estimate, p, boundsAt }, registrationIn(test));
  const n = 2 * groups.length * networks;
  const beside = `ω² at ${places[0].name} less ω² at ${places[1].name}`;
  return effectPart(name, { ...found, boundsAt, p }, judged, { n, beside });
}
