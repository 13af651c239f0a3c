import type { Rng } from "../../numerics/rng.ts";
import { selectDistances } from "../../statistics/distanceMatrix.ts";
import { deleteOneJackknife } from "../../statistics/jackknife.ts";
import { permdisp } from "../../statistics/permdisp.ts";
import { tQuantile } from "../../statistics/studentT.ts";
import { type DistanceEvidence, groupSize, selectGroups } from "../../study/distanceEvidence.ts";
import type { Part } from "../finding.ts";
import { PERMUTATIONS } from "../permutations.ts";
import { type ComparisonForm, tooFew } from "./compare.ts";

/**
 * How much more dispersed the first group is than the second: ln of the ratio of their mean
 * distances to their centres, with PERMDISP's p. It is shown, not counted.
 */
export function spreadPart(
  evidence: DistanceEvidence,
  names: readonly [string, string],
  { fewest, permutations: most = PERMUTATIONS }: ComparisonForm,
  rng: Rng,
): Part {
  const few = tooFew(evidence, "", names, fewest);
  if (few !== undefined) return few;
  const { distances, labels } = selectGroups(evidence, names);
  const first = evidence.groups.indexOf(names[0]);
  const effectOf = (kept: ArrayLike<number>, permutations: number) => {
    const own = Array.from(kept, (i) => labels[i]);
    const given = { distances: selectDistances(distances, kept), labels: own, permutations };
    const { spreads, p } = permdisp(given, rng);
    // Groups go in order of occurrence; a spread of 0 is taken as one of rounding.
    const [a, b] = own[0] === first ? spreads : [spreads[1], spreads[0]];
    return { effect: Math.log(Math.max(a, 1e-12) / Math.max(b, 1e-12)), p };
  };
  const { effect, p } = effectOf([...labels.keys()], most);
  const { variance } = deleteOneJackknife(labels.length, (kept) => effectOf(kept, 1).effect);
  const networks = Math.min(...names.map((group) => groupSize(evidence, group)));
  const reach = tQuantile(0.975, networks - 1) * Math.sqrt(variance);
  return {
    name: "",
    verdict: null,
    effect,
    interval: [effect - reach, effect + reach],
    p,
    n: labels.length,
    why: `Ln of the ratio of spreads ${effect.toFixed(3)}; it is not counted.`,
  };
}
