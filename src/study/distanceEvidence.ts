import { svccaDistances } from "../distances/svcca.ts";
import {
  type ProbedPoint,
  releaseTopologyFeatures,
  topologyFeatures,
} from "../distances/topology.ts";
import { evenlySpaced } from "../representations/probeTrials.ts";
import { type Subspace, subspace } from "../representations/subspace.ts";
import type { Reading } from "../setting/reading.ts";
import {
  type DistanceMatrix,
  distanceMatrix,
  euclideanDistances,
  toRows,
} from "../statistics/distanceMatrix.ts";
import type { Analysis, Probe } from "./analysis.ts";
import { type Cell, TASK_CONTEXTS } from "./cell.ts";
import type { TrainedNetwork } from "./trained.ts";

/** Groups of networks with the distances between all of them. */
export type DistanceEvidence = {
  /** What each group is called. */
  readonly groups: readonly string[];
  /** The number of each network's group. */
  readonly of: readonly number[];
  /** As `[network][network]`. */
  readonly distances: readonly (readonly number[])[];
  /** For topology: whether a network has several stable points at zero input. */
  readonly bistable: readonly boolean[];
};

/** A group of networks, by name. */
export type Group = { readonly name: string; readonly networks: readonly TrainedNetwork[] };

/** The networks of a cell that are included, as a group. */
export const groupOf = (analysis: Analysis, cell: Cell, name: string): Group => ({
  name,
  networks: analysis.included(cell),
});

/** Static inputs near zero in each context (readings, "attractor features"). */
export const NEAR_ZERO = { count: 21, largestRdm: 0.03, largestContextual: 0.02 } as const;

/** What the blocks of a topology vector are divided by: registered with C03, C07, C10, C14. */
export const TOPOLOGY_SCALES = { count: 1, inputDistance: 5, otherContext: 0.5 } as const;

/** The probes near zero input, context by context. */
export function probesNearZero(cell: Cell): readonly (Probe & { readonly probeIndex: number })[] {
  const contexts = TASK_CONTEXTS[cell.task];
  const high = contexts === 1 ? NEAR_ZERO.largestRdm : NEAR_ZERO.largestContextual;
  const values = [...evenlySpaced({ low: -high, high, count: NEAR_ZERO.count })];
  return Array.from({ length: contexts }, (_, context) =>
    // The middle is exactly 0, as in the probes of other claims, so that it is solved once.
    values.map((value, probeIndex) => ({
      value: 2 * probeIndex === NEAR_ZERO.count - 1 ? 0 : value,
      context,
      probeIndex,
    })),
  ).flat();
}

/** Distances between representations: 1 − SVCCA score. */
export async function svccaEvidence(
  analysis: Analysis,
  groups: readonly Group[],
): Promise<DistanceEvidence> {
  const subspaces: Subspace[] = [];
  for (const { networks } of groups)
    for (const trained of networks) subspaces.push(await analysis.subspace(trained));
  return ofSubspaces(analysis, groups, subspaces);
}

function ofSubspaces(
  { reading }: Analysis,
  groups: readonly Group[],
  subspaces: readonly Subspace[],
): DistanceEvidence {
  const rows = subspaces.length === 0 ? [] : svccaDistances(subspaces, reading.analyse.score);
  return evidenceOf(groups, rows, reading);
}

/** The same of activities that start at x_0 = 0, with the components that each keeps. */
export async function restSvccaEvidence(
  analysis: Analysis,
  groups: readonly Group[],
): Promise<DistanceEvidence> {
  const subspaces: Subspace[] = [];
  for (const { networks } of groups)
    for (const trained of networks)
      subspaces.push(subspace(await analysis.activity(trained, { initialDeviation: 0 })));
  return ofSubspaces(analysis, groups, subspaces);
}

/**
 * Distances between representations of the same number of principal components each, whatever share
 * of the variance they explain: fewer only where the activity has fewer.
 */
export async function fixedSvccaEvidence(
  analysis: Analysis,
  groups: readonly Group[],
  components: number,
): Promise<DistanceEvidence> {
  const subspaces: Subspace[] = [];
  for (const { networks } of groups)
    for (const trained of networks) {
      const kept = await analysis.subspace(trained);
      const all =
        kept.components >= components ? kept : subspace(await analysis.activity(trained), 1);
      subspaces.push(firstComponents(all, components));
    }
  return ofSubspaces(analysis, groups, subspaces);
}

const firstComponents = (all: Subspace, most: number): Subspace => {
  const components = Math.min(most, all.components);
  return { ...all, components, basis: all.basis.subarray(0, components * all.samples) };
};

/** Which features stand for a topology: the reading's where it is left out. */
export type TopologyForm = {
  readonly features?: Reading["analyse"]["attractorFeatures"];
  /** What the blocks are divided by; a block that is left out is not part of the vector. */
  readonly scales?: Partial<typeof TOPOLOGY_SCALES>;
};

/** Distances between topologies of attractors near zero input: euclidean, of the vectors. */
export async function topologyEvidence(
  analysis: Analysis,
  groups: readonly Group[],
  form: TopologyForm = {},
): Promise<DistanceEvidence> {
  const { attractorFeatures } = analysis.reading.analyse;
  const rows: ArrayLike<number>[] = [];
  const bistable: boolean[] = [];
  for (const { networks } of groups)
    for (const trained of networks) {
      const points = await pointsNearZero(analysis, trained);
      rows.push(featuresOf(points, trained, { features: attractorFeatures, ...form }));
      bistable.push(isBistable(points, TASK_CONTEXTS[trained.cell.task]));
    }
  const distances = rows.length === 0 ? [] : toRows(euclideanDistances(rows));
  return { ...evidenceOf(groups, distances, analysis.reading), bistable };
}

async function pointsNearZero(
  analysis: Analysis,
  trained: TrainedNetwork,
): Promise<readonly ProbedPoint[]> {
  const task = analysis.task(trained);
  const all: ProbedPoint[] = [];
  for (const { value, context, probeIndex } of probesNearZero(trained.cell)) {
    const { points } = await analysis.fixedPoints(trained, { value, context });
    const [firstChannel] = task.probe(value, context);
    for (const { state, stable } of points)
      all.push({ state, stable, context, probeIndex, value, firstChannel });
  }
  return all;
}

/** A vector of the same length for every network of a task; zeros where there are too few roots. */
function featuresOf(
  points: readonly ProbedPoint[],
  { cell }: TrainedNetwork,
  { features, scales = TOPOLOGY_SCALES }: TopologyForm,
): ArrayLike<number> {
  const contexts = TASK_CONTEXTS[cell.task];
  if (features === "ten-nearest") {
    const found = releaseTopologyFeatures(points);
    return found.outcome === "measured" ? found.features : new Float64Array(30);
  }
  return topologyFeatures(points, { contexts, probes: NEAR_ZERO.count, scales });
}

/** Whether some context has more than one stable point at zero input. */
function isBistable(points: readonly ProbedPoint[], contexts: number): boolean {
  return Array.from({ length: contexts }, (_, context) =>
    points.filter((each) => each.stable && each.value === 0 && each.context === context),
  ).some((stable) => stable.length > 1);
}

function evidenceOf(
  groups: readonly Group[],
  rows: readonly (readonly number[])[],
  { analyse }: Reading,
): DistanceEvidence {
  const distances =
    rows.length > 0 && analyse.silhouetteMetric === "rows"
      ? toRows(euclideanDistances(rows))
      : rows;
  return {
    groups: groups.map(({ name }) => name),
    of: groups.flatMap(({ networks }, group) => networks.map(() => group)),
    distances,
    bistable: [],
  };
}

/** The networks of some groups alone: their distances, and the number of each one's group. */
export function selectGroups(
  { groups, of, distances }: DistanceEvidence,
  names: readonly string[],
): { readonly distances: DistanceMatrix; readonly labels: readonly number[] } {
  const wanted = names.map((name) => groups.indexOf(name));
  const kept = [...of.keys()].filter((network) => wanted.includes(of[network]));
  const rows = kept.map((i) => kept.map((j) => distances[i][j]));
  return {
    distances: rows.length === 0 ? { size: 0, values: new Float64Array(0) } : distanceMatrix(rows),
    labels: kept.map((network) => of[network]),
  };
}

/** How many networks a group has. */
export function groupSize({ groups, of }: DistanceEvidence, name: string): number {
  const wanted = groups.indexOf(name);
  return of.filter((group) => group === wanted).length;
}
