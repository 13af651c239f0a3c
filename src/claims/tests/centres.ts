import type { Rng } from "../../numerics/rng.ts";
import { judgeApart } from "../../statistics/judgeByWords.ts";
import { omegaEstimate } from "../../statistics/omegaSquared.ts";
import { permanova } from "../../statistics/permanova.ts";
import { type DistanceEvidence, selectGroups } from "../../study/distanceEvidence.ts";
import type { Part } from "../finding.ts";
import { registrationIn } from "../registered.ts";
import type { Numbers } from "../test.ts";
import { balancedOver } from "./balancedOver.ts";
import { tooFew } from "./compare.ts";
import { effectPart } from "./effectPart.ts";
import { shareBounds } from "./excess.ts";

/**
 * Whether the centres of groups differ: PERMANOVA's p, and ω² of the margin at least, on as many
 * networks of each.
 * @source Anderson 2001; Hays 1963; claims C10, C14, C16
 */
export function centresPart(
  evidence: DistanceEvidence,
  test: Numbers & { readonly name: string; readonly groups: readonly string[] },
  rng: Rng,
): Part {
  const { name, groups, fewest, permutations } = test;
  const few = tooFew(evidence, name, groups, fewest);
  if (few !== undefined) return few;
  const given = selectGroups(balancedOver(evidence, groups), groups);
  const { p } = permanova({ ...given, permutations }, rng);
  const found = omegaEstimate(given);
  const boundsAt = shareBounds(found, given.labels.length / groups.length);
  const judged = judgeApart({ estimate: found.estimate, p, boundsAt }, registrationIn(test));
  const beside = `ω² of ${groups.length} groups`;
  return effectPart(name, { ...found, boundsAt, p }, judged, { n: given.labels.length, beside });
}
