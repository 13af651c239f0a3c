import { EigenvalueDecomposition, type Matrix } from "ml-matrix";
import { jacobianAt } from "../model/jacobian.ts";
import { type Network, requireNetwork, requireState } from "../model/model.ts";
import { requireFinite, requireHas, requireList } from "../numerics/gate.ts";
import { product } from "../numerics/product.ts";
import { createRng, deriveKey } from "../numerics/rng.ts";

/** An eigenvalue λ = re + i·im. */
export interface Eigenvalue {
  readonly re: number;
  readonly im: number;
}

/** How perturbations of a fixed point grow or fade from one step to the next. */
export interface Stability {
  /** All eigenvalues of ∂x_{t+1}/∂x_t, largest |λ| first. */
  readonly eigenvalues: readonly Eigenvalue[];
  /** max |λ|. */
  readonly spectralRadius: number;
  /** spectralRadius < 1: an attractor. */
  readonly stable: boolean;
  /** Whether some |λ| is so near 1 that `stable` may be wrong; flagged, never rounded. */
  readonly marginal: boolean;
  /** How many eigenvalues have |λ| > 1; one that is marginal counts by the side it was found on. */
  readonly unstableDirections: number;
}

/** An eigenvalue with ||λ| − 1| below this is marginal. */
export const MARGINAL_WIDTH = 1e-6;

const modulus = ({ re, im }: Eigenvalue): number => Math.hypot(re, im);

/**
 * The stability of a fixed point by the eigenvalues of the Jacobian of one step of Eq. 1,
 * (1 − α)I + αW_rec diag f'(x*): stable where every |λ| < 1.
 * @source §2.4; Eq. 1
 * @param state x* as `[unit]`
 * @throws RangeError for a state of another length, or with an entry that is not finite: of such a
 * matrix eigenvalues would be looked for without end.
 */
export function stabilityOf(network: Network, state: ArrayLike<number>): Stability {
  requireNetwork(network);
  requireState("state", network, state);
  return stabilityFrom(decomposedAt(network, state));
}

/** The Jacobian of one step at a state, and its eigenvalues with their vectors. */
export type Decomposed = {
  readonly jacobian: Matrix;
  readonly decomposition: EigenvalueDecomposition;
};

/** The Jacobian at a state decomposed; arguments are taken as checked. */
export function decomposedAt(network: Network, state: ArrayLike<number>): Decomposed {
  const jacobian = jacobianAt(network, state);
  return { jacobian, decomposition: new EigenvalueDecomposition(jacobian) };
}

/** The stability of `stabilityOf` from what was decomposed. */
export function stabilityFrom({ decomposition }: Decomposed): Stability {
  const { realEigenvalues, imaginaryEigenvalues } = decomposition;
  const eigenvalues = realEigenvalues
    .map((re, i) => ({ re, im: imaginaryEigenvalues[i] }))
    .sort((a, b) => modulus(b) - modulus(a) || b.re - a.re || b.im - a.im);
  const spectralRadius = modulus(eigenvalues[0]);
  const marginal = eigenvalues.some((value) => Math.abs(modulus(value) - 1) < MARGINAL_WIDTH);
  const unstableDirections = eigenvalues.filter((value) => modulus(value) > 1).length;
  return { eigenvalues, spectralRadius, stable: spectralRadius < 1, marginal, unstableDirections };
}

/** @throws RangeError for what is no list of eigenvalues, at least one. */
export function requireEigenvalues(eigenvalues: readonly Eigenvalue[]): void {
  requireList("eigenvalues", eigenvalues, { least: 1 });
  for (let k = 0; k < eigenvalues.length; k++) {
    requireHas(`eigenvalues[${k}]`, eigenvalues[k], ["re", "im"]);
    requireFinite(`eigenvalues[${k}].re`, eigenvalues[k].re);
    requireFinite(`eigenvalues[${k}].im`, eigenvalues[k].im);
  }
}

/** Steps before growth is measured, and steps over which it is. */
const GROWTH_STEPS = { before: 100, over: 100 } as const;

/**
 * By what factor a perturbation of a fixed point grows in a step, once its other parts have faded:
 * near max |λ|, for about a tenth of the work of all eigenvalues, and no proof. The perturbation is
 * always the same.
 * @source the power method
 * @param state x* as `[unit]`
 */
export function growthRate(network: Network, state: ArrayLike<number>): number {
  const step = Float64Array.from(jacobianAt(network, state).to1DArray());
  const { units } = network;
  const rng = createRng(deriveKey(null, "attest", "growth"));
  const vector = Float64Array.from({ length: units }, () => rng.normal());
  const next = new Float64Array(units);
  let grown = 0;
  for (let t = 0; t < GROWTH_STEPS.before + GROWTH_STEPS.over; t++) {
    product(step, vector, next);
    let square = 0;
    for (let i = 0; i < units; i++) square += next[i] * next[i];
    const length = Math.sqrt(square);
    if (length === 0) return 0;
    if (t >= GROWTH_STEPS.before) grown += Math.log(length);
    for (let i = 0; i < units; i++) vector[i] = next[i] / length;
  }
  return Math.exp(grown / GROWTH_STEPS.over);
}

/**
 * The direction in which a real eigenvalue λ > 1 drives the state away, of length 1, or null where
 * there is none. The largest such λ is taken.
 * @param state x* as `[unit]`
 */
export function unstableDirection(network: Network, state: ArrayLike<number>): Float64Array | null {
  requireState("state", network, state);
  const decomposition = new EigenvalueDecomposition(jacobianAt(network, state));
  const { realEigenvalues, imaginaryEigenvalues, eigenvectorMatrix } = decomposition;
  let best = -1;
  for (let i = 0; i < realEigenvalues.length; i++)
    if (imaginaryEigenvalues[i] === 0 && realEigenvalues[i] > (realEigenvalues[best] ?? 1))
      best = i;
  if (best < 0) return null;
  const vector = Float64Array.from(eigenvectorMatrix.getColumn(best));
  const length = Math.hypot(...vector);
  return vector.map((v) => v / length);
}
