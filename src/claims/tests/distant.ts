import { placeTest } from "../../distances/placeOrSpread.ts";
import type { Rng } from "../../numerics/rng.ts";
import { judgeApart } from "../../statistics/judgeByWords.ts";
import { type DistanceEvidence, selectGroups } from "../../study/distanceEvidence.ts";
import type { Part } from "../finding.ts";
import { registrationIn } from "../registered.ts";
import type { Numbers } from "../test.ts";
import { balancedOver } from "./balancedOver.ts";
import { tooFew } from "./compare.ts";
import { effectPart } from "./effectPart.ts";
import { excessOf } from "./excess.ts";

/**
 * Whether groups are apart by the margin at least, by their excess silhouette. Where their spreads
 * differ (PERMDISP's p ≤ .05) p is the larger of the silhouette's and PERMANOVA's.
 * @source claims "Apart, trend, slope"
 */
export function distantPart(
  evidence: DistanceEvidence,
  test: Numbers & { readonly name: string; readonly groups: readonly string[] },
  rng: Rng,
): Part {
  const { name, groups, fewest, permutations } = test;
  const few = tooFew(evidence, name, groups, fewest);
  if (few !== undefined) return few;
  const found = excessOf(evidence, groups, rng);
  const given = selectGroups(balancedOver(evidence, groups), groups);
  const { p, spreadP, centresP } = placeTest({ ...given, permutations }, rng);
  const judged = judgeApart({ ...found, p }, registrationIn(test));
  const beside = `p of spread ${spreadP.toFixed(3)}, of centres ${centresP.toFixed(3)}`;
  return effectPart(name, { ...found, p }, judged, { n: given.labels.length, beside });
}
