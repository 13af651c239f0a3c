import { levenbergMarquardt } from "ml-levenberg-marquardt";
import { type Network, requireInput, requireNetwork, requireState } from "../model/model.ts";
import { clampState, nextState } from "../model/step.ts";
import { requireHas } from "../numerics/gate.ts";
import {
  derivativeTransposedTimes,
  evaluate,
  evaluationOf,
  type Field,
  fieldOf,
  negatedDerivative,
} from "./field.ts";

/**
 * Where one start ended: `root` (residual below 1e-8), `minimum` (a place where the gradient of
 * |F|² vanishes but F does not: no fixed point, never counted), or `none`.
 */
export type Outcome = "root" | "minimum" | "none";

/** What one start came to. Failure is data: the state and its residual are always there. */
export interface Solution {
  /** x as `[unit]`. */
  readonly state: Float64Array;
  /** |x_{t+1} − x_t| at `state`, the euclidean norm of one step of Eq. 1. */
  readonly residual: number;
  readonly outcome: Outcome;
}

/** A way to solve x_{t+1} = x_t for one network and one constant input, from any start. */
export interface Solver {
  readonly name: string;
  /** What does not depend on the start is worked out once, here. */
  prepare(network: Network, input: ArrayLike<number>): (start: Float64Array) => Solution;
  /** The same for many starts at once, where a solver can do better than one after another. */
  together?(network: Network, input: ArrayLike<number>): (starts: Together) => void;
}

/** Starts that are solved from together. */
export interface Together {
  readonly starts: readonly Float64Array[];
  /** The number of the known point that a state on its way leads to for certain, or null. */
  knownAt(place: StatePlace): number | null;
  /** Told of each start in order: the known point that it leads to, or how to solve to its end. */
  ended(start: number, ending: { readonly known: number | null; solve(): Solution }): void;
  /** Whether the time is over: then the starts that are left are not told of. */
  isOver(): boolean;
}

/** A state x among other numbers: x_i lies at `from + i * stride` of `values`. */
export type StatePlace = {
  readonly values: Float64Array;
  readonly from: number;
  readonly stride: number;
};

/** A state with a residual |x_{t+1} − x_t| below this is a root. @source §2.4 */
export const ROOT_RESIDUAL = 1e-8;

/** |F'ᵀF| / |F| below this, away from a root, is a local minimum of |F|². */
export const MINIMUM_GRADIENT = 1e-4;

/** A network, its constant input u, `[channel]`, and a state x, `[unit]`. */
export type Place = {
  readonly network: Network;
  readonly input: ArrayLike<number>;
  readonly state: Float64Array;
};

/**
 * |x_{t+1} − x_t|, by one step of the model itself and not by a solver's own arithmetic.
 * @source Eq. 1; §2.4
 * @throws RangeError for a network that is not well formed, or a state or input that does not fit.
 */
export function residualOf(place: Place): number {
  requirePlace(place);
  return residualAt(place);
}

/** @throws RangeError for what is no network with an input and a state of it. */
export function requirePlace(place: Place): void {
  requireHas("place", place, ["network", "input", "state"]);
  const network = requireNetwork(place.network);
  requireInput("input", network, place.input);
  requireState("state", network, place.state);
}

/** The residual of `residualOf`; arguments are taken as checked. */
export function residualAt({ network, input, state }: Place): number {
  const next = nextState(network, state, input);
  let square = 0;
  for (let i = 0; i < next.length; i++) square += (next[i] - state[i]) * (next[i] - state[i]);
  return Math.sqrt(square);
}

/** Judges the state at which a solver stopped. */
export function judge(field: Field, state: Float64Array): Solution {
  const { network, input, units } = field;
  const residual = residualAt({ network, input, state });
  if (residual < ROOT_RESIDUAL) return { state, residual, outcome: "root" };
  const at = evaluationOf(units);
  const norm = Math.sqrt(evaluate(field, state, at));
  const gradient = new Float64Array(units);
  derivativeTransposedTimes(field, at.slope, at.value, gradient);
  const flat = Math.hypot(...gradient) < MINIMUM_GRADIENT * norm;
  return { state, residual, outcome: flat ? "minimum" : "none" };
}

/** @throws RangeError where a start has the wrong length or an entry that is not finite. */
export function requireStart(units: number, start: ArrayLike<number>): void {
  requireLength(units, start);
  for (let i = 0; i < units; i++)
    if (!Number.isFinite(start[i]))
      throw new RangeError(`start[${i}]: expected a finite number, got ${start[i]}`);
}

/** @throws RangeError where a start has the wrong length. */
export function requireLength(units: number, start: ArrayLike<unknown>): void {
  if (start.length !== units)
    throw new RangeError(`start: expected ${units} entries, got ${start.length}`);
}

/**
 * Levenberg–Marquardt by ml-levenberg-marquardt, with the analytic Jacobian: the solver that the
 * fast one is checked against. The library fits y = model(x); here x is a unit's index, the model
 * is F and y is 0. It tells nothing about convergence: the residual is worked out here.
 * @source §2.4
 */
export const referenceSolver: Solver = {
  name: "ml-levenberg-marquardt",
  prepare(network, input) {
    const field = fieldOf(network, input);
    const { units } = field;
    // The library refuses fewer points than this; a point beyond the units has a model of 0.
    const points = Math.max(units, 3);
    const data = {
      x: Array.from({ length: points }, (_, i) => i),
      y: new Array<number>(points).fill(0),
    };
    const beyond = new Array<number>(units).fill(0);
    const at = evaluationOf(units);
    const derivative = new Float64Array(units * units);
    const model = (parameters: number[]) => {
      evaluate(field, Float64Array.from(parameters), at);
      const value = at.value.slice();
      return (i: number) => (i < units ? value[i] : 0);
    };
    const jacobianFunction = (parameters: number[]) => {
      evaluate(field, Float64Array.from(parameters), at);
      negatedDerivative(field, at.slope, derivative);
      return (i: number) =>
        i >= units
          ? beyond
          : Array.from(derivative.subarray(i * units, (i + 1) * units), (entry) => -entry);
    };
    return (start) => {
      requireStart(units, start);
      const { parameterValues } = levenbergMarquardt(data, model, {
        initialValues: Array.from(clampState(network, Float64Array.from(start))),
        jacobianFunction,
        // Compared with the sum of squares: the default stops near a residual of 1e-4 in silence.
        errorTolerance: 1e-20,
        maxIterations: 200,
      });
      return judge(field, clampState(network, Float64Array.from(parameterValues)));
    };
  },
};
