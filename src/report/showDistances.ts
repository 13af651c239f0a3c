import { compareGroups } from "../claims/tests/compare.ts";
import { smacof } from "../distances/smacof.ts";
import { createRng, deriveKey } from "../numerics/rng.ts";
import type { Analysis } from "../study/analysis.ts";
import { type DistanceEvidence, type Group, groupSize } from "../study/distanceEvidence.ts";
import type { ShownDistances, ShownEffect } from "./data.ts";

/** Where groups are compared, and by what. */
export type Comparing = {
  readonly figure: string;
  readonly name: string;
  readonly series: string;
  readonly at: number;
  readonly measure: (analysis: Analysis, groups: readonly Group[]) => Promise<DistanceEvidence>;
};

/** The fewest networks of a group that an interval can be had for. */
const FEWEST = 3;

const MAP = { restarts: 8, dimensions: 2 } as const;

/** The distances between groups, their map, and their excess; empty groups are left out. */
export async function showDistances(
  analysis: Analysis,
  all: readonly Group[],
  { figure, name, series, at, measure }: Comparing,
): Promise<ShownDistances> {
  const groups = all.filter(({ networks }) => networks.length > 0);
  const evidence = await measure(analysis, groups);
  const { distances: matrix, of } = evidence;
  const stream = deriveKey(null, "attest", "report", figure, series, name);
  const rng = createRng(deriveKey(stream, "map"));
  const { embedding, stress } =
    matrix.length < 2
      ? { embedding: matrix.map(() => [0, 0]), stress: 0 }
      : smacof(matrix, { kind: "random", ...MAP, rng });
  return {
    name,
    series,
    at,
    groups: evidence.groups,
    networks: groups
      .flatMap(({ networks }) => networks)
      .map(({ key, seed }, row) => ({ key, seed, group: of[row] })),
    matrix,
    places: embedding.map(([x, y]) => [x, y] as const),
    stress,
    excess: excessOf(evidence, stream),
    lacking: all.filter((group) => !groups.includes(group)).map((group) => group.name),
  };
}

function excessOf(
  evidence: DistanceEvidence,
  stream: ReturnType<typeof deriveKey>,
): ShownEffect | null {
  const { groups } = evidence;
  if (groups.length < 2 || groups.some((group) => groupSize(evidence, group) < FEWEST)) return null;
  const rng = createRng(deriveKey(stream, "excess"));
  const { estimate, interval } = compareGroups(evidence, groups, rng);
  return { estimate, low: interval[0], high: interval[1] };
}
