import {
  type Activity,
  centredToScale,
  comparable,
  type Samples,
} from "../representations/activity.ts";
import { comparisonError } from "./comparisonError.ts";

/**
 * Linear CKA with the unbiased estimate of HSIC in the place of each of its three terms: about 0
 * for activities that have nothing to do with each other, also with fewer samples than units, where
 * plain CKA is near 1. At most 1, and it may be below 0. 0 where one side never changes, and NaN
 * never: where an estimate of a side with itself is not above 0 there is nothing to divide by, and
 * it is an error.
 * @source Song et al. 2012, eq. 5; Kornblith et al. 2019 (code); Nguyen et al. 2021
 * @throws RangeError where the numbers of samples differ, there are fewer than four, a value is not
 * finite, or a side's own HSIC is not above 0.
 */
export function debiasedCka(a: Samples, b: Samples): number {
  const [x, y] = comparable(a, b).map(centredToScale);
  if (x.samples < 4)
    throw new RangeError(`samples: expected at least four to debias, got ${x.samples}`);
  if (isStill(x) || isStill(y)) return 0;
  const [gramX, gramY] = [emptiedGram(x), emptiedGram(y)];
  const own = [unbiasedHsic(gramX, gramX), unbiasedHsic(gramY, gramY)];
  for (const [i, hsic] of own.entries())
    if (!(hsic > 0))
      throw new RangeError(
        `${["a", "b"][i]}: expected more independent samples: its unbiased HSIC is not above 0`,
      );
  const alignment = unbiasedHsic(gramX, gramY) / Math.sqrt(own[0]) / Math.sqrt(own[1]);
  return alignment > 1 - comparisonError(x, y) ? 1 : alignment;
}

const isStill = ({ values }: Activity): boolean => values.every((value) => value === 0);

/** XXᵀ without its diagonal, with the sums of its rows. */
type Gram = {
  readonly samples: number;
  readonly values: Float64Array;
  readonly sums: Float64Array;
};

function emptiedGram({ samples, units, values }: Activity): Gram {
  const gram = new Float64Array(samples * samples);
  const sums = new Float64Array(samples);
  for (let s = 0; s < samples; s++)
    for (let t = 0; t < s; t++) {
      let product = 0;
      for (let i = 0; i < units; i++) product += values[s * units + i] * values[t * units + i];
      gram[s * samples + t] = product;
      gram[t * samples + s] = product;
      sums[s] += product;
      sums[t] += product;
    }
  return { samples, values: gram, sums };
}

/** n (n − 3) times the unbiased HSIC: the factor is the same for all, and leaves the ratio. */
function unbiasedHsic(a: Gram, b: Gram): number {
  const n = a.samples;
  let [trace, totalA, totalB, rows] = [0, 0, 0, 0];
  for (let at = 0; at < a.values.length; at++) trace += a.values[at] * b.values[at];
  for (let s = 0; s < n; s++) {
    totalA += a.sums[s];
    totalB += b.sums[s];
    rows += a.sums[s] * b.sums[s];
  }
  return trace + (totalA * totalB) / ((n - 1) * (n - 2)) - (2 * rows) / (n - 2);
}
