import cdf from "@stdlib/stats-base-dists-t-cdf";
import quantile from "@stdlib/stats-base-dists-t-quantile";
import { requireShare } from "../numerics/gate.ts";

/** P(T ≥ t) of Student's t; exact in the far tail too. */
export function tUpperTail(t: number, degrees: number): number {
  requireDegrees(degrees);
  if (t === Number.POSITIVE_INFINITY) return 0;
  if (t === Number.NEGATIVE_INFINITY) return 1;
  return cdf(-t, degrees);
}

/** The number that Student's t lies below with probability `probability`, in (0, 1). */
export function tQuantile(probability: number, degrees: number): number {
  requireDegrees(degrees);
  requireShare("probability", probability);
  return quantile(probability, degrees);
}

function requireDegrees(degrees: number): void {
  if (!(Number.isFinite(degrees) && degrees > 0))
    throw new RangeError(`degrees: expected a positive number, got ${degrees}`);
}
