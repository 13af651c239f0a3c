import type { Activation } from "../model/activation.ts";
import type { Network, Weights } from "../model/model.ts";
import type { Readout } from "../model/readout.ts";
import { clearClampedRows } from "./batch.ts";

/*
 * The single operations of float32 training. docs/arithmetic.md has the whole definition.
 */

/** Raised whenever the bytes of a float32 engine's answers change. */
export const arithmeticVersion = 1;

/** Trials in a block: each is a lane. */
export const LANES = 16;

/** Steps in a chunk of time, over which the products of a gradient are summed lane by lane. */
export const CHUNK_STEPS = 16;

const round = Math.fround;

/** tanh32 is constant beyond ±this, where it has reached ±1. */
export const TANH_LIMIT = round(7.905311107635498);

/** Numerator of tanh32, from x^13 down to x: the approximation that the Eigen library uses. */
export const TANH_NUMERATOR = [
  -2.76076847742355e-16, 2.00018790482477e-13, -8.60467152213735e-11, 5.12229709037114e-8,
  1.48572235717979e-5, 6.37261928875436e-4, 4.89352455891786e-3,
].map(round);

/** Denominator of tanh32, from x^6 down to 1. */
export const TANH_DENOMINATOR = [
  1.19825839466702e-6, 1.18534705686654e-4, 2.268434632439e-3, 4.89352518554385e-3,
].map(round);

function horner(coefficients: readonly number[], z: number): number {
  let sum = coefficients[0];
  for (let k = 1; k < coefficients.length; k++) sum = round(round(sum * z) + coefficients[k]);
  return sum;
}

/**
 * tanh of a float32, as a float32: a rational function, with error below 4e-7. A NaN stays a NaN.
 * @source the coefficients of `generic_fast_tanh_float` in Eigen 3.3
 */
export function tanh32(value: number): number {
  const below = value > TANH_LIMIT ? TANH_LIMIT : value;
  const x = below < -TANH_LIMIT ? -TANH_LIMIT : below;
  const z = round(x * x);
  return round(round(horner(TANH_NUMERATOR, z) * x) / horner(TANH_DENOMINATOR, z));
}

/** What a float32 engine is free to choose about an operation: only mutants choose otherwise. */
export type Arithmetic = {
  /** tanh of a float32. */
  readonly tanh: (x: number) => number;
  /** The largest count of steps that a lane sums before lanes are folded. */
  readonly chunkSteps: number;
  /** Folds `from` float32 values at `at` to `to` of them, in place. */
  readonly fold: (values: Float32Array, fold: Fold) => void;
  /** Whether the lanes that fill up the last block count. */
  readonly countsPadding: boolean;
};

/** Which values are folded, and to how many. */
export type Fold = { readonly at: number; readonly from: number; readonly to: number };

/** Adds the upper half of the values to the lower half until `to` of them are left. */
export function foldHalves(values: Float32Array, { at, from, to }: Fold): void {
  for (let stride = from / 2; stride >= to; stride /= 2)
    for (let lane = at; lane < at + stride; lane++)
      values[lane] = round(values[lane] + values[lane + stride]);
}

/** The arithmetic of docs/arithmetic.md. */
export const definedArithmetic: Arithmetic = {
  tanh: tanh32,
  chunkSteps: CHUNK_STEPS,
  fold: foldHalves,
  countsPadding: false,
};

/** f(x) in float32. */
export function activate32(activation: Activation, { tanh }: Arithmetic, x: number): number {
  if (activation === "relu") return x < 0 ? 0 : x;
  return activation === "tanh" ? tanh(x) : round(1 + tanh(x));
}

/** f'(x) from h = f(x), in float32. */
export function slope32(activation: Activation, h: number): number {
  if (activation === "relu") return h > 0 ? 1 : 0;
  return activation === "tanh" ? round(1 - round(h * h)) : round(h * round(2 - h));
}

/** A network's weights as the float32 engines use them. */
export type ScaledWeights = {
  /** αW_rec and then αW_in, each rounded once, as `[unit][unit then channel]`. */
  readonly hidden: Float32Array;
  /** 1 − α; 1 for a clamped unit, whose row of αW is zero: its state stays what it is. */
  readonly decay: Float32Array;
  /** W_out as `[output][unit]`. */
  readonly output: Float32Array;
};

/** Rounds W to float32, then αW, once each. */
export function scaleWeights(network: Network): ScaledWeights {
  const { units, channels, weights } = network;
  const columns = units + channels;
  const hidden = new Float32Array(units * columns);
  writeHidden(network, hidden, { row: columns, column: 1 });
  return { hidden, decay: decayOf(network), output: Float32Array.from(weights.output) };
}

/** Writes αW_rec and αW_in, `row` numbers from a row to the next and `column` from a column. */
export function writeHidden(
  { units, channels, model: { alpha, clamped }, weights: { recurrent, input } }: Network,
  to: Float32Array,
  { row, column }: { readonly row: number; readonly column: number },
): void {
  for (let i = 0; i < units; i++) {
    let at = i * row;
    for (let j = 0; j < units; j++, at += column) to[at] = alpha * round(recurrent[i * units + j]);
    for (let c = 0; c < channels; c++, at += column)
      to[at] = alpha * round(input[i * channels + c]);
  }
  for (const { unit } of clamped)
    for (let j = 0; j < units + channels; j++) to[unit * row + j * column] = 0;
}

/** 1 − α of each unit; 1 of a clamped one. */
export function decayOf({ units, model }: Network): Float32Array {
  const decay = new Float32Array(units).fill(1 - model.alpha);
  for (const { unit } of model.clamped) decay[unit] = 1;
  return decay;
}

const squashes = (readout: Readout): boolean => readout === "tanh-rates" || readout === "unit";

/** The output y in float32 from what the readout sums, or from x_0 where it is a unit. */
export function squash(readout: Readout, { tanh }: Arithmetic, sum: number): number {
  return squashes(readout) ? tanh(sum) : sum;
}

/**
 * 2^40: errors are scaled up by it, and gradients down again in float64. It changes no bit of an
 * ordinary gradient. But δ shrinks by 1 − α a step, and in 750 steps would become subnormal, which
 * processors multiply many times more slowly.
 */
const ERROR_SCALE = 1_099_511_627_776;

/** 2/B rounded to float32, times 2^40. */
export const errorScale = (count: number): number => round(2 / count) * ERROR_SCALE;

/** 2^40 ∂L/∂(what the readout sums) in float32; `scale` is that of `errorScale`. */
export function outputError(
  readout: Readout,
  { y, target, scale }: { readonly y: number; readonly target: number; readonly scale: number },
): number {
  const error = round(scale * round(y - round(target)));
  return squashes(readout) ? round(error * round(1 - round(y * y))) : error;
}

/** The gradient from the totals of all blocks, in float64. */
export function finishGradient(network: Network, totals: Weights): Weights {
  const { alpha } = network.model;
  return clearClampedRows(network, {
    recurrent: totals.recurrent.map((sum) => alpha * (sum / ERROR_SCALE)),
    input: totals.input.map((sum) => alpha * (sum / ERROR_SCALE)),
    output: totals.output.map((sum) => sum / ERROR_SCALE),
  });
}
