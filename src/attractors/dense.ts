import { product } from "../numerics/product.ts";
import { factorLu, solveColumnsLu } from "./lu.ts";

/** Square matrices, row-major in a Float64Array. */
export type Dense = Float64Array;

/** AB, summed over the inner index in its order. */
export function multiply({
  left,
  right,
  size,
}: {
  readonly left: Dense;
  readonly right: Dense;
  readonly size: number;
}): Dense {
  const product = new Float64Array(size * size);
  for (let row = 0; row < left.length; row += size) {
    let k = 0;
    for (; k + 4 <= size; k += 4) addFourRows(product, { left, right, size, row, k });
    for (; k < size; k++) addRow(product, { left, right, size, row, k });
  }
  return product;
}

/** Where a row of a product begins, and the number of the row of the right matrix added to it. */
type Adding = {
  readonly left: Dense;
  readonly right: Dense;
  readonly size: number;
  readonly row: number;
  readonly k: number;
};

function addRow(product: Dense, { left, right, size, row, k }: Adding): void {
  const entry = left[row + k];
  if (entry === 0) return;
  const from = k * size;
  for (let j = 0; j < size; j++) product[row + j] += entry * right[from + j];
}

/** Four rows from k on, one after another: a row of the product is read and written once. */
function addFourRows(product: Dense, adding: Adding): void {
  const { left, right, size, row, k } = adding;
  const p = left[row + k];
  const q = left[row + k + 1];
  const r = left[row + k + 2];
  const s = left[row + k + 3];
  if (p === 0 || q === 0 || r === 0 || s === 0) {
    for (let next = k; next < k + 4; next++) addRow(product, { ...adding, k: next });
    return;
  }
  const first = k * size;
  const second = first + size;
  const third = second + size;
  const fourth = third + size;
  for (let j = 0; j < size; j++)
    product[row + j] =
      product[row + j] +
      p * right[first + j] +
      q * right[second + j] +
      r * right[third + j] +
      s * right[fourth + j];
}

/** An approximate inverse, or null where the matrix is singular in float64. */
export function invert(matrix: Dense, size: number): Dense | null {
  const factors = matrix.slice();
  const pivots = new Int32Array(size);
  if (factorLu(factors, pivots) === 0) return null;
  const inverse = new Float64Array(size * size);
  for (let i = 0; i < size; i++) inverse[i * size + i] = 1;
  solveColumnsLu(factors, pivots, inverse);
  return inverse.every(Number.isFinite) ? inverse : null;
}

/** |A|: the absolute value of each entry. */
export function absolute(matrix: Dense): Dense {
  return matrix.map(Math.abs);
}

/** The largest sum of |entries| in a row: the norm ‖A‖∞ as computed. */
export function rowSumNorm(matrix: Dense, size: number): number {
  let largest = 0;
  for (let i = 0; i < size; i++) {
    let sum = 0;
    for (let j = 0; j < size; j++) sum += Math.abs(matrix[i * size + j]);
    // Written so that NaN is not lost.
    if (!(sum <= largest)) largest = sum;
  }
  return largest;
}

/** The largest sum of |entries| in a column: the norm ‖A‖₁ as computed. */
export function columnSumNorm(matrix: Dense, size: number): number {
  let largest = 0;
  for (let j = 0; j < size; j++) {
    let sum = 0;
    for (let i = 0; i < size; i++) sum += Math.abs(matrix[i * size + j]);
    if (!(sum <= largest)) largest = sum;
  }
  return largest;
}

/** Ax. */
export function times(matrix: Dense, vector: Float64Array): Float64Array {
  return product(matrix, vector, new Float64Array(vector.length));
}
