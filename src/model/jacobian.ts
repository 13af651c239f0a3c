import { Matrix } from "ml-matrix";
import { activationFunctions } from "./activation.ts";
import { type Network, requireNetwork, requireState } from "./model.ts";

/**
 * The Jacobian of one step, ∂x_{t+1}/∂x_t = (1 − α)I + α W_rec diag f'(x), as `[unit][unit]`.
 * A clamped unit's row is zero. Its eigenvalues say whether a fixed point is stable (|λ| < 1).
 * @source Eq. 1, differentiated
 * @throws RangeError for a network that is not well formed, or a state that does not fit.
 */
export function jacobian(network: Network, state: ArrayLike<number>): Matrix {
  requireNetwork(network);
  requireState("state", network, state);
  return jacobianAt(network, state);
}

/** The matrix of `jacobian`; arguments are taken as checked. */
export function jacobianAt(network: Network, state: ArrayLike<number>): Matrix {
  const { units, model, weights } = network;
  const { slope } = activationFunctions[model.activation];
  const result = Matrix.zeros(units, units);
  for (let j = 0; j < units; j++) {
    const gain = model.alpha * slope(state[j]);
    for (let i = 0; i < units; i++) result.set(i, j, gain * weights.recurrent[i * units + j]);
  }
  for (let i = 0; i < units; i++) result.set(i, i, result.get(i, i) + 1 - model.alpha);
  for (const { unit } of model.clamped) for (let j = 0; j < units; j++) result.set(unit, j, 0);
  return result;
}
