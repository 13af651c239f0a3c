import type { Engine } from "../engine.ts";
import type { Joined } from "../joined.ts";
import type { Gpu, GpuAdapter, GpuDevice } from "./api.ts";
import type { Cut } from "./dispatches.ts";
import { createWebgpuEngine } from "./engine.ts";
import { proveExact } from "./prove.ts";

const LIMITS = [
  "maxStorageBufferBindingSize",
  "maxBufferSize",
  "maxComputeWorkgroupStorageSize",
  "maxStorageBuffersPerShaderStage",
  "maxComputeWorkgroupsPerDimension",
] as const;

/** Storage buffers that a kernel binds. */
const BUFFERS = 8;

/** A device with the adapter that it is of. */
export type Opened = {
  readonly device: GpuDevice;
  /** The adapter in words, such as `nvidia ampere (NVIDIA A100)`. */
  readonly adapter: string;
  /** Whether it is a program that does as a card: never called a GPU. */
  readonly isSoftware: boolean;
};

/** What is named in the description of a program that does as a card. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|software|basic render|warp/i;

/** An adapter in words. */
export const adapterName = ({ info }: GpuAdapter): string => {
  const words = [info.vendor, info.architecture].filter((word) => word !== "").join(" ");
  return info.description === "" ? words : `${words} (${info.description})`.trim();
};

/**
 * A device of the fastest adapter.
 * @throws Error that says what is missing: an adapter, or a limit that it lacks.
 */
export async function openDevice(gpu: Gpu): Promise<Opened> {
  const adapter = await gpu.requestAdapter({ powerPreference: "high-performance" });
  if (adapter === null)
    throw new Error(
      "engine webgpu: no adapter was found; it takes a driver of Vulkan, Metal or Direct3D 12 " +
        "(on Linux VK_ICD_FILENAMES may name one; a container of NVIDIA's needs the capability " +
        "graphics in NVIDIA_DRIVER_CAPABILITIES)",
    );
  const name = adapterName(adapter);
  if (adapter.limits.maxStorageBuffersPerShaderStage < BUFFERS)
    throw new Error(
      `engine webgpu: ${name} binds ${adapter.limits.maxStorageBuffersPerShaderStage} storage ` +
        `buffers, and the kernels need ${BUFFERS}`,
    );
  const wanted = Object.fromEntries(LIMITS.map((limit) => [limit, adapter.limits[limit]]));
  const device = await adapter.requestDevice({ requiredLimits: wanted });
  return { device, adapter: name, isSoftware: SOFTWARE.test(name) };
}

/** An engine with the adapter that it runs on. */
export type WebgpuEngine = Engine & Joined & Pick<Opened, "adapter" | "isSoftware">;

/**
 * The engine on an opened device that makes the bytes of `exact`: guards are tried from the
 * cheapest on.
 * @throws Error where no guard makes its bytes.
 */
export async function exactEngine(
  { device, adapter, isSoftware }: Opened,
  exact: Engine,
  cut: Partial<Cut> = {},
): Promise<WebgpuEngine> {
  const differences: string[] = [];
  for (const guard of ["products", "sums"] as const) {
    const engine = createWebgpuEngine(device, exact, { guard, rolled: isSoftware, cut });
    const difference = await proveExact(engine, exact);
    if (difference === null) return { ...engine, adapter, isSoftware };
    differences.push(`guards on ${guard}: ${difference}`);
  }
  throw new Error(
    `engine webgpu: ${adapter} does not make the bytes of ${exact.name} ` +
      `(${differences.join("; ")}); webgpu-fast is an engine with a tolerance`,
  );
}

/** The engine without guards: as fast as it gets, and within the tolerance of its tier. */
export const fastEngine = (
  { device, adapter, isSoftware }: Opened,
  other: Engine,
): WebgpuEngine => ({
  ...createWebgpuEngine(device, other, {
    ...{ guard: "none", rolled: isSoftware, name: "webgpu-fast", tier: "tolerance" },
  }),
  adapter,
  isSoftware,
});
