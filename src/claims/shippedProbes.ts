import type { Probe } from "../study/analysis.ts";
import { type Cell, TASK_CONTEXTS } from "../study/cell.ts";
import { probesNearZero } from "../study/distanceEvidence.ts";

/**
 * The static inputs of Fig. 1c.
 * @source §3.1, Fig. 1c
 */
export const SHOWN_INPUTS: readonly number[] = [-0.5, -0.2, 0, 0.2, 0.5];

/** Every probe whose fixed points the claims and the report read, each once. */
export function shippedProbes(cell: Cell): readonly Probe[] {
  const contexts = Array.from({ length: TASK_CONTEXTS[cell.task] }, (_, context) => context);
  const all = [
    // No claim compares the topology of untrained networks.
    ...(cell.variant === "untrained" ? [] : probesNearZero(cell)).map(({ value, context }) => ({
      value,
      context,
    })),
    ...contexts.flatMap((context) => SHOWN_INPUTS.map((value) => ({ value, context }))),
  ];
  return [...new Map(all.map((probe) => [`${probe.context} ${probe.value}`, probe])).values()];
}
