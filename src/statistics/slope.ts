import { binaryScale } from "../numerics/binaryScale.ts";
import { requireHas, requireList } from "../numerics/gate.ts";
import { tQuantile, tUpperTail } from "./studentT.ts";

/** One cell of a trend: the measure s_N of a population, and its jackknife variance. */
export type SlopeCell = {
  /** Where the cell lies: the number of contexts N, or a noise level. */
  readonly at: number;
  readonly estimate: number;
  readonly variance: number;
  /** Networks per group (n). */
  readonly networks: number;
};

/** A slope over cells, with one-sided 95 % bounds. */
export type Slope = {
  readonly slope: number;
  readonly standardError: number;
  readonly t: number;
  /** n − 1, of the smallest cell. */
  readonly degrees: number;
  /** One-sided, for a slope above 0. */
  readonly risingP: number;
  /** One-sided, for a slope below 0. */
  readonly fallingP: number;
  readonly lower: number;
  readonly upper: number;
};

const FIELDS = ["at", "estimate", "variance", "networks"] as const;

/**
 * The least-squares slope Σ c_N s_N, c_N = (N − N̄)/Σ(N − N̄)², with variance Σ c_N² × the
 * jackknife variance of cell N, and t with n − 1 degrees. Cells must have no network in common.
 * @source claims "slope"
 * @throws RangeError for fewer than two places, a negative variance or fewer than two networks.
 */
export function slope(cells: readonly SlopeCell[], level = 0.95): Slope {
  requireList("cells", cells);
  for (const [i, cell] of cells.entries()) {
    requireHas(`cells[${i}]`, cell, FIELDS);
    if (!(Number.isFinite(cell.at) && Number.isFinite(cell.estimate)))
      throw new RangeError(`cells[${i}]: expected numbers, got ${cell.at}, ${cell.estimate}`);
    if (!(Number.isFinite(cell.variance) && cell.variance >= 0))
      throw new RangeError(`cells[${i}].variance: expected no negative, got ${cell.variance}`);
    if (!(Number.isInteger(cell.networks) && cell.networks >= 2))
      throw new RangeError(`cells[${i}].networks: expected at least 2, got ${cell.networks}`);
  }
  // Places and standard errors are scaled by powers of two: no square overflows or vanishes.
  const scale = binaryScale(cells.map(({ at }) => at));
  const places = cells.map(({ at }) => at * scale);
  const middle = places.reduce((sum, at) => sum + at, 0) / places.length;
  const spread = places.reduce((sum, at) => sum + (at - middle) * (at - middle), 0);
  if (!(spread > 0))
    throw new RangeError(`cells: expected at least two places, got ${cells.length}`);
  let estimate = 0;
  let variance = 0;
  for (const [i, cell] of cells.entries()) {
    const weight = (places[i] - middle) / spread;
    estimate += weight * cell.estimate;
    variance += weight * weight * cell.variance;
  }
  const degrees = Math.min(...cells.map((cell) => cell.networks)) - 1;
  const scaledError = Math.sqrt(variance);
  const standardError = scaledError * scale;
  const t = estimate === 0 ? 0 : estimate / scaledError;
  estimate *= scale;
  const reach = tQuantile(level, degrees) * standardError;
  return {
    slope: estimate,
    standardError,
    t,
    degrees,
    risingP: tUpperTail(t, degrees),
    fallingP: tUpperTail(-t, degrees),
    lower: estimate - reach,
    upper: estimate + reach,
  };
}
