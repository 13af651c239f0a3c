import { centredToScale, comparable, type Samples } from "../representations/activity.ts";
import { comparisonError } from "./comparisonError.ts";
import { crossProduct, frobenius } from "./crossProduct.ts";

/**
 * Linear centred kernel alignment, ‖XᵀY‖² / (‖XᵀX‖ ‖YᵀY‖), of centred activities, in [0, 1]; blind
 * to rotations and scalings. 0 where one side never changes; exactly 1 where the two differ by
 * rounding error alone. With fewer samples than units it is near 1 whatever the activities are:
 * see `comparisonNote`, and `debiasedCka`.
 * @source Kornblith et al. 2019, eq. 4
 * @throws RangeError where the numbers of samples differ, there are fewer than two, or a value is
 * not finite.
 */
export function cka(a: Samples, b: Samples): number {
  const [x, y] = comparable(a, b).map(centredToScale);
  const within = frobenius(crossProduct(x, x)) * frobenius(crossProduct(y, y));
  if (within === 0) return 0;
  const between = frobenius(crossProduct(x, y));
  const alignment = (between * between) / within;
  return alignment > 1 - comparisonError(x, y) ? 1 : alignment;
}
