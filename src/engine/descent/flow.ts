import type { Network } from "../../model/model.ts";
import { tanh64 } from "../../numerics/tanh.ts";
import { ACTIVATION_NUMBERS } from "../wasm/plans.ts";
import { descentKernel } from "./choose.ts";
import { driveOf, freeWeights } from "./drive.ts";
import type { DescentKernel } from "./kernel.ts";
import { layOutDescent, writePlan } from "./layout.ts";

/** A network in a kernel's memory, with room for as many states as the kernel has lanes. */
export type Flow = {
  readonly units: number;
  readonly alpha: number;
  readonly width: number;
  /** The memory: number i of a lane lies at `at + i * width + lane`. */
  readonly values: Float64Array;
  /** Where x_t, f(x_t), F(x_t) and |F(x_t)|² begin; |x_{t+1} − x_t| = α|F(x_t)|. */
  readonly state: number;
  readonly rate: number;
  readonly value: number;
  readonly square: number;
  /** Writes f, F and |F|² of the states. */
  evaluate(): void;
};

/**
 * Lays a network down in a kernel's memory, where it stays until the kernel is used for another.
 * @param drive W_in u as `[unit]`, the same for each lane; see `driveOf`
 */
export function layFlow(kernel: DescentKernel, network: Network, drive: Float64Array): Flow {
  const { units, model } = network;
  const { width, tileRows } = kernel;
  const layout = layOutDescent({ units, width, tileRows, blocks: 1 });
  kernel.reach(layout.end);
  const { buffer } = kernel.memory;
  const [{ address, plan }] = layout.plans;
  writePlan(buffer, address, { ...plan, activation: ACTIVATION_NUMBERS[model.activation] });
  const values = new Float64Array(buffer, 0, Math.floor(layout.end / 8));
  values.set(freeWeights(network), plan.weights / 8);
  values.set(drive, plan.drive / 8);
  return {
    ...{ units, width, values, alpha: model.alpha },
    ...{ state: plan.state / 8, rate: plan.rate / 8 },
    ...{ value: plan.value / 8, square: plan.square / 8 },
    evaluate: () => kernel.begin(address),
  };
}

/** Puts states into lanes; those that are left run along from 0, which harms nobody. */
export function enterStates(
  { values, state, units, width }: Flow,
  states: readonly ArrayLike<number>[],
): void {
  values.fill(0, state, state + units * width);
  for (let lane = 0; lane < states.length; lane++)
    for (let i = 0; i < units; i++) values[state + i * width + lane] = states[lane][i];
}

/** States of one network under one constant input, and how far they are followed. */
export type Followed = {
  readonly network: Network;
  /** u as `[channel]`. */
  readonly input: ArrayLike<number>;
  /** Each x as `[unit]`, clamped units at their values. */
  readonly states: readonly Float64Array[];
  /** The most steps of Eq. 1 that are taken. */
  readonly most: number;
};

/** Lanes with states: the one in `lane` is number `first + lane` of those given. */
export type FlowLanes = { readonly flow: Flow; readonly first: number; readonly count: number };

/** Told of the states after t steps; answers whether any of these lanes is to go on. */
export type SeeFlow = (lanes: FlowLanes, t: number) => boolean;

/**
 * Follows states by x_{t+1} = x_t + αF(x_t), as many at a time as the kernel has lanes: the same
 * bits with any kernel, and whatever else is followed beside a state. Lanes are followed to the
 * last step, until nobody asks for more, or until no state moves any more, to the bit; then `see`
 * is not called again. Answers where each state came to. Arguments are taken as checked.
 * @source Eq. 1
 */
export function followAll(
  { network, input, states, most }: Followed,
  see: SeeFlow,
  kernel: DescentKernel = descentKernel(),
): Float64Array[] {
  const flow = layFlow(kernel, network, driveOf(network, input));
  const ends: Float64Array[] = [];
  for (let first = 0; first < states.length; first += flow.width) {
    const count = Math.min(flow.width, states.length - first);
    enterStates(flow, states.slice(first, first + count));
    const lanes = { flow, first, count };
    for (let t = 0; ; t++) {
      flow.evaluate();
      if (!see(lanes, t) || t === most || !advance(lanes)) break;
    }
    for (let lane = 0; lane < count; lane++) ends.push(stateInLane(flow, lane));
  }
  return ends;
}

/** x += αF(x) in all lanes that hold a state; answers whether anything moved. */
function advance({ flow, count }: FlowLanes): boolean {
  const { values, width, state, value, units, alpha } = flow;
  let moved = false;
  for (let i = 0; i < units; i++)
    for (let at = i * width; at < i * width + count; at++) {
      const x = values[state + at];
      const next = x + alpha * values[value + at];
      if (next !== x) moved = true;
      values[state + at] = next;
    }
  return moved;
}

/** |x_{t+1} − x_t| of each state under a constant input, as `[state]`. */
export function speedsOf(given: Omit<Followed, "most">, kernel?: DescentKernel): readonly number[] {
  const speeds: number[] = [];
  const see = ({ flow, count }: FlowLanes): boolean => {
    for (let lane = 0; lane < count; lane++) speeds.push(speedInLane(flow, lane));
    return false;
  };
  followAll({ ...given, most: 0 }, see, kernel);
  return speeds;
}

/** |x_{t+1} − x_t| of the state in a lane. */
export const speedInLane = ({ values, alpha, square }: Flow, lane: number): number =>
  alpha * Math.sqrt(values[square + lane]);

/** A copy of the state in a lane, `[unit]`. */
export function stateInLane({ values, width, state, units }: Flow, lane: number): Float64Array {
  return Float64Array.from({ length: units }, (_, i) => values[state + i * width + lane]);
}

/** Writes the output y of the state in a lane, `[output]`, to `out` from `at` on. */
export function writeOutput(
  { values, width, state, rate }: Flow,
  lane: number,
  {
    network,
    out,
    at,
  }: { readonly network: Network; readonly out: Float64Array; readonly at: number },
): void {
  const { model, units, outputs, weights } = network;
  if (model.readout === "unit") {
    out[at] = tanh64(values[state + lane]);
    return;
  }
  const from = (model.readout === "state" ? state : rate) + lane;
  for (let q = 0; q < outputs; q++) {
    let y = 0;
    for (let j = 0; j < units; j++) y += weights.output[q * units + j] * values[from + j * width];
    out[at + q] = model.readout === "tanh-rates" ? tanh64(y) : y;
  }
}
