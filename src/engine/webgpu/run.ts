import { LANES } from "../arithmetic.ts";
import type { Question } from "../joined.ts";
import { type GpuBuffer, type GpuDevice, type GpuPipeline, USAGE } from "./api.ts";
import { type Block, type Cut, dispatchesOf } from "./dispatches.ts";
import { givenInitial, givenInputs } from "./given.ts";
import { type Memory, openMemory } from "./memory.ts";
import { bitsOf, type Packed, packQuestions, shapeOfNetwork } from "./packing.ts";
import type { Kernels } from "./pipelines.ts";
import { blockBytes, type Shape } from "./shape.ts";
import { DRAWERS } from "./wgsl/draw.ts";

/** What a dispatch answered: rows of its blocks, in order. */
export type Answered = {
  readonly blocks: readonly Block[];
  /** y and its error, `[block][checkpoint][output][four lanes][y then error][lane]`. */
  readonly outputs: Float32Array;
  /** The sums of each block, of αW and then of W_out; null where no gradient was asked for. */
  readonly sums: Float32Array | null;
};

/** A device with what runs on it. */
export type Runner = {
  readonly device: GpuDevice;
  readonly kernels: Kernels;
  readonly cut: Cut;
};

/** A call under way. */
type Call = Runner & {
  readonly questions: readonly Question[];
  readonly shape: Shape;
  readonly packed: Packed;
  readonly wantsGradient: boolean;
  readonly shared: Readonly<
    Record<"table" | "weights" | "nets" | "numbers" | "means" | "targets", GpuBuffer>
  >;
};

/**
 * Runs questions of one shape, dispatch by dispatch, handing the answers of each to `take` in
 * order. Two dispatches are under way at once, so that what the host does hides behind the device.
 */
export async function runQuestions(
  runner: Runner,
  questions: readonly Question[],
  { wantsGradient, take }: { readonly wantsGradient: boolean; take(answered: Answered): void },
): Promise<void> {
  const { device, cut } = runner;
  const shape = shapeOfNetwork(questions[0]);
  const packed = packQuestions(questions);
  const { steps, count } = packed;
  const checkpoints = questions[0].trials.checkpoints.length;
  const asked = { shape, networks: questions.length, count, steps, checkpoints, wantsGradient };
  const dispatches = dispatchesOf(asked, device.limits, cut);
  const memory = openMemory(device);
  const slots = [openMemory(device), openMemory(device)] as const;
  const work = async (): Promise<void> => {
    const shared = share(memory, packed, dispatches.flat());
    const call: Call = { ...runner, questions, shape, packed, wantsGradient, shared };
    let before: (() => Promise<Answered>) | undefined;
    let first = 0;
    for (const [k, blocks] of dispatches.entries()) {
      const next = await submit(call, { memory: slots[k % 2], blocks, first });
      first += blocks.length;
      if (before !== undefined) take(await before());
      before = next;
    }
    if (before !== undefined) take(await before());
  };
  await scoped(device, work).finally(() => {
    for (const each of [memory, ...slots]) each.freeAll();
  });
}

/** Does some work on a device. @throws Error with what the device found invalid in it. */
async function scoped(device: GpuDevice, work: () => Promise<void>): Promise<void> {
  device.pushErrorScope("validation");
  const failed = await work().then(
    () => null,
    (error: unknown) => ({ error }),
  );
  const invalid = await device.popErrorScope();
  if (invalid !== null) throw new Error(`engine webgpu: ${invalid.message}`);
  if (failed !== null) throw failed.error;
}

/** What all dispatches of a call read. */
function share(memory: Memory, packed: Packed, blocks: readonly Block[]): Call["shared"] {
  const owners = blocks.flatMap(({ network, block }) => [network, block]);
  return {
    table: memory.filled("table", Uint32Array.from([...packed.checks, ...owners])),
    weights: memory.filled("weights", packed.weights),
    nets: memory.filled("nets", packed.nets),
    numbers: memory.filled("numbers", packed.numbers),
    means: memory.filled("means", packed.means),
    targets: memory.filled("targets", packed.targets),
  };
}

type Dispatch = {
  readonly memory: Memory;
  readonly blocks: readonly Block[];
  /** How many blocks the dispatches before have. */
  readonly first: number;
};

/** Puts a dispatch under way; the answer waits for it. */
async function submit(call: Call, dispatch: Dispatch): Promise<() => Promise<Answered>> {
  const { device, kernels, shape, packed, wantsGradient, shared, questions } = call;
  const { memory, blocks } = dispatch;
  const checkpoints = questions[0].trials.checkpoints.length;
  const each = blockBytes(shape, packed.steps, checkpoints);
  const all = (name: "inputs" | "initial" | "outputs") =>
    memory.room(name, blocks.length * each[name]);
  const back = (name: "rates" | "reads" | "scratch" | "gradient") =>
    memory.room(name, wantsGradient ? blocks.length * each[name] : 0);
  const par = memory.filled("par", parametersOf(call, dispatch), USAGE.uniform);
  const [inputs, initial, outputs] = [all("inputs"), all("initial"), all("outputs")];
  const [rates, reads] = [back("rates"), back("reads")];
  const { table, weights, nets, numbers, means, targets } = shared;
  run(device, await kernels.draw(shape), Math.ceil((blocks.length * LANES) / DRAWERS), [
    ...[par, table, nets, numbers, means, inputs, initial],
  ]);
  writeGiven(call, dispatch, { inputs, initial });
  run(device, await kernels.forward(shape), blocks.length, [
    ...[par, table, weights, inputs, initial, targets, rates, outputs, reads],
  ]);
  if (!wantsGradient)
    return async () => ({
      blocks,
      outputs: await memory.read("read", outputs, blocks.length * each.outputs),
      sums: null,
    });
  const gradient = back("gradient");
  run(device, await kernels.backward(shape), blocks.length, [
    ...[par, table, weights, inputs, rates, outputs, back("scratch"), gradient, reads],
  ]);
  return async () => ({
    blocks,
    outputs: await memory.read("read", outputs, blocks.length * each.outputs),
    sums: await memory.read("read gradient", gradient, blocks.length * each.gradient),
  });
}

function parametersOf({ packed, questions, wantsGradient }: Call, { blocks, first }: Dispatch) {
  const { count, steps, scale, checks } = packed;
  return Uint32Array.of(
    ...[count, steps, blocks.length, 0, bitsOf(scale), wantsGradient ? 1 : 0],
    ...[questions[0].trials.checkpoints.length, checks.length + 2 * first],
  );
}

/** Inputs and initial states that are written out, in the place of what was drawn. */
function writeGiven(
  { device, questions, shape, packed }: Call,
  { blocks }: Dispatch,
  { inputs, initial }: { readonly inputs: GpuBuffer; readonly initial: GpuBuffer },
): void {
  const { queue } = device;
  for (const [g, { network, block }] of blocks.entries()) {
    const { trials } = questions[network];
    const u = givenInputs(trials, block, packed.steps);
    if (u !== null) queue.writeBuffer(inputs, g * u.byteLength, u);
    const x = givenInitial(trials, block, shape.units);
    if (x !== null) queue.writeBuffer(initial, g * x.byteLength, x);
  }
}

function run(
  device: GpuDevice,
  pipeline: GpuPipeline,
  groups: number,
  buffers: readonly GpuBuffer[],
): void {
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  const entries = buffers.map((buffer, binding) => ({ binding, resource: { buffer } }));
  const layout = pipeline.getBindGroupLayout(0);
  pass.setBindGroup(0, device.createBindGroup({ layout, entries }));
  pass.dispatchWorkgroups(groups);
  pass.end();
  device.queue.submit([encoder.finish()]);
}
