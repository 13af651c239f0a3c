import type { Network } from "../model/model.ts";
import { clampState } from "../model/step.ts";
import { type Certificate, certify } from "./certificate.ts";
import { fieldOf } from "./field.ts";
import { fixedPointIndex } from "./index.ts";
import { polish } from "./newton.ts";
import { residualAt } from "./solve.ts";

/** A fixed point that was stated, and what was found of it again. */
export interface VerifiedPoint {
  /** x* as `[unit]`, as near as float64 allows. */
  readonly state: Float64Array;
  /** |x_{t+1} − x_t| at `state`. */
  readonly residual: number;
  readonly index: -1 | 0 | 1;
  readonly certificate: Certificate;
  /** How far `state` is from the stated one: max_i |x_i − x̄_i|. */
  readonly moved: number;
}

/**
 * Takes a stated fixed point, which may be rounded to float32, to the true one by Newton's method,
 * and computes its residual, index and certificate again.
 * @throws RangeError where the network is not well formed, or the input or the state does not fit.
 */
export function verifyPoint({
  network,
  input,
  stated,
}: {
  readonly network: Network;
  /** u as `[channel]`. */
  readonly input: ArrayLike<number>;
  /** x̄ as `[unit]`. */
  readonly stated: Float64Array;
}): VerifiedPoint {
  const state = clampState(network, polish(fieldOf(network, input), clampState(network, stated)));
  let moved = 0;
  for (const [i, x] of state.entries()) moved = Math.max(moved, Math.abs(x - stated[i]));
  return {
    state,
    residual: residualAt({ network, input, state }),
    index: fixedPointIndex(network, state),
    certificate: certify({ network, input, state }),
    moved,
  };
}
