import type { Network, Weights } from "../model/model.ts";
import { eachWeight, WEIGHT_NAMES, weightSizes } from "../model/model.ts";
import type { Trials } from "../task/trials.ts";
import { requireFit } from "./fit.ts";

/** How many steps the outputs at the checkpoints need: later ones cannot change an answer. */
export function stepsNeeded(trials: Trials): number {
  return trials.checkpoints.length === 0
    ? 0
    : trials.checkpoints[trials.checkpoints.length - 1] + 1;
}

/**
 * The trials of block `block` when the batch is cut into blocks of `lanes`. The last block is
 * filled up with the last trial again; `real` says how many lanes count.
 */
export function blockTrials(
  count: number,
  { block, lanes }: { readonly block: number; readonly lanes: number },
): { readonly trials: Int32Array; readonly real: number } {
  const first = block * lanes;
  return {
    trials: Int32Array.from({ length: lanes }, (_, lane) => Math.min(first + lane, count - 1)),
    real: Math.min(lanes, count - first),
  };
}

/**
 * Checks the shapes of what an engine is about to run. Values are not looked at: a network that
 * has overflowed runs, and its loss says so.
 * @throws RangeError that names the first thing that does not fit.
 */
export function requireRunnable(network: Network, trials: Trials): void {
  requireFit(network, trials);
  const sizes = weightSizes(network);
  for (const name of WEIGHT_NAMES)
    if (network.weights[name].length !== sizes[name])
      throw new RangeError(
        `weights.${name}: expected ${sizes[name]} entries, got ${network.weights[name].length}`,
      );
  if (network.model.readout === "unit" && network.outputs !== 1)
    throw new RangeError(`outputs: expected 1 with the readout unit, got ${network.outputs}`);
  const { count, steps, channels, outputs, checkpoints, targets, numbers } = trials;
  const { inputs, initial } = trials;
  checkpoints.forEach((step, c) => {
    if (!(Number.isInteger(step) && step > (c === 0 ? -1 : checkpoints[c - 1]) && step < steps))
      throw new RangeError(
        `checkpoints[${c}]: expected ascending steps below ${steps}, got ${step}`,
      );
  });
  const lengths: [string, number, number][] = [
    ["targets", targets.length, checkpoints.length * count * outputs],
    ["numbers", numbers.length, count],
    inputs.kind === "given"
      ? ["inputs.values", inputs.values.length, steps * count * channels]
      : ["inputs.mean", inputs.mean.length, count * channels],
    ["inputs.deviation", inputs.kind === "given" ? channels : inputs.deviation.length, channels],
  ];
  if (initial.kind === "given")
    lengths.push(["initial.values", initial.values.length, count * network.units]);
  for (const [name, actual, expected] of lengths)
    if (actual !== expected)
      throw new RangeError(`${name}: expected ${expected} entries, got ${actual}`);
}

/** A weight-shaped zero. */
export function zeroWeights(network: Network): Weights {
  const sizes = weightSizes(network);
  return eachWeight((name) => new Float64Array(sizes[name]));
}

/** Sets the rows of the clamped units to zero: no weight into them has any effect. In place. */
export function clearClampedRows(network: Network, gradient: Weights): Weights {
  const { units, channels } = network;
  for (const { unit } of network.model.clamped) {
    gradient.recurrent.fill(0, unit * units, (unit + 1) * units);
    gradient.input.fill(0, unit * channels, (unit + 1) * channels);
  }
  return gradient;
}
