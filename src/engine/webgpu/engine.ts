import type { Network } from "../../model/model.ts";
import type { Trials } from "../../task/trials.ts";
import { finishGradient, LANES } from "../arithmetic.ts";
import { requireRunnable, zeroWeights } from "../batch.ts";
import type { Engine, LossAndGradient, Tier } from "../engine.ts";
import { type Joined, type Question, shapeOf } from "../joined.ts";
import { mean, trialLosses } from "../loss.ts";
import { lowestOf } from "../lowest.ts";
import type { GpuDevice } from "./api.ts";
import { type Cut, DEFAULT_CUT } from "./dispatches.ts";
import { MOST_UNITS, openKernels } from "./pipelines.ts";
import { type Answered, type Runner, runQuestions } from "./run.ts";
import type { Guard } from "./wgsl/common.ts";

/** How the engine is made. */
export type WebgpuOptions = {
  readonly guard: Guard;
  /** Hides the ends of loops from the compiler: for programs that do as a card. */
  readonly rolled?: boolean;
  readonly cut?: Partial<Cut>;
  readonly name?: string;
  readonly tier?: Tier;
};

/**
 * An engine on a WebGPU device: whole populations in fused kernels, in the order of
 * docs/arithmetic.md. Traces, sessions and kicks are `other`'s. Whether its bytes are those of
 * `wasm` depends on the device and the guard; `proveExact` says it.
 */
export function createWebgpuEngine(
  device: GpuDevice,
  other: Engine,
  { guard, rolled = false, cut = {}, name = "webgpu", tier = "float32" }: WebgpuOptions,
): Engine & Joined {
  const kernels = openKernels(device, { guard, rolled });
  const runner: Runner = { device, kernels, cut: { ...DEFAULT_CUT, ...cut } };
  let reason: string | undefined;
  void device.lost.then((lost) => {
    reason = `${lost.reason}: ${lost.message}`;
  });
  /** A lost device makes every call fail in one way or another: the way is not what matters. */
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      if (reason === undefined) return await work();
    } catch (error) {
      // What a lost device says of itself comes after the calls that failed for it.
      await new Promise((resolve) => setTimeout(resolve));
      if (reason === undefined) throw error;
    }
    throw new Error(`engine ${name}: the device was lost (${reason}); run it again to go on`);
  };
  const evaluateEach = (questions: readonly Question[]) =>
    guarded(() => inShapes(questions, (some) => evaluateSome(runner, some)));
  const gradientEach = (questions: readonly Question[]) =>
    guarded(() => inShapes(questions, (some) => gradientSome(runner, some)));
  const on = (networks: readonly Network[], trials: Trials): readonly Question[] =>
    networks.map((network) => ({ network, trials }));
  const evaluate: Engine["evaluate"] = (networks, trials) => evaluateEach(on(networks, trials));
  return {
    ...{ name, tier, evaluateEach, gradientEach, evaluate },
    gradient: (networks, trials) => gradientEach(on(networks, trials)),
    lowest: (networks, trials, count) =>
      lowestOf(networks, trials, {
        count,
        lossOf: async (of, given) =>
          (await evaluate(of, given)).map((outputs) => trialLosses(outputs, given)),
      }),
    trace: (network, trials) => other.trace(network, trials),
    open: (network, given, from) => other.open(network, given, from),
    kicked: (network, given, kicks) => other.kicked(network, given, kicks),
  };
}

/** Asks questions shape by shape; the answers are in the order of the questions. */
async function inShapes<T>(
  questions: readonly Question[],
  ask: (some: readonly Question[]) => Promise<readonly T[]>,
): Promise<readonly T[]> {
  const groups = new Map<string, number[]>();
  for (const [k, question] of questions.entries()) {
    requireRunnable(question.network, question.trials);
    requireUnits(question.network);
    const shape = shapeOf(question);
    groups.set(shape, [...(groups.get(shape) ?? []), k]);
  }
  const answers: T[] = [];
  for (const places of groups.values()) {
    const some = await ask(places.map((k) => questions[k]));
    for (const [at, k] of places.entries()) answers[k] = some[at];
  }
  return answers;
}

function requireUnits({ units }: Network): void {
  if (units > MOST_UNITS)
    throw new RangeError(
      `units: the engine webgpu takes at most ${MOST_UNITS}, got ${units}; use native or wasm`,
    );
}

/** Room for the outputs of each question, `[checkpoint][trial][output]`. */
const roomFor = (questions: readonly Question[]): readonly Float64Array[] =>
  questions.map(
    ({ trials }) => new Float64Array(trials.checkpoints.length * trials.count * trials.outputs),
  );

async function evaluateSome(
  runner: Runner,
  questions: readonly Question[],
): Promise<readonly Float64Array[]> {
  const outputs = roomFor(questions);
  if (questions[0].trials.checkpoints.length === 0) return outputs;
  await runQuestions(runner, questions, {
    wantsGradient: false,
    take: (answered) => storeOutputs(questions, answered, outputs),
  });
  return outputs;
}

async function gradientSome(
  runner: Runner,
  questions: readonly Question[],
): Promise<readonly LossAndGradient[]> {
  const outputs = roomFor(questions);
  const totals = questions.map(({ network }) => zeroWeights(network));
  const hasOutputs = questions[0].trials.checkpoints.length > 0;
  if (hasOutputs)
    await runQuestions(runner, questions, {
      wantsGradient: true,
      take(answered) {
        storeOutputs(questions, answered, outputs);
        addSums(questions, answered, totals);
      },
    });
  return questions.map(({ network, trials }, p) => ({
    loss: mean(trialLosses(outputs[p], trials)),
    gradient: finishGradient(network, totals[p]),
  }));
}

/** Four lanes of y and then their errors lie side by side. */
function storeOutputs(
  questions: readonly Question[],
  { blocks, outputs: rows }: Answered,
  outputs: readonly Float64Array[],
): void {
  for (const [g, { network, block }] of blocks.entries()) {
    const { count, outputs: width, checkpoints } = questions[network].trials;
    const real = Math.min(LANES, count - block * LANES);
    for (let c = 0; c < checkpoints.length; c++)
      for (let q = 0; q < width; q++) {
        const row = ((g * checkpoints.length + c) * width + q) * 2 * LANES;
        for (let lane = 0; lane < real; lane++)
          outputs[network][(c * count + block * LANES + lane) * width + q] =
            rows[row + 8 * (lane >> 2) + (lane & 3)];
      }
  }
}

/** Adds the blocks' sums to the float64 totals, in the order of the blocks. */
function addSums(
  questions: readonly Question[],
  { blocks, sums }: Answered,
  totals: readonly LossAndGradient["gradient"][],
): void {
  if (sums === null) return;
  const size = sums.length / blocks.length;
  for (const [g, { network: p }] of blocks.entries()) {
    const { units, channels } = questions[p].network;
    const { recurrent, input, output } = totals[p];
    const columns = units + channels;
    for (let i = 0; i < units; i++) {
      const row = g * size + i * columns;
      for (let j = 0; j < units; j++) recurrent[i * units + j] += sums[row + j];
      for (let c = 0; c < channels; c++) input[i * channels + c] += sums[row + units + c];
    }
    const rest = g * size + units * columns;
    for (let k = 0; k < output.length; k++) output[k] += sums[rest + k];
  }
}
