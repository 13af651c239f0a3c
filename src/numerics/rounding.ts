/**
 * Bounds on the rounding of float64. All sums that they are used for are of terms ≥ 0, so that the
 * computed sum of n terms is at most a factor 1 ± γ(n) from the true one.
 * @source Higham 2002, "Accuracy and Stability of Numerical Algorithms", lemma 3.1
 */

/** The unit roundoff of float64, 2^−53. */
export const UNIT_ROUNDOFF = 1.1102230246251565e-16;

/** γ(n) = nu / (1 − nu): the relative error of n roundings; computed a little too large. */
export function gamma(operations: number): number {
  const nu = operations * UNIT_ROUNDOFF;
  return (nu / (1 - nu)) * (1 + 4 * UNIT_ROUNDOFF);
}

/** An upper bound of a true value ≥ 0 that was computed with at most `operations` roundings. */
export function upper(computed: number, operations: number): number {
  // Number.MIN_VALUE covers underflow to 0 in the products.
  return computed * (1 + 2 * gamma(operations + 2)) + operations * Number.MIN_VALUE;
}
