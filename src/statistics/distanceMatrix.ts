import { binaryScale, scaledBy, scaleOf } from "../numerics/binaryScale.ts";
import {
  requireFields,
  requireInteger,
  requireList,
  requireNotNegative,
  requireRows,
  shown,
} from "../numerics/gate.ts";

/** Distances between every two of `size` items, row-major: symmetric, zeros on the diagonal. */
export type DistanceMatrix = {
  readonly size: number;
  readonly values: Float64Array;
  /** What was done to the rows that were given, in words; absent where nothing was. */
  readonly mended?: string;
};

/** Labels of the items of a distance matrix, and how often they are shuffled. */
export type LabelledDistances = {
  readonly distances: DistanceMatrix;
  /** Any values, compared as such. */
  readonly labels: ArrayLike<unknown>;
  readonly permutations: number;
};

/** Differences below this share of the largest distance are rounding error, of float32 at worst. */
const ROUNDING = 1e-6;

/**
 * A distance 1 − similarity has the absolute error of the similarity, however small it is. Such
 * distances are whole multiples of a half of the last bit of 1, in float64 or in float32.
 */
const FIXED_POINTS = [
  { inverseStep: 33_554_432, error: 1 / 1_048_576 },
  { inverseStep: 18_014_398_509_481_984, error: 1 / 70_368_744_177_664 },
] as const;

/** What is known of given distances beside their values. */
export type DistanceOptions = {
  /** The absolute error of each: what is not above it is 0. Else it is seen from the values. */
  readonly error?: number;
  /** What errors call the matrix; `distances` where it is left out. */
  readonly name?: string;
};

/**
 * Distances from nested rows, checked; each pair is made exactly symmetric, the diagonal exactly 0,
 * and `mended` says so where they were not. A distance that is not above its error is 0: the given
 * error, or, where all distances are of the form 1 − similarity, 2⁻⁴⁶ (float64) or 2⁻²⁰ (float32).
 * @throws RangeError where the matrix is not square, a distance is not finite or is negative, the
 * diagonal is not zero, or the two halves differ (each by more than 1e-6 of the largest distance,
 * and more than the error).
 */
export function distanceMatrix(
  rows: readonly ArrayLike<number>[],
  options: DistanceOptions = {},
): DistanceMatrix {
  requireFields("options", options, { needed: [], optional: ["error", "name"] });
  const { name = "distances" } = options;
  requireRows(name, rows, rows?.length);
  const found = strayOf(rows);
  const error = options.error === undefined ? errorOf(rows, found) : options.error;
  requireNotNegative("options.error", error);
  requireDistancesOf(name, rows, Math.max(ROUNDING * largestOf(rows), error));
  const size = rows.length;
  const values = new Float64Array(size * size);
  let zeroed = 0;
  for (let i = 0; i < size; i++)
    for (let j = 0; j < i; j++) {
      const [here, there] = [rows[i][j], rows[j][i]];
      // Halves before the sum: the sum of two large distances could overflow.
      const distance = here === there ? here : here / 2 + there / 2;
      if (distance > error) {
        values[i * size + j] = distance;
        values[j * size + i] = distance;
      } else if (distance !== 0) zeroed += 1;
    }
  const mended = mendedWords(found, zeroed);
  return mended === null ? { size, values } : { size, values, mended };
}

/** How far rows are from a distance matrix. */
type Stray = {
  /** The largest of the diagonal, by size. */
  readonly diagonal: number;
  /** The largest difference of two halves. */
  readonly halves: number;
  /** How far the least distance lies below 0. */
  readonly below: number;
};

function strayOf(rows: readonly ArrayLike<number>[]): Stray {
  let [diagonal, halves, below] = [0, 0, 0];
  for (let i = 0; i < rows.length; i++) {
    diagonal = Math.max(diagonal, Math.abs(rows[i][i]));
    for (let j = 0; j < i; j++) {
      halves = Math.max(halves, Math.abs(rows[i][j] - rows[j][i]));
      below = Math.max(below, -rows[i][j], -rows[j][i]);
    }
  }
  return { diagonal, halves, below };
}

/** @throws RangeError where rows are further from a distance matrix than `slack`. */
function requireDistancesOf(name: string, rows: readonly ArrayLike<number>[], slack: number): void {
  for (let i = 0; i < rows.length; i++) {
    if (Math.abs(rows[i][i]) > slack)
      throw new RangeError(`${name}[${i}][${i}]: expected 0 on the diagonal, got ${rows[i][i]}`);
    for (let j = 0; j < i; j++)
      for (const [row, column] of [[i, j] as const, [j, i] as const])
        if (rows[row][column] < -slack)
          throw new RangeError(
            `${name}[${row}][${column}]: expected no negative number, got ${rows[row][column]}`,
          );
    for (let j = 0; j < i; j++)
      if (Math.abs(rows[i][j] - rows[j][i]) > slack)
        throw new RangeError(
          `${name}[${i}][${j}]: expected ${rows[j][i]}, as at [${j}][${i}], got ${rows[i][j]}`,
        );
  }
}

function largestOf(rows: readonly ArrayLike<number>[]): number {
  let largest = 0;
  for (const row of rows)
    for (let j = 0; j < row.length; j++) largest = Math.max(largest, Math.abs(row[j]));
  return largest;
}

/** What goes astray by so little is the rounding of float64 numbers near 1. */
const [LEAST_ROUNDING, MOST_ROUNDING] = [1e-17, 1.5e-14];

/** The absolute error of distances 1 − similarity; 0 of others, whose error is relative. */
function errorOf(rows: readonly ArrayLike<number>[], { diagonal, halves, below }: Stray): number {
  const known = FIXED_POINTS.find(({ inverseStep }) =>
    rows.every((row) => {
      for (let j = 0; j < row.length; j++)
        if (!Number.isInteger(row[j] * inverseStep)) return false;
      return true;
    }),
  );
  if (known !== undefined) return known.error;
  const stray = Math.max(diagonal, halves, below);
  return stray >= LEAST_ROUNDING && stray <= MOST_ROUNDING ? MOST_ROUNDING : 0;
}

function mendedWords({ halves, diagonal }: Stray, zeroed: number): string | null {
  const done = [
    ...(halves > 0 ? [`made symmetric (halves differed by up to ${halves.toPrecision(2)})`] : []),
    ...(diagonal > 0 ? [`diagonal set to 0 (it was up to ${diagonal.toPrecision(2)})`] : []),
    ...(zeroed > 0
      ? [`${zeroed} ${zeroed === 1 ? "pair" : "pairs"} within rounding error of 0 set to 0`]
      : []),
  ];
  return done.length === 0 ? null : done.join("; ");
}

/** @throws RangeError for what is no distance matrix. */
export function requireDistances(name: string, given: DistanceMatrix): void {
  const isMatrix =
    typeof given === "object" && given !== null && "size" in given && "values" in given;
  if (!isMatrix)
    throw new RangeError(
      `${name}: expected the answer of distanceMatrix(rows), got ${shown(given)}`,
    );
  requireInteger(`${name}.size`, given.size, 1);
  requireList(`${name}.values`, given.values, { size: given.size * given.size });
  for (let at = 0; at < given.values.length; at++)
    // A name is made for what is wrong alone: this is done for every matrix of a jackknife.
    if (!(Number.isFinite(given.values[at]) && given.values[at] >= 0))
      requireNotNegative(`${name}.values[${at}]`, given.values[at]);
}

/**
 * @throws RangeError for what is no distances with labels, or no permutations; labels themselves
 * are checked where they are numbered.
 */
export function requireLabelled(
  name: string,
  given: LabelledDistances,
  optional: readonly string[] = [],
): void {
  requireFields(name, given, { needed: ["distances", "labels", "permutations"], optional });
  requireDistances("distances", given.distances);
  requireInteger("permutations", given.permutations, 1);
}

/** Coordinates that differ by a few units in the last place do not differ. */
const FEW_ROUNDINGS = 8 * Number.EPSILON;

/**
 * Euclidean distances between rows of features; exactly 0 between rows that differ by rounding
 * error alone.
 * @throws RangeError where a row has another length or a feature is not finite.
 */
export function euclideanDistances(rows: readonly ArrayLike<number>[]): DistanceMatrix {
  requireRows("rows", rows);
  const size = rows.length;
  // A power of two, so that no square overflows or vanishes.
  const scale = scaleOf(largestOf(rows));
  const lengths = rows.map((row) => {
    let square = 0;
    for (let k = 0; k < row.length; k++) square += row[k] * scale * (row[k] * scale);
    return Math.sqrt(square);
  });
  const values = new Float64Array(size * size);
  for (let i = 0; i < size; i++)
    for (let j = 0; j < i; j++) {
      let square = 0;
      for (let k = 0; k < rows[i].length; k++) {
        const difference = rows[i][k] * scale - rows[j][k] * scale;
        square += difference * difference;
      }
      const distance = Math.sqrt(square);
      if (distance <= FEW_ROUNDINGS * Math.max(lengths[i], lengths[j])) continue;
      values[i * size + j] = distance / scale;
      values[j * size + i] = values[i * size + j];
    }
  return { size, values };
}

/** The squares of distances, scaled by a power of two so that none overflows or vanishes. */
export function scaledSquares({ values }: DistanceMatrix): Float64Array {
  const scale = binaryScale(values);
  return values.map((distance) => distance * scale * (distance * scale));
}

/** The matrix times a power of two that brings it to usual size; the same one where it has that. */
export function usualSize(distances: DistanceMatrix): {
  readonly distances: DistanceMatrix;
  readonly scale: number;
} {
  const scale = binaryScale(distances.values);
  return { scale, distances: { ...distances, values: scaledBy(distances.values, scale) } };
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
