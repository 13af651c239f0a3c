import {
  requireFields,
  requireFunction,
  requireHas,
  requireList,
  requireNumbers,
  shown,
} from "../numerics/gate.ts";
import { deriveKey } from "../numerics/rng.ts";
import { requireInteger, requireWithin, type Task, type TaskProbe } from "./task.ts";
import { requireTrials, type Trials } from "./trials.ts";

/** What a task may be called: names stand in tables, files and the names of random streams. */
export const TASK_NAME: RegExp = /^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/;

/** A task as its author writes it: what can be left out is made. */
export type TaskDeclaration = Omit<Task, "contexts" | "probe"> &
  Partial<Pick<Task, "contexts" | "probe">>;

/** Trials that are drawn to see whether a task does what it says. */
const TRIED_TRIALS = 3;

/**
 * Declares a task: any targets at any checkpoints, any number of outputs, a scoring of its own.
 * It is checked at once: its name and sizes, that `draw` answers trials of those sizes and the same
 * ones again, that `correct` answers 1 or 0 a trial, that each probe is a static input of it.
 * Where `contexts` is left out there is 1; where `probe` is, it sets the channel of the context's
 * number to the value and the others to 0.
 * @throws TypeError for a name that is not of letters, digits and dashes; RangeError for all else.
 */
export function defineTask(given: TaskDeclaration): Task {
  requireFields("task", given, {
    needed: ["name", "channels", "outputs", "steps", "draw", "probes", "correct"],
    optional: ["contexts", "probe", "ideal", "cueEnds"],
  });
  if (typeof given.name !== "string" || !TASK_NAME.test(given.name))
    throw new TypeError(`name: expected letters, digits and dashes, got ${shown(given.name)}`);
  const task: Task = { contexts: 1, probe: onChannel(given.channels), ...given };
  requireInteger("channels", task.channels, { low: 1, high: 1e6 });
  requireInteger("outputs", task.outputs, { low: 1, high: 1e6 });
  requireInteger("steps", task.steps, { low: 2, high: 100_000 });
  requireInteger("contexts", task.contexts, { low: 1, high: 1e6 });
  if (task.cueEnds !== undefined)
    requireInteger("cueEnds", task.cueEnds, { low: 1, high: task.steps });
  requireFunction("draw", task.draw, "of a key and a number of trials");
  requireFunction("correct", task.correct, "of outputs and trials");
  requireFunction("probe", task.probe, "of a value and a context");
  if (task.ideal !== undefined) requireFunction("ideal", task.ideal, "of trials");
  const key = deriveKey(null, "define task", task.name);
  const trials = task.draw(key, TRIED_TRIALS);
  requireTrialsOf(task, trials);
  if (!isSame(task.draw(key, TRIED_TRIALS), trials))
    throw new RangeError("draw: expected the same trials from the same key, got others");
  requireCorrect(task, trials);
  if (task.ideal !== undefined) requireWithin("ideal", task.ideal(trials), { low: 0, high: 1 });
  requireProbes(task);
  return task;
}

const onChannel =
  (channels: number): Task["probe"] =>
  (value, context) => {
    const input = new Float64Array(channels);
    input[context] = value;
    return input;
  };

/** Whether two values hold the same, number by number; a browser has no such function. */
function isSame(a: unknown, b: unknown): boolean {
  if (typeof a !== "object" || a === null || typeof b !== "object" || b === null)
    return Object.is(a, b);
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => isSame(Reflect.get(a, name), Reflect.get(b, name)))
  );
}

/**
 * @throws RangeError where trials are not of the sizes that their task has.
 */
function requireTrialsOf(task: Task, trials: Trials): void {
  requireTrials(trials);
  const sizes = { ...task, count: TRIED_TRIALS };
  for (const name of ["count", "steps", "channels", "outputs"] as const)
    if (trials[name] !== sizes[name])
      throw new RangeError(
        `draw: expected trials with ${name} ${sizes[name]}, got ${trials[name]}`,
      );
  trials.checkpoints.forEach((step, at) => {
    const low = at === 0 ? 0 : trials.checkpoints[at - 1] + 1;
    requireInteger(`draw: checkpoints[${at}]`, step, { low, high: task.steps - 1 });
  });
  for (const [trial, context] of trials.contexts.entries())
    requireInteger(`draw: contexts[${trial}]`, context, { low: 0, high: task.contexts - 1 });
}

/** @throws RangeError where `correct` does not answer 1 or 0 for each trial. */
function requireCorrect(task: Task, trials: Trials): void {
  const answers = task.correct(trials.targets.slice(), trials);
  requireList("correct", answers, { size: trials.count });
  for (const [trial, answer] of Array.from(answers).entries())
    if (answer !== 0 && answer !== 1)
      throw new RangeError(`correct: expected 1 or 0 for trial ${trial}, got ${shown(answer)}`);
}

/** @throws RangeError for no probes, or one that is no static input of the task. */
function requireProbes({ probes, probe, channels, contexts }: Task): void {
  requireList("probes", probes, { least: 1 });
  probes.forEach((each: TaskProbe, at) => {
    requireHas(`probes[${at}]`, each, ["value", "context"]);
    requireNumbers(`probes[${at}].value`, [each.value]);
    requireInteger(`probes[${at}].context`, each.context, { low: 0, high: contexts - 1 });
    const input = probe(each.value, each.context);
    requireList("probe", input, { size: channels });
    requireNumbers("probe", input);
  });
}
