import { binaryScale } from "../numerics/binaryScale.ts";

/** Distances outside these have squares that are no numbers, or not to the last digit. */
const [SMALLEST, LARGEST] = [1e-145, 1e145];

/**
 * The power of two by which distances are multiplied before they are mapped. A map's stress, or its
 * eigenvalues, are squares of distances, and those must be numbers.
 * @throws RangeError for distances whose squares are not.
 */
export function mapScale(values: Float64Array): number {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, value);
  if (largest > 0 && !(largest >= SMALLEST && largest <= LARGEST))
    throw new RangeError(
      `distances: expected the largest in ${SMALLEST} … ${LARGEST}, got ${largest}: ` +
        "divide all by it",
    );
  return binaryScale(values);
}
