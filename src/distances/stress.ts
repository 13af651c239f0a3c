import { scaleOf } from "../numerics/binaryScale.ts";
import { requireRows } from "../numerics/gate.ts";
import {
  type DistanceMatrix,
  distanceMatrix,
  euclideanDistances,
} from "../statistics/distanceMatrix.ts";
import { mapScale } from "./mapScale.ts";

/**
 * The raw stress of an embedding: Σ over i < j of (d_ij − δ_ij)².
 * @source Kruskal 1964
 * @throws RangeError where the embedding does not fit the distances, or the squares of distances
 * are too large, or too small, to be numbers.
 */
export function rawStress(
  distances: readonly ArrayLike<number>[],
  embedding: readonly ArrayLike<number>[],
): number {
  const [target, current] = bothOf(distances, embedding);
  mapScale(target.values);
  mapScale(current.values);
  return sumOfPairs(target, current, 1).stress;
}

/**
 * Stress-1 of an embedding, √(Σ (d_ij − δ_ij)² / Σ d_ij²) over i < j: the same for distances and
 * embeddings of any scale. 0 where both are all 0, and 1 where the embedding alone is.
 * @source Kruskal 1964
 * @throws RangeError where the embedding does not fit the distances.
 */
export function stress1(
  distances: readonly ArrayLike<number>[],
  embedding: readonly ArrayLike<number>[],
): number {
  const [target, current] = bothOf(distances, embedding);
  const largest = [target, current].map(({ values }) => values.reduce((a, b) => Math.max(a, b), 0));
  const { stress, squares } = sumOfPairs(target, current, scaleOf(Math.max(...largest)));
  if (squares === 0) return stress === 0 ? 0 : 1;
  return Math.sqrt(stress / squares);
}

function bothOf(
  distances: readonly ArrayLike<number>[],
  embedding: readonly ArrayLike<number>[],
): readonly [DistanceMatrix, DistanceMatrix] {
  const target = distanceMatrix(distances);
  requireRows("embedding", embedding);
  if (embedding.length !== target.size)
    throw new RangeError(`embedding: expected ${target.size} points, got ${embedding.length}`);
  return [target, euclideanDistances(embedding)];
}

/** Σ (d − δ)² and Σ d² over pairs, of distances times `scale`. */
function sumOfPairs(
  target: DistanceMatrix,
  current: DistanceMatrix,
  scale: number,
): { readonly stress: number; readonly squares: number } {
  const { size } = target;
  let [stress, squares] = [0, 0];
  for (let i = 0; i < size; i++)
    for (let j = 0; j < i; j++) {
      const [d, delta] = [
        current.values[i * size + j] * scale,
        target.values[i * size + j] * scale,
      ];
      stress += (d - delta) * (d - delta);
      squares += d * d;
    }
  return { stress, squares };
}
