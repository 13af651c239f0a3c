import { Matrix, SVD } from "ml-matrix";
import { evaluate, evaluationOf, type Field, negatedDerivative } from "./field.ts";

/** A direction in which F hardly changes: F'v = −σw, with |v| = |w| = 1. */
export interface SoftDirection {
  readonly size: number;
  /** v as `[unit]`. */
  readonly right: Float64Array;
  /** w as `[unit]`. */
  readonly left: Float64Array;
}

/** A singular value is that of a null space if it is this far below the largest. */
const SINGULAR_SHARE = 1e-6;

/** The singular directions of −F'(x) = I − W_rec diag f'(x), the softest first. */
export function softDirections(field: Field, state: Float64Array): readonly SoftDirection[] {
  const { units } = field;
  const at = evaluationOf(units);
  evaluate(field, state, at);
  const matrix = new Float64Array(units * units);
  negatedDerivative(field, at.slope, matrix);
  const { diagonal, leftSingularVectors, rightSingularVectors } = new SVD(
    Matrix.from1DArray(units, units, Array.from(matrix)),
  );
  return diagonal
    .map((size, k) => ({
      size,
      right: Float64Array.from(rightSingularVectors.getColumn(k)),
      left: Float64Array.from(leftSingularVectors.getColumn(k)),
    }))
    .sort((a, b) => a.size - b.size);
}

/** Those of `directions` along which F' vanishes as far as float64 tells near a degenerate root. */
export function nullDirections(directions: readonly SoftDirection[]): readonly SoftDirection[] {
  const largest = directions[directions.length - 1].size;
  // The softest is one in any case: without one the root would have been certified.
  return directions.filter(({ size }, k) => k === 0 || size <= SINGULAR_SHARE * largest);
}
