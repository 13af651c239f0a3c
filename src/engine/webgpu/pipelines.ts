import type { GpuDevice, GpuPipeline } from "./api.ts";
import { type Shape, workgroupBytes } from "./shape.ts";
import { backwardKernel } from "./wgsl/backward.ts";
import type { Guard, Style } from "./wgsl/common.ts";
import { drawKernel } from "./wgsl/draw.ts";
import { forwardKernel } from "./wgsl/forward.ts";

/** The kernels of a shape, compiled when they are first asked for. */
export type Kernels = {
  readonly draw: (shape: Shape) => Promise<GpuPipeline>;
  readonly forward: (shape: Shape) => Promise<GpuPipeline>;
  readonly backward: (shape: Shape) => Promise<GpuPipeline>;
};

/** The most units: a workgroup has a thread for each, filled up to whole subgroups. */
export const MOST_UNITS = 128;

/** The kernels of a device, each compiled once. */
export function openKernels(
  device: GpuDevice,
  { guard, rolled }: { readonly guard: Guard; readonly rolled: boolean },
): Kernels {
  const made = new Map<string, Promise<GpuPipeline>>();
  const once = (code: string): Promise<GpuPipeline> => {
    const known = made.get(code) ?? compile(device, code);
    made.set(code, known);
    return known;
  };
  const style = (shape: Shape, kind: "forwardWeights" | "backwardWeights"): Style => {
    const bytes = workgroupBytes(shape);
    const near = bytes.rows + bytes[kind] <= device.limits.maxComputeWorkgroupStorageSize;
    return { guard, rolled, near };
  };
  return {
    draw: (shape) => once(drawKernel(shape, style(shape, "forwardWeights"))),
    forward: (shape) => once(forwardKernel(shape, style(shape, "forwardWeights"))),
    backward: (shape) => once(backwardKernel(shape, style(shape, "backwardWeights"))),
  };
}

/** @throws Error with the line that the compiler refused. */
async function compile(device: GpuDevice, code: string): Promise<GpuPipeline> {
  const module = device.createShaderModule({ code });
  const { messages } = await module.getCompilationInfo();
  const error = messages.find(({ type }) => type === "error");
  if (error !== undefined)
    throw new Error(`engine webgpu: kernel, line ${error.lineNum}: ${error.message}`);
  const compute = { module, entryPoint: "main" };
  return device.createComputePipelineAsync({ layout: "auto", compute });
}
