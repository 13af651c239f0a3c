import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { sourceHash } from "../native/sourceHash.ts";
import { requireAddressable } from "../wasm/kernel.ts";
import type { DescentKernel } from "./kernel.ts";

/** What descent.node exports: the source it was built from, and its calls. */
type Addon = {
  readonly source: string;
  allocate(bytes: number): ArrayBuffer;
  use(name: string): string;
  width(): number;
  tileRows(): number;
  begin(memory: ArrayBuffer, plan: number): void;
  step(memory: ArrayBuffer, plan: number): void;
};

const FUNCTIONS: readonly Exclude<keyof Addon, "source">[] = [
  ...(["allocate", "use", "width", "tileRows", "begin", "step"] as const),
];

const ADDON = fileURLToPath(new URL("../native/descent.node", import.meta.url));

/** The hash of descent.cc and what it includes: what a descent.node was built from. */
export const descentSource = (): string => sourceHash("descent.cc", "addon.h");

const isAddon = (value: unknown): value is Addon =>
  typeof value === "object" &&
  value !== null &&
  typeof Reflect.get(value, "source") === "string" &&
  FUNCTIONS.every((name) => typeof Reflect.get(value, name) === "function");

/** What a descent.node exports if it is that of today's source, or why it is not taken. */
export function checkedAddon(loaded: unknown): Addon | string {
  if (!isAddon(loaded)) return "it lacks functions of the kernel";
  return loaded.source === descentSource() ? loaded : "it was built from another descent.cc";
}

let loaded: Addon | string | undefined;

/** What is there, or why nothing is taken; one that is there and is not taken is spoken of. */
function load(): Addon | string {
  if (!existsSync(ADDON)) return "it is not built";
  const taken = tried();
  if (typeof taken === "string")
    process.stderr.write(`descent.node: ${taken}; wasm is used in its place\n`);
  return taken;
}

function tried(): Addon | string {
  try {
    return checkedAddon(createRequire(import.meta.url)(ADDON));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Whether the native kernel is built of today's source and loads here. */
export function nativeDescentAvailable(): boolean {
  loaded ??= load();
  return typeof loaded !== "string";
}

/**
 * The native kernel with a memory of its own, on the best instruction set that the processor has,
 * or the one named where it has that. One process uses one set at a time.
 * @throws Error where it is not built, or built of another source.
 */
export function createNativeDescent(set: "avx512" | "avx2" | "plain" | "best" = "best"): {
  readonly kernel: DescentKernel;
  readonly set: string;
} {
  loaded ??= load();
  if (typeof loaded === "string")
    throw new Error(`descent.node: ${loaded}; attest build-native builds it anew`);
  const addon = loaded;
  const used = addon.use(set);
  const memory = { buffer: addon.allocate(64) };
  const kernel: DescentKernel = {
    name: "native",
    width: addon.width(),
    tileRows: addon.tileRows(),
    memory,
    reach(end) {
      requireAddressable(end);
      if (end > memory.buffer.byteLength) memory.buffer = addon.allocate(end);
    },
    begin: (plan) => addon.begin(memory.buffer, plan),
    step: (plan) => addon.step(memory.buffer, plan),
  };
  return { kernel, set: used };
}
