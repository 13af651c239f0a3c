import { requireFields, requireHas, requireWord } from "../numerics/gate.ts";
import type { Rng } from "../numerics/rng.ts";
import { requireInteger, requireWithin } from "./task.ts";

/**
 * How a trial's mean μ ("coherence") is drawn: uniform on [−largest, largest]; a random one of
 * `points` sizes evenly spaced on [0, largest] with a random sign; or ±largest.
 */
export type Coherence =
  | { readonly kind: "uniform"; readonly largest: number }
  | { readonly kind: "grid"; readonly largest: number; readonly points: number }
  | { readonly kind: "sign"; readonly largest: number };

/** One mean μ, in units of the input. */
export function drawMean(coherence: Coherence, rng: Rng): number {
  if (coherence.kind === "uniform") return (2 * rng.uniform() - 1) * coherence.largest;
  if (coherence.kind === "sign")
    return rng.integer(2) === 0 ? coherence.largest : -coherence.largest;
  const size = (rng.integer(coherence.points) / (coherence.points - 1)) * coherence.largest;
  return rng.integer(2) === 0 ? size : -size;
}

/** @throws RangeError for another kind, a largest mean outside 0 … 1e6 or a grid of one point. */
export function requireCoherence(coherence: Coherence): void {
  requireHas("coherence", coherence, ["kind", "largest"]);
  requireWord("coherence.kind", coherence.kind, ["uniform", "grid", "sign"]);
  const points = coherence.kind === "grid" ? ["points"] : [];
  requireFields("coherence", coherence, { needed: ["kind", "largest", ...points] });
  requireWithin("coherence.largest", coherence.largest, { low: 0, high: 1e6 });
  if (coherence.kind === "grid")
    requireInteger("coherence.points", coherence.points, { low: 2, high: 1e6 });
}
