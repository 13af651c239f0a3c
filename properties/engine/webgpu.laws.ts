import fc from "fast-check";
import { LANES } from "../../src/engine/arithmetic.ts";
import { type Cut, dispatchesOf } from "../../src/engine/webgpu/dispatches.ts";
import { blockBytes, type Shape } from "../../src/engine/webgpu/shape.ts";
import type { Law } from "../law.ts";

/** A way to cut a call into dispatches. */
export type CutWork = typeof dispatchesOf;

type Case = {
  readonly asked: Parameters<CutWork>[0];
  readonly binding: number;
  readonly cut: Cut;
};

const shapes: fc.Arbitrary<Shape> = fc.record({
  units: fc.integer({ min: 1, max: 128 }),
  channels: fc.integer({ min: 1, max: 7 }),
  outputs: fc.integer({ min: 1, max: 3 }),
  activation: fc.constant("tanh" as const),
  readout: fc.constant("rates" as const),
});

const cases: fc.Arbitrary<Case> = fc.record({
  asked: fc.record({
    shape: shapes,
    networks: fc.integer({ min: 1, max: 9 }),
    count: fc.integer({ min: 1, max: 70 }),
    steps: fc.integer({ min: 1, max: 40 }),
    checkpoints: fc.integer({ min: 1, max: 4 }),
    wantsGradient: fc.boolean(),
  }),
  binding: fc.constantFrom(1e6, 3e6, 2 ** 30),
  cut: fc.record({
    maxBytes: fc.constantFrom(2e6, 1e8, 2 ** 31),
    maxBlocks: fc.integer({ min: 1, max: 40 }),
  }),
});

const limitsOf = (binding: number): Parameters<CutWork>[1] => ({
  maxStorageBufferBindingSize: binding,
  maxBufferSize: 2 * binding,
  maxComputeWorkgroupStorageSize: 16_384,
  maxStorageBuffersPerShaderStage: 8,
  maxComputeInvocationsPerWorkgroup: 256,
  maxComputeWorkgroupsPerDimension: 65_535,
});

/** Work on a device is cut so that nothing is lost and nothing is too large. */
export const workIsCut: Law<CutWork, Case, "webgpu/cut"> = {
  id: "webgpu/cut",
  says: "dispatches have every block once, in order, and bind no more than a device takes",
  needs: [],
  runs: 200,
  cases: () => cases,
  holds(cutWork, { asked, binding, cut }) {
    const sizes = blockBytes(asked.shape, asked.steps, asked.checkpoints);
    const largest = asked.wantsGradient
      ? Math.max(...Object.values(sizes))
      : Math.max(sizes.inputs, sizes.initial, sizes.outputs);
    const dispatches = cutWork(asked, limitsOf(binding), cut);
    const blocks = dispatches.flat();
    const each = Math.ceil(asked.count / LANES);
    if (blocks.length !== asked.networks * each) throw new Error(`${blocks.length} blocks`);
    for (const [k, { network, block }] of blocks.entries())
      if (network !== Math.floor(k / each) || block !== k % each)
        throw new Error(`block ${k} is block ${block} of network ${network}`);
    for (const { length } of dispatches) {
      if (length < 1 || length > cut.maxBlocks) throw new Error(`${length} blocks at once`);
      if (length * largest > binding) throw new Error(`${length * largest} bytes are bound`);
    }
  },
  mutants: [
    {
      name: "the last dispatch is left out",
      subject: (asked, limits, cut) => dispatchesOf(asked, limits, cut).slice(0, -1),
    },
    {
      name: "limits of bindings are not heeded",
      subject: (asked, limits, cut) =>
        dispatchesOf(
          asked,
          { ...limits, maxStorageBufferBindingSize: 2 ** 40, maxBufferSize: 2 ** 40 },
          cut,
        ),
    },
    {
      name: "a dispatch takes all",
      subject: (asked, limits, cut) => [dispatchesOf(asked, limits, cut).flat()],
    },
    {
      name: "a block that counts partly is left out",
      subject: (asked, limits, cut) =>
        dispatchesOf({ ...asked, count: asked.count - (asked.count % LANES) }, limits, cut),
    },
  ],
};
