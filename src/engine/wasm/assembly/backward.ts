import { accumulate } from "./accumulate";
import { slope } from "./activation";
import { readFrom } from "./forward";
import { multiply } from "./multiply";
import {
  CHUNK_STEPS,
  LANE_BYTES,
  Plan,
  READS_RATES,
  READS_UNIT,
  RELU,
  SHIFTED_TANH,
  TANH,
} from "./plans";
import { rowOf } from "./row";

/** A name of its own: where the number itself stands, the compiler numbers locals anew. */
const CHUNK: i32 = CHUNK_STEPS;

/** δ_t = slope · sum + decay · δ_{t+1} for every unit. */
@inline
function updateDeltas(plan: Plan, rates: usize, later: usize, to: usize, activation: i32): void {
  let sums = plan.sums;
  let decays = plan.decay;
  const end = to + <usize>plan.units * LANE_BYTES;
  while (to < end) {
    const decay = v128.load_splat<f32>(decays);
    for (let lane: usize = 0; lane < LANE_BYTES; lane += 16) {
      const through = f32x4.mul(slope(v128.load(rates + lane), activation), v128.load(sums + lane));
      const kept = f32x4.mul(decay, v128.load(later + lane));
      v128.store(to + lane, f32x4.add(through, kept));
    }
    rates += LANE_BYTES;
    sums += LANE_BYTES;
    later += LANE_BYTES;
    to += LANE_BYTES;
    decays += 4;
  }
}

/** The sum of sixteen lanes by halves: l + (l + 8), then + 4, + 2, + 1. */
@inline
function foldLanes(v0: v128, v1: v128, v2: v128, v3: v128): f32 {
  const four = f32x4.add(f32x4.add(v0, v2), f32x4.add(v1, v3));
  const even = f32x4.extract_lane(four, 0) + f32x4.extract_lane(four, 2);
  const odd = f32x4.extract_lane(four, 1) + f32x4.extract_lane(four, 3);
  return even + odd;
}

/** Adds what the outputs of a checkpoint say to dL/dW_out. */
function addOutputGradient(plan: Plan, source: usize, errors: usize): void {
  const units = <usize>plan.units;
  let to = plan.outputGradient;
  for (let q: usize = 0; q < <usize>plan.outputs; q++, errors += LANE_BYTES)
    for (let i: usize = 0; i < units; i++, to += 4) {
      const at = source + i * LANE_BYTES;
      const sum = foldLanes(
        f32x4.mul(v128.load(errors), v128.load(at)),
        f32x4.mul(v128.load(errors, 16), v128.load(at, 16)),
        f32x4.mul(v128.load(errors, 32), v128.load(at, 32)),
        f32x4.mul(v128.load(errors, 48), v128.load(at, 48)),
      );
      store<f32>(to, load<f32>(to) + sum);
    }
}

/** Adds what the outputs of a checkpoint say to dL/dW_out and to the δ of the state after it. */
function addReadout(plan: Plan, checkpoint: i32, delta: usize): void {
  const units = <usize>plan.units;
  const outputs = <usize>plan.outputs;
  const errors = plan.outputErrors + <usize>checkpoint * outputs * LANE_BYTES;
  if (plan.readout == READS_UNIT) {
    for (let lane: usize = 0; lane < LANE_BYTES; lane += 16)
      v128.store(
        delta + lane,
        f32x4.add(v128.load(delta + lane), v128.load(errors + lane)),
      );
    return;
  }
  const source = readFrom(plan, checkpoint);
  addOutputGradient(plan, source, errors);
  for (let i: usize = 0; i < units; i++)
    for (let lane: usize = 0; lane < LANE_BYTES; lane += 16) {
      let sum = f32x4.splat(0);
      for (let q: usize = 0; q < outputs; q++) {
        const weight = v128.load_splat<f32>(plan.outputWeights + ((q * units + i) << 2));
        sum = f32x4.add(sum, f32x4.mul(weight, v128.load(errors + q * LANE_BYTES + lane)));
      }
      const at = i * LANE_BYTES + lane;
      if (plan.readout == READS_RATES)
        sum = f32x4.mul(slope(v128.load(source + at), plan.activation), sum);
      v128.store(delta + at, f32x4.add(v128.load(delta + at), sum));
    }
}

/** δ_t from δ_{t+1}. */
function stepBack(plan: Plan, t: i32, later: usize, to: usize): void {
  const units = plan.units;
  multiply(plan.backwardPanels, later, units, units, plan.sums);
  const rates = rowOf(plan, t);
  if (plan.activation == SHIFTED_TANH) updateDeltas(plan, rates, later, to, SHIFTED_TANH);
  else if (plan.activation == TANH) updateDeltas(plan, rates, later, to, TANH);
  else updateDeltas(plan, rates, later, to, RELU);
}

/** Runs steps − 1 … 0 backwards over the kept rows, adding to the gradients of the block. */
export function backward(plan: Plan, steps: i32): void {
  const units = plan.units;
  const stride = <usize>plan.deltaStride;
  const rowStride = <usize>(units + plan.channels) * LANE_BYTES;
  let checkpoint = plan.checkpointCount - 1;
  let begin = (steps - 1) & ~(CHUNK - 1);
  let end = steps;
  let at = plan.delta + <usize>(end - begin) * stride;
  memory.fill(at, 0, stride);
  if (checkpoint >= 0 && load<i32>(plan.checkpoints + (<usize>checkpoint << 2)) == steps - 1)
    addReadout(plan, checkpoint--, at);
  while (begin >= 0) {
    for (let t = end - 1; t >= begin && t > 0; t--) {
      stepBack(plan, t, at, at - stride);
      at -= stride;
      if (checkpoint >= 0 && load<i32>(plan.checkpoints + (<usize>checkpoint << 2)) == t - 1)
        addReadout(plan, checkpoint--, at);
    }
    accumulate(
      plan.delta + stride,
      rowOf(plan, begin),
      end - begin,
      stride,
      rowStride,
      plan.gradient,
      units,
      plan.columns,
    );
    // The first δ of this chunk is the last one of the chunk before.
    at = plan.delta + <usize>CHUNK * stride;
    memory.copy(at, plan.delta, stride);
    end = begin;
    begin -= CHUNK;
  }
}
