import type { Activation } from "../model/activation.ts";
import { RATE_ERROR, SLOPE_ERROR, SLOPE_LIPSCHITZ } from "./rounding.ts";

/** How far the computed f and f' may be from the true ones, absolutely, and how fast f' changes. */
export type ActivationBounds = {
  readonly rate: number;
  readonly slope: number;
  /** A bound of |f''|. */
  readonly lipschitz: number;
};

const TANH_BOUNDS: ActivationBounds = {
  rate: RATE_ERROR,
  slope: SLOPE_ERROR,
  lipschitz: SLOPE_LIPSCHITZ,
};

/** Bounds for each f; relu is exact, and within one of its linear regions f' does not change. */
export const activationBounds: Readonly<Record<Activation, ActivationBounds>> = {
  tanh: TANH_BOUNDS,
  "shifted-tanh": TANH_BOUNDS,
  relu: { rate: 0, slope: 0, lipschitz: 0 },
};
