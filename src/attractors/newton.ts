import { descentKernel } from "../engine/descent/choose.ts";
import type { DescentKernel } from "../engine/descent/kernel.ts";
import { createWasmDescent } from "../engine/descent/wasm.ts";
import type { Network } from "../model/model.ts";
import { clampState } from "../model/step.ts";
import { evaluate, evaluationOf, type Field, fieldOf, negatedDerivative } from "./field.ts";
import { type Descents, descendAll, NEAR_SQUARE } from "./lanes.ts";
import { factorLu, solveLu } from "./lu.ts";
import { gramOf } from "./normalEquations.ts";
import { judge, requireStart, type Solver } from "./solve.ts";

/** |F|² of rounding alone, relative to 1 + |x|². */
const ROUNDING_SQUARE = 1e-26;

/**
 * Levenberg–Marquardt, several starts at a time, finished by Newton's method: the default solver.
 * The damping is m|F|, m driven by the ratio of the reduction of |F|² to the one predicted, so that
 * it vanishes at a root and convergence there is quadratic.
 * @source §2.4; Fan & Yuan 2005, "On the quadratic convergence of the Levenberg–Marquardt method"
 */
export const newtonSolver: Solver = newtonOn(descentKernel);

/** The same on another kernel: every kernel makes the same bits. */
export function newtonOn(kernelOf: () => DescentKernel): Solver {
  return {
    name: "newton",
    prepare(network, input) {
      const problem = problemOf(network, input);
      const { field } = problem;
      return (start) => {
        requireStart(field.units, start);
        const from = clampState(network, Float64Array.from(start));
        return judge(field, finish(problem, descendFrom(kernelOf(), problem, from)));
      };
    },
    together(network, input) {
      const problem = problemOf(network, input);
      const { field } = problem;
      return ({ starts, ended, ...watch }) => {
        for (const start of starts) requireStart(field.units, start);
        descendAll(kernelOf(), {
          ...watch,
          ...problem,
          starts: starts.map((start) => clampState(network, Float64Array.from(start))),
          ended: (start, state, known) =>
            ended(start, { known, solve: () => judge(field, finish(problem, state)) }),
        });
      };
    },
  };
}

/** What does not depend on the start. */
type Problem = Pick<Descents, "field" | "gram">;

function problemOf(network: Network, input: ArrayLike<number>): Problem {
  const field = fieldOf(network, input);
  return { field, gram: gramOf(field) };
}

/** Where one start alone ends. */
function descendFrom(
  kernel: DescentKernel,
  problem: Problem & Pick<Descents, "fineSquare">,
  start: Float64Array,
): Float64Array {
  let state = start;
  descendAll(kernel, {
    ...problem,
    starts: [start],
    knownAt: () => null,
    ended: (_, stopped) => {
      state = stopped;
    },
    isOver: () => false,
  });
  return state;
}

/** A second kernel, as the first is in use while its starts are told of. */
let second: DescentKernel | undefined;

/**
 * Newton's method from where a descent ended. Where it is stuck above rounding, as where F' is all
 * but singular, the descent goes on down to rounding.
 */
function finish(problem: Problem, near: Float64Array): Float64Array {
  const { field } = problem;
  const polished = polish(field, near);
  const square = evaluate(field, polished, evaluationOf(field.units));
  const rounding = ROUNDING_SQUARE * (1 + squared(polished));
  if (square > NEAR_SQUARE || square < rounding) return polished;
  second ??= createWasmDescent();
  const lower = { ...problem, fineSquare: ROUNDING_SQUARE };
  return polish(field, descendFrom(second, lower, polished));
}

const squared = (vector: Float64Array): number => {
  let sum = 0;
  for (let i = 0; i < vector.length; i++) sum += vector[i] * vector[i];
  return sum;
};

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
