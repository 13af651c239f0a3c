import { type Evaluation, evaluate, evaluationOf, type Field } from "./field.ts";
import { factorLu, solveLu } from "./lu.ts";

/** A place of a valley: F(x) = g·w there, and nothing else. */
export interface ValleyPlace {
  /** x as `[unit]`. */
  readonly state: Float64Array;
  /** g: what is left of F, along w. */
  readonly force: number;
}

const MOST_ITERATIONS = 12;

/**
 * The valley that passes a state: where all of F vanishes but its part along w. On the plane
 * vᵀ(x − guess) = 0 it is one place, found by Newton's method on (x, g) with F(x) − g·w = 0. Fixed
 * points near a soft direction are where g changes sign; a continuum is where g stays 0. Answers
 * null where Newton's method does not converge.
 * @source Lyapunov–Schmidt reduction
 */
export function valleyPlace(
  field: Field,
  guess: Float64Array,
  { right, left }: { readonly right: Float64Array; readonly left: Float64Array },
): ValleyPlace | null {
  const { units } = field;
  const size = units + 1;
  const at = evaluationOf(units);
  const state = guess.slice();
  const matrix = new Float64Array(size * size);
  const pivots = new Int32Array(size);
  const change = new Float64Array(size);
  let force = 0;
  let last = Number.POSITIVE_INFINITY;
  for (let iteration = 0; iteration < MOST_ITERATIONS; iteration++) {
    evaluate(field, state, at);
    border(field, at, { matrix, right, left });
    if (factorLu(matrix, pivots) === 0) return null;
    for (let i = 0; i < units; i++) change[i] = force * left[i] - at.value[i];
    change[units] = 0;
    solveLu(matrix, pivots, change);
    let square = 0;
    for (let i = 0; i < units; i++) {
      state[i] += change[i];
      square += change[i] * change[i];
    }
    force += change[units];
    const moved = Math.sqrt(square);
    if (!Number.isFinite(moved)) return null;
    // At the level of rounding the steps no longer shrink.
    if (moved < 1e-9 && moved >= last / 2) return { state, force };
    last = moved;
  }
  return last < 1e-9 ? { state, force } : null;
}

/** Writes [F' −w; vᵀ 0]. */
function border(
  { units, weights }: Field,
  { slope }: Evaluation,
  {
    matrix,
    right,
    left,
  }: { readonly matrix: Float64Array; readonly right: Float64Array; readonly left: Float64Array },
): void {
  const size = units + 1;
  for (let i = 0; i < units; i++) {
    for (let j = 0; j < units; j++) matrix[i * size + j] = weights[i * units + j] * slope[j];
    matrix[i * size + i] -= 1;
    matrix[i * size + units] = -left[i];
  }
  matrix.set(right, units * size);
  matrix[size * size - 1] = 0;
}
