import type { Rng } from "../../numerics/rng.ts";
import { judgeApart } from "../../statistics/judgeByWords.ts";
import { omegaContrast } from "../../statistics/omegaContrast.ts";
import { type DistanceEvidence, selectGroups } from "../../study/distanceEvidence.ts";
import type { Part } from "../finding.ts";
import { bare } from "../parts.ts";
import { registrationIn } from "../registered.ts";
import type { CellFactor, Numbers, Place } from "../test.ts";
import { balancedOver } from "./balancedOver.ts";
import { tooFew } from "./compare.ts";
import { effectPart } from "./effectPart.ts";

/**
 * Whether one factor of a crossed design has more of the variance of distances than another: ω² of
 * the first less ω² of the second, bounded by the bootstrap of networks within cells. Every group
 * of the place is a cell of both factors, and all have as many networks.
 * @source claim C20
 */
export function outweighsPart(
  evidence: DistanceEvidence,
  place: Place,
  test: Numbers & { readonly name: string; readonly factors: readonly [CellFactor, CellFactor] },
  rng: Rng,
): Part {
  const { name, fewest, permutations, factors } = test;
  const names = place.groups.map((group) => group.name);
  const few = tooFew(evidence, name, names, fewest);
  if (few !== undefined) return few;
  const { distances, labels } = selectGroups(balancedOver(evidence, names), names);
  const [first, second] = factors.map((factor) => {
    const levels = new Map(
      place.groups.map((group) => [evidence.groups.indexOf(group.name), group.of[0][factor]]),
    );
    return labels.map((label) => levels.get(label));
  });
  if (!isCrossed(first, second))
    return bare(name, "inconclusive", "A factor is not crossed with the other.", labels.length);
  const found = omegaContrast({ distances, first, second, draws: permutations }, rng);
  const { estimate, p, boundsAt } = found;
  const judged = judgeApart({ estimate, p, boundsAt }, registrationIn(test));
  const beside = `ω² of ${factors[0]} less ω² of ${factors[1]}`;
  return effectPart(name, found, judged, { n: labels.length, beside });
}

/** Whether every level of each factor is there with every level of the other, and two of each. */
function isCrossed(first: readonly unknown[], second: readonly unknown[]): boolean {
  const counts = [first, second].map((levels) => new Set(levels).size);
  const cells = new Set(first.map((level, i) => `${level} ${second[i]}`)).size;
  return Math.min(...counts) >= 2 && cells === counts[0] * counts[1];
}
