import { readFileSync } from "node:fs";

/** The bytes of kernel.wasm, from its file: a browser is given them in another way. */
export const readKernel = (): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(readFileSync(new URL("./kernel.wasm", import.meta.url)));
