import { product } from "../../numerics/product.ts";
import { lengthOf } from "../distance.ts";
import { factorLu, solveLu } from "../lu.ts";
import type { CellField } from "./cellField.ts";

const MOST_ITERATIONS = 200;
/** So many iterations must lower |F| by this share, or there is only a minimum of |F| near. */
const PATIENCE = { iterations: 15, share: 1e-2 } as const;
/** |F| below which Newton's own steps may finish the work. */
const NEAR_NORM = 1e-4;
/** Steps shorter than this, relative to 1 + |s|, change nothing but rounding. */
const SHORTEST_STEP = 1e-15;
/** |F′ᵀF| / |F|² below this is a minimum of |F|, or a root. */
const FLAT = 1e-10;

/** The buffers of one solve. */
interface Workspace {
  readonly field: CellField;
  readonly value: Float64Array;
  readonly derivative: Float64Array;
  readonly factors: Float64Array;
  readonly pivots: Int32Array;
  readonly gradient: Float64Array;
  readonly newton: Float64Array;
  readonly move: Float64Array;
  readonly image: Float64Array;
}

/**
 * A way to take a state to a root of F, or to a minimum of |F|: Powell's dogleg steps in a trust
 * region, down to rounding, then Newton's for as long as |F| falls. Answers the last state.
 * @source Powell 1970, "A hybrid method for nonlinear equations"
 */
export function prepareDogleg(field: CellField): (start: Float64Array) => Float64Array {
  const size = field.cell.stateSize;
  const space: Workspace = {
    field,
    value: new Float64Array(size),
    derivative: new Float64Array(size * size),
    factors: new Float64Array(size * size),
    pivots: new Int32Array(size),
    gradient: new Float64Array(size),
    newton: new Float64Array(size),
    move: new Float64Array(size),
    image: new Float64Array(size),
  };
  return (start) => polish(space, descend(space, start));
}

function descend(space: Workspace, start: Float64Array): Float64Array {
  const { field, value, move } = space;
  let state: Float64Array = start.slice();
  let trial: Float64Array = start.slice();
  const there = new Float64Array(start.length);
  let norm = field.evaluate(state, value);
  let radius = 1 + 0.1 * lengthOf(state);
  let isNew = true;
  let before = norm;
  for (let k = 0; k < MOST_ITERATIONS && norm > 0; k++) {
    if (isNew && !linearise(space, state, norm)) break;
    if (k % PATIENCE.iterations === PATIENCE.iterations - 1) {
      if (norm > (1 - PATIENCE.share) * before) break;
      before = norm;
    }
    propose(space, radius);
    stayInside(space, state, trial);
    const promised = promiseOf(space, norm);
    const next = field.evaluate(trial, there);
    const ratio = (norm * norm - next * next) / promised;
    const length = lengthOf(move);
    if (!(ratio >= 0.25)) radius = length / 4;
    else if (ratio > 0.75) radius = Math.max(radius, 2 * length);
    isNew = ratio > 1e-4;
    if (isNew) {
      [state, trial] = [trial, state];
      value.set(there);
      norm = next;
    }
    if (!(radius > SHORTEST_STEP * (1 + lengthOf(state)))) break;
  }
  return state;
}

/** F′, its factors, F′ᵀF and Newton's step at a state; false where |F| is flat there. */
function linearise(space: Workspace, state: Float64Array, norm: number): boolean {
  const { field, value, derivative, factors, pivots, gradient, newton } = space;
  const size = state.length;
  field.derivative(state, derivative);
  gradient.fill(0);
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++) gradient[j] += derivative[i * size + j] * value[i];
  factors.set(derivative);
  if (factorLu(factors, pivots) === 0) newton.fill(Number.NaN);
  else {
    for (let i = 0; i < size; i++) newton[i] = -value[i];
    solveLu(factors, pivots, newton);
  }
  return lengthOf(gradient) > FLAT * norm;
}

/** Writes the dogleg's step within `radius` to `move`. */
function propose(space: Workspace, radius: number): void {
  const { derivative, gradient, newton, move, image } = space;
  const newtonLength = lengthOf(newton);
  if (newtonLength <= radius) move.set(newton);
  else {
    const slope = lengthOf(gradient);
    product(derivative, gradient, image);
    const bend = lengthOf(image);
    const steepest = Math.min((slope * slope) / (bend * bend), radius / slope);
    for (let i = 0; i < move.length; i++) move[i] = -steepest * gradient[i];
    if (steepest * slope < radius && Number.isFinite(newtonLength)) bendTo(space, radius);
  }
}

/** Writes the state after `move`, within the range of parts that have one, and that move. */
function stayInside({ field, move }: Workspace, state: Float64Array, trial: Float64Array): void {
  for (const { from, size, range, bounded } of field.cell.parts)
    for (let i = from; i < from + size; i++) {
      const free = state[i] + move[i];
      trial[i] = bounded ? Math.min(Math.max(free, -range), range) : free;
      if (trial[i] !== free) move[i] = trial[i] - state[i];
    }
}

/** By how much |F|² falls over `move`, if F is as straight as it looks. */
function promiseOf({ value, derivative, move, image }: Workspace, norm: number): number {
  product(derivative, move, image);
  let left = 0;
  for (let i = 0; i < image.length; i++) left += (value[i] + image[i]) * (value[i] + image[i]);
  return norm * norm - left;
}

/** Goes on from the steepest step in `move` towards Newton's until the length is `radius`. */
function bendTo({ move, newton }: Workspace, radius: number): void {
  let along = 0;
  let square = 0;
  let apart = 0;
  for (let i = 0; i < move.length; i++) {
    const way = newton[i] - move[i];
    along += move[i] * way;
    square += move[i] * move[i];
    apart += way * way;
  }
  const room = Math.max(0, radius * radius - square);
  const share = room / (along + Math.sqrt(along * along + apart * room));
  for (let i = 0; i < move.length; i++) move[i] += share * (newton[i] - move[i]);
}

/** Newton's method for as long as |F| falls; answers the best state that it met. */
function polish({ field, value, factors, pivots, move }: Workspace, start: Float64Array) {
  let best = start;
  let norm = field.evaluate(best, value);
  for (let k = 0; k < 60 && norm > 0 && norm < NEAR_NORM; k++) {
    field.derivative(best, factors);
    if (factorLu(factors, pivots) === 0) break;
    move.set(value);
    solveLu(factors, pivots, move);
    const trial = best.map((x, i) => x - move[i]);
    const next = field.evaluate(trial, value);
    if (!(next < norm)) break;
    best = trial;
    norm = next;
  }
  return best;
}
