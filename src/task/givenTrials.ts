import { requireFields, requireKey, requireNotNegative, requireTyped } from "../numerics/gate.ts";
import { deriveKey, type Key } from "../numerics/rng.ts";
import { requireTrials, type Trials } from "./trials.ts";

/** What trials consist of whose inputs are written out. */
export type GivenTrials = {
  readonly key: Key;
  readonly count: number;
  readonly steps: number;
  readonly channels: number;
  readonly outputs: number;
  /** u as `[time][trial][channel]`; each value is rounded to float32. */
  readonly inputs: Float64Array;
  /** Ascending steps in 0 … steps − 1 at which the output has a target. */
  readonly checkpoints: readonly number[];
  /** Target outputs as `[checkpoint][trial][output]`. */
  readonly targets: Float64Array;
  /** Standard deviation of x_0; 0 where it is left out. */
  readonly initialDeviation?: number;
  /** The correct choice of each trial, 1 or −1; 0 where it is left out: either is correct. */
  readonly choices?: Float64Array;
  /** How easy each trial is: validation tries the smallest first; 1 where it is left out. */
  readonly strengths?: Float64Array;
  /** Each trial's context; 0 where it is left out. */
  readonly contexts?: Int32Array;
};

/**
 * Trials of a task of one's own, with what can be left out made.
 * @throws RangeError for lists of other lengths, or a number in them that is not finite.
 */
export function givenTrials(given: GivenTrials): Trials {
  requireFields("given", given, {
    needed: ["key", "count", "steps", "channels", "outputs", "inputs", "checkpoints", "targets"],
    optional: ["initialDeviation", "choices", "strengths", "contexts"],
  });
  const { key, count, steps, channels, outputs, initialDeviation = 0 } = given;
  requireKey("key", key);
  requireNotNegative("initialDeviation", initialDeviation);
  requireTyped("inputs", given.inputs, steps * count * channels);
  const trials: Trials = {
    ...{ count, steps, channels, outputs },
    inputs: { kind: "given", values: Float64Array.from(given.inputs, Math.fround) },
    initial: { kind: "gaussian", deviation: initialDeviation, key: deriveKey(key, "initial") },
    numbers: Uint32Array.from({ length: count }, (_, trial) => trial),
    checkpoints: given.checkpoints,
    targets: given.targets,
    choices: given.choices ?? new Float64Array(count),
    strengths: given.strengths ?? new Float64Array(count).fill(1),
    contexts: given.contexts ?? new Int32Array(count),
  };
  requireTrials(trials);
  return trials;
}
