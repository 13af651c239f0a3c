import { requireFinite, requireList, requireNumbers } from "../numerics/gate.ts";
import { combineVariances, type Estimate, requireEstimate } from "./estimate.ts";

/** A number of one condition, and where the condition lies: contexts N, or a noise level. */
export type PlacedEstimate = Estimate & { readonly at: number };

/**
 * A weighted sum of estimates, Σ c_k s_k, with variance Σ c_k² V_k and the degrees of Welch and
 * Satterthwaite. The estimates must have no network in common.
 * @source Satterthwaite 1946; claims "Statistics"
 * @throws RangeError for another number of weights, a number that is not finite, or no estimates.
 */
export function contrast(estimates: readonly Estimate[], weights: readonly number[]): Estimate {
  requireEstimates("estimates", estimates);
  requireNumbers("weights", weights);
  if (weights.length !== estimates.length)
    throw new RangeError(`weights: expected ${estimates.length}, got ${weights.length}`);
  const parts = estimates.map(({ standardError, degrees }, k) => ({
    variance: weights[k] * weights[k] * standardError * standardError,
    degrees,
  }));
  const estimate = estimates.reduce((sum, each, k) => sum + weights[k] * each.estimate, 0);
  return { estimate, ...combineVariances(parts) };
}

/**
 * The least-squares slope over places, Σ c_N s_N with c_N = (N − N̄)/Σ (N − N̄)²: the change of the
 * measure with each step of one. Test it by `pOfEstimate`, bound it by `boundsOfEstimate`. Do not
 * test a trend of silhouettes by `pageTrend`: the networks of one matrix are no blocks.
 * @source claims "Slopes"
 * @throws RangeError for fewer than two places; see `contrast`.
 */
export function slopeEstimate(cells: readonly PlacedEstimate[]): Estimate {
  requireEstimates("cells", cells);
  for (let k = 0; k < cells.length; k++) requireFinite(`cells[${k}].at`, cells[k].at);
  const middle = cells.reduce((sum, { at }) => sum + at, 0) / cells.length;
  const spread = cells.reduce((sum, { at }) => sum + (at - middle) * (at - middle), 0);
  if (!(spread > 0 && Number.isFinite(spread)))
    throw new RangeError(`cells: expected at least two places, got ${cells.length} cells`);
  return contrast(
    cells,
    cells.map(({ at }) => (at - middle) / spread),
  );
}

/**
 * The mean of estimates that have no network in common.
 * @throws RangeError for no estimates; see `contrast`.
 */
export function meanEstimate(estimates: readonly Estimate[]): Estimate {
  requireEstimates("estimates", estimates);
  return contrast(
    estimates,
    estimates.map(() => 1 / estimates.length),
  );
}

/** @throws RangeError for no estimates, or one that is none. */
function requireEstimates(name: string, estimates: readonly Estimate[]): void {
  requireList(name, estimates);
  if (estimates.length === 0) throw new RangeError(`${name}: expected at least one, got none`);
  for (let k = 0; k < estimates.length; k++) requireEstimate(`${name}[${k}]`, estimates[k]);
}
