import type { Engine } from "./engine.ts";

/** The engines that can be asked for by name. */
export const ENGINE_NAMES = [
  ...(["wasm", "native", "defined", "reference"] as const),
  ...(["tfjs", "webgpu", "webgpu-fast"] as const),
];

/**
 * The engine of that name; each is loaded only when it is asked for, and `tfjs` and `webgpu` from
 * `gpu/` alone.
 * @throws Error where there is none of that name, `tfjs` or `webgpu` is not installed, or no device
 * is there on which `webgpu` makes the bytes of `wasm`.
 */
export async function chooseEngine(name: string): Promise<Engine> {
  switch (name) {
    case "wasm":
      return (await import("./wasm/engine.ts")).wasmEngine;
    case "native":
      return (await import("./native/engine.ts")).nativeEngine;
    case "defined":
      return (await import("./defined.ts")).definedEngine;
    case "reference":
      return (await import("./reference.ts")).referenceEngine;
    case "tfjs":
      return tfjsEngine();
    case "webgpu":
    case "webgpu-fast":
      return webgpuEngine(name);
    default:
      throw new Error(`engine: there is no "${name}"; there are ${ENGINE_NAMES.join(", ")}`);
  }
}

let tfjs: Engine | undefined;

/** One engine for all who ask: its calls go one after another. */
async function tfjsEngine(): Promise<Engine> {
  const { gpuEngine } = await import("./tfjs/load.ts");
  tfjs ??= gpuEngine();
  return tfjs;
}

const webgpu = new Map<string, Promise<Engine>>();

/** One engine of each name for all who ask: a device is opened once. */
function webgpuEngine(name: "webgpu" | "webgpu-fast"): Promise<Engine> {
  const made = webgpu.get(name) ?? openWebgpu(name);
  webgpu.set(name, made);
  return made;
}

async function openWebgpu(name: "webgpu" | "webgpu-fast"): Promise<Engine> {
  const { loadWebgpu } = await import("./webgpu/load.ts");
  const { exactEngine, fastEngine, openDevice } = await import("./webgpu/open.ts");
  const opened = await openDevice(await loadWebgpu());
  const other = await chooseEngine(await defaultEngineName());
  return name === "webgpu" ? exactEngine(opened, other) : fastEngine(opened, other);
}

/** The engine that serves where none is asked for: `native` where it is built, else `wasm`. */
export async function defaultEngineName(): Promise<string> {
  return (await import("./native/kernel.ts")).nativeAvailable() ? "native" : "wasm";
}
