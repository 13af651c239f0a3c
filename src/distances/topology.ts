import {
  requireFields,
  requireFinite,
  requireFlag,
  requireHas,
  requireInteger,
  requireList,
  requireRows,
  shown,
} from "../numerics/gate.ts";
import { nearestNeighbours } from "./neighbours.ts";

/** A fixed point, with the static probe (context and input) that it was found under. */
export type ProbedPoint = {
  /** x* as `[unit]`. */
  readonly state: ArrayLike<number>;
  readonly context: number;
  /** Which of the context's inputs, in ascending order. */
  readonly probeIndex: number;
  /** The relevant input, as given to `task.probe`. */
  readonly value: number;
  /** The input u_0 of the first channel: 0 where the relevant channel is another. */
  readonly firstChannel: number;
  readonly stable: boolean;
};

/** How the text's reading is laid out and scaled. */
export type TopologyLayout = {
  readonly contexts: number;
  /** Inputs in each context: 21. */
  readonly probes: number;
  /** What each block is divided by; a block that is left out is not part of the vector. */
  readonly scales: {
    readonly count?: number;
    readonly inputDistance?: number;
    readonly otherContext?: number;
  };
};

/** How many neighbours, other than itself, a point of the text's reading has. */
const NEIGHBOURS = 2;

/**
 * The topology of the attractors near zero input, in the text's reading: for each probe (context ×
 * input) the number of stable points; the mean over them of the input-index distance to their two
 * nearest other stable points; the share of those neighbours that belong to another context. Three
 * blocks, each `[context][input]`, each divided by its scale. A probe without a stable point has 0
 * in every block; a point without others has no neighbours to be counted.
 * @source §2.6, Fig. 1e, after Maheswaranathan et al. 2019; readings "attractor features"
 * @throws RangeError for a point outside the layout, or a scale that is not positive.
 */
export function topologyFeatures(
  points: readonly ProbedPoint[],
  layout: TopologyLayout,
): Float64Array {
  requirePoints(points);
  requireFields("layout", layout, { needed: ["contexts", "probes", "scales"] });
  const { contexts, probes, scales } = layout;
  requireInteger("contexts", contexts, 1);
  requireInteger("probes", probes, 1);
  requireFields("scales", scales, { needed: [], optional: BLOCKS });
  const stable = points.filter((point) => point.stable);
  for (const { context, probeIndex } of points)
    if (!(isIndex(context, contexts) && isIndex(probeIndex, probes)))
      throw new RangeError(
        `points: expected a probe in ${contexts} × ${probes}, got ${context}, ${probeIndex}`,
      );
  const size = contexts * probes;
  const blocks = {
    count: new Float64Array(size),
    inputDistance: new Float64Array(size),
    otherContext: new Float64Array(size),
  };
  const neighbourCounts = new Float64Array(size);
  const wanted = Math.min(NEIGHBOURS + 1, stable.length);
  const neighbours =
    wanted === 0
      ? []
      : nearestNeighbours(
          stable.map(({ state }) => state),
          wanted,
        );
  for (const [i, { context, probeIndex }] of stable.entries()) {
    const at = context * probes + probeIndex;
    blocks.count[at] += 1;
    for (const j of neighbours[i].slice(1)) {
      neighbourCounts[at] += 1;
      blocks.inputDistance[at] += Math.abs(stable[j].probeIndex - probeIndex);
      blocks.otherContext[at] += stable[j].context === context ? 0 : 1;
    }
  }
  for (let at = 0; at < size; at++) {
    blocks.inputDistance[at] /= neighbourCounts[at] || 1;
    blocks.otherContext[at] /= neighbourCounts[at] || 1;
  }
  return joinBlocks(blocks, scales);
}

const POINT = ["state", "context", "probeIndex", "value", "firstChannel", "stable"] as const;

/** @throws RangeError for what is no points, `[point]`, or states of other lengths. */
function requirePoints(points: readonly ProbedPoint[]): void {
  requireList("points", points);
  for (let k = 0; k < points.length; k++) {
    requireHas(`points[${k}]`, points[k], POINT);
    for (const name of ["context", "probeIndex", "value", "firstChannel"] as const)
      requireFinite(`points[${k}].${name}`, points[k][name]);
    requireFlag(`points[${k}].stable`, points[k].stable);
    requireList(`points[${k}].state`, points[k].state);
  }
  if (points.length > 0)
    requireRows(
      "states",
      points.map(({ state }) => state),
    );
}

const isIndex = (value: number, below: number): boolean =>
  Number.isInteger(value) && value >= 0 && value < below;

const BLOCKS = ["count", "inputDistance", "otherContext"] as const;

function joinBlocks(
  blocks: Readonly<Record<(typeof BLOCKS)[number], Float64Array>>,
  scales: TopologyLayout["scales"],
): Float64Array {
  const features: number[] = [];
  for (const name of BLOCKS) {
    const scale = scales[name];
    if (scale === undefined) continue;
    if (!(Number.isFinite(scale) && scale > 0))
      throw new RangeError(`scales.${name}: expected a positive number, got ${shown(scale)}`);
    for (const value of blocks[name]) features.push(value / scale);
  }
  return Float64Array.from(features);
}

/** How many roots, and how many neighbours of each, the release takes. */
export const RELEASE_ROOTS = 10;
const RELEASE_NEIGHBOURS = 3;

/** The release's features, or why there are none: a network with too few roots has no vector. */
export type ReleaseTopology =
  | { readonly outcome: "measured"; readonly features: Float64Array }
  | { readonly outcome: "too few roots"; readonly roots: number };

/**
 * The topology of the attractors near zero input, in the release's reading: the roots (of either
 * stability) ordered by the size of their input, contexts interleaved; of the first ten, for each
 * the first channel's input at its three nearest, itself first: 30 numbers. Roots of every context
 * but the first are so labelled 0. Fewer than ten roots crash the release; here it is an outcome.
 * @source readings "attractor features"; the order of equal sizes is that of the inputs, then of
 * the contexts
 * @throws RangeError for what is no points, or states of other lengths.
 */
export function releaseTopologyFeatures(points: readonly ProbedPoint[]): ReleaseTopology {
  requirePoints(points);
  if (points.length < RELEASE_ROOTS) return { outcome: "too few roots", roots: points.length };
  const first = [...points]
    .sort(
      (a, b) =>
        Math.abs(a.value) - Math.abs(b.value) ||
        a.probeIndex - b.probeIndex ||
        a.context - b.context,
    )
    .slice(0, RELEASE_ROOTS);
  const neighbours = nearestNeighbours(
    first.map(({ state }) => state),
    RELEASE_NEIGHBOURS,
  );
  const features = neighbours.flatMap((row) => row.map((j) => first[j].firstChannel));
  return { outcome: "measured", features: Float64Array.from(features) };
}
