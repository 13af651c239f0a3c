import type { Network } from "../model/model.ts";
import { clampState } from "../model/step.ts";
import { factorCholesky, solveCholesky } from "./cholesky.ts";
import {
  derivativeTransposedTimes,
  type Evaluation,
  evaluate,
  evaluationOf,
  type Field,
  fieldOf,
  negatedDerivative,
} from "./field.ts";
import { factorLu, solveLu } from "./lu.ts";
import { gramOf, normalMatrix } from "./normalEquations.ts";
import { judge, requireStart, type Solver } from "./solve.ts";

const MOST_ITERATIONS = 200;
const SMALLEST_DAMPING = 1e-8;
/** |F|² below which Newton's own steps take over. */
const NEAR_SQUARE = 1e-6;
/** |F|² of rounding alone, relative to 1 + |x|². */
const ROUNDING_SQUARE = 1e-26;
/** |F'ᵀF|² relative to |F|² at which a descent ends: far from a root, and near one. */
const FLAT = 1e-10;
const FLAT_BELOW = 1e-18;

/** The buffers of one solve. */
interface Workspace {
  readonly field: Field;
  /** W_recᵀW_rec. */
  readonly gram: Float64Array;
  readonly matrix: Float64Array;
  readonly pivots: Int32Array;
  readonly gradient: Float64Array;
  readonly move: Float64Array;
}

/**
 * Levenberg–Marquardt on typed arrays, finished by Newton's method: the default solver. The damping
 * is m|F|, m driven by the ratio of the reduction of |F|² to the one predicted, so that it vanishes
 * at a root and convergence there is quadratic.
 * @source §2.4; Fan & Yuan 2005, "On the quadratic convergence of the Levenberg–Marquardt method"
 */
export const newtonSolver: Solver = {
  name: "newton",
  prepare(network, input) {
    const space = workspaceOf(network, input);
    const { field } = space;
    return (start) => {
      requireStart(field.units, start);
      const state = clampState(network, Float64Array.from(start));
      return judge(field, settle(space, state));
    };
  },
};

function workspaceOf(network: Network, input: ArrayLike<number>): Workspace {
  const field = fieldOf(network, input);
  const { units } = field;
  return {
    field,
    gram: gramOf(field),
    matrix: new Float64Array(units * units),
    pivots: new Int32Array(units),
    gradient: new Float64Array(units),
    move: new Float64Array(units),
  };
}

/**
 * Descends until near a root, and lets Newton's method finish. Where Newton's method is stuck above
 * rounding, as where F' is all but singular, the trust region goes on down to rounding.
 */
function settle(space: Workspace, start: Float64Array): Float64Array {
  const { field } = space;
  const near = descend(space, start, NEAR_SQUARE);
  const polished = polish(field, near);
  const square = evaluate(field, polished, evaluationOf(field.units));
  if (square > NEAR_SQUARE || square < roundingSquare(polished)) return polished;
  return polish(field, descend(space, polished, roundingSquare(polished)));
}

/** |F|² that is rounding alone, about. */
function roundingSquare(state: Float64Array): number {
  return ROUNDING_SQUARE * (1 + squared(state));
}

/** Levenberg–Marquardt until |F|² is at most `until`, at a minimum of |F|², or out of steps. */
function descend(space: Workspace, start: Float64Array, until: number): Float64Array {
  const { field, gradient, move } = space;
  let state: Float64Array = start;
  let trial: Float64Array = new Float64Array(field.units);
  let at = evaluationOf(field.units);
  let there = evaluationOf(field.units);
  let square = evaluate(field, state, at);
  let factor = 0.01;
  // A gradient that is small beside F ends the descent; near a root a soft direction makes it so.
  const flat = until < NEAR_SQUARE ? FLAT_BELOW : FLAT;
  for (let iteration = 0; iteration < MOST_ITERATIONS && square > until; iteration++) {
    derivativeTransposedTimes(field, at.slope, at.value, gradient);
    if (squared(gradient) < flat * square) break;
    const damping = factor * Math.sqrt(square);
    const predicted = proposeMove(space, at, damping);
    for (let i = 0; i < trial.length; i++) trial[i] = state[i] + move[i];
    const next = evaluate(field, trial, there);
    const ratio = (square - next) / predicted;
    if (ratio < 0.25 || Number.isNaN(ratio)) factor = Math.max(4 * factor, 1e-4);
    else if (ratio > 0.75) factor = Math.max(factor / 4, SMALLEST_DAMPING);
    // A step may raise |F|² up to fourfold: one that never does gets stuck at more minima.
    if (!(next <= 4 * square)) continue;
    [state, trial] = [trial, state];
    [at, there] = [there, at];
    square = next;
  }
  return state;
}

const squared = (vector: Float64Array): number => {
  let sum = 0;
  for (let i = 0; i < vector.length; i++) sum += vector[i] * vector[i];
  return sum;
};

/** Writes −(F'ᵀF' + μI)⁻¹F'ᵀF to `move`; answers the reduction of |F|² that it promises. */
function proposeMove(space: Workspace, at: Evaluation, damping: number): number {
  const { field, gram, matrix, gradient, move } = space;
  const { units } = field;
  normalMatrix(field, { gram, slope: at.slope }, matrix);
  for (let i = 0; i < units; i++) matrix[i * units + i] += damping;
  for (let i = 0; i < units; i++) move[i] = -gradient[i];
  if (!factorCholesky(matrix, units)) return Number.NaN;
  solveCholesky(matrix, units, move);
  let predicted = 0;
  for (let i = 0; i < units; i++) predicted += move[i] * (damping * move[i] - gradient[i]);
  return predicted;
}

/**
 * Newton's method from a state near a root, for as long as |F| falls: about 1e-16 at a simple root.
 * Answers the best state that it met; far from a root that is the state it was given.
 */
export function polish(field: Field, start: Float64Array): Float64Array {
  const { units } = field;
  const matrix = new Float64Array(units * units);
  const pivots = new Int32Array(units);
  const at = evaluationOf(units);
  const move = new Float64Array(units);
  let best = start;
  let bestSquare = evaluate(field, best, at);
  for (let iteration = 0; iteration < 60 && bestSquare > 0; iteration++) {
    negatedDerivative(field, at.slope, matrix);
    if (factorLu(matrix, pivots) === 0) break;
    move.set(at.value);
    solveLu(matrix, pivots, move);
    const trial = best.map((x, i) => x + move[i]);
    const square = evaluate(field, trial, at);
    if (!(square < bestSquare)) break;
    best = trial;
    bestSquare = square;
  }
  return best;
}
