import { decayOf, LANES, writeHidden } from "../arithmetic.ts";
import {
  countedSteps,
  errorOf,
  type KickedAnswer,
  type RunKicked,
  requireKicked,
} from "../kicked.ts";
import { type Block, type Job, layDown, startBlock } from "./block.ts";
import type { BlockKernel } from "./kernel.ts";
import { type KickedPlan, LANE_WORD, layOutKicked } from "./kickedLayout.ts";
import { layOut, PLAN_ADDRESS, upTo, wordsOf } from "./layout.ts";
import { KICKED } from "./plans.ts";

/** Runs about to be made, laid out in the kernel's memory. */
type Desk = {
  readonly job: Job;
  readonly kicked: KickedPlan;
  readonly address: number;
  readonly doubles: Float64Array;
};

/**
 * Runs with kicks in a kernel, each of them in one call: the bytes of `kickedBySteps`. The weights
 * are laid out once for all runs, and the noise of a trial is drawn once for all its runs.
 * @param slowly takes the runs whose x̄ is the mean over the trial
 */
export function kickedOn(kernel: () => BlockKernel, slowly: RunKicked): RunKicked {
  return (network, on, given) => {
    const { runs, meanKeeps, errorSteps } = given;
    if (meanKeeps === "trial" || on.steps === 0) return slowly(network, on, given);
    requireKicked(network, on, given);
    const counted = countedSteps(on, errorSteps);
    const desk = layOutDesk(kernel(), { network, trials: on, steps: on.steps }, given);
    desk.doubles.set([meanKeeps, 1 - meanKeeps], desk.kicked.keeps / 8);
    const answers = new Array<KickedAnswer>(runs.length);
    const numbers = [...new Set(runs.map(({ trial }) => trial))];
    for (let first = 0; first < numbers.length; first += LANES) {
      const own = numbers.slice(first, first + LANES);
      drawBlock(desk, own);
      for (const [k, { trial, kicks }] of runs.entries()) {
        const lane = own.indexOf(trial);
        if (lane < 0) continue;
        writeRun(desk, lane, kicks);
        desk.job.kernel.kickedRun(PLAN_ADDRESS, desk.address);
        const outputs = outputsOf(desk, counted.length);
        answers[k] = {
          eligibility: eligibilityOf(desk),
          error: errorOf(outputs, on, { ...counted, trial }),
        };
      }
    }
    return answers;
  };
}

function layOutDesk(
  kernel: BlockKernel,
  { network, trials, steps }: Pick<Job, "network" | "trials" | "steps">,
  { runs, errorSteps }: Parameters<RunKicked>[2],
): Desk {
  const block = layOut(network, {
    keptSteps: 0,
    checkpointCount: 0,
    givenSteps: trials.inputs.kind === "given" ? steps : 0,
  });
  const { plan, address, end } = layOutKicked(network, {
    block,
    steps,
    tileUnits: kernel.tileUnits,
    keptFrom: countedSteps(trials, errorSteps).from,
    kicks: runs.reduce((most, { kicks }) => Math.max(most, kicks.steps.length), 0),
  });
  const job = layDown(kernel, { network, trials, steps }, { plan: block.plan, end });
  const { floats, words } = job;
  words.set(wordsOf(KICKED, plan), address / 4);
  const { units, model, weights } = network;
  writeHidden(network, floats.subarray(plan.hidden / 4), { row: 1, column: plan.stride });
  floats.set(decayOf(network), plan.decay / 4);
  floats.set(weights.output.subarray(0, units), plan.output / 4);
  for (const [k, { unit, value }] of model.clamped.entries()) {
    words[plan.clampUnits / 4 + k] = unit;
    floats[plan.clampValues / 4 + k] = value;
  }
  return { job, kicked: plan, address, doubles: new Float64Array(kernel.memory.buffer) };
}

/** Draws x_0 and the inputs of up to 16 trials, each in a lane. */
function drawBlock({ job, address }: Desk, numbers: readonly number[]): void {
  const block: Block = {
    trials: Int32Array.from({ length: LANES }, (_, lane) => numbers[lane] ?? numbers[0]),
    real: numbers.length,
  };
  startBlock(job, block);
  if (job.trials.inputs.kind === "gaussian")
    job.kernel.kickedInputs(PLAN_ADDRESS, address, 4 * upTo(numbers.length, 4));
}

/** Says which lane is run next, and its kicks; the last one never comes. */
function writeRun(
  { job: { words }, kicked, address, doubles }: Desk,
  lane: number,
  { steps, units, amounts }: Parameters<RunKicked>[2]["runs"][number]["kicks"],
): void {
  words[address / 4 + LANE_WORD] = lane;
  words.set(steps, kicked.kickSteps / 4);
  words[kicked.kickSteps / 4 + steps.length] = -1;
  words.set(units, kicked.kickUnits / 4);
  doubles.set(amounts, kicked.kickAmounts / 8);
}

const outputsOf = ({ job, kicked }: Desk, count: number): Float32Array =>
  job.floats.subarray(kicked.outputs / 4, kicked.outputs / 4 + count);

/** e without what fills up its rows, a copy. */
function eligibilityOf({ job: { network, floats }, kicked }: Desk): Float32Array {
  const { units } = network;
  const eligibility = new Float32Array(units * units);
  for (let i = 0; i < units; i++) {
    // Element by element: a view of each row would cost more than what it holds.
    const from = kicked.eligibility / 4 + i * kicked.stride;
    for (let j = 0; j < units; j++) eligibility[i * units + j] = floats[from + j];
  }
  return eligibility;
}
