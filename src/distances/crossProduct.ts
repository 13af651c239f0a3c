import { Matrix } from "ml-matrix";
import { type Activity, requireSameSamples } from "../representations/activity.ts";

/**
 * XᵀY of two activities with the same samples, as `[unit of X][unit of Y]`.
 * @throws RangeError where the numbers of samples differ.
 */
export function crossProduct(x: Activity, y: Activity): Matrix {
  requireSameSamples(x, y);
  const sums = new Float64Array(x.units * y.units);
  for (let sample = 0; sample < x.samples; sample++)
    for (let i = 0; i < x.units; i++) {
      const value = x.values[sample * x.units + i];
      if (value === 0) continue;
      for (let j = 0; j < y.units; j++)
        sums[i * y.units + j] += value * y.values[sample * y.units + j];
    }
  return Matrix.from1DArray(x.units, y.units, Array.from(sums));
}

/** The Frobenius norm, √Σ m_ij². */
export function frobenius(matrix: Matrix): number {
  let square = 0;
  for (const value of matrix.to1DArray()) square += value * value;
  return Math.sqrt(square);
}
