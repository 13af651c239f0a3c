import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { binaryScale, scaledBy } from "../numerics/binaryScale.ts";
import {
  requireFields,
  requireHas,
  requireInteger,
  requireNumbers,
  shown,
} from "../numerics/gate.ts";
import { type Activity, CONSTANT_SHARE, centred, requireActivity } from "./activity.ts";

/** The principal components of an activity, largest variance first. */
export type PrincipalComponents = {
  readonly units: number;
  /** How many axes have a variance that is not rounding error. */
  readonly rank: number;
  /** The variance along each axis, descending; exactly 0 beyond the rank. */
  readonly variances: Float64Array;
  /** The sum of the units' variances. */
  readonly totalVariance: number;
  /** Unit vectors, as `[component][unit]`; each one's largest entry is positive. */
  readonly axes: Float64Array;
};

/**
 * Principal components, by the eigen-decomposition of the units' covariance (divisor samples − 1).
 * Singular covariances are normal here: clamped units have no variance. Activity that does not
 * change, apart from rounding error, has rank 0.
 * @source §2.5 (SVCCA's first step); Raghu et al. 2017
 * @throws RangeError for fewer than two samples, a value that is not finite, or a variance that is
 * too large, or too small, to be a number.
 */
export function principalComponents(activity: Activity): PrincipalComponents {
  const given = requireActivity(activity);
  const scale = binaryScale(given.values);
  if (scale === 1) return componentsOf(given);
  const found = componentsOf({ ...given, values: scaledBy(given.values, scale) });
  const unscaled = (variance: number): number => {
    const whole = variance / scale / scale;
    if (variance > 0 && !(whole > 0 && whole < Number.POSITIVE_INFINITY))
      throw new RangeError(
        `activity: expected variances that are numbers, got activity of about ${1 / scale}: ` +
          "divide it by that",
      );
    return whole;
  };
  const totalVariance = unscaled(found.totalVariance);
  return { ...found, variances: found.variances.map(unscaled), totalVariance };
}

function componentsOf(activity: Activity): PrincipalComponents {
  const { samples } = activity;
  if (samples < 2) throw new RangeError(`activity: expected at least two samples, got ${samples}`);
  return componentsAround(activity, centred(activity));
}

/**
 * The components of an activity, of usual size and with two samples or more, and the same centred:
 * for who needs both. Nothing is checked.
 */
export function componentsAround(
  { units, samples, values }: Activity,
  moving: Activity,
): PrincipalComponents {
  const covariance = covarianceOf(moving);
  let totalVariance = 0;
  for (let i = 0; i < units; i++) totalVariance += covariance.get(i, i);
  let square = 0;
  for (let at = 0; at < values.length; at++) square += values[at] * values[at];
  const floor = (CONSTANT_SHARE * CONSTANT_SHARE * square) / samples;
  const variances = new Float64Array(units);
  const axes = new Float64Array(units * units);
  if (!(totalVariance > floor)) {
    for (let i = 0; i < units; i++) axes[i * units + i] = 1;
    return { units, rank: 0, variances, totalVariance: 0, axes };
  }
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(covariance, {
    assumeSymmetric: true,
  });
  const order = [...realEigenvalues.keys()].sort((a, b) => realEigenvalues[b] - realEigenvalues[a]);
  const rounding = units * Number.EPSILON * realEigenvalues[order[0]];
  let rank = 0;
  for (const [component, column] of order.entries()) {
    if (realEigenvalues[column] > rounding) {
      variances[component] = realEigenvalues[column];
      rank += 1;
    }
    axes.set(withPositivePeak(eigenvectorMatrix.getColumn(column)), component * units);
  }
  return { units, rank, variances, totalVariance, axes };
}

/**
 * Adds four samples to the sums of two units with each unit before them: a sum is read and written
 * once for the samples, and a value is read once for the units. What lies above the diagonal is not
 * of use; without a unit after `i` the sums are those of the last one again.
 */
function addFourSamples(
  sums: Float64Array,
  {
    values,
    units,
    start,
    i,
  }: {
    readonly values: Float64Array;
    readonly units: number;
    readonly start: number;
    readonly i: number;
  },
): void {
  const [a, b, c] = [units, 2 * units, 3 * units];
  const next = Math.min(i + 1, units - 1);
  const isLast = next === i;
  const x0 = values[start + i];
  const x1 = values[start + a + i];
  const x2 = values[start + b + i];
  const x3 = values[start + c + i];
  const y0 = values[start + next];
  const y1 = values[start + a + next];
  const y2 = values[start + b + next];
  const y3 = values[start + c + next];
  for (let j = 0, at = start; j <= next; j++, at++) {
    const v0 = values[at];
    const v1 = values[at + a];
    const v2 = values[at + b];
    const v3 = values[at + c];
    if (!isLast) sums[i * units + j] += x0 * v0 + x1 * v1 + (x2 * v2 + x3 * v3);
    sums[next * units + j] += y0 * v0 + y1 * v1 + (y2 * v2 + y3 * v3);
  }
}

function covarianceOf({ samples, units, values }: Activity): Matrix {
  const sums = new Float64Array(units * units);
  const whole = samples - (samples % 4);
  for (let start = 0; start < whole * units; start += 4 * units)
    for (let i = 0; i < units; i += 2) addFourSamples(sums, { values, units, start, i });
  for (let start = whole * units; start < values.length; start += units)
    for (let i = 0; i < units; i++)
      for (let j = 0; j <= i; j++) sums[i * units + j] += values[start + i] * values[start + j];
  const covariance = Matrix.zeros(units, units);
  for (let i = 0; i < units; i++)
    for (let j = 0; j <= i; j++) {
      covariance.set(i, j, sums[i * units + j] / (samples - 1));
      covariance.set(j, i, sums[i * units + j] / (samples - 1));
    }
  return covariance;
}

/** An eigenvector has no sign of its own: its largest entry is made positive. */
export function withPositivePeak(vector: readonly number[]): number[] {
  let peak = 0;
  for (const value of vector) if (Math.abs(value) > Math.abs(peak)) peak = value;
  return peak < 0 ? vector.map((value) => -value) : [...vector];
}

/**
 * The smallest number of components that explain at least `share` of the variance; 0 where nothing
 * varies. A share that is met but for rounding error (1e-12 of the total) counts as met.
 * @source §2.5: 95 %
 * @throws RangeError unless share is in (0, 1].
 */
export function componentsExplaining(components: PrincipalComponents, share: number): number {
  if (!(Number.isFinite(share) && share > 0 && share <= 1))
    throw new RangeError(`share: expected a number in (0, 1], got ${shown(share)}`);
  const { variances, totalVariance, rank } = components;
  let sum = 0;
  for (let kept = 0; kept < rank; kept++) {
    if (sum >= (share - 1e-12) * totalVariance) return kept;
    sum += variances[kept];
  }
  return rank;
}

/**
 * The coordinates of an activity, or of other states of the same units, on the first `count` axes,
 * as `[sample][component]`. `centre` is the point, `[unit]`, that is taken as the origin.
 * @throws RangeError where the units differ or there are fewer components.
 */
export function project(
  activity: Activity,
  onto: {
    readonly components: PrincipalComponents;
    readonly centre: ArrayLike<number>;
    readonly count: number;
  },
): Float64Array {
  const { samples, units, values } = requireActivity(activity);
  requireFields("onto", onto, { needed: ["components", "centre", "count"] });
  const { components, centre, count } = onto;
  requireHas("components", components, ["units", "axes"]);
  requireInteger("components.units", components.units, 1);
  requireNumbers("centre", centre);
  requireNumbers("components.axes", components.axes, components.units * components.units);
  if (units !== components.units || centre.length !== units)
    throw new RangeError(
      `activity: expected ${components.units} units, got ${units} (centre ${centre.length})`,
    );
  if (!(Number.isInteger(count) && count >= 0 && count <= units))
    throw new RangeError(`count: expected an integer within 0 … ${units}, got ${shown(count)}`);
  const coordinates = new Float64Array(samples * count);
  for (let sample = 0; sample < samples; sample++)
    for (let k = 0; k < count; k++) {
      let sum = 0;
      for (let i = 0; i < units; i++)
        sum += (values[sample * units + i] - centre[i]) * components.axes[k * units + i];
      coordinates[sample * count + k] = sum;
    }
  return coordinates;
}

/** Each unit's mean over the samples, as `[unit]`. */
export function unitMeans({ samples, units, values }: Activity): Float64Array {
  const means = new Float64Array(units);
  for (let at = 0; at < values.length; at++) means[at % units] += values[at];
  return means.map((sum) => sum / samples);
}
