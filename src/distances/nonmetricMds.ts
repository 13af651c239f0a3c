import { binaryScale, scaledBy } from "../numerics/binaryScale.ts";
import { type DistanceMatrix, distanceMatrix } from "../statistics/distanceMatrix.ts";
import { isotonic } from "./isotonic.ts";
import {
  bestFrom,
  guttman,
  requireSettings,
  SMACOF_DEFAULTS,
  type SmacofSettings,
  type SmacofStart,
} from "./smacof.ts";

/** Points whose distances are in the order of given ones, as far as can be. */
export type NonmetricMds = {
  /** Coordinates as `[item][dimension]`, with distances of mean square 1. */
  readonly embedding: number[][];
  /** Stress-1 of that embedding against its disparities, in [0, 1]. */
  readonly stress: number;
  /** The stress at the start and after each iteration: it never rises. */
  readonly stresses: number[];
  readonly iterations: number;
  readonly outcome: "converged" | "iterations";
};

/**
 * Non-metric multidimensional scaling: the map whose distances d come nearest to being in the order
 * of the given ones. In turn the disparities are fitted, the nearest numbers to d that never fall
 * where the given distances rise (equal ones may go apart), and the points are moved by
 * majorisation. Only the order of the given distances counts.
 * @source Kruskal 1964 (stress-1, primary approach to ties); de Leeuw 1977
 * @throws RangeError for a malformed matrix, or a start that does not fit it.
 */
export function nonmetricMds(
  distances: readonly ArrayLike<number>[],
  start: SmacofStart,
  settings: SmacofSettings = SMACOF_DEFAULTS,
): NonmetricMds {
  requireSettings(settings);
  const ranked = rankedPairs(distanceMatrix(distances));
  return bestFrom(ranked.matrix, start, (points) => descend(ranked, points, settings));
}

/**
 * The ranks of distances in their place, and the pairs of items from the nearest to the furthest.
 */
type RankedPairs = {
  readonly matrix: DistanceMatrix;
  /** Where each pair stands in `matrix.values`. */
  readonly places: Int32Array;
};

function rankedPairs({ size, values }: DistanceMatrix): RankedPairs {
  const places: number[] = [];
  for (let i = 0; i < size; i++) for (let j = 0; j < i; j++) places.push(i * size + j);
  places.sort((a, b) => values[a] - values[b]);
  const ranks = new Float64Array(size * size);
  let rank = 0;
  for (const [k, at] of places.entries()) {
    if (k === 0 || values[at] > values[places[k - 1]]) rank += 1;
    ranks[at] = rank;
    ranks[(at % size) * size + Math.floor(at / size)] = rank;
  }
  return { matrix: { size, values: ranks }, places: Int32Array.from(places) };
}

function descend(
  ranked: RankedPairs,
  start: readonly (readonly number[])[],
  { maxIterations, tolerance }: SmacofSettings,
): NonmetricMds {
  const dimensions = start[0].length;
  let points = unitSize(Float64Array.from(start.flat()), dimensions);
  let fitted = fitDisparities(ranked, points);
  const stresses = [fitted.stress];
  let outcome: NonmetricMds["outcome"] = "iterations";
  while (stresses.length <= maxIterations) {
    const moved = new Float64Array(points.length);
    guttman({ size: start.length, values: fitted.disparities }, points, moved);
    const next = unitSize(moved, dimensions);
    const found = fitDisparities(ranked, next);
    const gained = fitted.stress - found.stress;
    // At the bottom rounding may raise the stress: the lower point is kept.
    if (gained >= 0) {
      [points, fitted] = [next, found];
      stresses.push(found.stress);
    }
    if (!(gained > tolerance * fitted.stress) || found.stress <= FLOOR) {
      outcome = "converged";
      break;
    }
  }
  return {
    embedding: start.map((_, i) =>
      Array.from(points.subarray(i * dimensions, (i + 1) * dimensions)),
    ),
    stress: fitted.stress,
    stresses,
    iterations: stresses.length - 1,
    outcome,
  };
}

/** Below this a stress is the rounding error of distances. */
const FLOOR = 1e-14;

/** The points about their centre, scaled so that the mean square of their distances is 1. */
function unitSize(points: Float64Array, dimensions: number): Float64Array {
  const size = points.length / dimensions;
  const centre = new Float64Array(dimensions);
  const scaled = scaledBy(points, binaryScale(points));
  for (const [at, place] of scaled.entries()) centre[at % dimensions] += place / size;
  const centred = scaled.map((place, at) => place - centre[at % dimensions]);
  // Σ over pairs of d² is n times the sum of squares about the centre.
  let square = 0;
  for (const place of centred) square += place * place;
  const meanSquare = (2 * square) / (size - 1 || 1);
  return meanSquare === 0 ? centred : centred.map((place) => place / Math.sqrt(meanSquare));
}

type Fit = { readonly disparities: Float64Array; readonly stress: number };

/** The disparities of points, `[item][item]`, of mean square 1 too, and stress-1. */
function fitDisparities({ matrix, places }: RankedPairs, points: Float64Array): Fit {
  const { size, values: ranks } = matrix;
  const dimensions = points.length / size;
  const between = Float64Array.from(places, (at) => {
    const [a, b] = [Math.floor(at / size) * dimensions, (at % size) * dimensions];
    let square = 0;
    for (let k = 0; k < dimensions; k++)
      square += (points[a + k] - points[b + k]) * (points[a + k] - points[b + k]);
    return Math.sqrt(square);
  });
  // Equal given distances may go apart: among them the pairs go by their distance on the map.
  const order = Array.from(places.keys()).sort(
    (a, b) => ranks[places[a]] - ranks[places[b]] || between[a] - between[b],
  );
  const nearest = isotonic(order.map((k) => between[k]));
  let [stress, squares, fittedSquares] = [0, 0, 0];
  for (const [place, k] of order.entries()) {
    stress += (between[k] - nearest[place]) * (between[k] - nearest[place]);
    squares += between[k] * between[k];
    fittedSquares += nearest[place] * nearest[place];
  }
  const disparities = new Float64Array(size * size);
  const scale = fittedSquares > 0 ? Math.sqrt(places.length / fittedSquares) : 1;
  for (const [place, k] of order.entries()) {
    const [i, j] = [Math.floor(places[k] / size), places[k] % size];
    disparities[i * size + j] = nearest[place] * scale;
    disparities[j * size + i] = nearest[place] * scale;
  }
  return { disparities, stress: squares > 0 ? Math.sqrt(stress / squares) : 0 };
}
