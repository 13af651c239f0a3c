import type { Network, Weights } from "../model/model.ts";
import { type Trials, writeInitialStates, writeInputs } from "../task/trials.ts";
import {
  type Arithmetic,
  definedArithmetic,
  errorScale,
  finishGradient,
  LANES,
  outputError,
  type ScaledWeights,
  scaleWeights,
} from "./arithmetic.ts";
import { blockTrials, requireRunnable, stepsNeeded, zeroWeights } from "./batch.ts";
import { type BlockGradient, backBlock } from "./definedBackward.ts";
import { type BlockInputs, type BlockRun, readBlock, runBlock } from "./definedForward.ts";
import type { Engine, LossAndGradient, Trace } from "./engine.ts";
import { kickedBySteps } from "./kicked.ts";
import { mean, trialLosses } from "./loss.ts";
import { openSession } from "./openSession.ts";

/** A network about to run on trials. */
type Job = {
  readonly network: Network;
  readonly trials: Trials;
  readonly weights: ScaledWeights;
  readonly steps: number;
  readonly arithmetic: Arithmetic;
};

/** One block of a job that has been run. */
type RanBlock = {
  readonly run: BlockRun;
  /** The trial of each lane. */
  readonly trials: Int32Array;
  /** How many lanes count; the others are copies of the last trial. */
  readonly real: number;
};

/** Float32 values, `[row][lane]`, from float64 ones, `[row][trial][column]`. */
function toLanes(
  values: Float64Array,
  { count, width, rows }: { readonly count: number; readonly width: number; readonly rows: number },
  trials: Int32Array,
): Float32Array {
  const lanes = new Float32Array(rows * width * LANES);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < width; column++)
      for (let lane = 0; lane < LANES; lane++)
        lanes[(row * width + column) * LANES + lane] =
          values[(row * count + trials[lane]) * width + column];
  return lanes;
}

/** x_0 with the clamped units at their values. */
function clampedInitial(network: Network, initial: Float32Array): Float32Array {
  for (const { unit, value } of network.model.clamped)
    initial.fill(value, unit * LANES, (unit + 1) * LANES);
  return initial;
}

/** Runs every block of a job, handing each to `take`. */
function eachBlock(job: Job, take: (block: RanBlock) => void): void {
  const { network, trials, steps, arithmetic } = job;
  const { count } = trials;
  const { units, channels } = network;
  const inputs = writeInputs(trials);
  const initial = writeInitialStates(trials, units);
  for (let block = 0; block * LANES < count; block++) {
    const { trials: chosen, real } = blockTrials(count, { block, lanes: LANES });
    const given: BlockInputs = {
      initial: clampedInitial(network, toLanes(initial, { count, width: units, rows: 1 }, chosen)),
      inputs: toLanes(inputs, { count, width: channels, rows: steps }, chosen),
    };
    take({ run: runBlock(job, given, { steps, arithmetic }), trials: chosen, real });
  }
}

/** Writes the outputs of a block at each of `steps` into `outputs`, `[step][trial][output]`. */
function storeOutputs(
  job: Job,
  { run, trials, real }: RanBlock,
  steps: ArrayLike<number>,
  outputs: Float64Array,
): void {
  const width = job.network.outputs;
  for (let c = 0; c < steps.length; c++) {
    const y = readBlock(job, run, { t: steps[c] + 1, arithmetic: job.arithmetic });
    for (let lane = 0; lane < real; lane++)
      for (let q = 0; q < width; q++)
        outputs[(c * job.trials.count + trials[lane]) * width + q] = y[q * LANES + lane];
  }
}

/** 2⁴⁰ ∂L/∂(sums of the readout) as `[checkpoint][output][lane]`; 0 in lanes that do not count. */
function blockErrors(
  { network, trials, arithmetic }: Job,
  block: RanBlock,
  outputs: Float64Array,
): Float32Array {
  const { count, checkpoints, targets } = trials;
  const width = network.outputs;
  const errors = new Float32Array(checkpoints.length * width * LANES);
  const scale = errorScale(count);
  const counting = arithmetic.countsPadding ? LANES : block.real;
  for (let c = 0; c < checkpoints.length; c++)
    for (let q = 0; q < width; q++)
      for (let lane = 0; lane < counting; lane++) {
        const at = (c * count + block.trials[lane]) * width + q;
        const given = { y: outputs[at], target: targets[at], scale };
        errors[(c * width + q) * LANES + lane] = outputError(network.model.readout, given);
      }
  return errors;
}

/** Adds a block's float32 sums to the float64 totals. */
function addBlock(network: Network, totals: Weights, { hidden, output }: BlockGradient): void {
  const { units, channels } = network;
  const columns = units + channels;
  for (let i = 0; i < units; i++) {
    for (let j = 0; j < units; j++) totals.recurrent[i * units + j] += hidden[i * columns + j];
    for (let c = 0; c < channels; c++)
      totals.input[i * channels + c] += hidden[i * columns + units + c];
  }
  for (let k = 0; k < output.length; k++) totals.output[k] += output[k];
}

function gradientOf(job: Job): LossAndGradient {
  const { network, trials, steps } = job;
  const { checkpoints, count } = trials;
  const outputs = new Float64Array(checkpoints.length * count * network.outputs);
  const totals = zeroWeights(network);
  eachBlock(job, (block) => {
    storeOutputs(job, block, checkpoints, outputs);
    const errors = blockErrors(job, block, outputs);
    addBlock(
      network,
      totals,
      backBlock({ ...job, run: block.run }, { checkpoints, errors }, steps),
    );
  });
  return {
    loss: mean(trialLosses(outputs, trials)),
    gradient: finishGradient(network, totals),
  };
}

function traceOf(job: Job): Trace {
  const { network, trials, steps } = job;
  const { count } = trials;
  const { units } = network;
  const states = new Float64Array((steps + 1) * count * units);
  const outputs = new Float64Array(steps * count * network.outputs);
  const all = Array.from({ length: steps }, (_, t) => t);
  eachBlock(job, (block) => {
    storeOutputs(job, block, all, outputs);
    for (let t = 0; t <= steps; t++)
      for (let lane = 0; lane < block.real; lane++)
        for (let i = 0; i < units; i++)
          states[(t * count + block.trials[lane]) * units + i] =
            block.run.states[(t * units + i) * LANES + lane];
  });
  return { states, outputs };
}

function outputsOf(job: Job): Float64Array {
  const { checkpoints, count } = job.trials;
  const outputs = new Float64Array(checkpoints.length * count * job.network.outputs);
  eachBlock(job, (block) => storeOutputs(job, block, checkpoints, outputs));
  return outputs;
}

/** The engine that defines float32 training, or a mutant of it with another arithmetic. */
export function createDefinedEngine(
  arithmetic: Arithmetic = definedArithmetic,
  name = "defined",
): Engine {
  const begin = (network: Network, trials: Trials, steps: number): Job => {
    requireRunnable(network, trials);
    return { network, trials, weights: scaleWeights(network), steps, arithmetic };
  };
  return {
    name,
    tier: "float32",
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
}

/** Float32 in plain TypeScript, slow and readable: what it answers is right by definition. */
export const definedEngine: Engine = createDefinedEngine();
