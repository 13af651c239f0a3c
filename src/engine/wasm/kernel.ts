import { readKernel } from "./kernelFile.ts";

/**
 * What runs blocks of trials, on a memory that the host lays out; the first argument of every call
 * is the address of the plan. `kernel.wasm` is one, and so is the native kernel.
 */
export type BlockKernel = {
  /** The memory as it is now: growing it may put another buffer in its place. */
  readonly memory: { readonly buffer: ArrayBuffer };
  /** Makes sure that the memory reaches `end`. What it holds may be lost. */
  reach(end: number): void;
  /** Draws x_0 ~ N(0, deviation²) from the streams that have been set. */
  drawStates(plan: number, deviation: number): void;
  /** Writes f(x_0). */
  start(plan: number): void;
  /** Runs steps from … to − 1. */
  forward(plan: number, from: number, to: number): void;
  /** Writes what the readout sums at a checkpoint whose step has just been run. */
  read(plan: number, checkpoint: number): void;
  /** Runs steps − 1 … 0 backwards, adding to the gradients. */
  backward(plan: number, steps: number): void;
  /** Units that a run with kicks is filled up to: see `assembly/kicked.ts`. */
  readonly tileUnits: number;
  /** Draws the inputs of a block of runs with kicks, for the lanes in `width` bytes. */
  kickedInputs(plan: number, kicked: number, width: number): void;
  /** Runs one lane with its kicks. */
  kickedRun(plan: number, kicked: number): void;
};

/** The functions of kernel.wasm. */
export type Kernel = BlockKernel & {
  /** A session's calls, each with the address of its plan: see `assembly/session.ts`. */
  sessionActivate(plan: number): void;
  sessionStep(plan: number, t: number): void;
  sessionRead(plan: number): void;
  sessionScale(plan: number): void;
  sessionAddEligibility(plan: number): void;
  sessionDrive(plan: number): void;
  sessionLeastSquares(plan: number): void;
  /** Steps towards fixed points, each with the address of its plan: see `../descent/kernel.ts`. */
  descentBegin(plan: number): void;
  descentStep(plan: number): void;
};

const FUNCTIONS: readonly (keyof Instance)[] = [
  "drawStates",
  "start",
  "forward",
  "read",
  "backward",
  "kickedInputs",
  "kickedRun",
  "sessionActivate",
  "sessionStep",
  "sessionRead",
  "sessionScale",
  "sessionAddEligibility",
  "sessionDrive",
  "sessionLeastSquares",
  "descentBegin",
  "descentStep",
];

const PAGE_BYTES = 65_536;

/** A step takes 28 units at a time, eligibilities eight. */
const TILE_UNITS = 56;

type Instance = Omit<Kernel, "memory" | "reach" | "tileUnits">;

const isInstance = (exports: object): exports is Instance =>
  FUNCTIONS.every((name) => typeof Reflect.get(exports, name) === "function");

let compiled: WebAssembly.Module | undefined;

/** A kernel of its own, with a memory of its own. The module is compiled once. */
export function createKernel(): Kernel {
  compiled ??= new WebAssembly.Module(readKernel());
  const memory = new WebAssembly.Memory({ initial: 1 });
  const { exports } = new WebAssembly.Instance(compiled, { env: { memory } });
  if (!isInstance(exports)) throw new Error("kernel.wasm: expected the functions of the kernel");
  const reach = (end: number): void => growMemory(memory, end);
  return { ...exports, memory, reach, tileUnits: TILE_UNITS };
}

/**
 * Addresses are 32-bit words, in every kernel.
 * @throws RangeError where the run does not fit into 4 GiB.
 */
export function requireAddressable(end: number): void {
  if (end > 65_535 * PAGE_BYTES)
    throw new RangeError(
      `trials: expected a run within 4 GiB, got one of ${Math.ceil(end / 2 ** 20)} MiB; ` +
        "use fewer steps or units",
    );
}

function growMemory(memory: WebAssembly.Memory, end: number): void {
  requireAddressable(end);
  const missing = Math.ceil((end - memory.buffer.byteLength) / PAGE_BYTES);
  if (missing > 0) memory.grow(missing);
}
