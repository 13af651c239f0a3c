import { Matrix, SingularValueDecomposition } from "ml-matrix";
import {
  type Activity,
  centredToScale,
  comparable,
  type Samples,
} from "../representations/activity.ts";
import { comparisonError } from "./comparisonError.ts";
import { crossProduct } from "./crossProduct.ts";

/** Where 2 − 2 · overlap is below this, too many of its digits are gone. */
const NEAR = 1e-4;

/**
 * The orthogonal Procrustes distance: min over rotations and reflections Q of ‖X − YQ‖, X and Y
 * centred and of norm 1; in [0, √2]. Populations of other sizes are padded with silent units. One
 * that never changes is at √2 from every other, and at 0 from another such. Near 0 it is that of
 * the residual X − YQ itself, and exactly 0 where that is rounding error.
 * @source Schönemann 1966; Williams et al. 2021
 * @throws RangeError where the numbers of samples differ, there are fewer than two, or a value is
 * not finite.
 */
export function procrustes(a: Samples, b: Samples): number {
  const [x, y] = comparable(a, b).map(centredToScale);
  const [sizeX, sizeY] = [norm(x.values), norm(y.values)];
  if (sizeX === 0 && sizeY === 0) return 0;
  if (sizeX === 0 || sizeY === 0) return Math.SQRT2;
  const scaled = Matrix.div(Matrix.div(crossProduct(x, y), sizeX), sizeY);
  const aligned = new SingularValueDecomposition(scaled, { autoTranspose: true });
  const overlap = aligned.diagonal.reduce((sum, value) => sum + value, 0);
  const square = Math.max(0, 2 - 2 * overlap);
  if (square > NEAR) return Math.sqrt(square);
  const left = orthonormal(aligned.leftSingularVectors, aligned.diagonal.length);
  const right = orthonormal(aligned.rightSingularVectors, aligned.diagonal.length);
  const residual = residualOf(rowsOf(x, sizeX), rowsOf(y, sizeY), left, right);
  return residual <= comparisonError(x, y) ? 0 : residual;
}

/** ‖X − YQ‖, with the units that one side has more: X and Y along the common axes, and the rest. */
function residualOf(x: Matrix, y: Matrix, left: Matrix, right: Matrix): number {
  const [alongX, alongY] = [x.mmul(left), y.mmul(right)];
  const restOf = (whole: Matrix, along: Matrix, axes: Matrix): number =>
    axes.rows === axes.columns
      ? 0
      : norm(Matrix.sub(whole, along.mmul(axes.transpose())).to1DArray());
  const parts = [
    norm(Matrix.sub(alongX, alongY).to1DArray()),
    restOf(x, alongX, left),
    restOf(y, alongY, right),
  ];
  return norm(parts);
}

/**
 * The first `count` singular vectors; a Newton step takes the last error of orthonormality away.
 */
function orthonormal(vectors: Matrix, count: number): Matrix {
  const axes = vectors.subMatrix(0, vectors.rows - 1, 0, count - 1);
  const gram = axes.transpose().mmul(axes);
  const corrected = Matrix.sub(Matrix.mul(Matrix.eye(count, count), 1.5), Matrix.mul(gram, 0.5));
  return axes.mmul(corrected);
}

const rowsOf = ({ samples, units, values }: Activity, size: number): Matrix =>
  Matrix.from1DArray(
    samples,
    units,
    Array.from(values, (value) => value / size),
  );

function norm(values: ArrayLike<number>): number {
  let square = 0;
  for (let i = 0; i < values.length; i++) square += values[i] * values[i];
  return Math.sqrt(square);
}
