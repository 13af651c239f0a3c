import { factorCholesky } from "./cholesky.ts";
import type { Dense } from "./dense.ts";
import { gamma, UNIT_ROUNDOFF, upper } from "./rounding.ts";

const PERRON_STEPS = 100;

/**
 * Whether max_i (|A|v)_i / v_i is proven to be below `bound` for some v > 0: then A is below it in
 * a norm. v is near the Perron vector of |A|, for which the quotient is least.
 * @source Perron–Frobenius; Collatz 1942
 */
export function weightedNormBelow(matrix: Dense, size: number, bound: number): boolean {
  let vector = new Float64Array(size).fill(1);
  for (let step = 0; step <= PERRON_STEPS; step++) {
    const image = new Float64Array(size);
    let below = true;
    let largest = 0;
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) image[i] += Math.abs(matrix[i * size + j]) * vector[j];
      if (!(upper(image[i], size + 4) < bound * vector[i])) below = false;
      largest = Math.max(largest, image[i]);
    }
    if (below) return true;
    if (!(largest > 0 && Number.isFinite(largest))) return false;
    // A share of the old vector keeps it above 0, and from swinging.
    vector = vector.map((v, i) => 0.5 * v + 0.5 * (image[i] / largest) + 1e-12);
  }
  return false;
}

/**
 * Whether ‖A‖₂ < bound is proven: bound²I − AᵀA, less all that rounding may have added, has a
 * Cholesky factor in float64.
 * @source Rump 2006, "Verification of positive definiteness"
 */
export function euclideanNormBelow(matrix: Dense, size: number, bound: number): boolean {
  const gram = new Float64Array(size * size);
  let trace = 0;
  for (let k = 0; k < size; k++)
    for (let i = 0; i < size; i++) {
      const entry = matrix[k * size + i];
      if (entry === 0) continue;
      for (let j = 0; j <= i; j++) gram[i * size + j] -= entry * matrix[k * size + j];
    }
  for (let i = 0; i < size; i++) trace -= gram[i * size + i];
  // The products' rounding, that of the differences and that of the factor, each by the trace.
  const square = bound * bound;
  const doubt = upper(gamma(2 * size + 8) * (trace + size * square), 8) + 4 * UNIT_ROUNDOFF;
  for (let i = 0; i < size; i++) gram[i * size + i] += square - 2 * doubt;
  return factorCholesky(gram, size);
}
