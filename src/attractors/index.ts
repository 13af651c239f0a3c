import { type Network, requireNetwork, requireState } from "../model/model.ts";
import { requireFinite, requireHas, requireList } from "../numerics/gate.ts";
import { evaluate, evaluationOf, fieldOf, negatedDerivative } from "./field.ts";
import { factorLu } from "./lu.ts";

/**
 * The index of a fixed point, sign det(I − W_rec diag f'(x*)): +1 or −1, and 0 where the matrix is
 * singular in float64. A clamped unit's row of W_rec counts as zero.
 * @source Brouwer; §2.4
 * @param state x* as `[unit]`
 */
export function fixedPointIndex(network: Network, state: Float64Array): -1 | 0 | 1 {
  requireNetwork(network);
  requireState("state", network, state);
  const field = fieldOf(network, new Float64Array(network.channels));
  const at = evaluationOf(field.units);
  evaluate(field, state, at);
  const matrix = new Float64Array(field.units * field.units);
  negatedDerivative(field, at.slope, matrix);
  return factorLu(matrix, new Int32Array(field.units));
}

/**
 * The degree: the sum of the indices. Over all fixed points of a bounded f it is 1, since the map
 * x ↦ W_rec f(x) + W_in u sends a ball into itself. A sum that is not 1 proves that a point is
 * missing; a sum of 1 does not prove that none is, as points can be missing in pairs.
 * @source Brouwer
 */
export function degreeOf(points: readonly { readonly index: number }[]): number {
  requireList("points", points);
  for (let k = 0; k < points.length; k++) {
    requireHas(`points[${k}]`, points[k], ["index"]);
    requireFinite(`points[${k}].index`, points[k].index);
  }
  return points.reduce((sum, point) => sum + point.index, 0);
}
