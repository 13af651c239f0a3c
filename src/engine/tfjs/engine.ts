import { clearClampedRows, requireRunnable, stepsNeeded, zeroWeights } from "../batch.ts";
import type { Engine, LossAndGradient, Trace } from "../engine.ts";
import { type Joined, type Question, shapeOf } from "../joined.ts";
import { kickedBySteps } from "../kicked.ts";
import { mean, trialLosses } from "../loss.ts";
import { openSession } from "../session.ts";
import { runBackward } from "./backward.ts";
import { type Chunk, chunksOf, type Keeps } from "./chunks.ts";
import { runForward } from "./forward.ts";
import type { TensorHandle, TensorLibrary } from "./library.ts";
import { type Population, uploadPopulation } from "./population.ts";
import { outputsFrom, readAt, readsRates } from "./readout.ts";
import { openWorkspace, type Workspace } from "./workspace.ts";

/** How the engine uses memory. */
export type TfjsOptions = {
  /** The most that one call's tensors and drawn inputs may take, in bytes; 1 GiB by default. */
  readonly maxBytes?: number;
};

const DEFAULT_MAX_BYTES = 2 ** 30;

/** A chunk under way. */
type Part = { readonly work: Workspace; readonly population: Population; readonly chunk: Chunk };

/** Runs questions of one shape, in chunks; nothing of a chunk is left when it is done. */
async function eachChunk(
  tf: TensorLibrary,
  questions: readonly Question[],
  cut: { readonly steps: number; readonly keeps: Keeps; readonly maxBytes: number },
  take: (part: Part) => Promise<void>,
): Promise<void> {
  for (const chunk of chunksOf(questions, cut)) {
    const work = openWorkspace(tf);
    try {
      const networks = chunk.questions.map(({ network }) => network);
      await take({ work, population: uploadPopulation(work, networks), chunk });
    } finally {
      work.freeAll();
    }
  }
}

/** A tensor's numbers. */
async function read(tensor: TensorHandle): Promise<Float32Array> {
  const values = await tensor.data();
  if (!(values instanceof Float32Array))
    throw new TypeError("tensor: expected float32 numbers from the library");
  return values;
}

/** Puts `[network][trial][…]` of a chunk into each question's `[row][trial][…]`. */
function place(
  { chunk }: Part,
  { values, row, into }: { values: Float32Array; row: number; into: readonly Float64Array[] },
): void {
  const { first, count, questions, at } = chunk;
  const width = values.length / (questions.length * count);
  for (let p = 0; p < questions.length; p++)
    into[at + p].set(
      values.subarray(p * count * width, (p + 1) * count * width),
      (row * questions[p].trials.count + first) * width,
    );
}

/** Runs a chunk forwards and writes its outputs at the checkpoints. */
async function evaluateChunk(part: Part, into: readonly Float64Array[]): Promise<void> {
  const { work, population, chunk } = part;
  const { checkpoints } = chunk.questions[0].trials;
  const isRead = (t: number): boolean => checkpoints.includes(t - 1);
  const fromRates = readsRates(population.shape.model.readout);
  const run = runForward(work, population, {
    chunk,
    keep: {
      states: (t) => !fromRates && isRead(t),
      rates: (t) => fromRates && isRead(t),
      inputs: false,
    },
  });
  for (const [row, step] of checkpoints.entries()) {
    const outputs = outputsFrom(work, population, readAt(run, population, step + 1));
    place(part, { values: await read(outputs), row, into });
  }
}

/** Sums that are to be added to the gradients of a chunk's networks. */
async function addSums(
  { chunk, population }: Part,
  sums: TensorHandle,
  { into, scale }: { readonly into: readonly Float64Array[]; readonly scale: number },
): Promise<void> {
  const values = await read(sums);
  const size = values.length / population.networks;
  for (let p = 0; p < population.networks; p++)
    for (let k = 0; k < size; k++) into[chunk.at + p][k] += scale * values[p * size + k];
}

/** Gradients and outputs of many questions as they come together, chunk by chunk. */
type Gathered = {
  readonly outputs: readonly Float64Array[];
  readonly gradients: readonly LossAndGradient["gradient"][];
};

async function gradientChunk(part: Part, { outputs, gradients }: Gathered): Promise<void> {
  const { work, population, chunk } = part;
  const { checkpoints } = chunk.questions[0].trials;
  const { model } = population.shape;
  const fromRates = readsRates(model.readout);
  const run = runForward(work, population, {
    chunk,
    keep: {
      states: (t) => !fromRates && checkpoints.includes(t - 1),
      rates: () => true,
      inputs: true,
    },
  });
  const answered = checkpoints.map((step) =>
    outputsFrom(work, population, readAt(run, population, step + 1)),
  );
  const sums = runBackward(work, population, { chunk, run, outputs: answered });
  for (const [row, tensor] of answered.entries())
    place(part, { values: await read(tensor), row, into: outputs });
  const into = (name: "recurrent" | "input" | "output"): readonly Float64Array[] =>
    gradients.map((gradient) => gradient[name]);
  await addSums(part, sums.recurrent, { into: into("recurrent"), scale: model.alpha });
  await addSums(part, sums.input, { into: into("input"), scale: model.alpha });
  if (sums.output !== undefined)
    await addSums(part, sums.output, { into: into("output"), scale: 1 });
}

async function traceChunk(part: Part, { states, outputs }: Trace): Promise<void> {
  const { work, population, chunk } = part;
  const run = runForward(work, population, {
    chunk,
    keep: { states: () => true, rates: () => true, inputs: false },
  });
  for (let t = 0; t <= chunk.steps; t++) {
    const state = run.states.get(t);
    if (state !== undefined) place(part, { values: await read(state), row: t, into: [states] });
    if (t === 0) continue;
    const answered = outputsFrom(work, population, readAt(run, population, t));
    place(part, { values: await read(answered), row: t - 1, into: [outputs] });
    work.free(answered);
  }
}

/** Answers questions shape by shape, each in its place. */
async function byShape<T>(
  questions: readonly Question[],
  answer: (some: readonly Question[]) => Promise<readonly T[]>,
): Promise<readonly T[]> {
  const groups = new Map<string, number[]>();
  questions.forEach((question, index) => {
    requireRunnable(question.network, question.trials);
    const shape = shapeOf(question);
    groups.set(shape, [...(groups.get(shape) ?? []), index]);
  });
  const answers = new Map<number, T>();
  for (const indices of groups.values()) {
    const some = await answer(indices.map((index) => questions[index]));
    some.forEach((each, k) => {
      answers.set(indices[k], each);
    });
  }
  return [...answers.entries()].sort(([a], [b]) => a - b).map(([, each]) => each);
}

/** One call after another: else their memory would add up. */
function inTurn(): <T>(run: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (run) => {
    const mine = last.then(run, run);
    last = mine.catch(() => undefined);
    return mine;
  };
}

const emptyOutputs = (questions: readonly Question[]): readonly Float64Array[] =>
  questions.map(({ trials }) => new Float64Array(trials.targets.length));

/**
 * An engine that runs a population as one tensor: states `[network][trial][unit]`, weights
 * `[network][unit][unit]`. Its backward pass is written by hand; no tensor outlives a call.
 * @param tf the library, on the backend that it is to run on: `@tensorflow/tfjs-node-gpu`, or
 * `@tensorflow/tfjs-core` with the backend `cpu` or `wasm`
 * @throws RangeError (each method) where one trial of one network does not fit into `maxBytes`
 */
export function createTfjsEngine(
  tf: TensorLibrary,
  { maxBytes = DEFAULT_MAX_BYTES }: TfjsOptions = {},
): Engine & Joined {
  const turn = inTurn();
  const evaluateEach: Joined["evaluateEach"] = (questions) =>
    turn(() =>
      byShape(questions, async (some) => {
        const steps = stepsNeeded(some[0].trials);
        const outputs = emptyOutputs(some);
        if (steps > 0)
          await eachChunk(tf, some, { steps, keeps: "nothing", maxBytes }, (part) =>
            evaluateChunk(part, outputs),
          );
        return outputs;
      }),
    );
  const gradientEach: Joined["gradientEach"] = (questions) =>
    turn(() =>
      byShape(questions, async (some) => {
        const steps = stepsNeeded(some[0].trials);
        const outputs = emptyOutputs(some);
        const gradients = some.map(({ network }) => zeroWeights(network));
        if (steps > 0)
          await eachChunk(tf, some, { steps, keeps: "gradient", maxBytes }, (part) =>
            gradientChunk(part, { outputs, gradients }),
          );
        return some.map(({ network, trials }, k) => ({
          loss: mean(trialLosses(outputs[k], trials)),
          gradient: clearClampedRows(network, gradients[k]),
        }));
      }),
    );
  return {
    name: "tfjs",
    tier: "tolerance",
    evaluateEach,
    gradientEach,
    evaluate: (networks, trials) => evaluateEach(networks.map((network) => ({ network, trials }))),
    gradient: (networks, trials) => gradientEach(networks.map((network) => ({ network, trials }))),
    trace: (network, trials) =>
      turn(async () => {
        requireRunnable(network, trials);
        const { steps, count } = trials;
        const trace = {
          states: new Float64Array((steps + 1) * count * network.units),
          outputs: new Float64Array(steps * count * network.outputs),
        };
        await eachChunk(tf, [{ network, trials }], { steps, keeps: "trace", maxBytes }, (part) =>
          traceChunk(part, trace),
        );
        return trace;
      }),
    open: openSession,
    kicked: kickedBySteps(openSession),
  };
}
