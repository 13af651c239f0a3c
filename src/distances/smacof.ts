import {
  requireFields,
  requireHas,
  requireInteger,
  requireNotNegative,
  requireRng,
  requireRows,
  requireWord,
  shown,
} from "../numerics/gate.ts";
import type { Rng } from "../numerics/rng.ts";
import { type DistanceMatrix, distanceMatrix } from "../statistics/distanceMatrix.ts";
import { mapScale } from "./mapScale.ts";

/** Where SMACOF starts: at given points, or at the best of some random ones. */
export type SmacofStart =
  | { readonly kind: "given"; readonly embedding: readonly ArrayLike<number>[] }
  | {
      readonly kind: "random";
      readonly restarts: number;
      readonly dimensions: number;
      readonly rng: Rng;
    };

/** When SMACOF ends: after a step that lowers the stress by less than `tolerance` of it. */
export type SmacofSettings = { readonly maxIterations: number; readonly tolerance: number };

/** Points whose distances approximate given ones, and how well. */
export type Smacof = {
  /** Coordinates as `[item][dimension]`. */
  readonly embedding: number[][];
  /** Σ_{i<j} (d_ij − δ_ij)², of that very embedding. */
  readonly stress: number;
  /** The stress at the start and after each iteration: it never rises. */
  readonly stresses: number[];
  readonly iterations: number;
  readonly outcome: "converged" | "iterations";
};

/** Enough for a few hundred networks; each iteration costs n² · dimensions. */
export const SMACOF_DEFAULTS: SmacofSettings = { maxIterations: 10_000, tolerance: 1e-9 };

/**
 * Metric multidimensional scaling by majorisation: X ← B(X)X / n (the Guttman transform).
 * @source de Leeuw 1977; Borg & Groenen 2005, ch. 8
 * @throws RangeError for a malformed matrix, a start that does not fit it, or distances whose
 * squares are too large, or too small, to be numbers.
 */
export function smacof(
  distances: readonly ArrayLike<number>[],
  start: SmacofStart,
  settings: SmacofSettings = SMACOF_DEFAULTS,
): Smacof {
  const matrix = distanceMatrix(distances);
  mapScale(matrix.values);
  requireSettings(settings);
  return bestFrom(matrix, start, (points) => descend(matrix, points, settings));
}

/** @throws RangeError for settings that are no numbers, or below 0. */
export function requireSettings(settings: SmacofSettings): void {
  requireFields("settings", settings, { needed: ["maxIterations", "tolerance"] });
  requireInteger("settings.maxIterations", settings.maxIterations, 0);
  requireNotNegative("settings.tolerance", settings.tolerance);
}

/**
 * The map of least stress from a start, or from each of some random ones.
 * @throws RangeError for a start that does not fit.
 */
export function bestFrom<Found extends { readonly stress: number }>(
  matrix: DistanceMatrix,
  start: SmacofStart,
  descendFrom: (points: readonly (readonly number[])[]) => Found,
): Found {
  requireHas("start", start, ["kind"]);
  requireWord("start.kind", start.kind, ["given", "random"]);
  if (start.kind === "given") {
    requireRows("start.embedding", start.embedding);
    if (start.embedding.length !== matrix.size)
      throw new RangeError(
        `start.embedding: expected ${matrix.size} points, got ${start.embedding.length}`,
      );
    return descendFrom(start.embedding.map((point) => Array.from(point)));
  }
  const { restarts, dimensions, rng } = start;
  requireRng("start.rng", rng);
  for (const [name, value] of Object.entries({ restarts, dimensions }))
    if (!(Number.isInteger(value) && value >= 1))
      throw new RangeError(`start.${name}: expected a positive integer, got ${shown(value)}`);
  const scale = Math.sqrt(meanSquare(matrix) / (2 * dimensions));
  let best: Found | null = null;
  for (let restart = 0; restart < restarts; restart++) {
    const points = Array.from({ length: matrix.size }, () =>
      Array.from({ length: dimensions }, () => scale * rng.normal()),
    );
    const found = descendFrom(points);
    if (best === null || found.stress < best.stress) best = found;
  }
  if (best === null) throw new RangeError(`start.restarts: expected at least 1, got ${restarts}`);
  return best;
}

function meanSquare({ values }: DistanceMatrix): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return sum / values.length;
}

function descend(
  target: DistanceMatrix,
  start: readonly (readonly number[])[],
  { maxIterations, tolerance }: SmacofSettings,
): Smacof {
  const dimensions = start[0].length;
  let points = Float64Array.from(start.flat());
  let moved = new Float64Array(points.length);
  let ahead = new Float64Array(points.length);
  const stresses = [guttman(target, points, moved)];
  // Below this the stress is rounding error of the distances themselves.
  const floor = Number.EPSILON * Number.EPSILON * target.size * target.size * meanSquare(target);
  const answer = (outcome: Smacof["outcome"]): Smacof => ({
    embedding: start.map((_, i) =>
      Array.from(points.subarray(i * dimensions, (i + 1) * dimensions)),
    ),
    stress: stresses[stresses.length - 1],
    stresses,
    iterations: stresses.length - 1,
    outcome,
  });
  while (stresses.length <= maxIterations) {
    const before = stresses[stresses.length - 1];
    const stress = guttman(target, moved, ahead);
    const gained = before - stress;
    // At the bottom rounding may raise the stress: the lower point is kept.
    if (gained >= 0) {
      [points, moved, ahead] = [moved, ahead, points];
      stresses.push(stress);
    }
    if (!(gained > tolerance * before) || stress <= floor) return answer("converged");
  }
  return answer("iterations");
}

/**
 * Writes B(X)X / n to `moved`, with b_ij = −δ_ij / d_ij, and answers the stress of X: one pass over
 * the pairs does both. Points that coincide do not act on each other.
 */
export function guttman(target: DistanceMatrix, points: Float64Array, moved: Float64Array): number {
  const { size, values } = target;
  const dimensions = points.length / size;
  moved.fill(0);
  let stress = 0;
  for (let i = 0; i < size; i++) {
    const a = i * dimensions;
    for (let j = 0; j < i; j++) {
      const b = j * dimensions;
      let square = 0;
      for (let k = 0; k < dimensions; k++) {
        const difference = points[a + k] - points[b + k];
        square += difference * difference;
      }
      const distance = Math.sqrt(square);
      const wanted = values[i * size + j];
      stress += (distance - wanted) * (distance - wanted);
      if (distance === 0) continue;
      const ratio = wanted / distance;
      for (let k = 0; k < dimensions; k++) {
        const pull = (ratio * (points[a + k] - points[b + k])) / size;
        moved[a + k] += pull;
        moved[b + k] -= pull;
      }
    }
  }
  return stress;
}
