import { type Network, requireNetwork, requireState } from "../model/model.ts";
import { requireHas } from "../numerics/gate.ts";
import { activationBounds } from "./activationBounds.ts";
import { type Certificate, requireCertificate } from "./certificate.ts";
import { absolute, columnSumNorm, type Dense, invert, multiply, rowSumNorm } from "./dense.ts";
import { gamma, UNIT_ROUNDOFF, upper } from "./rounding.ts";
import { type Decomposed, decomposedAt } from "./stability.ts";

/** What is proven about the stability of the true fixed point that a certificate speaks of. */
export type StabilityVerdict = "stable" | "unstable" | "not certified";

/** Bounds of the norms ‖·‖₁ and ‖·‖∞ of one matrix; ‖·‖₂ is at most √(‖·‖₁‖·‖∞). */
interface Norms {
  readonly columns: number;
  readonly rows: number;
}

/**
 * Proves, where it can, on which side of 1 every |λ| of the Jacobian at the true fixed point lies.
 * With V the computed eigenvectors (real, pairs side by side), D their block diagonal matrix and X
 * near V⁻¹, V⁻¹JV = D + P, where P ≤ (‖XJV − D‖ + ‖XV − I‖‖D‖) / (1 − ‖XV − I‖). D is normal, so
 * each true λ is within ‖P‖₂ of an entry of D, and as many lie outside the unit circle as entries
 * do, unless one is within ‖P‖₂ of the circle. J's error covers rounding and the existence radius.
 * @source Bauer & Fike 1960
 * @throws RangeError for a network that is not well formed, a state that does not fit, or what is
 * no certificate.
 */
export function certifyStability(given: Certified): StabilityVerdict {
  requireHas("given", given, ["network", "state", "certificate"]);
  requireState("state", requireNetwork(given.network), given.state);
  requireCertificate("certificate", given.certificate);
  return stabilityVerdict(given);
}

/** A state x̄ of a network, `[unit]`, and what is proven about it. */
type Certified = {
  readonly network: Network;
  readonly state: Float64Array;
  readonly certificate: Certificate;
};

/**
 * The verdict of `certifyStability`; arguments are taken as checked.
 * @param decomposed what was decomposed at the state before, where it was
 */
export function stabilityVerdict(
  { network, state, certificate }: Certified,
  decomposed?: Decomposed,
): StabilityVerdict {
  if (certificate.verdict !== "certified") return "not certified";
  const { units } = network;
  const { jacobian: matrix, decomposition } = decomposed ?? decomposedAt(network, state);
  const { eigenvectorMatrix, diagonalMatrix, realEigenvalues, imaginaryEigenvalues } =
    decomposition;
  const blocks = Float64Array.from(diagonalMatrix.to1DArray());
  const vectors = scaled(Float64Array.from(eigenvectorMatrix.to1DArray()), imaginaryEigenvalues);
  const inverse = vectors.every(Number.isFinite) ? invert(vectors, units) : null;
  if (inverse === null) return "not certified";
  const map = Float64Array.from(matrix.to1DArray());
  const error = jacobianError(network, { map, existence: certificate.existence });
  const radius = eigenvalueRadius({ units, map, error, vectors, inverse, blocks });
  if (!Number.isFinite(radius)) return "not certified";
  const gaps = realEigenvalues.map((re, i) => Math.hypot(re, imaginaryEigenvalues[i]) - 1);
  if (!gaps.every((gap) => Math.abs(gap) > radius + 1e-14)) return "not certified";
  return gaps.some((gap) => gap > 0) ? "unstable" : "stable";
}

/** The eigenvectors with length 1; both columns of a complex pair by the same factor. */
function scaled(vectors: Dense, imaginary: readonly number[]): Dense {
  const size = imaginary.length;
  const lengths = imaginary.map((_, j) => {
    let square = 0;
    for (let i = 0; i < size; i++) square += vectors[i * size + j] * vectors[i * size + j];
    return square;
  });
  const result = vectors.slice();
  for (let j = 0; j < size; j++) {
    const partner = imaginary[j] > 0 ? j + 1 : imaginary[j] < 0 ? j - 1 : j;
    const square = partner === j ? lengths[j] : lengths[j] + lengths[partner];
    for (let i = 0; i < size; i++) result[i * size + j] /= Math.sqrt(square);
  }
  return result;
}

/** A bound, entry by entry, on how far the computed J may be from the one at the fixed point. */
function jacobianError(
  { units, model, weights }: Network,
  { map, existence }: { readonly map: Dense; readonly existence: number },
): Dense {
  const clamped = new Set(model.clamped.map(({ unit }) => unit));
  const { slope, lipschitz } = activationBounds[model.activation];
  const slopeError = slope + lipschitz * existence;
  return map.map((entry, k) => {
    if (clamped.has(Math.floor(k / units))) return 0;
    const change = model.alpha * Math.abs(weights.recurrent[k]) * slopeError;
    return upper(change + 4 * UNIT_ROUNDOFF * (Math.abs(entry) + 2), 8);
  });
}

/** ‖P‖₂ from above. */
function eigenvalueRadius({
  units,
  map,
  error,
  vectors,
  inverse,
  blocks,
}: {
  readonly units: number;
  readonly map: Dense;
  readonly error: Dense;
  readonly vectors: Dense;
  readonly inverse: Dense;
  readonly blocks: Dense;
}): number {
  const identity = Float64Array.from({ length: units * units }, (_, k) =>
    k % (units + 1) === 0 ? 1 : 0,
  );
  const product = (left: Dense, right: Dense) => multiply({ left, right, size: units });
  const spread = product(absolute(inverse), absolute(vectors));
  const turned = product(inverse, product(map, vectors));
  const doubt = map.map((entry, k) => error[k] + gamma(2 * units + 4) * Math.abs(entry));
  const turnedDoubt = product(absolute(inverse), product(doubt, absolute(vectors)));
  const notInverse = normsOf(product(inverse, vectors), identity, {
    doubt: spread.map((entry) => gamma(units + 2) * entry),
    units,
  });
  const notDiagonal = normsOf(turned, blocks, { doubt: turnedDoubt, units });
  const size = normsOf(blocks, new Float64Array(units * units), {
    doubt: new Float64Array(units * units),
    units,
  });
  const bound = (norm: keyof Norms) =>
    upper(notDiagonal[norm] + notInverse[norm] * size[norm], 6) / (1 - notInverse[norm]);
  if (!(notInverse.rows < 0.5 && notInverse.columns < 0.5)) return Number.POSITIVE_INFINITY;
  return upper(Math.sqrt(bound("rows") * bound("columns")), 8);
}

/** Bounds of the norms of the true A − B, when the computed A is within `doubt` of the true one. */
function normsOf(
  computed: Dense,
  minus: Dense,
  { doubt, units }: { readonly doubt: Dense; readonly units: number },
): Norms {
  const entries = computed.map((entry, k) => {
    const difference = Math.abs(entry - minus[k]);
    return difference + upper(doubt[k] + UNIT_ROUNDOFF * difference, 4 * units + 8);
  });
  return {
    rows: upper(rowSumNorm(entries, units), units + 4),
    columns: upper(columnSumNorm(entries, units), units + 4),
  };
}
