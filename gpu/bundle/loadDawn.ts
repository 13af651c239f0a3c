import { createRequire } from "node:module";
import { type Gpu, isGpu } from "../../src/engine/webgpu/api.ts";

/** Once what `create` answered is collected the process dies: it is kept for good. */
let held: Gpu | undefined;

/** Dawn from the file that lies beside this one. @throws Error where it cannot be loaded. */
export async function loadWebgpu(): Promise<Gpu> {
  if (held !== undefined) return held;
  let dawn: unknown;
  try {
    dawn = createRequire(import.meta.url)("./dawn.node");
  } catch (error) {
    const [reason] = (error instanceof Error ? error.message : String(error)).split("\n");
    throw new Error(`dawn.node cannot be loaded (${reason}); it needs glibc 2.34`, {
      cause: error,
    });
  }
  const create: unknown = Reflect.get(Object(dawn), "create");
  const gpu: unknown = typeof create === "function" ? create([]) : undefined;
  if (!isGpu(gpu)) throw new Error("dawn.node is not what was expected");
  held = gpu;
  return gpu;
}
