import type { Network } from "../../model/model.ts";
import { type Key, streamState } from "../../numerics/rng.ts";
import type { Trials } from "../../task/trials.ts";
import { LANES, type ScaledWeights, scaleWeights } from "../arithmetic.ts";
import type { BlockKernel } from "./kernel.ts";
import { PLAN_ADDRESS, type Plan, planIndex, wordsOf } from "./layout.ts";
import { packPanels } from "./panels.ts";
import { PLAN } from "./plans.ts";

/** One network about to run on trials, laid out in the kernel's memory. */
export type Job = {
  readonly kernel: BlockKernel;
  readonly plan: Plan;
  readonly network: Network;
  readonly trials: Trials;
  readonly steps: number;
  readonly floats: Float32Array;
  readonly words: Uint32Array;
};

/** The trial of each lane of a block, and how many lanes count. */
export type Block = { readonly trials: Int32Array; readonly real: number };

/** Takes the memory up to `end` for a job, and writes its plan and what all its blocks need. */
export function layDown(
  kernel: BlockKernel,
  { network, trials, steps }: Pick<Job, "network" | "trials" | "steps">,
  { plan, end }: { readonly plan: Plan; readonly end: number },
): Job {
  kernel.reach(end);
  const floats = new Float32Array(kernel.memory.buffer);
  const words = new Uint32Array(kernel.memory.buffer);
  // What pads a tile must not be a leftover that is slow to multiply.
  floats.fill(0, PLAN_ADDRESS / 4, Math.ceil(end / 4));
  words.set(wordsOf(PLAN, plan), PLAN_ADDRESS / 4);
  if (trials.inputs.kind === "gaussian")
    // The kernel draws for every channel whose deviation is not +0.
    floats.set(
      trials.inputs.deviation.map((deviation) =>
        deviation > 0 ? Math.fround(deviation) || -0 : 0,
      ),
      plan.deviation / 4,
    );
  return { kernel, plan, network, trials, steps, floats, words };
}

/** Writes a network's weights where a plan says, and answers them. */
export function writeWeights(
  floats: Float32Array,
  plan: Pick<Plan, "forwardPanels" | "decay" | "outputWeights">,
  network: Network,
): ScaledWeights {
  const scaled = scaleWeights(network);
  const columns = network.units + network.channels;
  packPanels(floats, plan.forwardPanels / 4, {
    rows: network.units,
    columns,
    at: (row, column) => scaled.hidden[row * columns + column],
  });
  floats.set(scaled.decay, plan.decay / 4);
  floats.set(scaled.output, plan.outputWeights / 4);
  return scaled;
}

/** Starts the stream of each lane. */
function setStreams({ plan, words, trials }: Job, key: Key, block: Block): void {
  const stream = plan.stream / 4;
  let state = streamState(key, trials.numbers[block.trials[0]]);
  for (let lane = 0; lane < LANES; lane++) {
    // What fills up the last block is one trial over and over.
    if (lane > 0 && block.trials[lane] !== block.trials[lane - 1])
      state = streamState(key, trials.numbers[block.trials[lane]]);
    for (let k = 0; k < 4; k++) words[stream + k * LANES + lane] = state[k];
  }
  words[PLAN_ADDRESS / 4 + planIndex("spare")] = 0;
}

/** Copies `[row][trial][column]` into lanes, as `[row][column][lane]`. */
function copyToLanes(
  { floats, trials }: Job,
  { values, width, rows }: { values: Float64Array; width: number; rows: number },
  { to, block }: { to: number; block: Block },
): void {
  for (let row = 0; row < rows; row++)
    for (let lane = 0; lane < LANES; lane++) {
      const from = (row * trials.count + block.trials[lane]) * width;
      for (let column = 0; column < width; column++)
        floats[to + (row * width + column) * LANES + lane] = values[from + column];
    }
}

/** Writes x_0 and f(x_0) of a block and what its inputs need. */
export function startBlock(job: Job, block: Block): void {
  const { kernel, plan, network, trials, steps, floats } = job;
  const { units, channels } = network;
  const { initial, inputs } = trials;
  const state = plan.state / 4;
  if (initial.kind === "given")
    copyToLanes(job, { values: initial.values, width: units, rows: 1 }, { to: state, block });
  else if (Math.fround(initial.deviation) === 0) floats.fill(0, state, state + units * LANES);
  else {
    setStreams(job, initial.key, block);
    kernel.drawStates(PLAN_ADDRESS, initial.deviation);
  }
  for (const { unit, value } of network.model.clamped)
    floats.fill(value, state + unit * LANES, state + (unit + 1) * LANES);
  if (inputs.kind === "given")
    copyToLanes(
      job,
      { values: inputs.values, width: channels, rows: steps },
      { to: plan.given / 4, block },
    );
  else {
    const values = { values: inputs.mean, width: channels, rows: 1 };
    copyToLanes(job, values, { to: plan.mean / 4, block });
    setStreams(job, inputs.key, block);
  }
  kernel.start(PLAN_ADDRESS);
}
