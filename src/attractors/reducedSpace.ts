import { Matrix, SVD } from "ml-matrix";
import type { Field } from "./field.ts";
import { gamma, upper } from "./rounding.ts";

/**
 * Fixed points in few coordinates: z = R f(x) and x = L z + drive, where W_rec = L R but for what
 * `doubt` bounds. A network of few units, or of low rank, has few.
 */
export interface ReducedSpace {
  readonly dimensions: number;
  /** L as `[unit][dimension]`. */
  readonly left: Float64Array;
  /** R as `[dimension][unit]`. */
  readonly right: Float64Array;
  /** How far x_i may be from (L z + drive)_i, `[unit]`. */
  readonly doubt: Float64Array;
}

/** A singular value is 0 if it is this far below the largest: weights are often float32. */
const RANK_SHARE = 1e-6;

/** The coordinates of a field, or null where it takes more than `most`. */
export function reducedSpace(field: Field, most: number): ReducedSpace | null {
  const { units, weights } = field;
  const senders = Array.from({ length: units }, (_, j) => j).filter((j) =>
    Array.from({ length: units }, (_, i) => weights[i * units + j]).some((w) => w !== 0),
  );
  if (senders.length <= most) return ofSenders(field, senders);
  return isOfRank(field, most) ? ofRank(field, most) : null;
}

/**
 * Whether W_rec may be of rank `most`: after as many steps of elimination with full pivoting nearly
 * nothing is left. Singular values decide; they take long for large networks.
 */
function isOfRank({ units, weights }: Field, most: number): boolean {
  const rest = weights.slice();
  let first = 0;
  for (let rank = 0; rank <= most; rank++) {
    let pivot = 0;
    for (let k = 0; k < rest.length; k++) if (Math.abs(rest[k]) > Math.abs(rest[pivot])) pivot = k;
    const largest = rest[pivot];
    if (rank === 0) first = Math.abs(largest);
    if (!(Math.abs(largest) > 100 * RANK_SHARE * first)) return true;
    const [row, column] = [Math.floor(pivot / units), pivot % units];
    const across = rest.slice(row * units, (row + 1) * units);
    for (let i = 0; i < units; i++) {
      const factor = rest[i * units + column] / largest;
      for (let j = 0; j < units; j++) rest[i * units + j] -= factor * across[j];
    }
  }
  return false;
}

/** R picks the units that send anything: exact. */
function ofSenders(field: Field, senders: readonly number[]): ReducedSpace {
  const { units, weights } = field;
  const dimensions = Math.max(1, senders.length);
  const left = new Float64Array(units * dimensions);
  const right = new Float64Array(dimensions * units);
  for (const [k, j] of senders.entries()) {
    right[k * units + j] = 1;
    for (let i = 0; i < units; i++) left[i * dimensions + k] = weights[i * units + j];
  }
  return { dimensions, left, right, doubt: doubtOf(field, { dimensions, left, right }) };
}

function ofRank(field: Field, most: number): ReducedSpace | null {
  const { units, weights } = field;
  const { diagonal, leftSingularVectors, rightSingularVectors } = new SVD(
    Matrix.from1DArray(units, units, Array.from(weights)),
  );
  const order = diagonal.map((_, k) => k).sort((a, b) => diagonal[b] - diagonal[a]);
  const kept = order.filter((k) => diagonal[k] > RANK_SHARE * diagonal[order[0]]);
  if (kept.length > most) return null;
  const dimensions = kept.length;
  const left = new Float64Array(units * dimensions);
  const right = new Float64Array(dimensions * units);
  for (const [k, from] of kept.entries())
    for (let i = 0; i < units; i++) {
      left[i * dimensions + k] = leftSingularVectors.get(i, from) * diagonal[from];
      right[k * units + i] = rightSingularVectors.get(i, from);
    }
  return { dimensions, left, right, doubt: doubtOf(field, { dimensions, left, right }) };
}

/** What W_rec − LR, times the largest f, and the rounding of the drive come to in each unit. */
function doubtOf(
  { units, weights, network, input, drive }: Field,
  { dimensions, left, right }: Omit<ReducedSpace, "doubt">,
): Float64Array {
  const largest = network.model.activation === "shifted-tanh" ? 2 : 1;
  return drive.map((b, i) => {
    let rest = 0;
    let terms = 0;
    for (let j = 0; j < units; j++) {
      let product = 0;
      let size = Math.abs(weights[i * units + j]);
      for (let k = 0; k < dimensions; k++) {
        const part = left[i * dimensions + k] * right[k * units + j];
        product += part;
        size += Math.abs(part);
      }
      rest += Math.abs(weights[i * units + j] - product);
      terms += size;
    }
    let driving = Math.abs(b);
    for (let c = 0; c < network.channels; c++)
      driving += Math.abs(network.weights.input[i * network.channels + c] * input[c]);
    const rounding = gamma(dimensions + 4) * terms + gamma(network.channels + 4) * driving;
    return upper(largest * rest * (1 + 1e-12) + largest * rounding, 2 * units + 16);
  });
}
