import { WEIGHT_NAMES, type WeightName } from "../../model/model.ts";
import { clearClampedRows, requireRunnable, stepsNeeded, zeroWeights } from "../batch.ts";
import type { Engine, LossAndGradient, Trace } from "../engine.ts";
import { type Joined, type Question, shapeOf } from "../joined.ts";
import { kickedBySteps } from "../kicked.ts";
import { mean, trialLosses } from "../loss.ts";
import { openSession } from "../openSession.ts";
import { runBackward } from "./backward.ts";
import { type Chunk, type Cut, chunksOf } from "./chunks.ts";
import { runForward } from "./forward.ts";
import { runGraph } from "./graphRun.ts";
import type { GraphKind, Graphs } from "./graphs.ts";
import type { GraphModel, TensorHandle, TensorLibrary } from "./library.ts";
import { type Population, uploadPopulation } from "./population.ts";
import { outputsFrom, readAt, readsRates } from "./readout.ts";
import { ANY_SIZE, FEW_SIZES } from "./sizes.ts";
import { openWorkspace, type Workspace } from "./workspace.ts";

/** How the engine uses memory. */
export type TfjsOptions = {
  /** The most that one call's tensors and drawn inputs may take, in bytes; 1 GiB by default. */
  readonly maxBytes?: number;
  /** Whole runs compiled into one call each; without them each operation is a call. */
  readonly graphs?: Graphs;
};

const DEFAULT_MAX_BYTES = 2 ** 30;

/** A chunk under way. */
type Part = { readonly work: Workspace; readonly chunk: Chunk };

/** The networks of a chunk as tensors. */
const populationOf = ({ work, chunk }: Part): Population =>
  uploadPopulation(
    work,
    chunk.questions.map(({ network }) => network),
  );

/** Runs questions of one shape, in chunks; nothing of a chunk is left when it is done. */
async function eachChunk(
  tf: TensorLibrary,
  questions: readonly Question[],
  cut: Cut,
  take: (part: Part) => Promise<void>,
): Promise<void> {
  for (const chunk of chunksOf(questions, cut)) {
    const work = openWorkspace(tf);
    try {
      await take({ work, chunk });
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
  const { work, chunk } = part;
  const population = populationOf(part);
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

/** Adds sums over a chunk's trials to the gradients of its networks. */
function addSums(
  { chunk: { at, questions } }: Part,
  { gradients, name }: { readonly gradients: Gathered["gradients"]; readonly name: WeightName },
  values: Float32Array,
): void {
  const size = values.length / questions.length;
  const scale = name === "output" ? 1 : questions[0].network.model.alpha;
  for (let p = 0; p < questions.length; p++)
    for (let k = 0; k < size; k++) gradients[at + p][name][k] += scale * values[p * size + k];
}

/** Gradients and outputs of many questions as they come together, chunk by chunk. */
type Gathered = {
  readonly outputs: readonly Float64Array[];
  readonly gradients: readonly LossAndGradient["gradient"][];
};

async function gradientChunk(part: Part, { outputs, gradients }: Gathered): Promise<void> {
  const { work, chunk } = part;
  const population = populationOf(part);
  const { checkpoints } = chunk.questions[0].trials;
  const fromRates = readsRates(population.shape.model.readout);
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
  for (const name of WEIGHT_NAMES) {
    const tensor = sums[name];
    if (tensor !== undefined) addSums(part, { gradients, name }, await read(tensor));
  }
}

/** A chunk's answers by one call. */
async function graphChunk(
  part: Part,
  { model, kind }: { readonly model: GraphModel; readonly kind: GraphKind },
  { outputs, gradients }: Gathered,
): Promise<void> {
  const { work, chunk } = part;
  const answers = await runGraph(work, { model, chunk, kind });
  for (const [row, values] of answers.outputs.entries())
    place(part, { values, row, into: outputs });
  if (answers.sums === undefined) return;
  for (const name of WEIGHT_NAMES) addSums(part, { gradients, name }, answers.sums[name]);
}

async function traceChunk(part: Part, { states, outputs }: Trace): Promise<void> {
  const { work, chunk } = part;
  const population = populationOf(part);
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
 * `[network][unit][unit]`. Its backward pass is written by hand; no tensor outlives a call. With
 * `graphs` a run is one call, and its last bits depend on how many networks are run together.
 * @param tf the library, on the backend that it is to run on: `@tensorflow/tfjs-node-gpu`, or
 * `@tensorflow/tfjs-core` with the backend `cpu` or `wasm`
 * @throws RangeError (each method) where one trial of one network does not fit into `maxBytes`
 */
export function createTfjsEngine(
  tf: TensorLibrary,
  { maxBytes = DEFAULT_MAX_BYTES, graphs }: TfjsOptions = {},
): Engine & Joined {
  const turn = inTurn();
  /** Answers questions of one shape: by a graph, or by one operation after another. */
  const eachAnswer = async (
    some: readonly Question[],
    kind: GraphKind,
    into: Gathered,
  ): Promise<void> => {
    const steps = stepsNeeded(some[0].trials);
    if (steps === 0) return;
    const model = await graphs?.find(some[0].network, kind);
    const forwards = model === undefined ? "nothing" : "inputs";
    const keeps = kind === "gradient" ? "gradient" : forwards;
    const filling = model === undefined ? ANY_SIZE : FEW_SIZES;
    await eachChunk(tf, some, { steps, keeps, maxBytes, filling }, (part) => {
      if (model !== undefined) return graphChunk(part, { model, kind }, into);
      return kind === "gradient" ? gradientChunk(part, into) : evaluateChunk(part, into.outputs);
    });
  };
  const evaluateEach: Joined["evaluateEach"] = (questions) =>
    turn(() =>
      byShape(questions, async (some) => {
        const outputs = emptyOutputs(some);
        await eachAnswer(some, "outputs", { outputs, gradients: [] });
        return outputs;
      }),
    );
  const gradientEach: Joined["gradientEach"] = (questions) =>
    turn(() =>
      byShape(questions, async (some) => {
        const outputs = emptyOutputs(some);
        const gradients = some.map(({ network }) => zeroWeights(network));
        await eachAnswer(some, "gradient", { outputs, gradients });
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
        const cut = { steps, keeps: "trace", maxBytes, filling: ANY_SIZE } as const;
        await eachChunk(tf, [{ network, trials }], cut, (part) => traceChunk(part, trace));
        return trace;
      }),
    open: openSession,
    kicked: kickedBySteps(openSession),
  };
}
