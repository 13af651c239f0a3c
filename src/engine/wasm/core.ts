import type { Network } from "../../model/model.ts";
import type { Trials } from "../../task/trials.ts";
import {
  definedArithmetic,
  errorScale,
  finishGradient,
  LANES,
  outputError,
  squash,
} from "../arithmetic.ts";
import { blockTrials, requireRunnable, stepsNeeded, zeroWeights } from "../batch.ts";
import type { LossAndGradient, Trace } from "../engine.ts";
import { mean, trialLosses } from "../loss.ts";
import { type Block, type Job, layDown, startBlock, writeWeights } from "./block.ts";
import type { BlockKernel } from "./kernel.ts";
import { layOut, PLAN_ADDRESS } from "./layout.ts";
import { packPanels } from "./panels.ts";

/** Lays a network and its trials out in memory. */
function prepare(
  kernel: BlockKernel,
  { network, trials }: { readonly network: Network; readonly trials: Trials },
  { steps, keeps }: { readonly steps: number; readonly keeps: boolean },
): Job {
  requireRunnable(network, trials);
  const { plan, end } = layOut(network, {
    keptSteps: keeps ? steps : 0,
    checkpointCount: trials.checkpoints.length,
    givenSteps: trials.inputs.kind === "given" ? steps : 0,
  });
  const job = layDown(kernel, { network, trials, steps }, { plan, end });
  const { floats, words } = job;
  words.set(trials.checkpoints, plan.checkpoints / 4);
  const { hidden } = writeWeights(floats, plan, network);
  const { units, channels } = network;
  const columns = units + channels;
  if (keeps)
    packPanels(floats, plan.backwardPanels / 4, {
      rows: units,
      columns: units,
      at: (row, column) => hidden[column * columns + row],
    });
  return job;
}

/** Squashes what the readout summed at `checkpoint` and stores it as row `row` of `outputs`. */
function storeOutputs(
  { plan, network, trials, floats }: Job,
  block: Block,
  { checkpoint, row, outputs }: { checkpoint: number; row: number; outputs: Float64Array },
): void {
  const width = network.outputs;
  const from = plan.readings / 4 + checkpoint * width * LANES;
  for (let lane = 0; lane < block.real; lane++)
    for (let q = 0; q < width; q++)
      outputs[(row * trials.count + block.trials[lane]) * width + q] = squash(
        network.model.readout,
        definedArithmetic,
        floats[from + q * LANES + lane],
      );
}

/** Runs every block of a job up to its last checkpoint, handing each to `take`. */
function runBlocks(job: Job, outputs: Float64Array, take: (block: Block) => void): void {
  const { kernel, trials } = job;
  for (let index = 0; index * LANES < trials.count; index++) {
    const block = blockTrials(trials.count, { block: index, lanes: LANES });
    startBlock(job, block);
    let t = 0;
    trials.checkpoints.forEach((step, checkpoint) => {
      kernel.forward(PLAN_ADDRESS, t, step + 1);
      t = step + 1;
      kernel.read(PLAN_ADDRESS, checkpoint);
      storeOutputs(job, block, { checkpoint, row: checkpoint, outputs });
    });
    take(block);
  }
}

/** Writes 2⁴⁰ ∂L/∂(sums of the readout) of a block; 0 in the lanes that do not count. */
function writeErrors(job: Job, block: Block, outputs: Float64Array): void {
  const { plan, network, trials, floats } = job;
  const { count, checkpoints, targets } = trials;
  const width = network.outputs;
  const scale = errorScale(count);
  const errors = plan.outputErrors / 4;
  for (let c = 0; c < checkpoints.length; c++)
    for (let q = 0; q < width; q++)
      for (let lane = 0; lane < LANES; lane++) {
        const at = (c * count + block.trials[lane]) * width + q;
        floats[errors + (c * width + q) * LANES + lane] =
          lane < block.real
            ? outputError(network.model.readout, { y: outputs[at], target: targets[at], scale })
            : 0;
      }
}

/** Adds the block's float32 sums to the totals, scaled by α, and clears them. */
function addBlock({ plan, network, floats }: Job, totals: LossAndGradient["gradient"]): void {
  const { units, channels } = network;
  const round = Math.fround;
  const from = plan.gradient / 4;
  const sumAt = (i: number, j: number): number => {
    const at = from + (i * plan.columns + j) * 4;
    return round(round(floats[at] + floats[at + 2]) + round(floats[at + 1] + floats[at + 3]));
  };
  for (let i = 0; i < units; i++) {
    for (let j = 0; j < units; j++) totals.recurrent[i * units + j] += sumAt(i, j);
    for (let c = 0; c < channels; c++) totals.input[i * channels + c] += sumAt(i, units + c);
  }
  const output = plan.outputGradient / 4;
  for (let k = 0; k < totals.output.length; k++) totals.output[k] += floats[output + k];
  floats.fill(0, from, from + units * plan.columns * 4);
  floats.fill(0, output, output + totals.output.length);
}

/** The engine's calls, one network at a time and without promises. */
export type Core = {
  evaluate(network: Network, trials: Trials): Float64Array;
  gradient(network: Network, trials: Trials): LossAndGradient;
  trace(network: Network, trials: Trials): Trace;
};

function gradientOf(kernel: BlockKernel, network: Network, trials: Trials): LossAndGradient {
  const steps = stepsNeeded(trials);
  const job = prepare(kernel, { network, trials }, { steps, keeps: steps > 0 });
  const outputs = new Float64Array(trials.targets.length);
  const totals = zeroWeights(network);
  if (steps > 0)
    runBlocks(job, outputs, (block) => {
      writeErrors(job, block, outputs);
      kernel.backward(PLAN_ADDRESS, steps);
      addBlock(job, totals);
    });
  return {
    loss: mean(trialLosses(outputs, trials)),
    gradient: finishGradient(network, totals),
  };
}

function traceOf(kernel: BlockKernel, network: Network, trials: Trials): Trace {
  const { steps, count } = trials;
  const { units } = network;
  // One checkpoint's place serves every step: its output is taken out at once.
  const once = { ...trials, checkpoints: [0], targets: new Float64Array(count * network.outputs) };
  const job = prepare(kernel, { network, trials: once }, { steps, keeps: false });
  const { plan, floats } = job;
  // The kept rows alternate, so the readout is told each time which step it is.
  const checkpoint = plan.checkpoints / 4;
  const states = new Float64Array((steps + 1) * count * units);
  const outputs = new Float64Array(steps * count * network.outputs);
  const storeStates = (block: Block, t: number) => {
    for (let lane = 0; lane < block.real; lane++)
      for (let i = 0; i < units; i++)
        states[(t * count + block.trials[lane]) * units + i] =
          floats[plan.state / 4 + i * LANES + lane];
  };
  for (let index = 0; index * LANES < count; index++) {
    const block = blockTrials(count, { block: index, lanes: LANES });
    startBlock(job, block);
    storeStates(block, 0);
    for (let t = 0; t < steps; t++) {
      kernel.forward(PLAN_ADDRESS, t, t + 1);
      job.words[checkpoint] = t;
      kernel.read(PLAN_ADDRESS, 0);
      storeOutputs(job, block, { checkpoint: 0, row: t, outputs });
      storeStates(block, t + 1);
    }
  }
  return { states, outputs };
}

/** A core on a kernel; the kernel's memory grows to the largest run and is used again. */
export function createCore(kernel: BlockKernel): Core {
  return {
    evaluate(network, trials) {
      const steps = stepsNeeded(trials);
      const job = prepare(kernel, { network, trials }, { steps, keeps: false });
      const outputs = new Float64Array(trials.targets.length);
      runBlocks(job, outputs, () => {});
      return outputs;
    },
    gradient: (network, trials) => gradientOf(kernel, network, trials),
    trace: (network, trials) => traceOf(kernel, network, trials),
  };
}
