import {
  requireHas,
  requireInteger,
  requireList,
  requireNumbers,
  requireWord,
  shown,
} from "../numerics/gate.ts";
import { ACTIVATIONS, type Activation } from "./activation.ts";
import { READOUTS, type Readout } from "./readout.ts";

/** The weight matrices of Eq. 1 and 2: W_rec, W_in, W_out. */
export type WeightName = "recurrent" | "input" | "output";

/** Every weight matrix, in the order in which parameters are laid out. */
export const WEIGHT_NAMES: readonly WeightName[] = ["recurrent", "input", "output"];

/** A unit whose state is held at `value` from x_0 on. */
export type Clamp = { readonly unit: number; readonly value: number };

/** What a network is, apart from its size and weights. */
export type Model = {
  readonly activation: Activation;
  readonly readout: Readout;
  readonly clamped: readonly Clamp[];
  readonly trains: readonly WeightName[];
  /** α = Δt/τ of Eq. 1, in (0, 1]; the paper's is 0.1. */
  readonly alpha: number;
};

/**
 * The weights, row-major: W_rec as `[unit][unit]` (to, from), W_in as `[unit][channel]`, W_out as
 * `[output][unit]`. Trained networks hold float32 values in these float64 arrays.
 */
export type Weights = {
  readonly recurrent: Float64Array;
  readonly input: Float64Array;
  readonly output: Float64Array;
};

/** A recurrent network of `units` units (N), `channels` inputs (M) and `outputs` outputs (Q). */
export type Network = {
  readonly model: Model;
  readonly units: number;
  readonly channels: number;
  readonly outputs: number;
  readonly weights: Weights;
};

/**
 * How many entries each weight matrix has.
 * @throws RangeError for a size that is no positive integer.
 */
export function weightSizes(shape: {
  readonly units: number;
  readonly channels: number;
  readonly outputs: number;
}): Readonly<Record<WeightName, number>> {
  requireHas("shape", shape, ["units", "channels", "outputs"]);
  const { units, channels, outputs } = shape;
  for (const [name, value] of Object.entries({ units, channels, outputs }))
    requireInteger(name, value, 1);
  return { recurrent: units * units, input: units * channels, output: outputs * units };
}

/** `network` with other weights, which a rule may have driven beyond all numbers. */
export function withWeights(network: Network, weights: Weights): Network {
  return { ...network, weights };
}

/** Weights made one matrix at a time. */
export function eachWeight(make: (name: WeightName) => Float64Array): Weights {
  return { recurrent: make("recurrent"), input: make("input"), output: make("output") };
}

/**
 * Answers `network` if it is well formed.
 * @throws RangeError that names the first thing wrong: a size, an unknown activation or readout, α
 * outside (0, 1], a clamp on no unit, or a weight that is not finite.
 */
export function requireNetwork(network: Network): Network {
  requireHas("network", network, ["model", "units", "channels", "outputs", "weights"]);
  const { model, units, channels, outputs, weights } = network;
  for (const [name, value] of Object.entries({ units, channels, outputs }))
    requireInteger(name, value, 1);
  requireModel(model, units);
  requireHas("weights", weights, WEIGHT_NAMES);
  const sizes = weightSizes(network);
  for (const name of WEIGHT_NAMES) {
    requireList(`weights.${name}`, weights[name]);
    if (weights[name].length !== sizes[name])
      throw new RangeError(
        `weights.${name}: expected ${sizes[name]} entries, got ${weights[name].length}`,
      );
    requireNumbers(`weights.${name}`, weights[name]);
  }
  return network;
}

function requireModel(model: Model, units: number): void {
  requireHas("model", model, ["activation", "readout", "clamped", "trains", "alpha"]);
  requireWord("activation", model.activation, ACTIVATIONS);
  requireWord("readout", model.readout, READOUTS);
  if (!(Number.isFinite(model.alpha) && model.alpha > 0 && model.alpha <= 1))
    throw new RangeError(`alpha: expected a number in (0, 1], got ${shown(model.alpha)}`);
  requireList("trains", model.trains);
  for (const name of model.trains) requireWord("trains", name, WEIGHT_NAMES);
  requireList("clamped", model.clamped);
  for (let k = 0; k < model.clamped.length; k++) {
    requireHas(`clamped[${k}]`, model.clamped[k], ["unit", "value"]);
    const { unit, value } = model.clamped[k];
    if (!(Number.isInteger(unit) && unit >= 0 && unit < units && Number.isFinite(value)))
      throw new RangeError(
        `clamped: expected a unit below ${units} and a number, got ${shown(unit)}, ${shown(value)}`,
      );
  }
}

/** @throws RangeError for what is no input u of the network, `[channel]`. */
export function requireInput(name: string, network: Network, input: ArrayLike<number>): void {
  requireList(name, input, { size: network.channels });
  requireNumbers(name, input);
}

/** @throws RangeError for what is no state x of the network, `[unit]`. */
export function requireState(name: string, network: Network, state: ArrayLike<number>): void {
  requireList(name, state, { size: network.units });
  requireNumbers(name, state);
}
