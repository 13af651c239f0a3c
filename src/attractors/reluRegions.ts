import { absolute, invert, multiply, rowSumNorm, times } from "./dense.ts";
import type { Field } from "./field.ts";
import { gamma, upper } from "./rounding.ts";

/** Regions are listed for up to this many units that send anything. */
const MOST_UNITS = 12;

/**
 * Proves that a relu network has no fixed points but those that `tryFrom` is given: every linear
 * region's only solution is computed, and either breaks a sign by more than rounding, or is tried.
 * `tryFrom` answers whether a point was found there. Answers false where a region has no single
 * solution, with more than 12 units that send anything, or where the time is over.
 */
export function provenByRegions(
  field: Field,
  {
    tryFrom,
    isOver,
  }: {
    readonly tryFrom: (state: Float64Array) => boolean;
    readonly isOver: () => boolean;
  },
): boolean {
  const { units, weights, network } = field;
  if (network.model.activation !== "relu" || network.model.clamped.length > 0) return false;
  const senders = Array.from({ length: units }, (_, j) => j).filter((j) =>
    Array.from({ length: units }, (_, i) => weights[i * units + j]).some((w) => w !== 0),
  );
  if (senders.length > MOST_UNITS) return false;
  for (let region = 0; region < 1 << senders.length; region++) {
    if (region % 64 === 0 && isOver()) return false;
    const isActive = senders.map((_, bit) => ((region >> bit) & 1) === 1);
    const found = solutionIn(field, senders, isActive);
    if (found === null) return false;
    const isOut = found.solution.some((x, k) => (isActive[k] ? x : -x) < -found.error);
    if (!isOut && !tryFrom(fullState(field, senders, found.solution))) return false;
  }
  return true;
}

/** The solution of one region in the units that send, and how far the true one may be from it. */
function solutionIn(
  field: Field,
  senders: readonly number[],
  isActive: readonly boolean[],
): { readonly solution: Float64Array; readonly error: number } | null {
  const { units, weights, drive, network, input } = field;
  const size = senders.length;
  const matrix = new Float64Array(size * size);
  for (const [k, i] of senders.entries())
    for (const [l, j] of senders.entries())
      matrix[k * size + l] = (k === l ? 1 : 0) - (isActive[l] ? weights[i * units + j] : 0);
  if (size === 0) return { solution: new Float64Array(0), error: 0 };
  const inverse = invert(matrix, size);
  if (inverse === null) return null;
  const driving = Float64Array.from(senders, (i) => drive[i]);
  const solution = times(inverse, driving);
  const nearness = absolute(inverse);
  const product = multiply({ left: inverse, right: matrix, size });
  for (let k = 0; k < size; k++) product[k * size + k] -= 1;
  // 1 − w was rounded too: by no more than a part of |1 − w| + 2.
  const entries = absolute(matrix);
  for (let k = 0; k < size; k++) entries[k * size + k] += 2;
  const doubt = multiply({ left: nearness, right: entries, size }).map(
    (entry, k) => Math.abs(product[k]) + gamma(size + 4) * (entry + 1),
  );
  const defect = upper(rowSumNorm(doubt, size), size + 8);
  if (!(defect < 0.5)) return null;
  const image = times(matrix, solution);
  const sizes = times(entries, absolute(solution));
  const rest = driving.map((b, k) => {
    let terms = Math.abs(b) + sizes[k];
    for (let c = 0; c < network.channels; c++)
      terms += Math.abs(network.weights.input[senders[k] * network.channels + c] * input[c]);
    return Math.abs(b - image[k]) + gamma(size + network.channels + 6) * terms;
  });
  const most = Math.max(...times(nearness, rest));
  return { solution, error: upper(most, 2 * size + 8) / (1 - defect) };
}

function fullState(
  { units, weights, drive }: Field,
  senders: readonly number[],
  solution: Float64Array,
): Float64Array {
  return drive.map((b, i) =>
    senders.reduce((sum, j, k) => sum + weights[i * units + j] * Math.max(0, solution[k]), b),
  );
}
