import bytes from "../../src/engine/wasm/kernel.wasm";

/** The bytes of kernel.wasm, in the bundle itself. */
export const readKernel = (): Uint8Array<ArrayBuffer> => bytes;
