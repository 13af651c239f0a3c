import { shown } from "../numerics/gate.ts";
import type { Key } from "../numerics/rng.ts";
import type { Trials } from "./trials.ts";

/** How trials are drawn: a task that has no difficulty need not look. */
export type DrawOptions = { readonly difficulty?: number };

/** A static input that a task's networks are probed with, as `probe` takes it. */
export type TaskProbe = { readonly value: number; readonly context: number };

/**
 * A task is a door: it draws trials, says which outputs are correct, and what a static probe of it
 * looks like. Make one with `defineTask`, which checks it.
 */
export interface Task {
  readonly name: string;
  /** How many input channels a network for this task has (M of Eq. 1). */
  readonly channels: number;
  /** How many outputs (1 in all the paper's tasks). */
  readonly outputs: number;
  /** Steps in a trial; one is Δt = 1 ms. */
  readonly steps: number;
  /** How many contexts there are: 1 where the task has no context inputs. */
  readonly contexts: number;
  /**
   * The step from which on no trial shows anything of its answer, which must be remembered from
   * then on; where it is left out, trials show it to their end.
   */
  readonly cueEnds?: number;
  /**
   * Draws `count` trials. Same key, same trials; trial i does not depend on `count`. A difficulty
   * within 0 … 1 makes them easier; at 1, and where it is left out, they are the task's own. A
   * task that has none shows its trials as they are.
   */
  draw(key: Key, count: number, how?: DrawOptions): Trials;
  /** The static input, `[channel]`, that sets the relevant input of `context` to `value`. */
  probe(value: number, context: number): Float64Array;
  /** The static inputs that belong to the task: zero input in each context in the paper's. */
  readonly probes: readonly TaskProbe[];
  /**
   * Whether each trial was answered correctly, 1 or 0 as `[trial]`, from the outputs at its
   * checkpoints, `[checkpoint][trial][output]`. A trial's answer depends on no other trial.
   */
  correct(outputs: Float64Array, trials: Trials): Uint8Array;
  /** The share of these trials that an ideal observer expects to get right, where it is known. */
  ideal?(trials: Trials): number;
}

/** @throws RangeError where `value` is not a finite number within `low` … `high`. */
export function requireWithin(
  name: string,
  value: number,
  { low, high }: { readonly low: number; readonly high: number },
): void {
  if (!(Number.isFinite(value) && value >= low && value <= high))
    throw new RangeError(`${name}: expected a number within ${low} … ${high}, got ${shown(value)}`);
}

/** @throws RangeError where `value` is not an integer within `low` … `high`. */
export function requireInteger(
  name: string,
  value: number,
  { low, high }: { readonly low: number; readonly high: number },
): void {
  if (!(Number.isInteger(value) && value >= low && value <= high))
    throw new RangeError(
      `${name}: expected an integer within ${low} … ${high}, got ${shown(value)}`,
    );
}
