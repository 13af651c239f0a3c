import { activate } from "./activation";
import { multiply } from "./multiply";
import { LANE_BYTES, Plan, READS_RATES, READS_UNIT, RELU, SHIFTED_TANH, TANH } from "./plans";
import { rowOf } from "./row";
import { writeInputs } from "./random";

/** x' = sum + decay · x for every unit, and f(x') written at `rates`. */
@inline
function updateStates(plan: Plan, rates: usize, activation: i32): void {
  let state = plan.state;
  let sums = plan.sums;
  let decays = plan.decay;
  const end = state + <usize>plan.units * LANE_BYTES;
  while (state < end) {
    const decay = v128.load_splat<f32>(decays);
    const x0 = f32x4.add(v128.load(sums), f32x4.mul(decay, v128.load(state)));
    const x1 = f32x4.add(v128.load(sums, 16), f32x4.mul(decay, v128.load(state, 16)));
    const x2 = f32x4.add(v128.load(sums, 32), f32x4.mul(decay, v128.load(state, 32)));
    const x3 = f32x4.add(v128.load(sums, 48), f32x4.mul(decay, v128.load(state, 48)));
    v128.store(state, x0);
    v128.store(state, x1, 16);
    v128.store(state, x2, 32);
    v128.store(state, x3, 48);
    v128.store(rates, activate(x0, activation));
    v128.store(rates, activate(x1, activation), 16);
    v128.store(rates, activate(x2, activation), 32);
    v128.store(rates, activate(x3, activation), 48);
    state += LANE_BYTES;
    sums += LANE_BYTES;
    rates += LANE_BYTES;
    decays += 4;
  }
}

/** Writes f(x_0) into the first row. */
export function start(plan: Plan): void {
  const activation = plan.activation;
  let rates = rowOf(plan, 0);
  const end = plan.state + <usize>plan.units * LANE_BYTES;
  for (let at = plan.state; at < end; at += 16, rates += 16)
    v128.store(rates, activate(v128.load(at), activation));
}

/** Runs steps from … to − 1. */
export function forward(plan: Plan, from: i32, to: i32): void {
  const units = plan.units;
  for (let t = from; t < to; t++) {
    const row = rowOf(plan, t);
    writeInputs(plan, t, row + <usize>units * LANE_BYTES, LANE_BYTES);
    multiply(plan.forwardPanels, row, units + plan.channels, units, plan.sums);
    const next = rowOf(plan, t + 1);
    if (plan.activation == SHIFTED_TANH) updateStates(plan, next, SHIFTED_TANH);
    else if (plan.activation == TANH) updateStates(plan, next, TANH);
    else updateStates(plan, next, RELU);
  }
}

/** What the readout reads after step t: the rates, or the state. */
@inline
export function readFrom(plan: Plan, checkpoint: i32): usize {
  if (plan.readout == READS_RATES) {
    const t = load<i32>(plan.checkpoints + (<usize>checkpoint << 2));
    return rowOf(plan, t + 1);
  }
  return plan.checkpointStates + <usize>checkpoint * <usize>plan.units * LANE_BYTES;
}

/** Writes the outputs of a checkpoint, W_out r, W_out x or x_0, right after its step has run. */
export function read(plan: Plan, checkpoint: i32): void {
  const units = <usize>plan.units;
  const outputs = <usize>plan.outputs;
  const source = readFrom(plan, checkpoint);
  if (plan.readout != READS_RATES) memory.copy(source, plan.state, units * LANE_BYTES);
  let to = plan.readings + <usize>checkpoint * outputs * LANE_BYTES;
  if (plan.readout == READS_UNIT) {
    memory.copy(to, source, LANE_BYTES);
    return;
  }
  for (let q: usize = 0; q < outputs; q++, to += LANE_BYTES)
    for (let lane: usize = 0; lane < LANE_BYTES; lane += 16) {
      let sum = f32x4.splat(0);
      for (let i: usize = 0; i < units; i++) {
        const weight = v128.load_splat<f32>(plan.outputWeights + ((q * units + i) << 2));
        sum = f32x4.add(sum, f32x4.mul(weight, v128.load(source + i * LANE_BYTES + lane)));
      }
      v128.store(to + lane, sum);
    }
}
