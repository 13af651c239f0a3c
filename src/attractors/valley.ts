import { distance, lengthOf } from "./distance.ts";
import { evaluate, evaluationOf, type Field } from "./field.ts";
import { factorLu, solveLu } from "./lu.ts";
import { valleyPlace } from "./reduced.ts";
import { type SoftDirection, softDirections } from "./soft.ts";

/** A way along a valley, where F has one part alone, along w: F(x) = g·w. */
export interface Walk {
  /** Each x as `[unit]`, in order, without the state that it began at. */
  readonly states: readonly Float64Array[];
  /** States between two neighbours at which g has different signs: near a fixed point each. */
  readonly crossings: readonly Float64Array[];
  /** `closed`: it came back. `end`: what it should stay in ends. `out of steps`: neither. */
  readonly ending: "closed" | "end" | "out of steps";
}

/** Larger networks are not walked: a step costs several factors of F'. */
export const MOST_WALKED_UNITS = 200;

/** The longest step of a walk, relative to 1 + |x|. */
export const LONGEST_STEP = 0.02;
/** A walk ends where steps that are longer than this, relative to 1 + |x|, lead out. */
const SHORTEST_STEP = 1e-4;
const MOST_STEPS = 1500;

/**
 * Walks along the valley through a state: a predictor along the soft direction of F', a corrector
 * across it, and shorter steps where those lead out of `isInside`. It ends where it closes, where
 * the shortest step leads out, or after 1500 steps.
 */
export function walkValley(
  field: Field,
  from: Float64Array,
  { side, isInside }: { readonly side: 1 | -1; readonly isInside: (x: Float64Array) => boolean },
): Walk {
  const scale = 1 + lengthOf(from);
  const states: Float64Array[] = [];
  const crossings: Float64Array[] = [];
  const ended = (ending: Walk["ending"]): Walk => ({ states, crossings, ending });
  const start = valleyPlace(field, from, [softDirections(field, from)[0]]);
  let soft = softDirections(field, from)[0];
  if (start === null) return ended("end");
  let { state: place } = start;
  let [force] = start.forces;
  let along = soft.right.map((v) => side * v);
  let length = LONGEST_STEP * scale;
  let walked = 0;
  for (let count = 0; count < MOST_STEPS; count++) {
    const guess = place.map((x, i) => x + length * along[i]);
    const next = valleyPlace(field, guess, [soft]);
    const isOn = next !== null && distance(next.state, guess) < length && isInside(next.state);
    if (next === null || !isOn) {
      length /= 2;
      if (length < SHORTEST_STEP * scale) return ended("end");
      continue;
    }
    const turned = turnedBy(field, next.state, soft);
    if (turned === null) return ended("end");
    const here = { state: place, force };
    [force] = next.forces;
    place = next.state;
    if (here.force * force < 0)
      crossings.push(crossing(field, soft, [here, { state: place, force }]));
    states.push(place);
    walked += length;
    along = turned.right.map((v) => v * Math.sign(dot(turned.right, along)));
    soft = turned;
    length = Math.min(1.5 * length, LONGEST_STEP * scale);
    if (walked > 3 * LONGEST_STEP * scale && distance(place, from) < 0.75 * LONGEST_STEP * scale)
      return ended("closed");
  }
  return ended("out of steps");
}

/** The soft direction at a place, from that of its neighbour; w keeps its sense, so that g does. */
function turnedBy(field: Field, state: Float64Array, soft: SoftDirection): SoftDirection | null {
  let { right, left } = soft;
  for (let repeat = 0; repeat < 2; repeat++) {
    const nextRight = borderedSolution(field, state, { right, left, transposed: false });
    const nextLeft = borderedSolution(field, state, { right, left, transposed: true });
    if (nextRight === null || nextLeft === null) return null;
    [right, left] = [nextRight, nextLeft];
  }
  return { size: soft.size, right, left };
}

/** What [F' −w; vᵀ 0], or [F'ᵀ −v; wᵀ 0], sends to (0, 1), with length 1: nearly a null vector. */
function borderedSolution(
  field: Field,
  state: Float64Array,
  {
    right,
    left,
    transposed,
  }: { readonly right: Float64Array; readonly left: Float64Array; readonly transposed: boolean },
): Float64Array | null {
  const { units, weights } = field;
  const size = units + 1;
  const at = evaluationOf(units);
  evaluate(field, state, at);
  const matrix = new Float64Array(size * size);
  for (let i = 0; i < units; i++)
    for (let j = 0; j < units; j++) {
      const entry = weights[i * units + j] * at.slope[j] - (i === j ? 1 : 0);
      matrix[transposed ? j * size + i : i * size + j] = entry;
    }
  const [column, row] = transposed ? [right, left] : [left, right];
  for (let i = 0; i < units; i++) matrix[i * size + units] = -column[i];
  matrix.set(row, units * size);
  const pivots = new Int32Array(size);
  if (factorLu(matrix, pivots) === 0) return null;
  const solution = new Float64Array(size);
  solution[units] = 1;
  solveLu(matrix, pivots, solution);
  const vector = solution.subarray(0, units);
  const length = lengthOf(vector);
  return Number.isFinite(length) && length > 0 ? vector.map((v) => v / length) : null;
}

/** A state of a valley and g there. */
type Place = { readonly state: Float64Array; readonly force: number };

const MOST_HALVINGS = 40;

/** Where g changes sign between two places: chords that are brought back to the valley. */
function crossing(
  field: Field,
  soft: SoftDirection,
  [first, second]: readonly [Place, Place],
): Float64Array {
  let [low, high] = [first, second];
  for (let count = 0; count < MOST_HALVINGS; count++) {
    // The chord's zero, held off the ends, where it would stay for ever.
    const share = Math.min(0.9, Math.max(0.1, low.force / (low.force - high.force)));
    const found = valleyPlace(field, between(low.state, high.state, share), [soft]);
    if (found === null) break;
    const middle = { state: found.state, force: found.forces[0] };
    if (middle.force === 0) return middle.state;
    if (low.force * middle.force < 0) high = middle;
    else low = middle;
    if (distance(low.state, high.state) < 1e-9) break;
  }
  return Math.abs(low.force) < Math.abs(high.force) ? low.state : high.state;
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, v, i) => sum + v * b[i], 0);
}

function between(a: Float64Array, b: Float64Array, share: number): Float64Array {
  return a.map((x, i) => x + share * (b[i] - x));
}
