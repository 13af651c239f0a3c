/*
 * What the engine uses of WebGPU, written out so that nothing in `src` needs its types. Both a
 * browser's `navigator.gpu` and what Dawn's `create` answers are such.
 */

/** A place in the device's memory. */
export interface GpuBuffer {
  readonly size: number;
  mapAsync(mode: number): Promise<unknown>;
  getMappedRange(): ArrayBuffer;
  unmap(): void;
  destroy(): void;
}

/** A compiled kernel. */
export interface GpuPipeline {
  getBindGroupLayout(index: number): object;
}

interface GpuPass {
  setPipeline(pipeline: GpuPipeline): void;
  setBindGroup(index: number, group: object): void;
  dispatchWorkgroups(count: number): void;
  end(): void;
}

interface GpuEncoder {
  beginComputePass(): GpuPass;
  copyBufferToBuffer(
    source: GpuBuffer,
    from: number,
    target: GpuBuffer,
    to: number,
    size: number,
  ): void;
  finish(): object;
}

interface GpuModule {
  getCompilationInfo(): Promise<{
    readonly messages: readonly {
      readonly type: string;
      readonly lineNum: number;
      readonly message: string;
    }[];
  }>;
}

/** The limits that matter here. */
export interface GpuLimits {
  readonly maxStorageBufferBindingSize: number;
  readonly maxBufferSize: number;
  readonly maxComputeWorkgroupStorageSize: number;
  readonly maxStorageBuffersPerShaderStage: number;
  readonly maxComputeInvocationsPerWorkgroup: number;
  readonly maxComputeWorkgroupsPerDimension: number;
}

/** An opened device. */
export interface GpuDevice {
  readonly limits: GpuLimits;
  readonly lost: Promise<{ readonly reason: string; readonly message: string }>;
  readonly queue: {
    writeBuffer(buffer: GpuBuffer, offset: number, data: ArrayBufferView): void;
    submit(commands: readonly object[]): void;
  };
  createBuffer(of: { readonly size: number; readonly usage: number }): GpuBuffer;
  createShaderModule(of: { readonly code: string }): GpuModule;
  createComputePipelineAsync(of: object): Promise<GpuPipeline>;
  createBindGroup(of: object): object;
  createCommandEncoder(): GpuEncoder;
  pushErrorScope(kind: "validation" | "out-of-memory"): void;
  popErrorScope(): Promise<{ readonly message: string } | null>;
  destroy(): void;
}

/** An adapter: a card, or a program that does as one. */
export interface GpuAdapter {
  readonly limits: GpuLimits;
  readonly info: {
    readonly vendor: string;
    readonly architecture: string;
    readonly device: string;
    readonly description: string;
  };
  requestDevice(of: {
    readonly requiredLimits: Readonly<Record<string, number>>;
  }): Promise<GpuDevice>;
}

/** Where adapters are asked for. */
export interface Gpu {
  requestAdapter(of?: { readonly powerPreference: string }): Promise<GpuAdapter | null>;
}

/** Whether something answers adapters. */
export function isGpu(value: unknown): value is Gpu {
  return (
    typeof value === "object" &&
    value !== null &&
    typeof Reflect.get(value, "requestAdapter") === "function"
  );
}

/** The specification's numbers for what a buffer may be used for. */
export const USAGE = {
  mapRead: 1,
  copyFrom: 4,
  copyTo: 8,
  uniform: 64,
  storage: 128,
} as const;

/** The specification's number for mapping a buffer to be read. */
export const MAP_READ = 1;
