import { distance } from "./distance.ts";
import { evaluate, evaluationOf, type Field } from "./field.ts";

/**
 * A place where the network hardly moves and where no fixed point is proven: |x_{t+1} − x_t| is
 * below 1e-8, but F does not vanish to rounding. It is a slow point, and never counted.
 */
export interface NearPoint {
  /** x as `[unit]`: the state of the place with the smallest |F|. */
  readonly state: Float64Array;
  /** |x_{t+1} − x_t| at `state`. */
  readonly residual: number;
  /** |F(x)|, which does not depend on α. */
  readonly fieldNorm: number;
}

/** How many places between two states are looked at. */
const BETWEEN = 16;

/** α|F| of a place may reach this many times the limit between two of its states. */
const SLACK = 2;

/** Whether α|F| stays below about `limit` on the straight line between two states. */
export function isConnected(
  field: Field,
  [a, b]: readonly [Float64Array, Float64Array],
  limit: number,
): boolean {
  if (distance(a, b) === 0) return true;
  const at = evaluationOf(field.units);
  for (let k = 1; k < BETWEEN; k++) {
    const between = a.map((x, i) => x + (k / BETWEEN) * (b[i] - x));
    const size = Math.sqrt(evaluate(field, between, at));
    if (!(field.network.model.alpha * size < SLACK * limit)) return false;
  }
  return true;
}
