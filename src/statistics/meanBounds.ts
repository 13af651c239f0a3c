import { type Bounds, bounds, type Effect } from "./indistinguishable.ts";
import { meanError, requireSample, sampleMean } from "./moments.ts";

/**
 * The mean of one value a network with its one-sided bounds, mean ± t √(s²/n), t with n − 1
 * degrees; s²/n is the delete-one jackknife variance too. Equal values have bounds without width:
 * for shares use `binomialBounds`.
 * @source Student 1908; claims "bounds are one-sided 95 %"
 * @throws RangeError for fewer than two values, a value that is not finite, or a level outside
 * (0, 1).
 */
export function meanBounds(sample: ArrayLike<number>, level = 0.95): Effect & Bounds {
  requireSample("sample", sample, 2);
  const effect: Effect = {
    estimate: sampleMean(sample),
    standardError: meanError(sample),
    networks: sample.length,
  };
  return { ...effect, ...bounds(effect, level) };
}
