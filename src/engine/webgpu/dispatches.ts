import { LANES } from "../arithmetic.ts";
import type { GpuLimits } from "./api.ts";
import { blockBytes, type Shape } from "./shape.ts";

/** A block of 16 trials of a network, by its place in a call. */
export type Block = { readonly network: number; readonly block: number };

/** How work is cut. */
export type Cut = {
  /** The most that the buffers of one dispatch may take, in bytes. */
  readonly maxBytes: number;
  /** The most blocks of one dispatch: some systems end one that takes two seconds. */
  readonly maxBlocks: number;
};

/** Dispatches are half of this each, since two are under way at once. */
export const DEFAULT_CUT: Cut = { maxBytes: 2 ** 31, maxBlocks: 2048 };

/**
 * The blocks of all networks of a call in order, cut into dispatches: none binds more than the
 * device takes, none takes more than it may.
 * @throws RangeError where a single block is too large.
 */
export function dispatchesOf(
  asked: {
    readonly shape: Shape;
    readonly networks: number;
    readonly count: number;
    readonly steps: number;
    readonly checkpoints: number;
    readonly wantsGradient: boolean;
  },
  limits: GpuLimits,
  { maxBytes, maxBlocks }: Cut,
): readonly (readonly Block[])[] {
  const { shape, networks, count, steps, checkpoints, wantsGradient } = asked;
  const { inputs, initial, outputs, ...back } = blockBytes(shape, steps, checkpoints);
  const sizes = [inputs, initial, outputs, ...(wantsGradient ? Object.values(back) : [])];
  const binding = Math.min(limits.maxStorageBufferBindingSize, limits.maxBufferSize);
  const most = Math.min(
    maxBlocks,
    limits.maxComputeWorkgroupsPerDimension,
    Math.floor(binding / Math.max(...sizes)),
    Math.max(1, Math.floor(maxBytes / 2 / sizes.reduce((sum, size) => sum + size, 0))),
  );
  if (most < 1)
    throw new RangeError(
      `steps: a block of ${LANES} trials takes ${Math.max(...sizes)} bytes in one buffer, and ` +
        `this adapter binds at most ${binding}; use fewer steps, units or channels`,
    );
  const blocks: Block[] = [];
  for (let network = 0; network < networks; network++)
    for (let block = 0; block * LANES < count; block++) blocks.push({ network, block });
  const cut: (readonly Block[])[] = [];
  for (let at = 0; at < blocks.length; at += most) cut.push(blocks.slice(at, at + most));
  return cut;
}
