import { createRng, deriveKey } from "../numerics/rng.ts";
import { euclideanDistances, toRows } from "../statistics/distanceMatrix.ts";
import type { DistanceEvidence } from "../study/distanceEvidence.ts";

/** A made-up group: where its networks lie, how spread, and which share of them is bistable. */
export type MadeGroup = {
  readonly name: string;
  /** The centre on the first axis. */
  readonly centre: number;
  /** The standard deviation on each axis; 1 where it is left out. */
  readonly spread?: number;
  /** Every second network is bistable, and lies this far away on the second axis. */
  readonly bistableOffset?: number;
};

/**
 * Made-up evidence for the controls of a claim: `count` networks a group as points in space. It is
 * drawn from a stream of its own, so a control is the same every time. On many axes all networks of
 * a group are about as far from each other, and what is measured of them varies little.
 */
export function madeDistances(
  groups: readonly MadeGroup[],
  count = 16,
  axes = 8,
): DistanceEvidence {
  const rng = createRng(deriveKey(null, "attest", "controls", "distances"));
  const rows = groups.flatMap(({ centre, spread = 1, bistableOffset = 0 }) =>
    Array.from({ length: count }, (_, i) => [
      centre + spread * rng.normal(),
      (i % 2) * bistableOffset + spread * rng.normal(),
      ...Array.from({ length: axes - 2 }, () => spread * rng.normal()),
    ]),
  );
  return {
    groups: groups.map(({ name }) => name),
    of: groups.flatMap((_, group) => new Array<number>(count).fill(group)),
    distances: toRows(euclideanDistances(rows)),
    bistable: groups.flatMap(() => Array.from({ length: count }, (_, i) => i % 2 === 1)),
  };
}
