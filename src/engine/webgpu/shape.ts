import type { Activation } from "../../model/activation.ts";
import type { Readout } from "../../model/readout.ts";
import { CHUNK_STEPS } from "../arithmetic.ts";

/** Numbers are packed four to a vector. */
export const PACK = 4;

/** What kernels are made for: networks of one shape and model. */
export type Shape = {
  readonly units: number;
  readonly channels: number;
  readonly outputs: number;
  readonly activation: Activation;
  readonly readout: Readout;
};

/**
 * Where the weights of one network lie, in vectors of four: αW transposed `[column][unit]`,
 * αW_rec `[unit][unit]`, decay, whether a unit is clamped, at what value, W_out `[output][unit]`.
 * Units are filled up to a multiple of four.
 */
export function weightsLayout({ units, channels, outputs }: Shape): {
  readonly wide: number;
  readonly rows: number;
  readonly decay: number;
  readonly clamped: number;
  readonly values: number;
  readonly output: number;
  readonly size: number;
} {
  const wide = Math.ceil(units / PACK);
  const rows = (units + channels) * wide;
  const decay = rows + units * wide;
  const clamped = decay + wide;
  const values = clamped + wide;
  const output = values + wide;
  return { wide, rows, decay, clamped, values, output, size: output + outputs * wide };
}

/** Threads of a workgroup: four trials and four units each, filled up to whole subgroups of 32. */
export const threadsOf = ({ units }: Pick<Shape, "units">): number =>
  Math.ceil((PACK * Math.ceil(units / PACK)) / 32) * 32;

/** Tiles of four rows and two columns of the gradient of αW. */
export function tilesOf({ units, channels }: Shape): {
  readonly across: number;
  readonly count: number;
} {
  const across = Math.ceil((units + channels) / 2);
  return { across, count: Math.ceil(units / PACK) * across };
}

/** How much memory one block of 16 trials takes on the device, in bytes. */
export function blockBytes(shape: Shape, steps: number, checkpoints: number) {
  const { units, channels, outputs } = shape;
  const row = 64;
  const wide = Math.ceil(units / PACK);
  const deltas = CHUNK_STEPS * PACK * wide * PACK;
  return {
    inputs: steps * channels * row,
    initial: units * row,
    rates: (steps + 1) * units * row,
    outputs: checkpoints * outputs * 2 * row,
    reads: checkpoints * units * row,
    scratch: 16 * (deltas + tilesOf(shape).count * 8),
    gradient: 4 * (units * (units + channels) + outputs * units),
  };
}

/** What the kernels keep in a workgroup's own memory beside weights, in bytes. */
export function workgroupBytes({ units, channels }: Shape): {
  readonly rows: number;
  readonly forwardWeights: number;
  readonly backwardWeights: number;
} {
  const wide = Math.ceil(units / PACK);
  return {
    rows: Math.max(units + channels, PACK * wide) * 64 + units * 64,
    forwardWeights: (units + channels) * wide * 16,
    backwardWeights: units * wide * 16,
  };
}
