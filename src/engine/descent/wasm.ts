import { createKernel } from "../wasm/kernel.ts";
import type { DescentKernel } from "./kernel.ts";

/** Two float64 in a vector of 128 bits; tiles of three rows. */
const WIDTH = 2;
const TILE_ROWS = 3;

/** The kernel on WebAssembly, with a memory of its own. */
export function createWasmDescent(): DescentKernel {
  const { memory, reach, descentBegin, descentStep } = createKernel();
  return {
    name: "wasm",
    width: WIDTH,
    tileRows: TILE_ROWS,
    memory,
    reach,
    begin: descentBegin,
    step: descentStep,
  };
}
