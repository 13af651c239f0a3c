import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { type Gpu, isGpu } from "./api.ts";

/** The package that brings WebGPU to Node: Dawn, on Vulkan, Metal or Direct3D 12. */
const PACKAGE = "webgpu";

/**
 * A folder with a package.json and a lock of its own: nothing else needs its download. An installed
 * package is without it: from there the search goes on to what its user has installed.
 */
const WEBGPU_FOLDER = new URL("../../../gpu/webgpu/", import.meta.url);

/** Once what `create` answered is collected the process dies: it is kept for good. */
let held: Gpu | undefined;

/**
 * WebGPU from the package `webgpu`, which is not needed by anything else.
 * @throws Error where it is not installed or cannot be loaded, with what helps.
 */
export async function loadWebgpu(): Promise<Gpu> {
  if (held !== undefined) return held;
  let create: unknown;
  try {
    const { resolve } = createRequire(new URL("package.json", WEBGPU_FOLDER));
    const module: object = await import(pathToFileURL(resolve(PACKAGE)).href);
    create = Reflect.get(module, "create");
  } catch (error) {
    const [reason] = (error instanceof Error ? error.message : String(error)).split("\n");
    throw new Error(
      `engine webgpu: the package ${PACKAGE} cannot be loaded (${reason}); ` +
        `npm run webgpu:install installs it in gpu/webgpu of the repository, npm install ` +
        `${PACKAGE} beside the installed package; Linux needs glibc 2.34`,
      { cause: error },
    );
  }
  const gpu: unknown = typeof create === "function" ? create([]) : undefined;
  if (!isGpu(gpu))
    throw new Error(`engine webgpu: the package ${PACKAGE} is not what was expected`);
  held = gpu;
  return gpu;
}
