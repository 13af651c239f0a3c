import { binaryScale, scaledBy } from "../numerics/binaryScale.ts";
import { product } from "../numerics/product.ts";
import { asActivity, centred, type Samples } from "./activity.ts";
import { componentsAround, componentsExplaining } from "./principalComponents.ts";

/**
 * The kept principal components of one network's activity, ready to be compared: an orthonormal
 * basis over the samples. It is made once a network, so that a matrix of many networks is fast.
 */
export type Subspace = {
  readonly samples: number;
  /** How many units the activity is of. */
  readonly units: number;
  /** How many components were kept; 0 where the activity does not change. */
  readonly components: number;
  /** The share of the variance that they explain; 0 where there is none. */
  readonly explained: number;
  /** Whitened coordinates as `[component][sample]`: each row has mean 0 and length 1. */
  readonly basis: Float64Array;
};

/** The share of the variance that SVCCA keeps. */
export const KEPT_SHARE = 0.95;

/**
 * The subspace of the fewest principal components that explain `share` of an activity's variance.
 * @source §2.5; Raghu et al. 2017
 * @param activity as `[sample][unit]`; it need not be centred
 * @throws RangeError for fewer than two samples or a value that is not finite.
 */
export function subspace(activity: Samples, share: number = KEPT_SHARE): Subspace {
  return subspaceOf("activity", activity, share);
}

/** The subspace of what is called `name`; see `subspace`. */
export function subspaceOf(name: string, activity: Samples, share: number = KEPT_SHARE): Subspace {
  const raw = asActivity(name, activity);
  if (raw.samples < 2)
    throw new RangeError(`${name}: expected at least two samples, got ${raw.samples}`);
  if (raw.units < 1) throw new RangeError(`${name}: expected at least one unit, got none`);
  // Nothing here depends on scale: a power of two brings the squares into the range of numbers.
  const given = { ...raw, values: scaledBy(raw.values, binaryScale(raw.values)) };
  const moving = centred(given);
  const found = componentsAround(given, moving);
  const components = componentsExplaining(found, share);
  const { samples, units, values } = moving;
  const basis = new Float64Array(components * samples);
  let kept = 0;
  for (let k = 0; k < components; k++) {
    kept += found.variances[k];
    const row = basis.subarray(k * samples, (k + 1) * samples);
    let square = 0;
    product(values, found.axes.subarray(k * units, (k + 1) * units), row);
    for (let sample = 0; sample < samples; sample++) square += row[sample] * row[sample];
    const length = Math.sqrt(square);
    for (let sample = 0; sample < samples; sample++) row[sample] /= length;
  }
  return {
    samples,
    units,
    components,
    explained: found.totalVariance > 0 ? kept / found.totalVariance : 0,
    basis,
  };
}
