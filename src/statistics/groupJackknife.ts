import {
  type Groups,
  numberLabels,
  requireFinite,
  requireFunction,
  requireNumbers,
} from "../numerics/gate.ts";
import { combineVariances, type Estimate } from "./estimate.ts";
import { groupVariances } from "./jackknife.ts";

/** The error of a statistic of several groups of networks. */
export type GroupJackknife = Pick<Estimate, "standardError" | "degrees"> & {
  /** The statistic without network i, as `[network]`. */
  readonly estimates: Float64Array;
};

/**
 * The delete-one jackknife of a statistic of several groups, within each group: the variances
 * V_g = (n_g − 1)/n_g · Σ_{i in g} (θ_i − mean of g)² are added, with the degrees of Welch and
 * Satterthwaite over n_g − 1. Taken over all networks as if they were one sample, what tells the
 * groups apart would count as error.
 * @source Arvesen 1969; Efron & Stein 1981; Satterthwaite 1946; claims "Statistics"
 * @param labels the group of each network, any values; what is a group may be a cell of two factors
 * @param statistic the statistic of the networks named by `kept`, ascending
 * @throws RangeError for a group of fewer than two networks or a statistic that is not finite.
 */
export function groupJackknife(
  labels: ArrayLike<unknown>,
  statistic: (kept: Int32Array) => number,
): GroupJackknife {
  requireGroups(numberLabels("labels", labels));
  requireFunction("statistic", statistic, "of the networks that are kept");
  const size = labels.length;
  const estimates = new Float64Array(size);
  for (let left = 0; left < size; left++) {
    const kept = Int32Array.from({ length: size - 1 }, (_, i) => (i < left ? i : i + 1));
    const estimate = statistic(kept);
    requireFinite("statistic", estimate);
    estimates[left] = estimate;
  }
  return { estimates, ...errorOfGroups(estimates, labels) };
}

/**
 * The same from delete-one estimates that are at hand.
 * @throws RangeError for a group of fewer than two networks, or another number of labels.
 */
export function errorOfGroups(
  estimates: ArrayLike<number>,
  labels: ArrayLike<unknown>,
): Pick<Estimate, "standardError" | "degrees"> {
  requireNumbers("estimates", estimates, 1);
  const groups = numberLabels("labels", labels, estimates.length);
  requireGroups(groups);
  return combineVariances(
    groupVariances(estimates, groups.of).map(({ networks, variance }) => ({
      variance,
      degrees: networks - 1,
    })),
  );
}

function requireGroups({ of, count }: Groups): void {
  if (count === 0) throw new RangeError("labels: expected at least one group, got none");
  const sizes = new Int32Array(count);
  for (const group of of) sizes[group] += 1;
  const fewest = sizes.reduce((least, size) => Math.min(least, size));
  if (fewest < 2)
    throw new RangeError(`labels: expected at least 2 networks a group, got ${fewest}`);
}
