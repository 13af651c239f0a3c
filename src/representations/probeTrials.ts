import {
  requireFields,
  requireFunction,
  requireHas,
  requireKey,
  requireList,
  requireNumbers,
} from "../numerics/gate.ts";
import type { Key } from "../numerics/rng.ts";
import { requireInteger, requireWithin, type Task } from "../task/task.ts";
import { assembleTrials, type Trials } from "../task/trials.ts";

/** The largest |u| of the static inputs on which representations are compared. */
export const LARGEST_PROBE = 0.1857;

/** `count` numbers evenly spaced from `low` to `high`, both included; the ends are exact. */
export function evenlySpaced({
  low,
  high,
  count,
}: {
  readonly low: number;
  readonly high: number;
  readonly count: number;
}): Float64Array {
  requireInteger("count", count, { low: 2, high: 1e6 });
  return Float64Array.from({ length: count }, (_, i) =>
    i === count - 1 ? high : low + (i * (high - low)) / (count - 1),
  );
}

/** Which static probes are given, and how they start. */
export type ProbeSettings = {
  /** The relevant input of each probe. */
  readonly values: ArrayLike<number>;
  /** Steps of a probe; one is Δt = 1 ms. */
  readonly steps: number;
  /** Standard deviation of the initial states x_0. */
  readonly initialDeviation: number;
};

/**
 * Trials with static inputs and no noise: every value in every context (contexts outermost). Each
 * trial has its own x_0, drawn from `key`: networks of one size start from the same states.
 * @source §2.5; readings "inputs for SVCCA"
 * @throws RangeError for no values, a value that is not finite, or fewer than 2 steps.
 */
export function probeTrials(task: Task, settings: ProbeSettings, key: Key): Trials {
  requireHas("task", task, ["contexts", "channels", "probe"]);
  requireFunction("task.probe", task.probe, "of a value and a context");
  requireFields("settings", settings, { needed: ["values", "steps", "initialDeviation"] });
  requireKey("key", key);
  const { steps, initialDeviation } = settings;
  requireInteger("task.contexts", task.contexts, { low: 1, high: 1e6 });
  requireInteger("task.channels", task.channels, { low: 1, high: 1e6 });
  requireList("values", settings.values);
  const values = Array.from(settings.values);
  if (values.length === 0) throw new RangeError("values: expected at least one input, got none");
  for (const value of values) requireWithin("values", value, { low: -1e6, high: 1e6 });
  requireInteger("steps", steps, { low: 2, high: 100_000 });
  requireWithin("initialDeviation", initialDeviation, { low: 0, high: 1e6 });
  const count = task.contexts * values.length;
  const mean = new Float64Array(count * task.channels);
  const evidence = new Float64Array(count);
  const context = new Int32Array(count);
  for (let trial = 0; trial < count; trial++) {
    evidence[trial] = values[trial % values.length];
    context[trial] = Math.floor(trial / values.length);
    const input = task.probe(evidence[trial], context[trial]);
    requireList("task.probe", input, { size: task.channels });
    requireNumbers("task.probe", input);
    mean.set(input, trial * task.channels);
  }
  const deviation = new Float64Array(task.channels);
  return assembleTrials({ key, steps, mean, deviation, initialDeviation, evidence, context });
}
