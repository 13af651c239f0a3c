import { errorScale, scaleWeights } from "../arithmetic.ts";
import { stepsNeeded } from "../batch.ts";
import type { Question } from "../joined.ts";
import { PACK, type Shape, weightsLayout } from "./shape.ts";
import { RECORD_HEAD } from "./wgsl/draw.ts";

/** Questions of one shape as the kernels read them. */
export type Packed = {
  /** As `weightsLayout` has it, network by network. */
  readonly weights: Float32Array;
  /** The keys and deviations of what is drawn, a record a network. */
  readonly nets: Uint32Array;
  /** The trials' numbers, `[network][trial]`. */
  readonly numbers: Uint32Array;
  /** `[network][trial][channel]`. */
  readonly means: Float32Array;
  /** `[network][checkpoint][trial][output]`. */
  readonly targets: Float32Array;
  /** For each t the number of the checkpoint after t steps, from 1, or 0 where there is none. */
  readonly checks: Uint32Array;
  readonly steps: number;
  readonly count: number;
  readonly scale: number;
};

const bits = new Uint32Array(1);
const asFloat = new Float32Array(bits.buffer);

/** The bits of a float32. */
export function bitsOf(value: number): number {
  asFloat[0] = value;
  return bits[0];
}

/** The shape of a question's network. */
export const shapeOfNetwork = ({ network }: Question): Shape => ({
  ...{ units: network.units, channels: network.channels, outputs: network.outputs },
  ...{ activation: network.model.activation, readout: network.model.readout },
});

/** Packs questions of one shape; there is at least one, with at least one checkpoint. */
export function packQuestions(questions: readonly Question[]): Packed {
  const [first] = questions;
  const { trials } = first;
  const { count, channels, outputs, checkpoints } = trials;
  const shape = shapeOfNetwork(first);
  const { size } = weightsLayout(shape);
  const steps = stepsNeeded(trials);
  const record = RECORD_HEAD + channels;
  const all = questions.length;
  const packed = {
    weights: new Float32Array(all * size * PACK),
    nets: new Uint32Array(all * record),
    numbers: new Uint32Array(all * count),
    means: new Float32Array(all * count * channels),
    targets: new Float32Array(all * checkpoints.length * count * outputs),
    checks: new Uint32Array(steps + 1),
    ...{ steps, count, scale: errorScale(count) },
  };
  for (const [p, { network, trials: own }] of questions.entries()) {
    packWeights(packed.weights.subarray(p * size * PACK), { network, shape });
    const { inputs, initial } = own;
    const to = p * record;
    if (inputs.kind === "gaussian") {
      packed.nets.set(inputs.key, to);
      packed.nets.set(Array.from(inputs.deviation, bitsOf), to + RECORD_HEAD);
      packed.means.set(inputs.mean, p * count * channels);
    }
    if (initial.kind === "gaussian") {
      packed.nets.set(initial.key, to + PACK);
      packed.nets[to + 2 * PACK] = bitsOf(initial.deviation);
    }
    packed.numbers.set(own.numbers, p * count);
    packed.targets.set(own.targets, p * checkpoints.length * count * outputs);
  }
  for (const [c, step] of checkpoints.entries()) packed.checks[step + 1] = c + 1;
  return packed;
}

function packWeights(
  to: Float32Array,
  { network, shape }: { readonly network: Question["network"]; readonly shape: Shape },
): void {
  const { units, channels, outputs, model } = network;
  const { wide, rows, decay, clamped, values, output } = weightsLayout(shape);
  const padded = PACK * wide;
  const columns = units + channels;
  const scaled = scaleWeights(network);
  for (let i = 0; i < units; i++) {
    for (let j = 0; j < columns; j++) to[j * padded + i] = scaled.hidden[i * columns + j];
    for (let j = 0; j < units; j++)
      to[PACK * rows + i * padded + j] = scaled.hidden[i * columns + j];
    to[PACK * decay + i] = scaled.decay[i];
    for (let q = 0; q < outputs; q++)
      to[PACK * output + q * padded + i] = scaled.output[q * units + i];
  }
  for (const { unit, value } of model.clamped) {
    to[PACK * clamped + unit] = 1;
    to[PACK * values + unit] = value;
  }
}
