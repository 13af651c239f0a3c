import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { type BlockKernel, requireAddressable } from "../wasm/kernel.ts";
import { sourceHash } from "./sourceHash.ts";

/** The instruction sets that the kernel is compiled for. */
export type InstructionSet = "avx512" | "avx2" | "plain";

/** What kernel.node exports: the source it was built from, and calls that take the memory first. */
type Addon = {
  readonly source: string;
  allocate(bytes: number): ArrayBuffer;
  use(name: string): string;
  drawStates(memory: ArrayBuffer, plan: number, deviation: number): void;
  start(memory: ArrayBuffer, plan: number): void;
  forward(memory: ArrayBuffer, plan: number, from: number, to: number): void;
  read(memory: ArrayBuffer, plan: number, checkpoint: number): void;
  backward(memory: ArrayBuffer, plan: number, steps: number): void;
  kickedInputs(memory: ArrayBuffer, plan: number, kicked: number, width: number): void;
  kickedRun(memory: ArrayBuffer, plan: number, kicked: number): void;
};

const FUNCTIONS: readonly Exclude<keyof Addon, "source">[] = [
  "allocate",
  "use",
  "drawStates",
  "start",
  "forward",
  "read",
  "backward",
  "kickedInputs",
  "kickedRun",
];

/** Units in 64 bytes: the largest vector of any instruction set. */
const TILE_UNITS = 16;

const KERNEL = fileURLToPath(new URL("./kernel.node", import.meta.url));

/** The hash of kernel.cc and what it includes: what a kernel.node was built from. */
export const kernelSource = (): string => sourceHash("kernel.cc", "plans.h", "addon.h");

const isAddon = (value: unknown): value is Addon =>
  typeof value === "object" &&
  value !== null &&
  typeof Reflect.get(value, "source") === "string" &&
  FUNCTIONS.every((name) => typeof Reflect.get(value, name) === "function");

/**
 * What a kernel.node exports, if it is that of today's source: an older one may make other bytes.
 * @throws Error that names the command that builds it, where it lacks a function or is of another
 * source.
 */
export function requireKernel(loaded: unknown): Addon {
  const again = "attest build-native builds it anew";
  if (!isAddon(loaded)) throw new Error(`kernel.node: it lacks functions of the kernel; ${again}`);
  if (loaded.source !== kernelSource())
    throw new Error(`kernel.node: it was built from another kernel.cc; ${again}`);
  return loaded;
}

/** @throws Error where the file is missing, was built for another machine or of another source. */
function loadAddon(path = KERNEL): Addon {
  if (!existsSync(path))
    throw new Error("engine: native is not built; attest build-native builds it");
  return requireKernel(createRequire(import.meta.url)(path));
}

const complained = new Set<string>();

/**
 * Whether the native kernel is built and loads here. Why one that is there does not load is said
 * once: else a machine would train at half its speed, and nobody would know.
 */
export function nativeAvailable(
  path: string = KERNEL,
  warn: (message: string) => void = (message) => process.stderr.write(message),
): boolean {
  try {
    loadAddon(path);
    return true;
  } catch (error) {
    if (existsSync(path) && !complained.has(path)) {
      complained.add(path);
      warn(`${error instanceof Error ? error.message : error}; wasm is used in its place\n`);
    }
    return false;
  }
}

/**
 * The instruction set that the native kernel uses from now on in this process: the best that the
 * processor has, or the one named where it has that. For tests, which compare them all.
 */
export function useInstructionSet(name: InstructionSet | "best"): string {
  return loadAddon().use(name);
}

/**
 * The native kernel, on a memory of its own.
 * @throws Error where it is not built.
 */
export function createNativeKernel(): BlockKernel {
  const addon = loadAddon();
  const memory = { buffer: addon.allocate(64) };
  return {
    memory,
    reach(end) {
      requireAddressable(end);
      if (end > memory.buffer.byteLength) memory.buffer = addon.allocate(end);
    },
    drawStates: (plan, deviation) => addon.drawStates(memory.buffer, plan, deviation),
    start: (plan) => addon.start(memory.buffer, plan),
    forward: (plan, from, to) => addon.forward(memory.buffer, plan, from, to),
    read: (plan, checkpoint) => addon.read(memory.buffer, plan, checkpoint),
    backward: (plan, steps) => addon.backward(memory.buffer, plan, steps),
    tileUnits: TILE_UNITS,
    kickedInputs: (plan, kicked, width) => addon.kickedInputs(memory.buffer, plan, kicked, width),
    kickedRun: (plan, kicked) => addon.kickedRun(memory.buffer, plan, kicked),
  };
}
