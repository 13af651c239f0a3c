import type { WeightName } from "../../model/model.ts";
import type { Chunk } from "./chunks.ts";
import type { GraphKind } from "./graphs.ts";
import { type GraphModel, isNamedTensors, type TensorHandle } from "./library.ts";
import { decaysOf, stackWeights } from "./population.ts";
import { paddedSize } from "./sizes.ts";
import type { Workspace } from "./workspace.ts";

/** What one call answers of a chunk. */
export type GraphAnswers = {
  /** y at each checkpoint, `[network][trial][output]`. */
  readonly outputs: readonly Float32Array[];
  /** The sums of a gradient, of all networks; those of W_rec and W_in still lack their α. */
  readonly sums: Readonly<Record<WeightName, Float32Array>> | undefined;
};

const SUMS = { recurrent: "d_recurrent", input: "d_input", output: "d_output" } as const;

/** Runs a chunk by its graph; sizes are filled up to few, for each is compiled once. */
export async function runGraph(
  work: Workspace,
  { model, chunk, kind }: { model: GraphModel; chunk: Chunk; kind: GraphKind },
): Promise<GraphAnswers> {
  const sizes = sizesOf(chunk);
  const given = inputsOf(work, { chunk, sizes, kind });
  const answer = model.predict(given);
  if (!isNamedTensors(answer)) throw new TypeError("graph: expected named tensors");
  for (const tensor of Object.values(answer)) work.adopt(tensor);
  const [{ network, trials }] = chunk.questions;
  const networks = chunk.questions.length;
  const all = await numbersOf(answer, "outputs");
  const width = sizes.trials * network.outputs;
  const outputs = trials.checkpoints.map((_, k) => {
    const row = new Float32Array(networks * chunk.count * network.outputs);
    for (let p = 0; p < networks; p++) {
      const from = (k * sizes.networks + p) * width;
      const own = all.subarray(from, from + chunk.count * network.outputs);
      row.set(own, p * own.length);
    }
    return row;
  });
  if (kind === "outputs") return { outputs, sums: undefined };
  const sum = async (name: WeightName): Promise<Float32Array> => {
    const values = await numbersOf(answer, SUMS[name]);
    return values.subarray(0, (values.length / sizes.networks) * networks);
  };
  const [recurrent, input, output] = [
    await sum("recurrent"),
    await sum("input"),
    await sum("output"),
  ];
  return { outputs, sums: { recurrent, input, output } };
}

/** How large the tensors are. */
type Sizes = { readonly networks: number; readonly trials: number; readonly steps: number };

const sizesOf = ({ questions, count, steps }: Chunk): Sizes => ({
  networks: paddedSize(questions.length),
  trials: paddedSize(count),
  steps: paddedSize(steps),
});

async function numbersOf(
  answer: Readonly<Record<string, TensorHandle>>,
  name: string,
): Promise<Float32Array> {
  const values = await answer[name]?.data();
  if (!(values instanceof Float32Array)) throw new TypeError(`graph: expected float32 ${name}`);
  return values;
}

/** What a graph takes. The last network fills up the networks, the last trial the trials. */
function inputsOf(
  work: Workspace,
  { chunk, sizes, kind }: { chunk: Chunk; sizes: Sizes; kind: GraphKind },
): Readonly<Record<string, TensorHandle>> {
  const { networks, trials, steps } = sizes;
  const { questions, count, first } = chunk;
  const filled = Array.from(
    { length: networks },
    (_, p) => questions[Math.min(p, questions.length - 1)],
  );
  const [{ network, trials: asked }] = filled;
  const { units, channels, outputs } = network;
  const rows = { networks, count, trials };
  const drive = new Float32Array(steps * networks * trials * channels);
  for (let t = 0; t < chunk.steps; t++)
    fillRows(drive, { ...rows, width: channels, at: t }, (p) => ({
      values: chunk.inputs[Math.min(p, questions.length - 1)],
      from: t * count * channels,
    }));
  const initial = new Float32Array(networks * trials * units);
  fillRows(initial, { ...rows, width: units, at: 0 }, (p) => ({
    values: chunk.initial[Math.min(p, questions.length - 1)],
    from: 0,
  }));
  for (const { unit, value } of network.model.clamped)
    for (let row = 0; row < networks * trials; row++) initial[row * units + unit] = value;
  const stack = (name: WeightName, size: readonly number[]): TensorHandle =>
    work.tensor(
      stackWeights(
        filled.map((each) => each.network),
        name,
      ),
      [networks, ...size],
    );
  const forward = {
    recurrent: stack("recurrent", [units, units]),
    input: stack("input", [units, channels]),
    output: stack("output", [outputs, units]),
    decay: work.tensor(decaysOf(network), [units]),
    drive: work.tensor(drive, [steps, networks, trials, channels]),
    initial: work.tensor(initial, [networks, trials, units]),
    checkpoints: work.integers(asked.checkpoints),
  };
  if (kind === "outputs") return forward;
  const targets = new Float32Array(asked.checkpoints.length * networks * trials * outputs);
  for (const k of asked.checkpoints.keys())
    fillRows(targets, { ...rows, width: outputs, at: k }, (p) => ({
      values: filled[p].trials.targets,
      from: (k * asked.count + first) * outputs,
    }));
  const scale = Float32Array.from({ length: trials }, (_, b) => (b < count ? 2 / asked.count : 0));
  return {
    ...forward,
    targets: work.tensor(targets, [asked.checkpoints.length, networks, trials, outputs]),
    scale: work.tensor(scale, [trials]),
  };
}

/** Writes each network's `[trial][width]` into `[at][network][trial][width]`, filled up. */
function fillRows(
  into: Float32Array,
  {
    networks,
    count,
    trials,
    width,
    at,
  }: { networks: number; count: number; trials: number; width: number; at: number },
  rowsOf: (p: number) => { readonly values: ArrayLike<number> & Slices; readonly from: number },
): void {
  for (let p = 0; p < networks; p++) {
    const { values, from } = rowsOf(p);
    const to = (at * networks + p) * trials * width;
    into.set(values.subarray(from, from + count * width), to);
    for (let b = count; b < trials; b++)
      into.copyWithin(to + b * width, to + (count - 1) * width, to + count * width);
  }
}

/** An array of numbers of which a part can be looked at. */
type Slices = { subarray(from: number, to: number): ArrayLike<number> };
