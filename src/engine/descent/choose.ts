import type { DescentKernel } from "./kernel.ts";
import { createNativeDescent, nativeDescentAvailable } from "./native.ts";
import { createWasmDescent } from "./wasm.ts";

let ours: DescentKernel | undefined;

/** The kernel of this process: the native one where it is built, else WebAssembly's. */
export function descentKernel(): DescentKernel {
  ours ??= nativeDescentAvailable() ? createNativeDescent().kernel : createWasmDescent();
  return ours;
}
