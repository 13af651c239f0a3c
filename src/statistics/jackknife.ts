import { requireFinite, requireFunction, shown } from "../numerics/gate.ts";

/** A delete-one jackknife. */
export type Jackknife = {
  /** The statistic without network i, as `[network]`. */
  readonly estimates: Float64Array;
  /** Their mean. */
  readonly mean: number;
  /** (n − 1)/n · Σ (θ_i − mean)²: the variance of the statistic. */
  readonly variance: number;
};

/**
 * The parts of the variance of a statistic of several groups whose sizes are fixed, from its
 * delete-one estimates: (n_g − 1)/n_g · Σ_{i in g} (θ_i − mean of g)² for each group g, as
 * `[group]` in order of occurrence. A group of one adds nothing.
 * @source Arvesen 1969 (jackknifing U-statistics of several samples)
 * @param of the number of each network's group
 * @throws RangeError where there is not one group number for each estimate.
 */
export function groupVariances(
  estimates: ArrayLike<number>,
  of: ArrayLike<number>,
): readonly { readonly networks: number; readonly variance: number }[] {
  if (of.length !== estimates.length)
    throw new RangeError(`of: expected ${estimates.length} group numbers, got ${of.length}`);
  const groups = new Map<number, number[]>();
  for (let i = 0; i < estimates.length; i++) {
    const own = groups.get(of[i]);
    if (own === undefined) groups.set(of[i], [estimates[i]]);
    else own.push(estimates[i]);
  }
  return [...groups.values()].map((own) => {
    const mean = own.reduce((sum, each) => sum + each, 0) / own.length;
    const squares = own.reduce((sum, each) => sum + (each - mean) * (each - mean), 0);
    return { networks: own.length, variance: ((own.length - 1) / own.length) * squares };
  });
}

/**
 * The variance of a statistic of several groups whose sizes are fixed, from its delete-one
 * estimates: the sum of `groupVariances`.
 * @param of the number of each network's group
 * @throws RangeError where there is not one group number for each estimate.
 */
export const stratifiedVariance = (estimates: ArrayLike<number>, of: ArrayLike<number>): number =>
  groupVariances(estimates, of).reduce((sum, { variance }) => sum + variance, 0);

/**
 * The delete-one jackknife of a statistic of `size` networks.
 * @source Efron & Stein 1981; claims "indistinguishable", "slope"
 * @param statistic the statistic of the networks named by `kept`, ascending
 * @throws RangeError for fewer than two networks or a statistic that is not finite.
 */
export function deleteOneJackknife(
  size: number,
  statistic: (kept: Int32Array) => number,
): Jackknife {
  if (!(Number.isInteger(size) && size >= 2))
    throw new RangeError(`size: expected at least 2 networks, got ${shown(size)}`);
  requireFunction("statistic", statistic, "of the networks that are kept");
  const estimates = new Float64Array(size);
  let mean = 0;
  for (let left = 0; left < size; left++) {
    const kept = Int32Array.from({ length: size - 1 }, (_, i) => (i < left ? i : i + 1));
    const estimate = statistic(kept);
    requireFinite("statistic", estimate);
    estimates[left] = estimate;
    mean += estimates[left] / size;
  }
  let squares = 0;
  for (const estimate of estimates) squares += (estimate - mean) * (estimate - mean);
  return { estimates, mean, variance: ((size - 1) / size) * squares };
}
