import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { scaledBy } from "../numerics/binaryScale.ts";
import { shown } from "../numerics/gate.ts";
import { withPositivePeak } from "../representations/principalComponents.ts";
import { distanceMatrix } from "../statistics/distanceMatrix.ts";
import { mapScale } from "./mapScale.ts";

/** Points whose distances approximate given ones. */
export type ClassicalMds = {
  /** Coordinates as `[item][dimension]`. */
  readonly embedding: number[][];
  /** All eigenvalues of the doubly centred matrix, descending; negative where not euclidean. */
  readonly eigenvalues: number[];
  /** The inner products of the embedded points, `[item][item]`: these do not depend on signs. */
  readonly gram: number[][];
};

/**
 * Classical multidimensional scaling: the eigenvectors of −½ J D² J, J = I − 11ᵀ/n, each times the
 * root of its eigenvalue; a dimension without a positive eigenvalue is 0.
 * @source Torgerson 1952; Gower 1966
 * @throws RangeError for a malformed matrix, dimensions outside 1 … n, or distances whose squares
 * are too large, or too small, to be numbers.
 */
export function classicalMds(
  distances: readonly ArrayLike<number>[],
  dimensions = 2,
): ClassicalMds {
  const { size, values: unscaled } = distanceMatrix(distances);
  const scale = mapScale(unscaled);
  const values = scaledBy(unscaled, scale);
  if (!(Number.isInteger(dimensions) && dimensions >= 1 && dimensions <= size))
    throw new RangeError(
      `dimensions: expected an integer in 1 … ${size}, got ${shown(dimensions)}`,
    );
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(
    doublyCentred(size, values),
    { assumeSymmetric: true },
  );
  // All of it is that of distances times `scale`, a power of two, until the end.
  const square = (value: number): number => value / scale / scale;
  const order = [...realEigenvalues.keys()].sort((a, b) => realEigenvalues[b] - realEigenvalues[a]);
  const axes = order.slice(0, dimensions).map((column) => {
    const length = Math.sqrt(Math.max(0, realEigenvalues[column]));
    return withPositivePeak(eigenvectorMatrix.getColumn(column)).map(
      (entry) => (entry * length) / scale,
    );
  });
  const embedding = Array.from({ length: size }, (_, i) => axes.map((axis) => axis[i]));
  const gram = embedding.map((a) =>
    embedding.map((b) => a.reduce((sum, entry, k) => sum + entry * b[k], 0)),
  );
  return { embedding, eigenvalues: order.map((column) => square(realEigenvalues[column])), gram };
}

function doublyCentred(size: number, values: Float64Array): Matrix {
  const squares = values.map((distance) => distance * distance);
  const means = new Float64Array(size);
  let total = 0;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) means[i] += squares[i * size + j] / size;
    total += means[i] / size;
  }
  const centred = Matrix.zeros(size, size);
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++)
      centred.set(i, j, -0.5 * (squares[i * size + j] - means[i] - means[j] + total));
  return centred;
}
