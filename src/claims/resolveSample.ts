import { createRng, deriveKey } from "../numerics/rng.ts";
import type { Analysis } from "../study/analysis.ts";
import type { ShippedSet } from "../study/rootsFile.ts";

/** A shipped place is float32; a point solved for again must be this near to it. */
const NEAR = 1e-4;

/**
 * Solves for a sample of shipped sets of fixed points again from all starts, and answers in words
 * where the points are not the shipped ones: another number, another place, another stability.
 * @param analysis one that knows every network of the sets
 */
export async function resolveSample(
  analysis: Analysis,
  sets: readonly ShippedSet[],
  { count, seed }: { readonly count: number; readonly seed: number },
): Promise<readonly string[]> {
  const networks = new Map(
    analysis.populations.flatMap((each) => each.networks.map((one) => [one.key, one] as const)),
  );
  const rng = createRng(deriveKey(null, "attest", "resolve", seed));
  const left = sets.filter(({ key }) => networks.has(key));
  const differences: string[] = [];
  for (let k = 0; k < count && left.length > 0; k++) {
    const [set] = left.splice(rng.integer(left.length), 1);
    const trained = networks.get(set.key);
    if (trained === undefined) continue;
    const { points } = await analysis.solve(trained, set.probe);
    const found = set.points.filter(({ state, spectralRadius }) =>
      points.some(
        (point) =>
          point.stable === spectralRadius < 1 &&
          point.state.every((x, i) => Math.abs(x - state[i]) < NEAR * (1 + Math.abs(x))),
      ),
    );
    if (found.length !== set.points.length || points.length !== set.points.length)
      differences.push(
        `${set.key} ${set.probe.context} ${set.probe.value}: ${points.length} points, ` +
          `${found.length} of the ${set.points.length} shipped ones`,
      );
  }
  return differences;
}
