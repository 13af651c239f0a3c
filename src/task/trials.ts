import {
  requireFields,
  requireHas,
  requireInteger,
  requireKey,
  requireList,
  requireNotNegative,
  requireNumbers,
  requireTyped,
  requireWord,
  shown,
} from "../numerics/gate.ts";
import { normalPair } from "../numerics/normal.ts";
import { deriveKey, type Key, nextUint32, streamState } from "../numerics/rng.ts";

/** Inputs u_t of a batch: written out, or described so that an engine can draw them as it goes. */
export type Inputs =
  | {
      readonly kind: "given";
      /** u as `[time][trial][channel]`. */
      readonly values: Float64Array;
    }
  | {
      readonly kind: "gaussian";
      /** The mean of each channel in each trial, as `[trial][channel]`. */
      readonly mean: Float64Array;
      /** The noise's standard deviation of each channel; a channel with 0 draws nothing. */
      readonly deviation: Float64Array;
      readonly key: Key;
    };

/** Initial states x_0 of a batch: written out, `[trial][unit]`, or drawn from N(0, deviation²). */
export type InitialStates =
  | { readonly kind: "given"; readonly values: Float64Array }
  | { readonly kind: "gaussian"; readonly deviation: number; readonly key: Key };

/**
 * A batch of trials. `checkpoints` are the steps whose output is constrained: step t is the output
 * y after the (t + 1)-th update of the state, so 0 is the first and steps − 1 the last.
 */
export interface Trials {
  readonly count: number;
  readonly steps: number;
  readonly channels: number;
  readonly outputs: number;
  readonly inputs: Inputs;
  readonly initial: InitialStates;
  /** Each trial's number: with a key it names the trial's own random stream. */
  readonly numbers: Uint32Array;
  /** Ascending steps in 0 … steps − 1. */
  readonly checkpoints: readonly number[];
  /** Target outputs as `[checkpoint][trial][output]`. */
  readonly targets: Float64Array;
  /** The correct choice of each trial: 1 or −1; 0 where either counts as correct. */
  readonly choices: Float64Array;
  /** The strength of the evidence, |μ| of the relevant input: hard trials have small ones. */
  readonly strengths: Float64Array;
  /** Each trial's context, 0 … contexts − 1. */
  readonly contexts: Int32Array;
}

/**
 * The trials of a decision task: output 0 at the first step, the sign of the evidence at the last.
 * Evidence of exactly 0 has target 1, and either choice is correct.
 * @param mean `[trial][channel]`
 * @param evidence the relevant mean of each trial, `[trial]`
 * @param context each trial's context, `[trial]`
 */
export function assembleTrials({
  key,
  steps,
  mean,
  deviation,
  initialDeviation,
  evidence,
  context,
}: {
  readonly key: Key;
  readonly steps: number;
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
  readonly initialDeviation: number;
  readonly evidence: Float64Array;
  readonly context: Int32Array;
}): Trials {
  const count = evidence.length;
  const targets = new Float64Array(2 * count);
  for (let trial = 0; trial < count; trial++) targets[count + trial] = evidence[trial] < 0 ? -1 : 1;
  return {
    count,
    steps,
    channels: deviation.length,
    outputs: 1,
    inputs: { kind: "gaussian", mean, deviation, key: deriveKey(key, "noise") },
    initial: { kind: "gaussian", deviation: initialDeviation, key: deriveKey(key, "initial") },
    numbers: Uint32Array.from({ length: count }, (_, i) => i),
    checkpoints: [0, steps - 1],
    targets,
    choices: evidence.map(Math.sign),
    strengths: evidence.map(Math.abs),
    contexts: context,
  };
}

/**
 * The trials named by `order`, in that order; each keeps its number, so also its noise.
 * @throws RangeError for what is no trials, or a trial that is not among them.
 */
export function selectTrials(trials: Trials, order: ArrayLike<number>): Trials {
  requireTrials(trials);
  requireList("order", order);
  for (let i = 0; i < order.length; i++)
    if (!(Number.isInteger(order[i]) && order[i] >= 0 && order[i] < trials.count))
      throw new RangeError(
        `order[${i}]: expected a trial in 0 … ${trials.count - 1}, got ${shown(order[i])}`,
      );
  return pickTrials(trials, order);
}

/** The trials of `selectTrials`; arguments are taken as checked. */
export function pickTrials(trials: Trials, order: ArrayLike<number>): Trials {
  const { steps, channels, outputs, inputs, initial, checkpoints } = trials;
  const count = order.length;
  const rows = (values: Float64Array, blocks: number, width: number): Float64Array => {
    const picked = new Float64Array(blocks * count * width);
    for (let block = 0; block < blocks; block++)
      for (let i = 0; i < count; i++) {
        const from = (block * trials.count + order[i]) * width;
        picked.set(values.subarray(from, from + width), (block * count + i) * width);
      }
    return picked;
  };
  return {
    ...trials,
    count,
    inputs:
      inputs.kind === "given"
        ? { kind: "given", values: rows(inputs.values, steps, channels) }
        : { ...inputs, mean: rows(inputs.mean, 1, channels) },
    initial:
      initial.kind === "given"
        ? { kind: "given", values: rows(initial.values, 1, initial.values.length / trials.count) }
        : initial,
    numbers: Uint32Array.from({ length: count }, (_, i) => trials.numbers[order[i]]),
    targets: rows(trials.targets, checkpoints.length, outputs),
    choices: rows(trials.choices, 1, 1),
    strengths: rows(trials.strengths, 1, 1),
    contexts: Int32Array.from({ length: count }, (_, i) => trials.contexts[order[i]]),
  };
}

/**
 * The trials with every noisy input's mean set to `size`, signs kept: a curriculum's easier or
 * harder evidence. Targets and choices stay what they are.
 * @throws RangeError where the inputs are given rather than drawn.
 */
export function withMeanSize(trials: Trials, size: number): Trials {
  const { inputs, channels } = trials;
  if (inputs.kind !== "gaussian")
    throw new RangeError("inputs: expected drawn inputs, got given ones");
  const mean = inputs.mean.map((value, at) =>
    inputs.deviation[at % channels] > 0 ? (value < 0 ? -size : size) : value,
  );
  return { ...trials, inputs: { ...inputs, mean }, strengths: trials.strengths.map(() => size) };
}

/**
 * The trials with further input channels behind their own, as `[time][trial][channel]`.
 * @throws RangeError where the values do not fill whole channels.
 */
export function withChannels(trials: Trials, values: Float64Array): Trials {
  const { count, steps, channels } = trials;
  const extra = values.length / (steps * count);
  if (!(Number.isInteger(extra) && extra >= 1))
    throw new RangeError(`values: expected ${steps} × ${count} × channels, got ${values.length}`);
  const own = writeInputs(trials);
  const all = new Float64Array(steps * count * (channels + extra));
  for (let row = 0; row < steps * count; row++) {
    all.set(own.subarray(row * channels, (row + 1) * channels), row * (channels + extra));
    const from = values.subarray(row * extra, (row + 1) * extra);
    all.set(from, row * (channels + extra) + channels);
  }
  return { ...trials, channels: channels + extra, inputs: { kind: "given", values: all } };
}

/**
 * The target output of trial `trial` at step `time`, `[output]`: that of the next checkpoint, or of
 * the last one after it.
 * @throws RangeError for what is no trials, a trial that is not among them, or no step.
 */
export function targetAt(
  trials: Trials,
  at: { readonly trial: number; readonly time: number },
): Float64Array {
  // A rule may ask in every step: the numbers are taken as they are.
  requireTrialShapes(trials);
  requireFields("at", at, { needed: ["trial", "time"] });
  const { trial, time } = at;
  if (!(Number.isInteger(trial) && trial >= 0 && trial < trials.count))
    throw new RangeError(
      `at.trial: expected a trial in 0 … ${trials.count - 1}, got ${shown(trial)}`,
    );
  requireInteger("at.time", time, 0);
  return targetOf(trials, at);
}

/** The target of `targetAt`; arguments are taken as checked. */
export function targetOf(
  trials: Trials,
  { trial, time }: { readonly trial: number; readonly time: number },
): Float64Array {
  const { checkpoints, count, outputs, targets } = trials;
  const next = checkpoints.findIndex((step) => step >= time);
  const row = ((next < 0 ? checkpoints.length - 1 : next) * count + trial) * outputs;
  return targets.subarray(row, row + outputs);
}

const IN_TRIALS = [
  ...["count", "steps", "channels", "outputs", "inputs", "initial", "numbers", "checkpoints"],
  ...["targets", "choices", "strengths", "contexts"],
];

/** @throws RangeError for what is no batch of trials, or has lists of other lengths. */
function requireTrialShapes(trials: Trials): void {
  requireHas("trials", trials, IN_TRIALS);
  const { count, steps, channels, outputs, inputs, initial, checkpoints } = trials;
  for (const [name, value] of Object.entries({ count, steps, channels, outputs }))
    requireInteger(`trials.${name}`, value, 1);
  for (const name of ["numbers", "contexts"] as const)
    requireList(`trials.${name}`, trials[name], { size: count });
  for (const name of ["choices", "strengths"] as const)
    requireTyped(`trials.${name}`, trials[name], count);
  requireList("trials.checkpoints", checkpoints, { least: 1 });
  requireTyped("trials.targets", trials.targets, checkpoints.length * count * outputs);
  requireHas("trials.inputs", inputs, ["kind"]);
  requireWord("trials.inputs.kind", inputs.kind, ["given", "gaussian"]);
  if (inputs.kind === "given")
    requireTyped("trials.inputs.values", inputs.values, steps * count * channels);
  else {
    requireTyped("trials.inputs.mean", inputs.mean, count * channels);
    requireTyped("trials.inputs.deviation", inputs.deviation, channels);
    requireKey("trials.inputs.key", inputs.key);
  }
  requireHas("trials.initial", initial, ["kind"]);
  requireWord("trials.initial.kind", initial.kind, ["given", "gaussian"]);
  if (initial.kind === "gaussian") {
    requireNotNegative("trials.initial.deviation", initial.deviation);
    requireKey("trials.initial.key", initial.key);
  } else {
    requireList("trials.initial.values", initial.values);
    requireTyped("trials.initial.values", initial.values, initial.values.length);
  }
}

/**
 * @throws RangeError for what is no batch of trials, has lists of other lengths, or a number in
 * them that is not finite.
 */
export function requireTrials(trials: Trials): void {
  requireTrialShapes(trials);
  for (const name of [
    ...(["numbers", "contexts", "checkpoints"] as const),
    ...(["targets", "choices", "strengths"] as const),
  ])
    requireNumbers(`trials.${name}`, trials[name]);
  const { inputs, initial } = trials;
  if (inputs.kind === "given") requireNumbers("trials.inputs.values", inputs.values);
  else {
    requireNumbers("trials.inputs.mean", inputs.mean);
    requireNumbers("trials.inputs.deviation", inputs.deviation);
  }
  if (initial.kind === "given") requireNumbers("trials.initial.values", initial.values);
}

/** Calls `take` with `count` normal deviates of stream `number` of `key`, in order. */
function eachNormal(
  { key, number, count }: { readonly key: Key; readonly number: number; readonly count: number },
  take: (index: number, deviate: number) => void,
): void {
  const state = streamState(key, number);
  for (let i = 0; i < count; i += 2) {
    const first = nextUint32(state);
    const [a, b] = normalPair(first, nextUint32(state));
    take(i, a);
    if (i + 1 < count) take(i + 1, b);
  }
}

/**
 * The inputs of a batch written out as `[time][trial][channel]`; every value is a float32.
 * A drawn one is u = mean + deviation · z, each operation rounded to float32; a trial's stream
 * gives z in the order of time, and within a step in the order of the channels that have noise.
 */
export function writeInputs(trials: Trials): Float64Array {
  const { count, steps, channels, inputs } = trials;
  if (inputs.kind === "given") return inputs.values;
  const values = new Float64Array(steps * count * channels);
  const noisy = [...inputs.deviation.keys()].filter((c) => inputs.deviation[c] > 0);
  const deviation = Float32Array.from(inputs.deviation);
  const mean = Float32Array.from(inputs.mean);
  for (let trial = 0; trial < count; trial++) {
    for (let t = 0; t < steps; t++)
      for (let c = 0; c < channels; c++)
        values[(t * count + trial) * channels + c] = mean[trial * channels + c];
    eachNormal(
      { key: inputs.key, number: trials.numbers[trial], count: steps * noisy.length },
      (i, z) => {
        const c = noisy[i % noisy.length];
        const at = (Math.floor(i / noisy.length) * count + trial) * channels + c;
        values[at] = Math.fround(mean[trial * channels + c] + Math.fround(deviation[c] * z));
      },
    );
  }
  return values;
}

/** The initial states of a batch for a network of `units` units, as `[trial][unit]`. */
export function writeInitialStates(trials: Trials, units: number): Float64Array {
  const { initial, count } = trials;
  if (initial.kind === "given") {
    if (initial.values.length !== count * units)
      throw new RangeError(
        `initial: expected ${count} × ${units} states, got ${initial.values.length} values`,
      );
    return initial.values;
  }
  const values = new Float64Array(count * units);
  const deviation = Math.fround(initial.deviation);
  if (deviation === 0) return values;
  for (let trial = 0; trial < count; trial++)
    eachNormal({ key: initial.key, number: trials.numbers[trial], count: units }, (i, z) => {
      values[trial * units + i] = Math.fround(deviation * z);
    });
  return values;
}
