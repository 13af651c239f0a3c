import type { DescentKernel } from "../engine/descent/kernel.ts";
import { type DescentLayout, layOutDescent, writePlan } from "../engine/descent/layout.ts";
import { ACTIVATION_NUMBERS } from "../engine/wasm/plans.ts";
import type { Field } from "./field.ts";
import type { StatePlace } from "./solve.ts";

/**
 * Starts that are on their way at once, whatever the kernel's width: when a start ends depends on
 * which points are known by then, and so on this number, but on no engine.
 */
export const LANES = 8;

/** |F|² below which a descent is near a root. */
export const NEAR_SQUARE = 1e-6;
/** |F|², relative to 1 + |x|², at which it ends: Newton's method doubles its digits from there. */
const FINE_SQUARE = 1e-20;
/** |F'ᵀF|² relative to |F|² at which it ends: far from a root, and near one. */
const FLAT_SHARES = [1e-10, 1e-18] as const;
const FIRST_FACTOR = 0.01;
const MOST_STEPS = 200;

/** Starts that descend together, and who is told of them. */
export interface Descents {
  readonly field: Field;
  /** W_recᵀW_rec of `gramOf`: made once a network. */
  readonly gram: Float64Array;
  readonly starts: readonly Float64Array[];
  /** |F|², relative to 1 + |x|², at which a start ends; 1e-20 where it is left out. */
  readonly fineSquare?: number;
  /** The number of the known point whose own ball a state has come into, or null. */
  knownAt(place: StatePlace): number | null;
  /** Told of each start in order: where it stopped, and the known point that it came to. */
  ended(start: number, state: Float64Array, known: number | null): void;
  readonly isOver: () => boolean;
}

/** A lane of the kernel, and the start that is in it. */
type Lane = {
  readonly block: number;
  readonly place: StatePlace;
  /** Where its |F|², m, share and ending lie among the numbers of its block. */
  readonly scalar: number;
  start: number | null;
  phase: 0 | 1;
  steps: number;
};

/** All views of the memory of one run. */
type Run = {
  readonly layout: DescentLayout;
  readonly lanes: readonly Lane[];
  readonly numbers: Float64Array;
};

/**
 * Levenberg–Marquardt from many starts, `LANES` at a time: a start that ends makes room for the
 * next one. A start ends near a root, at a local minimum of |F|², out of steps, or in the ball of a
 * known point, from where Newton's method leads to that point for certain.
 * @source §2.4; Fan & Yuan 2005, "On the quadratic convergence of the Levenberg–Marquardt method"
 */
export function descendAll(kernel: DescentKernel, descents: Descents): void {
  const { starts, isOver, ended } = descents;
  const run = layDown(kernel, descents, Math.min(LANES, starts.length));
  const waiting = new Map<number, { state: Float64Array; known: number | null }>();
  let told = 0;
  let next = 0;
  const settle = (lane: Lane): void => {
    const [over, known] = hasEnded(run, lane, descents);
    if (!over || lane.start === null) return;
    waiting.set(lane.start, { state: stateOf(lane.place, descents.field.units), known });
    lane.start = null;
  };
  while (told < starts.length && !isOver()) {
    const fresh = run.lanes.filter(({ start }) => start === null);
    for (const lane of fresh) if (next < starts.length) enter(run, lane, starts[next], next++);
    const entered = fresh.filter(({ start }) => start !== null);
    for (const block of new Set(entered.map((lane) => lane.block)))
      kernel.begin(run.layout.plans[block].address);
    for (const lane of entered) settle(lane);
    const busy = run.lanes.filter(({ start }) => start !== null);
    for (const block of new Set(busy.map((lane) => lane.block)))
      kernel.step(run.layout.plans[block].address);
    for (const lane of busy) {
      lane.steps += 1;
      settle(lane);
    }
    for (let done = waiting.get(told); done !== undefined; done = waiting.get(told)) {
      waiting.delete(told);
      ended(told++, done.state, done.known);
    }
  }
}

/** Lays the network and empty lanes out in the kernel's memory. */
function layDown(
  kernel: DescentKernel,
  { field, gram }: Pick<Descents, "field" | "gram">,
  lanes: number,
): Run {
  const { units, weights, drive, network } = field;
  const { width, tileRows } = kernel;
  const blocks = Math.ceil(lanes / width);
  const layout = layOutDescent({ units, width, tileRows, blocks });
  kernel.reach(layout.end);
  const { buffer } = kernel.memory;
  const numbers = new Float64Array(buffer, 0, Math.floor(layout.end / 8));
  const activation = ACTIVATION_NUMBERS[network.model.activation];
  for (const { address, plan } of layout.plans) {
    writePlan(buffer, address, { ...plan, activation });
    // Lanes without a start run along from 0, which harms nobody.
    numbers.fill(0, plan.state / 8, plan.state / 8 + units * width);
    numbers.fill(0, plan.factor / 8, plan.factor / 8 + width);
  }
  if (blocks > 0) {
    const [{ plan }] = layout.plans;
    numbers.set(weights, plan.weights / 8);
    numbers.set(drive, plan.drive / 8);
    numbers.set(gram, plan.gram / 8);
    for (let i = 0; i < units; i++)
      for (let j = 0; j < units; j++)
        numbers[plan.transposed / 8 + j * units + i] = weights[i * units + j];
  }
  return { layout, numbers, lanes: lanesOf(layout, numbers, { width, lanes }) };
}

function lanesOf(
  { plans }: DescentLayout,
  values: Float64Array,
  { width, lanes }: { readonly width: number; readonly lanes: number },
): readonly Lane[] {
  return Array.from({ length: lanes }, (_, k) => {
    const block = Math.floor(k / width);
    const lane = k % width;
    const place = { values, from: plans[block].plan.state / 8 + lane, stride: width };
    return { block, place, scalar: lane, start: null, phase: 0, steps: 0 };
  });
}

/** Puts a start into a lane. */
function enter({ layout, numbers }: Run, lane: Lane, state: Float64Array, start: number): void {
  const { plan } = layout.plans[lane.block];
  const { from, stride } = lane.place;
  for (let i = 0; i < state.length; i++) numbers[from + i * stride] = state[i];
  numbers[plan.factor / 8 + lane.scalar] = FIRST_FACTOR;
  numbers[plan.flatShare / 8 + lane.scalar] = FLAT_SHARES[0];
  numbers[plan.ended / 8 + lane.scalar] = 0;
  lane.start = start;
  lane.phase = 0;
  lane.steps = 0;
}

/** Whether a lane's start is done, and the known point that it came to. */
function hasEnded(
  { layout, numbers }: Run,
  lane: Lane,
  { field, knownAt, fineSquare = FINE_SQUARE }: Descents,
): readonly [boolean, number | null] {
  const { plan } = layout.plans[lane.block];
  const square = numbers[plan.square / 8 + lane.scalar];
  const known = knownAt(lane.place);
  if (known !== null) return [true, known];
  const isFlat = numbers[plan.ended / 8 + lane.scalar] === 1;
  if (lane.phase === 0 && square <= NEAR_SQUARE) {
    lane.phase = 1;
    lane.steps = 0;
    numbers[plan.flatShare / 8 + lane.scalar] = FLAT_SHARES[1];
  } else if (isFlat || lane.steps >= MOST_STEPS || !Number.isFinite(square)) return [true, null];
  const isFine = lane.phase === 1 && square <= fineSquare * (1 + sizeOf(lane.place, field.units));
  return [isFine, null];
}

/** |x|². */
function sizeOf({ values, from, stride }: StatePlace, units: number): number {
  let sum = 0;
  for (let i = 0; i < units; i++) sum += values[from + i * stride] * values[from + i * stride];
  return sum;
}

function stateOf({ values, from, stride }: StatePlace, units: number): Float64Array {
  return Float64Array.from({ length: units }, (_, i) => values[from + i * stride]);
}
