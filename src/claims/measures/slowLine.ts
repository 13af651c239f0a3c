import { lineShare, slowPoints } from "../../attractors/slowPoints.ts";
import { stabilityOf } from "../../attractors/stability.ts";
import { randomStarts, trajectoryStarts } from "../../attractors/starts.ts";
import { followAll, speedInLane, stateInLane } from "../../engine/descent/flow.ts";
import type { Network } from "../../model/model.ts";
import { deriveKey } from "../../numerics/rng.ts";
import { sampleMean } from "../../statistics/moments.ts";
import { type Analysis, type KnownSet, STARTS } from "../../study/analysis.ts";
import type { TrainedNetwork } from "../../study/trained.ts";
import { incompleteSets, zeroInputSets } from "../../study/zeroInput.ts";
import { attractorsOf, underEach } from "../assigned.ts";
import type { NetworkInstrument } from "../instrument.ts";
import { wayIn } from "./memory.ts";
import { TRAJECTORIES } from "./slowModes.ts";

/** What makes a line of slow points: thresholds of the time constants, in steps, and of a share. */
const LINE = { slowest: 300, overNext: 5, onOneAxis: 0.9 } as const;

/** Below this distance a step a state is slow; and the ε of the paper, which nearly all pass. */
const SLOW_BELOW = 1e-3;
const AS_PRINTED = 1;

/** Random states that are followed until they are slow, for a trial length at most. */
const FOLLOWED = { count: 50, steps: 750 } as const;

const POINTLESS = "without a fixed point";

/**
 * Whether there is a line of slow points at zero input in each context: one mode far slower than
 * all others at the fixed point with the largest |λ|, and slow points along one axis. Slow points
 * are the first slow states of trajectories from random states: where they come upon the line.
 */
export const slowLine: NetworkInstrument = {
  ...{ kind: "network", id: "slowLine", version: 1 },
  probes: {
    ...{ line: LINE, slowBelow: SLOW_BELOW, asPrinted: AS_PRINTED },
    ...{ followed: FOLLOWED, visited: TRAJECTORIES, starts: STARTS },
  },
  says: {
    line: "have a line of slow points in each context",
    timeConstant: "Leading time constant in steps",
    onOneAxis: "Variance of slow points on one axis",
    asPrinted: `Variance of slow points on one axis, ε = ${AS_PRINTED}`,
  },
  tallies: [
    { says: "of neither way", flag: "neither" },
    { says: POINTLESS, excluded: POINTLESS },
    { says: "with fewer than two slow points in some context", flag: "fewSlow" },
    { says: "sets of fixed points lack one", sum: "lacking" },
  ],
  async of(analysis, trained) {
    const sets = await zeroInputSets(analysis, trained);
    const isTrained = trained.cell.variant !== "untrained";
    const common = {
      ...underEach((assignment) => {
        const way = wayIn(sets.map((set) => attractorsOf(set, assignment)));
        return { way, neither: way === "neither" && isTrained };
      }),
      lacking: incompleteSets(sets),
    };
    if (sets.some(({ points }) => points.length === 0))
      return { values: common, excluded: POINTLESS };
    const lines = sets.map((set, context) => lineIn(analysis, trained, { set, context }));
    const mean = (of: (line: Line) => number): number | null => {
      const values = lines.map(of);
      return values.every(Number.isFinite) ? sampleMean(values) : null;
    };
    return {
      values: {
        ...common,
        line: lines.every(isLine) ? 1 : 0,
        timeConstant: mean(({ slowest }) => Math.min(slowest, MOST_STEPS)),
        onOneAxis: mean(({ onOneAxis }) => onOneAxis),
        asPrinted: mean(({ asPrinted }) => asPrinted),
        fewSlow: lines.some(({ onOneAxis }) => Number.isNaN(onOneAxis)),
      },
    };
  },
};

/** A time constant is shown up to this: it has no end where |λ| nears 1. */
const MOST_STEPS = 1e5;

type Line = {
  /** Time constants in steps, of the slowest mode and of the next. */
  readonly slowest: number;
  readonly next: number;
  readonly onOneAxis: number;
  readonly asPrinted: number;
};

const isLine = ({ slowest, next, onOneAxis }: Line): boolean =>
  slowest >= LINE.slowest && slowest >= LINE.overNext * next && onOneAxis >= LINE.onOneAxis;

function lineIn(
  analysis: Analysis,
  trained: TrainedNetwork,
  { set, context }: { readonly set: KnownSet; readonly context: number },
): Line {
  const { network, key } = trained;
  const [first, ...rest] = set.points;
  const leading = rest.reduce((a, b) => (b.spectralRadius > a.spectralRadius ? b : a), first);
  const [slowest, next] = timeConstants(network, leading.state);
  const input = analysis.task(trained).probe(0, context);
  const stream = deriveKey(null, "attest", "claims", "slowLine", key, context);
  const random = randomStarts(network, FOLLOWED.count, deriveKey(stream, "random"));
  const slow = firstSlow(network, input, random);
  const states = trajectoryStarts({
    ...{ network, input, ...TRAJECTORIES, key: deriveKey(stream, "visited") },
  });
  const [printed] = slowPoints({ network, input, states, speedsBelow: [AS_PRINTED] });
  return { slowest, next, onOneAxis: lineShare(slow), asPrinted: printed.lineShare };
}

/** Of the two modes with the largest |λ|, |1 / ln|λ|| in steps; a complex pair is one mode. */
function timeConstants(network: Network, state: Float64Array): readonly [number, number] {
  const { eigenvalues } = stabilityOf(network, state);
  const [first] = eigenvalues;
  const next = eigenvalues[first.im === 0 ? 1 : 2];
  const steps = ({ re, im }: typeof first): number => 1 / Math.abs(Math.log(Math.hypot(re, im)));
  return [steps(first), next === undefined ? 0 : steps(next)];
}

/** The first slow state of each trajectory; none of those without one within a trial length. */
function firstSlow(
  network: Network,
  input: Float64Array,
  states: readonly Float64Array[],
): readonly Float64Array[] {
  const found = new Map<number, Float64Array>();
  followAll({ network, input, states, most: FOLLOWED.steps - 1 }, ({ flow, first, count }) => {
    let left = 0;
    for (let lane = 0; lane < count; lane++) {
      if (found.has(first + lane)) continue;
      if (speedInLane(flow, lane) < SLOW_BELOW) found.set(first + lane, stateInLane(flow, lane));
      else left += 1;
    }
    return left > 0;
  });
  return states.flatMap((_, k) => found.get(k) ?? []);
}
