import { activationFunctions } from "../model/activation.ts";
import type { Network, Weights } from "../model/model.ts";
import { type Trials, writeInitialStates, writeInputs } from "../task/trials.ts";
import {
  blockTrials,
  clearClampedRows,
  requireRunnable,
  stepsNeeded,
  zeroWeights,
} from "./batch.ts";
import type { Engine, LossAndGradient, Trace } from "./engine.ts";
import { kickedBySteps } from "./kicked.ts";
import { mean, trialLosses } from "./loss.ts";
import { openSession } from "./openSession.ts";
import {
  createBlock,
  REFERENCE_LANES as LANES,
  type ReferenceBlock,
  runBackward,
  runForward,
} from "./referenceBlock.ts";

/** A network on trials, with their inputs and initial states written out. */
type Job = {
  readonly network: Network;
  readonly trials: Trials;
  readonly steps: number;
  readonly inputs: Float64Array;
  readonly initial: Float64Array;
  readonly block: ReferenceBlock;
};

/** The trial of each lane, and how many lanes count. */
type Lanes = { readonly trials: Int32Array; readonly real: number };

function begin(network: Network, trials: Trials, steps: number): Job {
  requireRunnable(network, trials);
  const inputs = writeInputs(trials);
  const initial = writeInitialStates(trials, network.units);
  return { network, trials, steps, inputs, initial, block: createBlock(network, steps) };
}

/** Fills a block with x_0 and the inputs of its trials. */
function fillBlock({ network, trials, steps, inputs, initial, block }: Job, lanes: Lanes): void {
  const { units, channels, model } = network;
  const { count } = trials;
  for (let lane = 0; lane < LANES; lane++) {
    const trial = lanes.trials[lane];
    for (let i = 0; i < units; i++) block.states[i * LANES + lane] = initial[trial * units + i];
    for (const { unit, value } of model.clamped) block.states[unit * LANES + lane] = value;
    for (let t = 0; t < steps; t++)
      for (let c = 0; c < channels; c++)
        block.rows[(t * (units + channels) + units + c) * LANES + lane] =
          inputs[(t * count + trial) * channels + c];
  }
}

/** Runs a job forwards, block by block. */
function eachBlock(job: Job, take: (lanes: Lanes) => void): void {
  const { count } = job.trials;
  for (let block = 0; block * LANES < count; block++) {
    const lanes = blockTrials(count, { block, lanes: LANES });
    fillBlock(job, lanes);
    runForward(job.block, job.steps);
    take(lanes);
  }
}

/** Where output `q` reads unit `i` of lane 0 after `t` steps: f(x), or x. */
function readAt({ network, block }: Job, t: number): { values: Float64Array; at: number } {
  const { units, channels, model } = network;
  return model.readout === "rates" || model.readout === "tanh-rates"
    ? { values: block.rows, at: t * (units + channels) * LANES }
    : { values: block.states, at: t * units * LANES };
}

/** Writes the outputs after `t` steps as row `row` of `outputs`, `[row][trial][output]`. */
function storeOutputs(
  job: Job,
  { trials: chosen, real }: Lanes,
  { t, row, outputs }: { t: number; row: number; outputs: Float64Array },
): void {
  const { network, trials } = job;
  const { units, model, weights } = network;
  const { values, at } = readAt(job, t);
  for (let lane = 0; lane < real; lane++)
    for (let q = 0; q < network.outputs; q++) {
      let sum = 0;
      if (model.readout === "unit") sum = values[at + lane];
      else
        for (let i = 0; i < units; i++)
          sum += weights.output[q * units + i] * values[at + i * LANES + lane];
      const squashes = model.readout === "unit" || model.readout === "tanh-rates";
      outputs[(row * trials.count + chosen[lane]) * network.outputs + q] = squashes
        ? Math.tanh(sum)
        : sum;
    }
}

/** Adds what the outputs of a checkpoint say to δ and to dL/dW_out. */
function addReadout(
  job: Job,
  { trials: chosen, real }: Lanes,
  {
    checkpoint,
    outputs,
    delta,
    gradient,
  }: { checkpoint: number; outputs: Float64Array; delta: Float64Array; gradient: Weights },
): void {
  const { network, trials } = job;
  const { units, model, weights } = network;
  const slopeFromValue = activationFunctions[model.activation].slopeFromValue;
  const { values, at } = readAt(job, trials.checkpoints[checkpoint] + 1);
  for (let lane = 0; lane < real; lane++)
    for (let q = 0; q < network.outputs; q++) {
      const index = (checkpoint * trials.count + chosen[lane]) * network.outputs + q;
      const y = outputs[index];
      let error = (2 / trials.count) * (y - trials.targets[index]);
      if (model.readout === "unit" || model.readout === "tanh-rates") error *= 1 - y * y;
      if (model.readout === "unit") {
        delta[lane] += error;
        continue;
      }
      for (let i = 0; i < units; i++) {
        const value = values[at + i * LANES + lane];
        const slope = model.readout === "state" ? 1 : slopeFromValue(value);
        gradient.output[q * units + i] += error * value;
        delta[i * LANES + lane] += error * weights.output[q * units + i] * slope;
      }
    }
}

/** Writes the outputs of a block at every checkpoint. */
function storeCheckpoints(job: Job, lanes: Lanes, outputs: Float64Array): void {
  job.trials.checkpoints.forEach((step, row) => {
    storeOutputs(job, lanes, { t: step + 1, row, outputs });
  });
}

function outputsOf(job: Job): Float64Array {
  const outputs = new Float64Array(job.trials.targets.length);
  eachBlock(job, (lanes) => storeCheckpoints(job, lanes, outputs));
  return outputs;
}

function gradientOf(job: Job): LossAndGradient {
  const { network, trials, steps, block } = job;
  const outputs = new Float64Array(trials.targets.length);
  const gradient = zeroWeights(network);
  eachBlock(job, (lanes) => {
    storeCheckpoints(job, lanes, outputs);
    runBackward(block, { steps, gradient }, (t, delta) => {
      const checkpoint = trials.checkpoints.indexOf(t - 1);
      if (checkpoint >= 0) addReadout(job, lanes, { checkpoint, outputs, delta, gradient });
    });
  });
  return {
    loss: mean(trialLosses(outputs, trials)),
    gradient: clearClampedRows(network, gradient),
  };
}

function traceOf(job: Job): Trace {
  const { network, trials, steps, block } = job;
  const { units } = network;
  const states = new Float64Array((steps + 1) * trials.count * units);
  const outputs = new Float64Array(steps * trials.count * network.outputs);
  eachBlock(job, (lanes) => {
    for (let t = 0; t < steps; t++) storeOutputs(job, lanes, { t: t + 1, row: t, outputs });
    for (let t = 0; t <= steps; t++)
      for (let lane = 0; lane < lanes.real; lane++)
        for (let i = 0; i < units; i++)
          states[(t * trials.count + lanes.trials[lane]) * units + i] =
            block.states[(t * units + i) * LANES + lane];
  });
  return { states, outputs };
}

/** Float64 in plain TypeScript: the oracle for gradients, and what analysis runs on. */
export const referenceEngine: Engine = {
  name: "reference",
  tier: "float64",
  async evaluate(networks, trials) {
    return networks.map((network) => outputsOf(begin(network, trials, stepsNeeded(trials))));
  },
  async gradient(networks, trials) {
    return networks.map((network) => gradientOf(begin(network, trials, stepsNeeded(trials))));
  },
  async trace(network, trials) {
    return traceOf(begin(network, trials, trials.steps));
  },
  open: openSession,
  kicked: kickedBySteps(openSession),
};
