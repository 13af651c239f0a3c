import { type Evaluation, evaluate, evaluationOf, type Field } from "./field.ts";
import { factorLu, solveLu } from "./lu.ts";
import type { SoftDirection } from "./soft.ts";

/** A place of a valley: F(x) = Σ_k g_k w_k there, and nothing else. */
export interface ValleyPlace {
  /** x as `[unit]`. */
  readonly state: Float64Array;
  /** g: what is left of F, along each w. */
  readonly forces: Float64Array;
}

const MOST_ITERATIONS = 12;
/** A last step of this length or less is one of rounding. */
const SETTLED = 1e-9;

/**
 * The valley that passes a state: where all of F vanishes but its parts along w_k. On the plane
 * v_kᵀ(x − guess) = 0 it is one place, found by Newton's method on (x, g) with
 * F(x) − Σ g_k w_k = 0.
 * Fixed points near a soft direction are where g changes sign; a continuum is where g stays 0.
 * Answers null where Newton's method does not converge.
 * @source Lyapunov–Schmidt reduction
 */
export function valleyPlace(
  field: Field,
  guess: Float64Array,
  directions: readonly SoftDirection[],
): ValleyPlace | null {
  const { units } = field;
  const size = units + directions.length;
  const at = evaluationOf(units);
  const state = guess.slice();
  const matrix = new Float64Array(size * size);
  const pivots = new Int32Array(size);
  const change = new Float64Array(size);
  const forces = new Float64Array(directions.length);
  let last = Number.POSITIVE_INFINITY;
  for (let iteration = 0; iteration < MOST_ITERATIONS; iteration++) {
    evaluate(field, state, at);
    border(field, at, { matrix, directions });
    if (factorLu(matrix, pivots) === 0) return null;
    change.fill(0);
    for (let i = 0; i < units; i++) {
      change[i] = -at.value[i];
      for (const [k, { left }] of directions.entries()) change[i] += forces[k] * left[i];
    }
    solveLu(matrix, pivots, change);
    let square = 0;
    for (let i = 0; i < units; i++) {
      state[i] += change[i];
      square += change[i] * change[i];
    }
    for (let k = 0; k < forces.length; k++) forces[k] += change[units + k];
    const moved = Math.sqrt(square);
    if (!Number.isFinite(moved)) return null;
    // At the level of rounding the steps no longer shrink.
    if (moved < SETTLED && moved >= last / 2) return { state, forces };
    last = moved;
  }
  return last < SETTLED ? { state, forces } : null;
}

/** Writes [F' −w; vᵀ 0], with a row and a column for each direction. */
function border(
  { units, weights }: Field,
  { slope }: Evaluation,
  {
    matrix,
    directions,
  }: { readonly matrix: Float64Array; readonly directions: readonly SoftDirection[] },
): void {
  const size = units + directions.length;
  matrix.fill(0);
  for (let i = 0; i < units; i++) {
    for (let j = 0; j < units; j++) matrix[i * size + j] = weights[i * units + j] * slope[j];
    matrix[i * size + i] -= 1;
    for (const [k, { left }] of directions.entries()) matrix[i * size + units + k] = -left[i];
  }
  for (const [k, { right }] of directions.entries()) matrix.set(right, (units + k) * size);
}
