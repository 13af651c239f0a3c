import fc from "fast-check";
import { deriveKey, type Key } from "../../src/numerics/rng.ts";
import { defineTask } from "../../src/task/defineTask.ts";
import { memory } from "../../src/task/memory.ts";
import type { Task } from "../../src/task/task.ts";
import { selectTrials, type Trials, writeInputs } from "../../src/task/trials.ts";
import { type BoundLaw, bindLaw, type Law } from "../law.ts";
import { written } from "./made.ts";
import { twoOutputs } from "./twoOutputs.ts";

/** From which key trials are drawn, and how many. */
export type TaskCase = { readonly seed: number; readonly few: number; readonly more: number };

const cases = (): fc.Arbitrary<TaskCase> =>
  fc.record({
    seed: fc.nat(1_000_000),
    few: fc.integer({ min: 1, max: 8 }),
    more: fc.integer({ min: 1, max: 8 }),
  });

const keyOf = ({ seed }: TaskCase): Key => deriveKey(null, "kit of tasks", seed);

/** Trials that are compared number by number. */
const DRAWN = 20;

/** Trials that a share is counted on. */
const COUNTED = 400;

const small = memory({
  ...{ steps: 12, pulse: 2, leastDelay: 6, noiseDeviation: 0.5, initialDeviation: 0.1 },
});
const two = defineTask(twoOutputs);

/** All chance comes from the key. */
export const keyDecidesTrials: Law<Task, TaskCase, "task/kit-key"> = {
  id: "task/kit-key",
  says: "the same key draws the same trials, another key others",
  needs: [],
  runs: 5,
  cases,
  holds(task, given) {
    const [key, other] = [keyOf(given), deriveKey(keyOf(given), "other")];
    const first = written(task.draw(key, DRAWN));
    const others = written(task.draw(other, DRAWN));
    if (written(task.draw(key, DRAWN)) !== first) throw new Error("the same key, other trials");
    if (others === first) throw new Error("another key, the same trials");
  },
  mutants: [
    {
      name: "the key is ignored",
      subject: { ...small, draw: (_, n) => small.draw([1, 2, 3, 4], n) },
    },
    { name: "a draw depends on those before it", subject: { ...small, draw: byCall(small) } },
  ],
};

/** A trial is the same in any batch. */
export const chunksAreAlike: Law<Task, TaskCase, "task/kit-chunks"> = {
  id: "task/kit-chunks",
  says: "a trial and its score do not depend on the trials that are drawn or scored beside it",
  needs: [],
  runs: 5,
  cases,
  holds(task, given) {
    const { few, more } = given;
    const all = task.draw(keyOf(given), few + more);
    const places = Array.from({ length: few + more }, (_, trial) => trial);
    const [head, tail] = [places.slice(0, few), places.slice(few)];
    if (written(selectTrials(all, head)) !== written(task.draw(keyOf(given), few)))
      throw new Error(`the first ${few} of ${few + more} trials are others than ${few} alone`);
    const outputs = madeOutputs(all, given.seed);
    const whole = [...task.correct(outputs, all)];
    const chunks = [head, tail].flatMap((some) => [
      ...task.correct(pickOutputs(outputs, all, some), selectTrials(all, some)),
    ]);
    if (chunks.join() !== whole.join())
      throw new Error(`scored at once ${whole.join("")}, in two chunks ${chunks.join("")}`);
  },
  mutants: [
    {
      name: "the last trial is drawn anew in each batch",
      subject: {
        ...small,
        draw: (key, count) => small.draw(deriveKey(key, count), count),
      },
    },
    {
      name: "scores the first trial's choice in all",
      subject: {
        ...small,
        correct: (outputs, trials) =>
          small.correct(outputs, {
            ...trials,
            choices: trials.choices.map(() => trials.choices[0]),
          }),
      },
    },
  ],
};

/** What a network could get without looking is less than what can be got. */
export const idealBeatsChance: Law<Task, TaskCase, "task/kit-ideal"> = {
  id: "task/kit-ideal",
  says: "an ideal observer, where the task has one, is right more often than any constant answer",
  needs: [],
  runs: 5,
  cases,
  holds(task, given) {
    if (task.ideal === undefined) return;
    const trials = task.draw(keyOf(given), COUNTED);
    const ideal = task.ideal(trials);
    if (!(ideal >= 0 && ideal <= 1)) throw new Error(`the ideal observer's share is ${ideal}`);
    const constant = Math.max(
      ...constantAnswers(task.outputs).map((answer) =>
        share(task, trials, constantly(trials, answer)),
      ),
    );
    if (!(ideal > constant))
      throw new Error(`the ideal observer is right in ${ideal}, a constant answer in ${constant}`);
  },
  mutants: [
    { name: "the ideal observer guesses", subject: { ...small, ideal: () => 0.25 } },
    {
      name: "every trial has the same answer",
      subject: {
        ...small,
        ideal: () => 0.9,
        correct: (outputs, trials) =>
          small.correct(outputs, { ...trials, choices: trials.choices.map(() => 1) }),
      },
    },
  ],
};

/** Scoring can tell right from wrong. */
export const correctTells: Law<Task, TaskCase, "task/kit-correct"> = {
  id: "task/kit-correct",
  says: "outputs that hit each target are correct in every trial, those of other trials are not",
  needs: [],
  runs: 5,
  cases,
  holds(task, given) {
    const trials = task.draw(keyOf(given), COUNTED);
    const right = share(task, trials, trials.targets.slice());
    if (right !== 1) throw new Error(`each target is hit, and ${right} of the trials are correct`);
    const shifted = Array.from({ length: COUNTED }, (_, trial) => (trial + 1) % COUNTED);
    const wrong = share(task, trials, pickOutputs(trials.targets, trials, shifted));
    if (!(wrong < 1)) throw new Error("the targets of other trials are correct in every trial");
  },
  mutants: [
    {
      name: "all is correct",
      subject: { ...small, correct: (_, { count }) => new Uint8Array(count).fill(1) },
    },
    {
      name: "nothing is correct",
      subject: { ...small, correct: (_, t) => new Uint8Array(t.count) },
    },
    {
      name: "the wrong sign is correct",
      subject: {
        ...small,
        correct: (y, trials) =>
          small.correct(
            y.map((each) => -each),
            trials,
          ),
      },
    },
  ],
};

/** A probe is an input that networks have met. */
export const probesAreInRange: Law<Task, TaskCase, "task/kit-probes"> = {
  id: "task/kit-probes",
  says: "each probe lies within what its channels show in trials",
  needs: [],
  runs: 5,
  cases,
  holds(task, given) {
    const inputs = writeInputs(task.draw(keyOf(given), COUNTED));
    const low = new Float64Array(task.channels).fill(Number.POSITIVE_INFINITY);
    const high = new Float64Array(task.channels).fill(Number.NEGATIVE_INFINITY);
    for (const [at, value] of inputs.entries()) {
      const channel = at % task.channels;
      low[channel] = Math.min(low[channel], value);
      high[channel] = Math.max(high[channel], value);
    }
    for (const { value, context } of task.probes)
      for (const [channel, each] of task.probe(value, context).entries())
        if (!(each >= low[channel] && each <= high[channel]))
          throw new Error(
            `probe ${value} in context ${context}: channel ${channel} is ${each}, ` +
              `in trials ${low[channel]} … ${high[channel]}`,
          );
  },
  mutants: [
    {
      name: "a probe ten times as large as any input",
      subject: { ...small, probes: [{ value: 40, context: 0 }] },
    },
    { name: "a channel of ±1 is probed with 3", subject: { ...two, probe: probeThree } },
  ],
};

/** The second channel of a task that shows ±1 there, probed with 3. */
function probeThree(): Float64Array {
  return Float64Array.of(0, 3);
}

function byCall(task: Task): Task["draw"] {
  let calls = 0;
  return (key, count) => task.draw(deriveKey(key, calls++), count);
}

/** Outputs at the checkpoints of trials, of either sign. */
function madeOutputs({ targets }: Trials, seed: number): Float64Array {
  return targets.map((_, at) => ((at * 7 + seed) % 5) - 2);
}

/** The outputs of some trials, in their order, `[checkpoint][trial][output]`. */
function pickOutputs(all: Float64Array, trials: Trials, some: readonly number[]): Float64Array {
  return selectTrials({ ...trials, targets: all }, some).targets;
}

/** Answers that take no look at the trial: −1, 0 and 1 at each of up to three outputs. */
function constantAnswers(outputs: number): readonly (readonly number[])[] {
  const levels = [-1, 0, 1];
  if (outputs > 3) return levels.map((level) => Array.from({ length: outputs }, () => level));
  return Array.from({ length: outputs }).reduce<readonly (readonly number[])[]>(
    (answers) => answers.flatMap((answer) => levels.map((level) => [...answer, level])),
    [[]],
  );
}

const constantly = ({ targets }: Trials, answer: readonly number[]): Float64Array =>
  targets.map((_, at) => answer[at % answer.length]);

/** The share of trials in which outputs are correct. */
function share(task: Task, trials: Trials, outputs: Float64Array): number {
  return task.correct(outputs, trials).reduce((sum, each) => sum + each, 0) / trials.count;
}

const kit: readonly ((task: Task) => BoundLaw)[] = [
  (task) => bindLaw(keyDecidesTrials, task),
  (task) => bindLaw(chunksAreAlike, task),
  (task) => bindLaw(idealBeatsChance, task),
  (task) => bindLaw(correctTells, task),
  (task) => bindLaw(probesAreInRange, task),
];

/** The laws that a task must obey, without mutants. */
export const taskKitLaws = (task: Task): readonly BoundLaw[] =>
  kit.map((bind) => {
    const law = bind(task);
    return { ...law, id: `${law.id}/${task.name}`, mutants: [] };
  });

/** Every law of the kit of tasks on a small task of memory, with its mutants. */
export const taskLawsOfKit: readonly BoundLaw[] = kit.map((bind) => bind(small));
