import { findFixedPoints } from "../attractors/findFixedPoints.ts";
import { newtonSolver } from "../attractors/newton.ts";
import type { FixedPoint } from "../attractors/point.ts";
import { referenceSolver } from "../attractors/solve.ts";
import { randomStarts, trajectoryStarts } from "../attractors/starts.ts";
import { createRng, deriveKey, type Key } from "../numerics/rng.ts";
import type { Analysis } from "../study/analysis.ts";
import type { ShippedPoint, ShippedSet } from "../study/rootsFile.ts";

/** A shipped place is float32; a point solved for again must be this near to it. */
const NEAR = 1e-4;

/** A shipped largest |λ| is float64; another processor's may differ by rounding. */
const SAME_RADIUS = 1e-6;

/** Starts of each of two kinds for each solver: the library's is slow. */
const SOLVERS = [
  { solver: newtonSolver, starts: 100 },
  { solver: referenceSolver, starts: 25 },
] as const;

/**
 * Solves for a sample of shipped sets of fixed points again, by both solvers, from random starts
 * and states of trajectories that nobody knew when the sets were written. Answers in words where a
 * point is found that is not shipped, so a missing pair counts as a missing point does, or one
 * with another stability or largest |λ|.
 * @param analysis one that knows every network of the sets
 * @param key names the sample and its starts
 */
export async function resolveSample(
  analysis: Analysis,
  sets: readonly ShippedSet[],
  { count, key }: { readonly count: number; readonly key: Key },
): Promise<readonly string[]> {
  const networks = new Map(
    analysis.populations.flatMap((each) => each.networks.map((one) => [one.key, one] as const)),
  );
  const rng = createRng(deriveKey(key, "sets"));
  const left = sets.filter((set) => networks.has(set.key));
  const differences: string[] = [];
  for (let k = 0; k < count && left.length > 0; k++) {
    const [set] = left.splice(rng.integer(left.length), 1);
    const trained = networks.get(set.key);
    if (trained === undefined) continue;
    const { network } = trained;
    const input = analysis.task(trained).probe(set.probe.value, set.probe.context);
    for (const { solver, starts } of SOLVERS) {
      const stream = deriveKey(key, "starts", k, solver.name);
      const from = [
        ...randomStarts(network, starts, stream),
        ...trajectoryStarts({ network, input, count: starts, key: stream }),
      ];
      const found = findFixedPoints({ network, input, starts: from, key: stream, solver });
      const why = differenceOf(set, found.points);
      if (why !== null)
        differences.push(`${set.key} ${set.probe.context} ${set.probe.value}: ${why}`);
    }
  }
  return differences;
}

/** What points that were found say against a shipped set; null where they agree with it. */
function differenceOf({ points }: ShippedSet, found: readonly FixedPoint[]): string | null {
  let missing = 0;
  for (const point of found) {
    const shipped = points.find((each) => isNear(point, each));
    if (shipped === undefined) missing += 1;
    else if (point.kink === null && point.stable !== shipped.spectralRadius < 1)
      return `a point is ${point.stable ? "stable" : "not stable"}, and shipped as the contrary`;
    else if (
      Math.abs(point.spectralRadius - shipped.spectralRadius) >
      SAME_RADIUS * (1 + point.spectralRadius)
    )
      return `a largest |λ| is ${point.spectralRadius}, not ${shipped.spectralRadius}`;
  }
  if (missing === 0) return null;
  return `${missing} of ${found.length} points that were found are not among the ${points.length}`;
}

const isNear = ({ state }: FixedPoint, shipped: ShippedPoint): boolean =>
  state.every((x, i) => Math.abs(x - shipped.state[i]) < NEAR * (1 + Math.abs(x)));
