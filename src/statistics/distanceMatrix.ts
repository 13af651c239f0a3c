/** Distances between every two of `size` items, row-major: symmetric, zeros on the diagonal. */
export type DistanceMatrix = { readonly size: number; readonly values: Float64Array };

/** Labels of the items of a distance matrix, and how often they are shuffled. */
export type LabelledDistances = {
  readonly distances: DistanceMatrix;
  readonly labels: ArrayLike<number>;
  readonly permutations: number;
};

/** Differences below this share of the largest distance are rounding error. */
const ROUNDING = 1e-10;

/**
 * Distances from nested rows, checked; each pair is made exactly symmetric, the diagonal exactly 0.
 * @throws RangeError where the matrix is not square, a distance is not finite or is negative, the
 * diagonal is not zero, or the two halves differ (each by more than 1e-10 of the largest distance).
 */
export function distanceMatrix(rows: readonly ArrayLike<number>[]): DistanceMatrix {
  const size = rows.length;
  if (size === 0) throw new RangeError("distances: expected at least one row, got none");
  let largest = 0;
  for (const [i, row] of rows.entries()) {
    if (row.length !== size)
      throw new RangeError(`distances[${i}]: expected ${size} entries, got ${row.length}`);
    for (let j = 0; j < size; j++) {
      if (!Number.isFinite(row[j]))
        throw new RangeError(`distances[${i}][${j}]: expected a finite number, got ${row[j]}`);
      largest = Math.max(largest, Math.abs(row[j]));
    }
  }
  // Distances 1 − correlation are known to about 1e-15 only, however small they all are.
  const slack = ROUNDING * largest + 1e-14;
  const values = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    if (Math.abs(rows[i][i]) > slack)
      throw new RangeError(`distances[${i}][${i}]: expected 0 on the diagonal, got ${rows[i][i]}`);
    for (let j = 0; j < i; j++) {
      const [here, there] = [rows[i][j], rows[j][i]];
      if (here < -slack)
        throw new RangeError(`distances[${i}][${j}]: expected no negative number, got ${here}`);
      if (Math.abs(here - there) > slack)
        throw new RangeError(
          `distances[${i}][${j}]: expected ${there}, as at [${j}][${i}], got ${here}`,
        );
      const distance = here === there ? here : (here + there) / 2;
      values[i * size + j] = Math.max(0, distance);
      values[j * size + i] = Math.max(0, distance);
    }
  }
  return { size, values };
}

/**
 * Euclidean distances between rows of features.
 * @throws RangeError where a row has another length or a feature is not finite.
 */
export function euclideanDistances(rows: readonly ArrayLike<number>[]): DistanceMatrix {
  const size = rows.length;
  if (size === 0) throw new RangeError("rows: expected at least one row, got none");
  for (const [i, row] of rows.entries()) {
    if (row.length !== rows[0].length)
      throw new RangeError(`rows[${i}]: expected ${rows[0].length} entries, got ${row.length}`);
    for (let j = 0; j < row.length; j++)
      if (!Number.isFinite(row[j]))
        throw new RangeError(`rows[${i}][${j}]: expected a finite number, got ${row[j]}`);
  }
  const values = new Float64Array(size * size);
  for (let i = 0; i < size; i++)
    for (let j = 0; j < i; j++) {
      let square = 0;
      for (let k = 0; k < rows[i].length; k++) {
        const difference = rows[i][k] - rows[j][k];
        square += difference * difference;
      }
      values[i * size + j] = Math.sqrt(square);
      values[j * size + i] = values[i * size + j];
    }
  return { size, values };
}

/** The matrix as nested rows. */
export function toRows({ size, values }: DistanceMatrix): number[][] {
  return Array.from({ length: size }, (_, i) =>
    Array.from(values.subarray(i * size, (i + 1) * size)),
  );
}

/** The distances among the items named by `kept`, in that order. */
export function selectDistances(
  { size, values }: DistanceMatrix,
  kept: ArrayLike<number>,
): DistanceMatrix {
  const count = kept.length;
  const picked = new Float64Array(count * count);
  for (let i = 0; i < count; i++)
    for (let j = 0; j < count; j++) picked[i * count + j] = values[kept[i] * size + kept[j]];
  return { size: count, values: picked };
}
