import { product } from "../numerics/product.ts";
import { activationFunctions } from "./activation.ts";
import { type Network, requireInput, requireNetwork, requireState } from "./model.ts";

/**
 * One Euler step in float64: x' = (1 − α)x + α(W_rec f(x) + W_in u). A clamped unit keeps its
 * value.
 * @source Eq. 1
 * @param state x as `[unit]`
 * @param input u as `[channel]`
 * @throws RangeError for a network that is not well formed, or a state or input that does not fit.
 */
export function step(
  network: Network,
  state: Float64Array,
  input: ArrayLike<number>,
): Float64Array {
  requireNetwork(network);
  requireState("state", network, state);
  requireInput("input", network, input);
  return nextState(network, state, input);
}

/** The state after `step`; arguments are taken as checked. */
export function nextState(
  network: Network,
  state: Float64Array,
  input: ArrayLike<number>,
): Float64Array {
  const { units, channels, model, weights } = network;
  const f = activationFunctions[model.activation].value;
  const rates = new Float64Array(units);
  for (let j = 0; j < units; j++) rates[j] = f(state[j]);
  const next = product(weights.recurrent, rates, new Float64Array(units));
  for (let i = 0; i < units; i++) {
    let drive = next[i];
    for (let c = 0; c < channels; c++) drive += weights.input[i * channels + c] * input[c];
    next[i] = (1 - model.alpha) * state[i] + model.alpha * drive;
  }
  return clampState(network, next);
}

/** Sets the clamped units of `state` to their values, in place, and answers it. */
export function clampState(network: Network, state: Float64Array): Float64Array {
  for (const { unit, value } of network.model.clamped) state[unit] = value;
  return state;
}

/**
 * The output y as `[output]` of a state, in float64; see `Readout` for the equations.
 * @source Eq. 2
 * @throws RangeError for a network that is not well formed, or a state that does not fit.
 */
export function readOutput(network: Network, state: Float64Array): Float64Array {
  requireNetwork(network);
  requireState("state", network, state);
  return outputOf(network, state);
}

/** The output of `readOutput`; arguments are taken as checked. */
export function outputOf(network: Network, state: Float64Array): Float64Array {
  const { model, units, outputs, weights } = network;
  if (model.readout === "unit") return Float64Array.of(Math.tanh(state[0]));
  const f = activationFunctions[model.activation].value;
  const y = new Float64Array(outputs);
  for (let q = 0; q < outputs; q++) {
    for (let j = 0; j < units; j++)
      y[q] += weights.output[q * units + j] * (model.readout === "state" ? state[j] : f(state[j]));
    if (model.readout === "tanh-rates") y[q] = Math.tanh(y[q]);
  }
  return y;
}
