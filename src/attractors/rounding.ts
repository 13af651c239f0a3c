export { gamma, UNIT_ROUNDOFF, upper } from "../numerics/rounding.ts";

/**
 * How far the computed f(x) and f'(x) may be from the true ones, absolutely. `Math.tanh` is taken
 * to be within 4 ulp of the truth (it is a port of fdlibm's, which states 1), that is 4.5e-16; 1 +
 * tanh, f(2 − f) and 1 − tanh² each round a few times more.
 */
export const RATE_ERROR = 1e-15;
/** The same for the slope f'. */
export const SLOPE_ERROR = 4e-15;

/** |f''| ≤ 4/(3√3) for tanh and 1 + tanh, rounded up. */
export const SLOPE_LIPSCHITZ = 0.76980035892;
