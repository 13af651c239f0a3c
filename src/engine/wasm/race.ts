import type { Network } from "../../model/model.ts";
import type { Trials } from "../../task/trials.ts";
import { definedArithmetic, LANES, squash } from "../arithmetic.ts";
import { requireRunnable, stepsNeeded } from "../batch.ts";
import { shapeOf } from "../joined.ts";
import { type RaceAsk, type Ranked, raceOf } from "../lowest.ts";
import { type Block, type Job, layDown, startBlock, writeWeights } from "./block.ts";
import type { BlockKernel } from "./kernel.ts";
import { layOut, PLAN_ADDRESS, type Plan, planIndex, upTo } from "./layout.ts";

/** Where a network's weights lie. */
type Place = Pick<Plan, "forwardPanels" | "decay" | "outputWeights">;

/** Whether networks can race in one call: there are some, of one shape, and there is a loss. */
export function canRace(networks: readonly Network[], trials: Trials): boolean {
  for (const network of networks) requireRunnable(network, trials);
  const shapes = new Set(networks.map((network) => shapeOf({ network, trials })));
  return shapes.size === 1 && stepsNeeded(trials) > 0;
}

/**
 * The networks of lowest mean loss, as `raceToLowest` finds them, in one call: every network's
 * weights are laid out once for the whole race.
 */
export function raceIn(
  kernel: BlockKernel,
  { networks, trials }: { readonly networks: readonly Network[]; readonly trials: Trials },
  count: number,
): readonly Ranked[] {
  const { job, places } = layOutRace(kernel, networks, trials);
  const race = raceOf({ networks: networks.length, trials: trials.count, count });
  let at = race.next();
  while (!at.done) at = race.next(lossesOf(job, places, at.value));
  return at.value;
}

function layOutRace(
  kernel: BlockKernel,
  networks: readonly Network[],
  trials: Trials,
): { readonly job: Job; readonly places: readonly Place[] } {
  const [network] = networks;
  const steps = stepsNeeded(trials);
  const block = layOut(network, {
    keptSteps: 0,
    checkpointCount: trials.checkpoints.length,
    givenSteps: trials.inputs.kind === "given" ? steps : 0,
  });
  const { plan } = block;
  // From its panels to W_out everything is a network's own.
  const last = plan.outputWeights + 4 * network.outputs * network.units;
  const size = upTo(last - plan.forwardPanels, 64);
  const first = upTo(block.end, 64);
  const places = networks.map((_, k) => {
    const moved = first + k * size - plan.forwardPanels;
    return {
      forwardPanels: plan.forwardPanels + moved,
      decay: plan.decay + moved,
      outputWeights: plan.outputWeights + moved,
    };
  });
  const end = first + networks.length * size;
  const job = layDown(kernel, { network, trials, steps }, { plan, end });
  job.words.set(trials.checkpoints, plan.checkpoints / 4);
  for (const [k, each] of networks.entries()) writeWeights(job.floats, places[k], each);
  return { job, places };
}

/** The losses that a race asks for, block by block. */
function lossesOf(
  job: Job,
  places: readonly Place[],
  { networks, trials }: RaceAsk,
): readonly Float64Array[] {
  const order = trials ?? Int32Array.from({ length: job.trials.count }, (_, trial) => trial);
  const losses = networks.map(() => new Float64Array(order.length));
  for (let from = 0; from < order.length; from += LANES) {
    const real = Math.min(LANES, order.length - from);
    const block: Block = {
      trials: Int32Array.from(
        { length: LANES },
        (_, lane) => order[from + Math.min(lane, real - 1)],
      ),
      real,
    };
    for (const [k, network] of networks.entries()) {
      takeWeights(job, places[network]);
      addLosses(job, block, losses[k].subarray(from, from + real));
    }
  }
  return losses;
}

/** Makes a network's weights those of the plan. */
function takeWeights({ words }: Job, place: Place): void {
  const plan = PLAN_ADDRESS / 4;
  words[plan + planIndex("forwardPanels")] = place.forwardPanels;
  words[plan + planIndex("decay")] = place.decay;
  words[plan + planIndex("outputWeights")] = place.outputWeights;
}

/** Adds the losses of a block's trials, as `trialLosses` sums them. */
function addLosses(job: Job, block: Block, losses: Float64Array): void {
  const { kernel, plan, network, trials, floats } = job;
  const { outputs, model } = network;
  startBlock(job, block);
  let time = 0;
  for (const [c, step] of trials.checkpoints.entries()) {
    kernel.forward(PLAN_ADDRESS, time, step + 1);
    time = step + 1;
    kernel.read(PLAN_ADDRESS, c);
    for (let lane = 0; lane < losses.length; lane++)
      for (let q = 0; q < outputs; q++) {
        const sum = floats[plan.readings / 4 + (c * outputs + q) * LANES + lane];
        const target = trials.targets[(c * trials.count + block.trials[lane]) * outputs + q];
        const error = squash(model.readout, definedArithmetic, sum) - target;
        losses[lane] += error * error;
      }
  }
}
