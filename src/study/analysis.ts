import type { Completeness } from "../attractors/completeness.ts";
import { type FixedPointSet, findFixedPoints } from "../attractors/findFixedPoints.ts";
import { testedByPerturbations } from "../attractors/perturbationTest.ts";
import { findFixedPointsAsReleased } from "../attractors/release.ts";
import { randomStarts, traceStarts } from "../attractors/starts.ts";
import type { Engine, Trace } from "../engine/engine.ts";
import { lanesEngine } from "../engine/lanes.ts";
import { deriveKey, type Key } from "../numerics/rng.ts";
import { type Activity, activityIn } from "../representations/activity.ts";
import { evenlySpaced, type ProbeSettings, probeTrials } from "../representations/probeTrials.ts";
import { type Subspace, subspace } from "../representations/subspace.ts";
import { builtInRules } from "../rules/registry.ts";
import type { AnyRule } from "../rules/rule.ts";
import { type AnalyseRows, deviationOf, type Reading } from "../setting/reading.ts";
import { makeTask } from "../task/settings.ts";
import type { Task } from "../task/task.ts";
import type { Trials } from "../task/trials.ts";
import { type Cell, type CellSettings, cellName } from "./cell.ts";
import { type Membership, membershipOf } from "./membership.ts";
import type { TrainedNetwork } from "./trained.ts";

/** A cell's networks, with what the cell means. */
export interface Population {
  readonly cell: Cell;
  readonly settings: CellSettings;
  readonly networks: readonly TrainedNetwork[];
  /** The file that they were read from. */
  readonly file?: string;
}

/** A static probe: the relevant input's value, in a context. */
export type Probe = { readonly value: number; readonly context: number };

/** A fixed point as claims read it. */
export type KnownPoint = {
  /** x* as `[unit]`. */
  readonly state: Float64Array;
  readonly stable: boolean;
  readonly marginal: boolean;
  /** max |λ| of the discrete-time Jacobian. */
  readonly spectralRadius: number;
};

/**
 * What attracts, or nearly, and is neither one attractor nor several: a category of its own. What
 * is counted is repeated with it.
 */
export type Apart = {
  /** Continua of fixed points across which every direction is stable. */
  readonly continua: number;
  /** Fixed points at a kink of relu whose stability is not known. */
  readonly undecided: number;
  /** Places where the network hardly moves and where no fixed point is proven. */
  readonly near: number;
};

/** The fixed points under one static input, as claims read them. */
export type KnownSet = {
  readonly points: readonly KnownPoint[];
  /** What is neither a point nor several; null where a file of the first format does not say. */
  readonly apart: Apart | null;
  /** What is known of points that were not found. */
  readonly completeness: Completeness;
};

/** Fixed points that were solved for before, and verified since. */
export type KnownRoots = (key: string, probe: Probe) => KnownSet | undefined;

/** What claims read off networks. Roots and subspaces are computed once. */
export interface Analysis {
  readonly reading: Reading;
  readonly populations: readonly Population[];
  /** The rules whose initial networks can be drawn again. */
  readonly rules: readonly AnyRule[];
  /** All networks of a cell; none where the cell is not at hand. */
  networks(cell: Cell): readonly TrainedNetwork[];
  /** The same, each with whether it is included under the reading, and why. */
  members(cell: Cell): readonly Membership[];
  /** Those that are included. */
  included(cell: Cell): readonly TrainedNetwork[];
  /** The task that a network was trained on. */
  task(trained: TrainedNetwork): Task;
  fixedPoints(trained: TrainedNetwork, probe: Probe): Promise<KnownSet>;
  /** As `fixedPoints`, but solved for here, with all that is known of every start. */
  solve(trained: TrainedNetwork, probe: Probe): Promise<FixedPointSet>;
  /** Of all probes, from x_0 ~ N(0, 0.3), or from a spread of its own. */
  activity(trained: TrainedNetwork, from?: ActivityFrom): Promise<Activity>;
  subspace(trained: TrainedNetwork): Promise<Subspace>;
}

/** Where activities start, if not where the reading says. */
export type ActivityFrom = Pick<ProbeSettings, "initialDeviation">;

/** Random starts, and states of trajectories, for each input (§2.4). */
export const STARTS = { random: 100, trajectory: 100 } as const;

/** Trials of the task whose states are the trajectory starts. */
const VISITED_TRIALS = 16;

const ANALYSIS_KEY: Key = deriveKey(null, "attest", "analysis");

/** How an analysis may differ from ours. */
export type AnalysisOptions = {
  readonly engine?: Engine;
  /** Starts of each kind for each input; `STARTS` where it is left out. */
  readonly starts?: { readonly random: number; readonly trajectory: number };
  /** Fixed points that need no solving. */
  readonly known?: KnownRoots;
  /** The rules whose initial networks can be drawn again; ours where it is left out. */
  readonly rules?: readonly AnyRule[];
};

/** An analysis of populations under a reading, in float64. */
export function analyse(
  populations: readonly Population[],
  reading: Reading,
  {
    engine = lanesEngine,
    starts = STARTS,
    known = () => undefined,
    rules = builtInRules,
  }: AnalysisOptions = {},
): Analysis {
  const byCell = new Map(populations.map((each) => [cellName(each.cell), each]));
  const taskOf = tasksIn(populations);
  const networks = (cell: Cell): readonly TrainedNetwork[] =>
    byCell.get(cellName(cell))?.networks ?? [];
  const members = (cell: Cell): readonly Membership[] =>
    networks(cell).map((trained) => membershipOf(trained, reading.analyse));
  const run = async (trained: TrainedNetwork, from: Partial<ActivityFrom>) => {
    const { task } = taskOf(trained);
    const probes = { ...probesUnder(reading), ...from };
    const trials = probeTrials(task, probes, deriveKey(ANALYSIS_KEY, "probes"));
    return { trials, trace: await engine.trace(trained.network, trials) };
  };
  const visited = lastOne((trained: TrainedNetwork) => {
    const { task } = taskOf(trained);
    const trials = task.draw(deriveKey(ANALYSIS_KEY, "trials", trained.key), VISITED_TRIALS);
    return engine.trace(trained.network, trials);
  });
  const activity = async (
    trained: TrainedNetwork,
    from: Partial<ActivityFrom> = {},
  ): Promise<Activity> => {
    const { trials, trace } = await run(trained, from);
    return readActivity(trained, { trials, trace }, reading);
  };
  const roots = new Map<string, Promise<KnownSet>>();
  const solved = async (trained: TrainedNetwork, probe: Probe): Promise<FixedPointSet> => {
    const trace = await visited(trained);
    const { task } = taskOf(trained);
    return solve({ trained, trace, task, probe, starts, rows: reading.analyse });
  };
  return {
    reading,
    populations,
    rules,
    networks,
    members,
    included: (cell) =>
      members(cell).flatMap(({ trained, included }) => (included ? [trained] : [])),
    task: (trained) => taskOf(trained).task,
    fixedPoints(trained, probe) {
      const name = `${trained.key} ${probe.context} ${probe.value}`;
      const before = roots.get(name);
      if (before !== undefined) return before;
      const rows = reading.analyse;
      const isOurs = rows.fixedPoints === "residual" && rows.attractorTest === "eigenvalues";
      const given = isOurs ? known(trained.key, probe) : undefined;
      const found =
        given === undefined ? solved(trained, probe).then(knownSet) : Promise.resolve(given);
      roots.set(name, found);
      return found;
    },
    solve: solved,
    activity,
    subspace: memoised(async (trained) => subspace(await activity(trained))),
  };
}

/**
 * Static inputs in each context, 750 steps, x_0 ~ N(0, 0.3) (§2.1): the same law for every network,
 * whatever x_0 it was trained from, since slow modes keep x_0 to the end.
 */
function probesUnder({ analyse: { probes }, train }: Reading): ProbeSettings {
  const { count, largest } = probes;
  return {
    values: evenlySpaced({ low: -largest, high: largest, count }),
    steps: 750,
    initialDeviation: deviationOf(0.3, train.initialSpread),
  };
}

/** The task and the settings that a network of some populations was trained with. */
function tasksIn(
  populations: readonly Population[],
): (trained: TrainedNetwork) => { readonly task: Task; readonly settings: CellSettings } {
  const byKey = new Map(
    populations.flatMap((each) => each.networks.map((network) => [network.key, each] as const)),
  );
  return ({ key }) => {
    const owner = byKey.get(key);
    if (owner === undefined) throw new Error(`network ${key} is in no population`);
    return { task: makeTask(owner.settings.trainTask), settings: owner.settings };
  };
}

/** A set that was solved for, as claims read it. */
const knownSet = ({ points, continua, near, completeness }: FixedPointSet): KnownSet => ({
  ...{ points, completeness },
  apart: {
    continua: continua.filter(({ unstableDirections }) => unstableDirections === 0).length,
    undecided: points.filter(({ kink }) => kink?.verdict === "undecided").length,
    near: near.length,
  },
});

/** Runs `make` once for each network; a further call gets the first one's promise. */
function memoised<T>(
  make: (trained: TrainedNetwork) => Promise<T>,
): (trained: TrainedNetwork) => Promise<T> {
  const made = new Map<string, Promise<T>>();
  return (trained) => {
    const known = made.get(trained.key);
    if (known !== undefined) return known;
    const promise = make(trained);
    made.set(trained.key, promise);
    return promise;
  };
}

/** As `memoised`, but for the last network alone: a trace is large. */
function lastOne<T>(
  make: (trained: TrainedNetwork) => Promise<T>,
): (trained: TrainedNetwork) => Promise<T> {
  let last: { readonly key: string; readonly promise: Promise<T> } | undefined;
  return (trained) => {
    if (last?.key !== trained.key) last = { key: trained.key, promise: make(trained) };
    return last.promise;
  };
}

function readActivity(
  { network }: TrainedNetwork,
  { trials, trace }: { readonly trials: Trials; readonly trace: Trace },
  { analyse: { activity } }: Reading,
): Activity {
  const without = activity === "states" ? network.model.clamped.map(({ unit }) => unit) : [];
  return activityIn(
    { network, trials, trace },
    { quantity: activity, without, withInitialState: false },
  );
}

/**
 * The fixed points under one static input. As the text has it: from random states and from states
 * of real trials. As the release has it: from the random ones alone, and what its solver answers.
 */
function solve({
  trained,
  trace,
  task,
  probe,
  starts,
  rows,
}: {
  readonly trained: TrainedNetwork;
  readonly trace: Trace;
  readonly task: Task;
  readonly probe: Probe;
  readonly starts: { readonly random: number; readonly trajectory: number };
  readonly rows: Pick<AnalyseRows, "fixedPoints" | "attractorTest">;
}): FixedPointSet {
  const { network, key } = trained;
  const stream = deriveKey(ANALYSIS_KEY, "starts", key, probe.context, probe.value);
  const input = task.probe(probe.value, probe.context);
  const random = randomStarts(network, starts.random, deriveKey(stream, "random"));
  const visited = traceStarts(network, trace, starts.trajectory, deriveKey(stream, "trajectory"));
  const set =
    rows.fixedPoints === "release"
      ? findFixedPointsAsReleased({ network, input, starts: random })
      : findFixedPoints({ network, input, starts: [...random, ...visited], key: stream });
  return rows.attractorTest === "perturbations"
    ? testedByPerturbations(set, { network, input, key: stream })
    : set;
}
