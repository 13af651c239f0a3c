import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import util from "node:util";
import type { Engine } from "../engine.ts";
import type { Joined } from "../joined.ts";
import { createTfjsEngine } from "./engine.ts";
import { type Graphs, openGraphs } from "./graphs.ts";
import { isGraphLibrary, isTensorLibrary, type TensorLibrary } from "./library.ts";

/** The package in `gpu/` that runs tensors on a GPU. */
const PACKAGE = "@tensorflow/tfjs-node-gpu";

/**
 * A folder with a package.json and a lock of its own: nothing else needs its download. An installed
 * package is without it: from there the search goes on to what its user has installed.
 */
const GPU_FOLDER = new URL("../../../gpu/", import.meta.url);

/** What the package calls and Node has dropped since version 23. */
function restoreUtilities(): void {
  const module: object = util;
  if (!Reflect.has(module, "isNullOrUndefined"))
    Reflect.set(module, "isNullOrUndefined", (value: unknown) => value == null);
  if (!Reflect.has(module, "isArray")) Reflect.set(module, "isArray", Array.isArray);
}

/**
 * What the library reads when it is loaded: products in whole float32 (TF32, the default of newer
 * cards, keeps 10 bits), no more of the card's memory than is used, and warnings but no news.
 */
const ENVIRONMENT = {
  NVIDIA_TF32_OVERRIDE: "0",
  TF_FORCE_GPU_ALLOW_GROWTH: "true",
  TF_CPP_MIN_LOG_LEVEL: "1",
} as const;

/** The most that a call takes: cards have 8 GB or more. */
export const GPU_MAX_BYTES = 2 ** 32;

/**
 * The tensor library of `gpu/`; it may run on the CPU all the same: see `isOnGpu`.
 * @throws Error where it is not installed, or cannot be loaded.
 */
export function loadGpuLibrary(): TensorLibrary {
  restoreUtilities();
  for (const [name, value] of Object.entries(ENVIRONMENT)) process.env[name] ??= value;
  let loaded: unknown;
  try {
    loaded = createRequire(new URL("package.json", GPU_FOLDER))(PACKAGE);
  } catch (error) {
    const [reason] = (error instanceof Error ? error.message : String(error)).split("\n");
    throw new Error(
      `engine tfjs: ${PACKAGE} cannot be loaded (${reason}); npm run gpu:install installs it ` +
        `in gpu/ of the repository, npm install ${PACKAGE} beside the installed package`,
      { cause: error },
    );
  }
  if (!isTensorLibrary(loaded)) throw new Error(`engine tfjs: ${PACKAGE} is not what was expected`);
  return loaded;
}

/** Whether the library runs on a GPU: without CUDA it falls back to the CPU in silence. */
export function isOnGpu(library: TensorLibrary): boolean {
  const backend: unknown = library.backend();
  return (
    typeof backend === "object" &&
    backend !== null &&
    Reflect.get(backend, "isUsingGpuDevice") === true
  );
}

/** The graphs of `gpu/` on a library; without the folder each operation is a call. */
export function gpuGraphs(
  library: TensorLibrary,
  folder: string = fileURLToPath(new URL("graphs", GPU_FOLDER)),
  warn: (message: string) => void = (message) => process.stderr.write(message),
): Graphs | undefined {
  if (!existsSync(folder) || !isGraphLibrary(library)) return undefined;
  return openGraphs(library, folder, warn);
}

/** The engine on the tensor library of `gpu/`. @throws Error where it is not installed. */
export function gpuEngine(): Engine & Joined {
  const library = loadGpuLibrary();
  const graphs = gpuGraphs(library);
  const options = { maxBytes: GPU_MAX_BYTES };
  return createTfjsEngine(library, graphs === undefined ? options : { ...options, graphs });
}
