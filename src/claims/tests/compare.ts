import { excessEstimate } from "../../distances/excessEstimate.ts";
import type { Rng } from "../../numerics/rng.ts";
import { judgeDifference } from "../../statistics/difference.ts";
import { selectDistances } from "../../statistics/distanceMatrix.ts";
import {
  boundsOfEstimate,
  type Estimate,
  intervalOf,
  pOfEstimate,
} from "../../statistics/estimate.ts";
import { contradictionOf, judgeAlike } from "../../statistics/judgeByWords.ts";
import { permanova } from "../../statistics/permanova.ts";
import { permdisp } from "../../statistics/permdisp.ts";
import { type DistanceEvidence, groupSize, selectGroups } from "../../study/distanceEvidence.ts";
import type { Part, Verdict } from "../finding.ts";
import { PERMUTATIONS } from "../permutations.ts";
import { registrationIn } from "../registered.ts";
import type { Numbers } from "../test.ts";

/** What is fixed for a comparison before it is made; the margin is of the excess. */
export type ComparisonForm = Pick<Numbers, "level" | "margin" | "fewest"> &
  Partial<Pick<Numbers, "permutations" | "contradicting">>;

/** Groups with their excess silhouette and its error within groups. */
export type Comparison = Estimate & {
  readonly lower: number;
  readonly upper: number;
  readonly interval: readonly [number, number];
  readonly p: number;
};

/**
 * The excess silhouette of two groups or more, with one-sided bounds at 1 − level by the delete-one
 * jackknife within each group, and the two-sided 95 % interval.
 */
export function compareGroups(
  evidence: DistanceEvidence,
  names: readonly string[],
  rng: Rng,
  { level = 0.05, permutations = PERMUTATIONS }: Partial<ComparisonForm> = {},
): Comparison {
  const { distances, labels } = selectGroups(evidence, names);
  const found = excessEstimate({ distances, labels, permutations }, rng);
  const { estimate, standardError, degrees, test } = found;
  const boundsAt = boundsOfEstimate(found);
  return {
    ...{ estimate, standardError, degrees, ...boundsAt(1 - level) },
    ...{ interval: intervalOf(boundsAt), p: test.p },
  };
}

/** A part that has too few networks, or undefined where there are enough. */
export function tooFew(
  evidence: DistanceEvidence,
  name: string,
  names: readonly string[],
  fewest: number,
): Part | undefined {
  const sizes = names.map((group) => groupSize(evidence, group));
  if (Math.min(...sizes) >= fewest) return undefined;
  const counts = names.map((group, k) => `${sizes[k]} of ${group}`).join(", ");
  return {
    name,
    verdict: "inconclusive",
    effect: null,
    interval: null,
    p: null,
    n: sizes.reduce((sum, size) => sum + size, 0),
    why: `Too few networks: ${counts}; ${fewest} are the fewest.`,
    lacking: true,
  };
}

/** Those of some groups that have enough networks. */
export const groupsWithEnough = (
  evidence: DistanceEvidence,
  names: readonly string[],
  fewest: number,
): readonly string[] => names.filter((name) => groupSize(evidence, name) >= fewest);

/**
 * Whether groups differ: excess silhouette above 0 at p ≤ level; where their spread differs
 * too, their centres must differ as well (PERMANOVA, on as many networks of each group). Of three
 * groups or more, those with enough networks are judged where some have too few.
 */
export function differencePart(
  evidence: DistanceEvidence,
  names: readonly string[],
  form: ComparisonForm,
  rng: Rng,
  where = "",
): Part {
  const name = titled(where, names);
  const few = tooFew(evidence, name, names, form.fewest);
  if (few !== undefined) {
    const enough = groupsWithEnough(evidence, names, form.fewest);
    if (names.length < 3 || enough.length < 2) return few;
    return lackingGroups(few, differencePart(evidence, enough, form, rng, where));
  }
  const found = compareGroups(evidence, names, rng, form);
  const { spread, centres, n } = placesOf(evidence, names, rng, form);
  const bySpread = spread <= form.level && centres > form.level;
  const plain = judgeDifference(
    { effect: found.estimate, p: found.p, upper: found.upper },
    { delta: form.margin, alpha: form.level },
  );
  const verdict: Verdict = plain === "supported" && bySpread ? "inconclusive" : plain;
  return {
    ...partOf(name, found, verdict, n),
    p: found.p,
    why:
      `${describe(found)}; ${pOfPlaces(spread, centres)}` +
      `${bySpread ? ": the groups differ in spread, not in place" : ""}.`,
  };
}

/** p of the groups' spreads (PERMDISP) and of their centres (PERMANOVA), and their networks. */
function placesOf(
  evidence: DistanceEvidence,
  names: readonly string[],
  rng: Rng,
  { permutations = PERMUTATIONS }: Partial<ComparisonForm>,
): { readonly spread: number; readonly centres: number; readonly n: number } {
  const given = { ...selectGroups(evidence, names), permutations };
  const spread = permdisp(given, rng).p;
  return { spread, centres: permanova(balanced(given), rng).p, n: given.labels.length };
}

const pOfPlaces = (spread: number, centres: number): string =>
  `p of spread ${spread.toFixed(3)}, of centres ${centres.toFixed(3)}`;

/** A part of which some groups have too few networks, with what the others come to. */
export function lackingGroups(few: Part, rest: Part): Part {
  return {
    ...rest,
    ...{ name: few.name, verdict: "inconclusive", lacking: true, rest: rest.verdict },
    why: `${few.why} Without: ${rest.verdict}. ${rest.why}`,
  };
}

/** The first networks of each group, as many as the smallest has: PERMANOVA asks for balance. */
function balanced<Given extends Pick<ReturnType<typeof selectGroups>, "distances" | "labels">>(
  given: Given,
): Given {
  const { distances, labels } = given;
  const sizes = [...new Set(labels)].map((label) => labels.filter((own) => own === label).length);
  const kept = firstOfEach(labels, Math.min(...sizes));
  return {
    ...given,
    distances: selectDistances(distances, kept),
    labels: kept.map((network) => labels[network]),
  };
}

/** The level at which a comparison that is a claim's only part may contradict. */
const WHOLE = contradictionOf({ parts: 1 });

/**
 * Whether two groups cannot be told apart: the upper bound of the excess lies below the margin, and
 * the same measure does tell the control's groups apart at the same n. p is that of the bound.
 */
export function alikePart(
  evidence: DistanceEvidence,
  names: readonly [string, string],
  form: ComparisonForm & { readonly sensitive: boolean },
  rng: Rng,
  where = "",
): Part {
  const { margin, fewest, sensitive } = form;
  const name = titled(where, names);
  const few = tooFew(evidence, name, names, fewest);
  if (few !== undefined) return few;
  const found = compareGroups(evidence, names, rng, form);
  const boundsAt = boundsOfEstimate(found);
  const registered = registrationIn({ ...form, contradicting: form.contradicting ?? WHOLE });
  const { verdict, why } = judgeAlike({ boundsAt }, { ...registered, sensitive });
  const { spread, centres, n } = placesOf(evidence, names, rng, form);
  return {
    ...partOf(name, found, verdict, n),
    p: pOfEstimate(found, margin).lessP,
    why: `${describe(found)}. ${why.slice(0, -1)}; ${pOfPlaces(spread, centres)}.`,
  };
}

/** By how much two groups differ: shown, not counted. */
export function excessPart(
  evidence: DistanceEvidence,
  names: readonly string[],
  form: ComparisonForm,
  rng: Rng,
): Part {
  const few = tooFew(evidence, "", names, form.fewest);
  if (few !== undefined) return few;
  const { estimate, interval, p } = compareGroups(evidence, names, rng, form);
  const n = names.reduce((sum, group) => sum + groupSize(evidence, group), 0);
  return {
    ...{ name: "", verdict: null, effect: estimate, interval, p, n },
    why: `Excess silhouette ${estimate.toFixed(3)}; it is not counted.`,
  };
}

/** What a part is called: where it is, and which groups it compares. */
const titled = (where: string, names: readonly string[]): string =>
  `${where === "" ? "" : `${where}: `}${names.join(" v ")}`;

function partOf(name: string, found: Comparison, verdict: Verdict, n: number): Part {
  return { name, verdict, effect: found.estimate, interval: found.interval, p: null, n, why: "" };
}

const describe = ({ estimate, lower, upper }: Comparison): string =>
  `Excess silhouette ${estimate.toFixed(3)}, one-sided bounds ${lower.toFixed(3)} and ` +
  `${upper.toFixed(3)}`;

/** The first `n` networks of each group, or all where it has fewer. */
export function firstOfEach(labels: readonly number[], n: number): readonly number[] {
  const met = new Map<number, number>();
  return [...labels.keys()].filter((network) => {
    const before = met.get(labels[network]) ?? 0;
    met.set(labels[network], before + 1);
    return before < n;
  });
}
