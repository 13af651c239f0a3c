import type { Rng } from "../numerics/rng.ts";
import { groupSize } from "../study/distanceEvidence.ts";
import { agreedParts } from "./agreement.ts";
import { ASSIGNMENTS, assigned } from "./assigned.ts";
import type { CustomJudge } from "./claim.ts";
import { blockOf, type Evidence, lackingOf } from "./evidence.ts";
import type { Part } from "./finding.ts";
import { type Instrument, instrumentOf } from "./instrument.ts";
import { partOfSome } from "./parts.ts";
import type { Test } from "./test.ts";
import { agreedPart } from "./tests/agree.ts";
import { allAlikePart } from "./tests/allAlike.ts";
import { centresPart } from "./tests/centres.ts";
import { alikePart, differencePart, excessPart } from "./tests/compare.ts";
import { controlledPart, tellsCountsApart } from "./tests/controls.ts";
import { differPart } from "./tests/differ.ts";
import { distantPart } from "./tests/distant.ts";
import { fadesPart } from "./tests/fades.ts";
import { inclinePart } from "./tests/incline.ts";
import { outweighsPart } from "./tests/outweighs.ts";
import { proportionsPart } from "./tests/proportions.ts";
import { rankedPart } from "./tests/ranked.ts";
import { risingLevels } from "./tests/rising.ts";
import { judgeShare, shareOf } from "./tests/shares.ts";
import { meanPart, relationPart } from "./tests/shown.ts";
import { slopePart } from "./tests/slope.ts";
import { spreadPart } from "./tests/spread.ts";
import { judgeStrata } from "./tests/strata.ts";
import { trendPart } from "./tests/trend.ts";
import { widerPart } from "./tests/wider.ts";

/** What tests are judged with. */
export type Means = {
  readonly instruments: readonly Instrument[];
  readonly judges: readonly CustomJudge[];
};

/**
 * The parts that a test comes to on the evidence: one, save of a custom test. Those of an
 * exploratory test say so, and do not count.
 * @throws RangeError where its measure or its judge is none, or it cannot be judged so.
 */
export function judgeTest(test: Test, evidence: Evidence, means: Means, rng: Rng): readonly Part[] {
  const on = (known: Evidence): readonly Part[] => {
    const judge = (form: Test): readonly Part[] => partsOf(form, known, means, rng);
    return test.also === undefined ? judge(test) : agreedParts(test, test.also, judge);
  };
  const parts = on(evidence);
  if (test.role === "exploratory") return parts.map((part) => ({ ...part, role: "exploratory" }));
  return [...parts, ...assignedParts(test, evidence, on)];
}

/** The verdict with undecided points taken for one, and for several, where that changes any. */
function assignedParts(
  test: Test,
  evidence: Evidence,
  on: (known: Evidence) => readonly Part[],
): readonly Part[] {
  return ASSIGNMENTS.flatMap((assignment) => {
    const known = assigned(evidence, test, assignment);
    if (known === undefined) return [];
    const [part] = on(known);
    return [{ ...part, name: `${test.name}, undecided points ${assignment}`, role: "exploratory" }];
  });
}

function partsOf(test: Test, evidence: Evidence, means: Means, rng: Rng): readonly Part[] {
  if (test.by === "custom") return judgedByOwn(test, evidence, means);
  const instrument = instrumentOf(test.measure, means.instruments);
  const { name, agreeing = [] } = test;
  if (instrument.kind === "network")
    return [{ ...valuePart(test, evidence, instrument, rng), name }];
  const part = distancePart(test, evidence, instrument.id, rng);
  if (agreeing.length === 0) return [{ ...part, name }];
  const others = agreeing.map(({ measure, margin, on = test.on, sign }) => ({
    measure,
    part: distancePart({ ...test, margin, on }, evidence, measure, rng),
    ...(sign === undefined ? {} : { sign }),
  }));
  return [{ ...agreedPart([{ measure: test.measure, part }, ...others]), name }];
}

function judgedByOwn(
  test: Test & { readonly by: "custom" },
  evidence: Evidence,
  { judges }: Means,
): readonly Part[] {
  const found = judges.find(({ name, version }) => name === test.judge && version === test.version);
  if (found !== undefined) return found.judge(test, evidence);
  throw new RangeError(`judge: there is no "${test.judge}" of version ${test.version}`);
}

function valuePart(
  test: Test,
  evidence: Evidence,
  instrument: Instrument & { readonly kind: "network" },
  rng: Rng,
): Part {
  if (test.by === "trend") return trendPart(test, evidence, instrument, rng);
  if (test.by === "ranks") return rankedPart(test, evidence, instrument, rng);
  if (test.by === "differ") return differPart(test, evidence, rng);
  if (test.by === "rising") return trendPart(test, evidence, instrument, rng, risingLevels);
  if (test.by === "strata") return rankedPart(test, evidence, instrument, rng, judgeStrata);
  if (test.by === "proportions") return proportionsPart(test, evidence, instrument);
  if (test.by === "mean") return meanPart(test, evidence, instrument);
  if (test.by === "relation") return relationPart(test, evidence, instrument);
  if (test.by !== "shareAtLeast" && test.by !== "shareAtMost") throw unfit(test);
  const share = shareOf(test, evidence, instrument);
  const side = test.by === "shareAtLeast" ? "at least" : "at most";
  const part = judgeShare(share, side, test, test.within);
  const absent = lackingOf(evidence, test.on, instrument.id);
  // Of a share that pools conditions some may be lacking; of all it says so itself.
  return share.atHand === 0 ? part : partOfSome(part, absent);
}

function distancePart(test: Test, evidence: Evidence, id: string, rng: Rng): Part {
  const [place] = test.on;
  const block = blockOf(evidence, id, place);
  if (test.by === "apart") return differencePart(block, test.groups, test, rng);
  if (test.by === "excess") return excessPart(block, test.groups, test, rng);
  if (test.by === "spread" && test.groups.length === 2)
    return spreadPart(block, [test.groups[0], test.groups[1]], test, rng);
  if (test.by === "slope") {
    const places = test.on.map((each) => ({ ...each, evidence: blockOf(evidence, id, each) }));
    return slopePart(places, test.groups, { ...test, claim: test.direction }, rng);
  }
  if (test.by !== "alike") return registeredPart(test, evidence, id, rng);
  const { groups, control } = test;
  if (control.kind === "groups")
    return controlledPart(block, groups, { ...test, control: control.names }, rng);
  const n = Math.min(...groups.map((group) => groupSize(block, group)));
  const others = blockOf(evidence, id, control.place);
  const sensitive = tellsCountsApart(others, n, { ...test, rng });
  return alikePart(block, groups, { ...test, sensitive }, rng);
}

/** The ways of the second registration: on as many networks of each group. */
function registeredPart(test: Test, evidence: Evidence, id: string, rng: Rng): Part {
  const places = test.on.map((place) => ({ ...place, evidence: blockOf(evidence, id, place) }));
  const [place] = places;
  if (test.by === "distant") return distantPart(place.evidence, test, rng);
  if (test.by === "allAlike") return allAlikePart(places, test, rng);
  if (test.by === "incline") return inclinePart(places, test, rng);
  if (test.by === "centres") return centresPart(place.evidence, test, rng);
  if (test.by === "fades") return fadesPart(places, test);
  if (test.by === "outweighs") return outweighsPart(place.evidence, place, test, rng);
  if (test.by === "wider") return widerPart(place.evidence, test, rng);
  throw unfit(test);
}

const unfit = ({ by, measure, name }: Test): RangeError =>
  new RangeError(`${name}: what ${measure} measures cannot be judged by ${by}`);
