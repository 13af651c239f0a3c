import type { FixedPointSet } from "../attractors/findFixedPoints.ts";
import type { Analysis, Probe } from "./analysis.ts";
import type { ShippedSet } from "./rootsFile.ts";
import type { TrainedNetwork } from "./trained.ts";

/** Solves for the fixed points of a network under each of some probes. */
export async function solveRoots(
  analysis: Analysis,
  trained: TrainedNetwork,
  probes: readonly Probe[],
): Promise<readonly ShippedSet[]> {
  const sets: ShippedSet[] = [];
  for (const probe of probes)
    sets.push(shippedSet(trained.key, probe, await analysis.solve(trained, probe)));
  return sets;
}

/** A set as it is shipped, in the second format. */
function shippedSet(key: string, probe: Probe, set: FixedPointSet): ShippedSet {
  const { points, continua, near, counts, starts } = set;
  const met = (which: "point" | "continuum", at: number): number =>
    starts.filter((start) => start[which] === at).length;
  return {
    key,
    probe,
    starts: [counts.root, counts.minimum, counts.near + counts.none],
    points: points.map(({ state, spectralRadius, index, certificate, kink }) => ({
      state: Float32Array.from(state),
      spectralRadius,
      index,
      certified: certificate.verdict === "certified",
      kink: kink?.verdict ?? null,
    })),
    beside: {
      met: points.map((_, at) => met("point", at)),
      near: near.map(({ state, fieldNorm }) => ({ state: Float32Array.from(state), fieldNorm })),
      continua: continua.map(({ dimension, shape, extent, unstableDirections, sample }, at) => ({
        ...{ dimension, shape, extent, unstableDirections },
        sample: sample.map((state) => Float32Array.from(state)),
        met: met("continuum", at),
      })),
    },
  };
}
