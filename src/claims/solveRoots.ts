import type { FixedPointSet } from "../attractors/findFixedPoints.ts";
import type { TrainedNetwork } from "../training/trained.ts";
import type { Analysis, Probe } from "./analysis.ts";
import type { ShippedSet } from "./rootsFile.ts";
import { shippedProbes } from "./shippedProbes.ts";

/** Solves for the fixed points of a network under every probe that is shipped. */
export async function solveRoots(
  analysis: Analysis,
  trained: TrainedNetwork,
): Promise<readonly ShippedSet[]> {
  const sets: ShippedSet[] = [];
  for (const probe of shippedProbes(trained.cell))
    sets.push(shippedSet(trained.key, probe, await analysis.solve(trained, probe)));
  return sets;
}

function shippedSet(key: string, probe: Probe, { points, counts }: FixedPointSet): ShippedSet {
  return {
    key,
    probe,
    starts: [counts.root, counts.minimum, counts.near + counts.none],
    points: points.map(({ state, spectralRadius, index, certificate }) => ({
      state: Float32Array.from(state),
      spectralRadius,
      index,
      certified: certificate.verdict === "certified",
    })),
  };
}
