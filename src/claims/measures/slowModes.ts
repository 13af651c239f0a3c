import { slowMode, slowPoints } from "../../attractors/slowPoints.ts";
import { stabilityOf } from "../../attractors/stability.ts";
import { trajectoryStarts } from "../../attractors/starts.ts";
import { deriveKey } from "../../numerics/rng.ts";
import { sampleMean } from "../../statistics/moments.ts";
import { type Analysis, type KnownSet, STARTS } from "../../study/analysis.ts";
import type { TrainedNetwork } from "../../study/trained.ts";
import { incompleteSets, stableCount, wayOf, zeroInputSets } from "../../study/zeroInput.ts";
import type { NetworkInstrument, Values } from "../instrument.ts";

/** ε, a distance per step, of slow points: the paper's 1 takes in nearly every state. */
export const SPEEDS = [1, 0.1, 0.01, 0.001] as const;

/** The ε whose line share counts: slower states are slow points. */
export const SLOW_BELOW: number = SPEEDS[2];

/** What the share of slow points' variance on one axis is called, for an ε. */
export const onLineAt = (speed: number): string => `onLine ${speed}`;

/** Trajectories whose states may be slow, and the most steps that they are followed. */
export const TRAJECTORIES = { count: 100, steps: 200 } as const;

const POINTLESS = "without a fixed point";

/** Slow modes and slow points at zero input; means over contexts. */
export const slowModes: NetworkInstrument = {
  ...{ kind: "network", id: "slowModes", version: 1 },
  probes: { speeds: SPEEDS, trajectories: TRAJECTORIES, starts: STARTS },
  says: {
    gap: "gap of the leading eigenvalue",
    nearOne: "leading eigenvalue near to 1",
    leading: "leading eigenvalue",
    ...Object.fromEntries(SPEEDS.map((s) => [onLineAt(s), `slow points on a line, ε = ${s}`])),
  },
  tallies: [
    { says: "of neither way", flag: "neither" },
    { says: POINTLESS, excluded: POINTLESS },
    { says: "with fewer than two slow states at some ε", flag: "fewSlow" },
    { says: "sets of fixed points lack one", sum: "lacking" },
  ],
  async of(analysis, trained) {
    const sets = await zeroInputSets(analysis, trained);
    const startsAtZero = trained.network.weights.recurrent.every((weight) => weight === 0);
    const common = { lacking: incompleteSets(sets), startsAtZero };
    if (sets.some(({ points }) => points.length === 0))
      return { values: common, excluded: POINTLESS };
    return { values: { ...common, ...slownessOf(analysis, trained, sets) } };
  },
};

function slownessOf(
  analysis: Analysis,
  trained: TrainedNetwork,
  sets: readonly KnownSet[],
): Values {
  const { network, key, cell } = trained;
  const task = analysis.task(trained);
  const modes = sets.map(({ points }) => {
    const [first, ...rest] = points;
    const slowest = rest.reduce((a, b) => (b.spectralRadius > a.spectralRadius ? b : a), first);
    return slowMode(stabilityOf(network, slowest.state));
  });
  const lines = sets.map((_, context) => {
    const input = task.probe(0, context);
    const stream = deriveKey(null, "attest", "claims", "C12", key, context);
    const states = trajectoryStarts({ network, input, ...TRAJECTORIES, key: stream });
    const slow = slowPoints({ network, input, states, speedsBelow: SPEEDS });
    return slow.map(({ lineShare }) => lineShare);
  });
  const onLine = SPEEDS.map((speed, at) => {
    const shares = lines.map((line) => line[at]);
    return [onLineAt(speed), shares.every(Number.isFinite) ? sampleMean(shares) : null] as const;
  });
  const way = wayOf(sets.map(stableCount));
  const leading = sampleMean(modes.map((mode) => mode.leading));
  return {
    ...{ way, leading, nearOne: -Math.abs(leading - 1) },
    gap: sampleMean(modes.map(({ gap }) => gap)),
    ...Object.fromEntries(onLine),
    neither: way === "neither" && cell.variant !== "untrained",
    fewSlow: onLine.some(([, share]) => share === null),
  };
}
