import type { Trials } from "./trials.ts";

/**
 * Whether each trial was decided correctly: the last output has the sign of the evidence.
 * A trial without evidence (choice 0) counts as correct. 1 or 0, as `[trial]`.
 */
export function correctTrials(outputs: Float64Array, trials: Trials): Uint8Array {
  const { count, choices, checkpoints } = trials;
  const last = (checkpoints.length - 1) * count * trials.outputs;
  return Uint8Array.from({ length: count }, (_, trial) =>
    choices[trial] === 0 || outputs[last + trial * trials.outputs] * choices[trial] > 0 ? 1 : 0,
  );
}
