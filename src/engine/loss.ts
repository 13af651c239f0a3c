import type { Trials } from "../task/trials.ts";

/**
 * The loss of each trial from the outputs at the checkpoints: Σ (y − target)² over checkpoints and
 * outputs, in float64, as `[trial]`.
 * @source §2.1 (mean-squared error), §2.2 (which outputs are constrained)
 */
export function trialLosses(outputs: Float64Array, trials: Trials): Float64Array {
  const { count, checkpoints, targets } = trials;
  const losses = new Float64Array(count);
  for (let c = 0; c < checkpoints.length; c++)
    for (let trial = 0; trial < count; trial++)
      for (let q = 0; q < trials.outputs; q++) {
        const at = (c * count + trial) * trials.outputs + q;
        const error = outputs[at] - targets[at];
        losses[trial] += error * error;
      }
  return losses;
}

/** The mean of `values`, summed in index order. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}
