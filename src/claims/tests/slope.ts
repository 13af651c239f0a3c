import type { Rng } from "../../numerics/rng.ts";
import { slopeEstimate } from "../../statistics/contrast.ts";
import { equivalenceOf } from "../../statistics/equivalence.ts";
import {
  boundsOfEstimate,
  type Estimate,
  intervalOf,
  pOfEstimate,
} from "../../statistics/estimate.ts";
import { type DistanceEvidence, groupSize } from "../../study/distanceEvidence.ts";
import type { Part, Verdict } from "../finding.ts";
import { bare } from "../parts.ts";
import { PERMUTATIONS } from "../permutations.ts";
import type { Place } from "../test.ts";
import { type ComparisonForm, compareGroups, groupsWithEnough, tooFew } from "./compare.ts";

/** Distances at a place of a trend. */
export type Compared = Pick<Place, "name" | "at"> & { readonly evidence: DistanceEvidence };

/** What is claimed of a slope. */
export type SlopeClaim = "rises" | "falls" | "flat";

/**
 * The slope of the excess silhouette of some groups over places, judged: `rises` and `falls` as a
 * difference with the margin as smallest effect; `flat` by two one-sided tests within ±margin.
 * Places with too few networks make it inconclusive; the slope without them is said. Of three
 * groups or more, those that have enough networks everywhere are judged where some have too few.
 */
export function slopePart(
  compared: readonly Compared[],
  names: readonly string[],
  form: ComparisonForm & { readonly claim: SlopeClaim },
  rng: Rng,
): Part {
  const { claim, margin, level, fewest, permutations = PERMUTATIONS } = form;
  const name = `slope of ${names.join(" v ")}`;
  const enough = names.filter((each) =>
    compared.every(({ evidence }) => groupsWithEnough(evidence, [each], fewest).length > 0),
  );
  if (names.length > 2 && enough.length >= 2 && enough.length < names.length) {
    const without = names.filter((each) => !enough.includes(each)).join(", ");
    const rest = slopePart(compared, enough, form, rng);
    return {
      ...{ ...rest, name, verdict: "inconclusive", lacking: true, rest: rest.verdict },
      why: `Too few networks of ${without}. Without: ${rest.verdict}. ${rest.why}`,
    };
  }
  const lacking = compared.filter(
    ({ evidence, name: place }) => tooFew(evidence, place, names, fewest) !== undefined,
  );
  const full = compared.filter((each) => !lacking.includes(each));
  const n = full.reduce(
    (sum, { evidence }) => sum + names.reduce((s, group) => s + groupSize(evidence, group), 0),
    0,
  );
  if (compared.length < 2)
    return bare(name, "inconclusive", "A slope needs two places or more.", n);
  if (full.length < 2)
    return {
      name,
      verdict: "inconclusive",
      effect: null,
      interval: null,
      p: null,
      n,
      why: `Too few networks at ${lacking.map((each) => each.name).join(", ")}.`,
      lacking: true,
    };
  const cells = full.map(({ at, evidence }) => ({
    at,
    ...compareGroups(evidence, names, rng, { permutations }),
  }));
  const found = slopeEstimate(cells);
  const { verdict, p } = judgeSlope(found, { claim, margin, level });
  const values = full
    .map((each, k) => `${cells[k].estimate.toFixed(3)} at ${each.name}`)
    .join(", ");
  const without = lacking.map((each) => each.name).join(", ");
  return {
    name,
    verdict: lacking.length > 0 ? "inconclusive" : verdict,
    effect: found.estimate,
    interval: intervalOf(boundsOfEstimate(found)),
    p,
    n,
    ...(lacking.length === 0 ? {} : ({ lacking: true, rest: verdict } as const)),
    why:
      `Excess silhouettes ${values}; slope ${found.estimate.toFixed(4)}` +
      `${lacking.length > 0 ? `, without ${without} (too few): ${verdict} on the rest` : ""}.`,
  };
}

function judgeSlope(
  found: Estimate,
  { claim, margin, level }: { claim: SlopeClaim; margin: number; level: number },
): { readonly verdict: Verdict; readonly p: number } {
  const { lower, upper } = boundsOfEstimate(found)(1 - level);
  const { greaterP: risingP, lessP: fallingP } = pOfEstimate(found);
  if (claim === "flat") {
    const { p } = equivalenceOf({ ...found, mean: found.estimate, margin });
    const isSteep = lower > margin || upper < -margin;
    return { verdict: p <= level ? "supported" : isSteep ? "contradicted" : "inconclusive", p };
  }
  const isClaimed = claim === "rises" ? risingP <= level : fallingP <= level;
  const isSmall = claim === "rises" ? upper < margin : lower > -margin;
  return {
    verdict: isClaimed ? "supported" : isSmall ? "contradicted" : "inconclusive",
    p: claim === "rises" ? risingP : fallingP,
  };
}
