import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import {
  requireFlag,
  requireHas,
  requireInteger,
  requireNumbers,
  requireTyped,
} from "../../numerics/gate.ts";
import {
  type Eigenvalue,
  MARGINAL_WIDTH,
  requireEigenvalues,
  type Stability,
} from "../stability.ts";
import { type CellField, requireCellField } from "./cellField.ts";

/** How perturbations of a cell's state grow or fade from one step to the next. */
export interface CellStability extends Stability {
  /** How many eigenvalues have |λ| > 1; one that is marginal counts by the side it was found on. */
  readonly unstableDirections: number;
}

const modulus = ({ re, im }: Eigenvalue): number => Math.hypot(re, im);

/**
 * The eigenvalues of the Jacobian of one step at a state, with α where the cell has one.
 * @throws RangeError for what is no field or state of a cell, and where the Jacobian is not
 * finite: its eigenvalues would be looked for without end.
 */
export function cellStability(field: CellField, state: Float64Array): CellStability {
  requireCellField(field);
  requireTyped("state", state, field.cell.stateSize);
  requireNumbers("state", state);
  return cellStabilityAt(field, state);
}

/** The stability of `cellStability`; arguments are taken as checked. */
export function cellStabilityAt({ cell, input }: CellField, state: Float64Array): CellStability {
  const size = cell.stateSize;
  const jacobian = new Float64Array(size * size);
  cell.jacobian(state, input, jacobian);
  if (!jacobian.every(Number.isFinite))
    throw new RangeError("state: expected one with a finite Jacobian");
  const { realEigenvalues, imaginaryEigenvalues } = new EigenvalueDecomposition(
    Matrix.from1DArray(size, size, jacobian),
  );
  const eigenvalues = realEigenvalues
    .map((re, i) => ({ re, im: imaginaryEigenvalues[i] }))
    .sort((a, b) => modulus(b) - modulus(a) || b.re - a.re || b.im - a.im);
  return {
    eigenvalues,
    spectralRadius: modulus(eigenvalues[0]),
    stable: modulus(eigenvalues[0]) < 1,
    marginal: eigenvalues.some((value) => Math.abs(modulus(value) - 1) < MARGINAL_WIDTH),
    unstableDirections: eigenvalues.filter((value) => modulus(value) > 1).length,
  };
}

/**
 * The kind of a cell's fixed point in words: `stable`; `saddle (k)` with k unstable directions
 * beside stable ones; where all are unstable `unstable focus (k)` if some turn, `unstable flip (k)`
 * if some change sides each step, else `unstable node (k)`.
 * @throws RangeError for what is no stability.
 */
export function cellKind(point: CellStability): string {
  requireHas("point", point, ["eigenvalues", "stable", "marginal", "unstableDirections"]);
  requireEigenvalues(point.eigenvalues);
  requireFlag("point.stable", point.stable);
  requireFlag("point.marginal", point.marginal);
  requireInteger("point.unstableDirections", point.unstableDirections, 0);
  const word = point.stable ? "stable" : unstableWord(point);
  return point.marginal ? `${word}, marginal` : word;
}

function unstableWord({ eigenvalues, unstableDirections }: CellStability): string {
  if (unstableDirections < eigenvalues.length) return `saddle (${unstableDirections})`;
  if (eigenvalues.some(({ im }) => im !== 0)) return `unstable focus (${unstableDirections})`;
  if (eigenvalues.some(({ re }) => re < 0)) return `unstable flip (${unstableDirections})`;
  return `unstable node (${unstableDirections})`;
}
