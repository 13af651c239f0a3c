import fc from "fast-check";
import { deriveKey, type Key } from "../../src/numerics/rng.ts";
import type { TaskSettings } from "../../src/task/settings.ts";
import type { Task } from "../../src/task/task.ts";
import type { Trials } from "../../src/task/trials.ts";

/** Settings of a task in which evidence is weighed throughout the trial. */
export type EvidenceSettings = Exclude<TaskSettings, { readonly kind: "memory" }>;

/** Makes the task that settings describe. */
export type MakeTask = (settings: EvidenceSettings) => Task;

/** A task and a key to draw its trials from. */
export type Drawn = { readonly settings: EvidenceSettings; readonly seed: number };

/** The key of a case. */
export const keyOf = ({ seed }: Drawn): Key => deriveKey(null, "made task", seed);

const common = (steps: number) => ({
  steps: fc.integer({ min: 2, max: steps }),
  coherence: fc.oneof(
    fc.record({
      kind: fc.constantFrom("uniform" as const, "sign" as const),
      largest: fc.constantFrom(0.1857, 1),
    }),
    fc.record({
      kind: fc.constant("grid" as const),
      largest: fc.constantFrom(0.1875, 1),
      points: fc.integer({ min: 2, max: 20 }),
    }),
  ),
  noiseDeviation: fc.constantFrom(0, 0.3, 1, 2),
  initialDeviation: fc.constantFrom(0, 0.3, 0.5),
});

/** Settings of every kind of task, means and coherence, with at most `steps` steps. */
export const taskSettings = (steps: number): fc.Arbitrary<EvidenceSettings> =>
  fc.oneof(
    fc.record({ kind: fc.constant("rdm" as const), ...common(steps) }),
    fc.record({
      kind: fc.constant("contextual" as const),
      contexts: fc.integer({ min: 2, max: 6 }),
      means: fc.constantFrom("independent" as const, "one-size" as const),
      ...common(steps),
    }),
  );

/** Cases of tasks with at most `steps` steps. */
export const drawnCases = (steps: number): fc.Arbitrary<Drawn> =>
  fc.record({ settings: taskSettings(steps), seed: fc.nat(1_000_000) });

/** How many contexts settings have. */
export const contextsOf = (settings: EvidenceSettings): number =>
  settings.kind === "contextual" ? settings.contexts : 1;

/** The means of drawn inputs, `[trial][channel]`. @throws Error where inputs are given. */
export function meansOf({ inputs }: Trials): Float64Array {
  if (inputs.kind !== "gaussian") throw new Error("inputs: expected drawn ones");
  return inputs.mean;
}

/** A task whose draws are changed on the way out. */
export const redrawing =
  (make: MakeTask, change: (trials: Trials, settings: EvidenceSettings) => Trials): MakeTask =>
  (settings) => {
    const task = make(settings);
    return { ...task, draw: (key, count) => change(task.draw(key, count), settings) };
  };

/** Every number of a batch as text, to compare batches bit for bit. */
export function written(trials: Trials): string {
  return JSON.stringify(trials, (_key, item: unknown) =>
    item instanceof Float64Array || item instanceof Int32Array || item instanceof Uint32Array
      ? Array.from(item, (value) => (Object.is(value, -0) ? "-0" : String(value)))
      : item,
  );
}
