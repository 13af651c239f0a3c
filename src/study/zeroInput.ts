import type { Analysis, KnownSet } from "./analysis.ts";
import { TASK_CONTEXTS } from "./cell.ts";
import type { TrainedNetwork } from "./trained.ts";

/** The fixed points of a network at zero input, `[context]`. */
export async function zeroInputSets(
  analysis: Analysis,
  trained: TrainedNetwork,
): Promise<readonly KnownSet[]> {
  const sets: KnownSet[] = [];
  for (let context = 0; context < TASK_CONTEXTS[trained.cell.task]; context++)
    sets.push(await analysis.fixedPoints(trained, { value: 0, context }));
  return sets;
}

/** How many of a set's points are stable. */
export const stableCount = ({ points }: KnownSet): number =>
  points.filter(({ stable }) => stable).length;

/** How many sets are known to lack a point. */
export const incompleteSets = (sets: readonly KnownSet[]): number =>
  sets.filter(({ completeness }) => completeness === "a point is missing").length;

/**
 * The way in which a network can integrate (§3.3): `transient` with one stable point at zero input
 * in every context, `stable` with several in every one; `neither` where contexts differ, or one has
 * none.
 */
export type Way = "transient" | "stable" | "neither";

/** The way that the counts of stable points at zero input, `[context]`, make. */
export function wayOf(counts: readonly number[]): Way {
  if (counts.every((count) => count === 1)) return "transient";
  return counts.every((count) => count > 1) ? "stable" : "neither";
}
