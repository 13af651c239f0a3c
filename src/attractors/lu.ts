/**
 * Factors a square matrix in place as PA = LU by Gaussian elimination with partial pivoting, and
 * answers the sign of its determinant: 0 where it is singular in float64.
 * @source Golub & Van Loan 2013, algorithm 3.4.1
 * @param matrix row-major `[size][size]`; L (unit diagonal) and U are left in it
 * @param pivots `[size]`; which row was swapped with row k
 */
export function factorLu(matrix: Float64Array, pivots: Int32Array): -1 | 0 | 1 {
  const size = pivots.length;
  let positive = true;
  let singular = false;
  for (let k = 0; k < size; k++) {
    const pivotRow = largestBelow(matrix, size, k);
    pivots[k] = pivotRow;
    if (pivotRow !== k) {
      swapRows(matrix, size, k, pivotRow);
      positive = !positive;
    }
    const top = k * size;
    const pivot = matrix[top + k];
    if (pivot === 0 || !Number.isFinite(pivot)) {
      singular = true;
      continue;
    }
    if (pivot < 0) positive = !positive;
    const inverse = 1 / pivot;
    let i = k + 1;
    for (; i + 2 <= size; i += 2) eliminateTwo(matrix, { size, k, i }, inverse);
    if (i < size) {
      const row = i * size;
      const factor = matrix[row + k] * inverse;
      matrix[row + k] = factor;
      for (let j = k + 1; j < size; j++) matrix[row + j] -= factor * matrix[top + j];
    }
  }
  return singular ? 0 : positive ? 1 : -1;
}

/** Takes row k out of rows i and i + 1: the pivot's row is read once for both. */
function eliminateTwo(
  matrix: Float64Array,
  { size, k, i }: { readonly size: number; readonly k: number; readonly i: number },
  inverse: number,
): void {
  const top = k * size;
  const row = i * size;
  const below = row + size;
  const factor = matrix[row + k] * inverse;
  const second = matrix[below + k] * inverse;
  matrix[row + k] = factor;
  matrix[below + k] = second;
  for (let j = k + 1; j < size; j++) {
    const pivot = matrix[top + j];
    matrix[row + j] -= factor * pivot;
    matrix[below + j] -= second * pivot;
  }
}

function largestBelow(matrix: Float64Array, size: number, k: number): number {
  let best = k;
  for (let i = k + 1; i < size; i++)
    if (Math.abs(matrix[i * size + k]) > Math.abs(matrix[best * size + k])) best = i;
  return best;
}

function swapRows(matrix: Float64Array, size: number, a: number, b: number): void {
  for (let j = 0; j < size; j++) {
    const kept = matrix[a * size + j];
    matrix[a * size + j] = matrix[b * size + j];
    matrix[b * size + j] = kept;
  }
}

/** Solves Ax = b in place (b becomes x) with the factors that `factorLu` left. */
export function solveLu(matrix: Float64Array, pivots: Int32Array, b: Float64Array): void {
  const size = pivots.length;
  for (let k = 0; k < size; k++) {
    const swapped = b[pivots[k]];
    b[pivots[k]] = b[k];
    b[k] = swapped;
  }
  for (let i = 1; i < size; i++) {
    let sum = b[i];
    for (let j = 0; j < i; j++) sum -= matrix[i * size + j] * b[j];
    b[i] = sum;
  }
  for (let i = size - 1; i >= 0; i--) {
    let sum = b[i];
    for (let j = i + 1; j < size; j++) sum -= matrix[i * size + j] * b[j];
    b[i] = sum / matrix[i * size + i];
  }
}

/**
 * Solves AX = B in place (B becomes X), row-major `[size][columns]`: to the bit what `solveLu`
 * gives for each column. Columns go side by side: one alone waits for its own last subtraction.
 */
export function solveColumnsLu(matrix: Float64Array, pivots: Int32Array, b: Float64Array): void {
  const size = pivots.length;
  const columns = b.length / size;
  for (let k = 0; k < size; k++) if (pivots[k] !== k) swapRows(b, columns, k, pivots[k]);
  for (let i = 1; i < size; i++) subtractRows(b, matrix, { size, i, from: 0, to: i });
  for (let i = size - 1; i >= 0; i--) {
    subtractRows(b, matrix, { size, i, from: i + 1, to: size });
    for (let c = 0; c < columns; c++) b[i * columns + c] /= matrix[i * size + i];
  }
}

/**
 * Row i of b, less row j times entry j of the matrix's row i, for j = from … to − 1, one after
 * another. Four go together: row i is read and written once for them.
 */
function subtractRows(
  b: Float64Array,
  matrix: Float64Array,
  {
    size,
    i,
    from,
    to,
  }: { readonly size: number; readonly i: number; readonly from: number; readonly to: number },
): void {
  const columns = b.length / size;
  const row = i * columns;
  const entries = i * size;
  let j = from;
  for (; j + 4 <= to; j += 4) {
    const p = matrix[entries + j];
    const q = matrix[entries + j + 1];
    const r = matrix[entries + j + 2];
    const s = matrix[entries + j + 3];
    const first = j * columns;
    const second = first + columns;
    const third = second + columns;
    const fourth = third + columns;
    for (let c = 0; c < columns; c++)
      b[row + c] =
        b[row + c] - p * b[first + c] - q * b[second + c] - r * b[third + c] - s * b[fourth + c];
  }
  for (; j < to; j++) {
    const p = matrix[entries + j];
    for (let c = 0; c < columns; c++) b[row + c] -= p * b[j * columns + c];
  }
}
