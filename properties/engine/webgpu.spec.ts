import { describe, expect, it } from "vitest";
import { chooseEngine } from "../../src/engine/choose.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { wasmEngine } from "../../src/engine/wasm/engine.ts";
import type { Gpu, GpuAdapter, GpuDevice, GpuLimits } from "../../src/engine/webgpu/api.ts";
import { dispatchesOf } from "../../src/engine/webgpu/dispatches.ts";
import { createWebgpuEngine } from "../../src/engine/webgpu/engine.ts";
import { exactEngine, openDevice } from "../../src/engine/webgpu/open.ts";
import { proveExact } from "../../src/engine/webgpu/prove.ts";
import { float } from "../../src/engine/webgpu/wgsl/common.ts";
import { makeRun } from "./made.ts";

const LIMITS: GpuLimits = {
  maxStorageBufferBindingSize: 2 ** 27,
  maxBufferSize: 2 ** 28,
  maxComputeWorkgroupStorageSize: 16_384,
  maxStorageBuffersPerShaderStage: 8,
  maxComputeInvocationsPerWorkgroup: 256,
  maxComputeWorkgroupsPerDimension: 65_535,
};

/** A device whose compiler refuses every kernel. */
const device: GpuDevice = {
  limits: LIMITS,
  lost: new Promise(() => {}),
  queue: { writeBuffer: () => {}, submit: () => {} },
  createBuffer: ({ size }) => ({
    size,
    mapAsync: async () => {},
    getMappedRange: () => new ArrayBuffer(size),
    unmap: () => {},
    destroy: () => {},
  }),
  createShaderModule: () => ({
    getCompilationInfo: async () => ({
      messages: [{ type: "error", lineNum: 7, message: "no such word" }],
    }),
  }),
  createComputePipelineAsync: async () => ({ getBindGroupLayout: () => ({}) }),
  createBindGroup: () => ({}),
  createCommandEncoder: () => {
    throw new Error("nothing is run");
  },
  pushErrorScope: () => {},
  popErrorScope: async () => null,
  destroy: () => {},
};

const adapter = (limits: Partial<GpuLimits> = {}): GpuAdapter => ({
  limits: { ...LIMITS, ...limits },
  info: { vendor: "made", architecture: "up", device: "", description: "a card" },
  requestDevice: async () => device,
});

const gpuOf = (answer: GpuAdapter | null): Gpu => ({ requestAdapter: async () => answer });

const run = makeRun({
  ...{ seed: 3, units: 5, channels: 1, outputs: 1, count: 4, steps: 6, alpha: 0.1, clamps: 0 },
  ...{ gain: 1, drawn: true, checkpoints: 2, activation: "tanh", readout: "rates" },
});

/** An engine whose numbers are a bit off. */
const off: Engine = {
  ...wasmEngine,
  gradient: async (networks, trials) =>
    (await wasmEngine.gradient(networks, trials)).map(({ loss, gradient }) => ({
      loss,
      gradient: { ...gradient, input: gradient.input.map((g) => g * (1 + 2 ** -50)) },
    })),
};

describe("WebGPU that cannot be had", () => {
  it("says that no adapter was found, and what helps", () =>
    expect(openDevice(gpuOf(null))).rejects.toThrow(/no adapter .* VK_ICD_FILENAMES .* graphics/));

  it("says which limit an adapter lacks", () =>
    expect(openDevice(gpuOf(adapter({ maxStorageBuffersPerShaderStage: 4 })))).rejects.toThrow(
      "made up (a card) binds 4 storage buffers, and the kernels need 8",
    ));

  it("never calls a program a GPU", async () => {
    const of = async (description: string) =>
      openDevice(gpuOf({ ...adapter(), info: { ...adapter().info, description } }));
    expect((await of("llvmpipe: Mesa 25.0.7")).isSoftware).toBe(true);
    expect((await of("SwiftShader driver 5.0.0")).isSoftware).toBe(true);
    expect((await of("NVIDIA H100: 565.57")).isSoftware).toBe(false);
  });

  it("is chosen by its name, or refused with what is missing", async () => {
    const answer = await chooseEngine("webgpu").then(
      ({ name }) => name,
      (error: unknown) => String(error),
    );
    expect(answer).toMatch(/^webgpu$|engine webgpu: (the package|no adapter|.* binds|.* bytes of)/);
  });
});

describe("an engine on WebGPU", () => {
  const engine = createWebgpuEngine(device, wasmEngine, { guard: "products" });

  it("names the line of a kernel that the compiler refuses", () =>
    expect(engine.gradient([run.network], run.trials)).rejects.toThrow(
      "engine webgpu: kernel, line 7: no such word",
    ));

  it("takes at most 128 units, and says which engines take more", () => {
    const units = 129;
    const weights = {
      recurrent: new Float64Array(units * units),
      input: new Float64Array(units),
      output: new Float64Array(units),
    };
    const network = { ...run.network, units, weights, outputs: 1, channels: 1 };
    return expect(engine.evaluate([network], run.trials)).rejects.toThrow(
      "units: the engine webgpu takes at most 128, got 129; use native or wasm",
    );
  });

  it("says which block is too large for an adapter", () => {
    const shape = { units: 128, channels: 1, outputs: 1 } as const;
    const asked = {
      shape: { ...shape, activation: "tanh", readout: "rates" } as const,
      ...{ networks: 1, count: 500, steps: 750, checkpoints: 2, wantsGradient: true },
    };
    const limits = { ...LIMITS, maxStorageBufferBindingSize: 1e6 };
    expect(() => dispatchesOf(asked, limits, { maxBytes: 2 ** 30, maxBlocks: 64 })).toThrow(
      /a block of 16 trials takes \d+ bytes .* binds at most 1000000/,
    );
  });

  it("asks nothing of the device where there is nothing to answer", async () => {
    const trials = { ...run.trials, checkpoints: [], targets: new Float64Array(0) };
    expect(await engine.evaluate([run.network], trials)).toEqual([new Float64Array(0)]);
    const [{ gradient }] = await engine.gradient([run.network], trials);
    expect(gradient.recurrent.every((each) => each === 0)).toBe(true);
  });

  it("traces and opens sessions as wasm does", async () => {
    expect(await engine.trace(run.network, run.trials)).toEqual(
      await wasmEngine.trace(run.network, run.trials),
    );
  });
});

describe("the proof of bytes", () => {
  it("believes wasm, and not an engine that is a bit off", async () => {
    expect(await proveExact(wasmEngine, wasmEngine)).toBeNull();
    expect(await proveExact(off, wasmEngine)).toMatch(/\d+ of 14 numbers of input differ/);
  });

  it("refuses a device where nothing is exact", () =>
    expect(
      exactEngine({ device, adapter: "made up", isSoftware: false }, wasmEngine),
    ).rejects.toThrow("kernel, line 7"));

  it("writes every float32 to the bit", () => {
    for (const value of [1, 0, 1e-45, 3.4e38, 0.1, 2 ** -24, -7.905311107635498, 1e21])
      expect(Math.fround(Number(float(value).slice(0, -1)))).toBe(Math.fround(value));
  });
});
