import fc from "fast-check";
import type { Key } from "../../src/numerics/rng.ts";
import { makeTask } from "../../src/task/settings.ts";
import type { Task } from "../../src/task/task.ts";
import type { Trials } from "../../src/task/trials.ts";
import { mustBeClose } from "../close.ts";
import type { Law } from "../law.ts";
import {
  type Drawn,
  drawnCases,
  type EvidenceSettings,
  keyOf,
  type MakeTask,
  meansOf,
  written,
} from "./made.ts";

type Pair = Drawn & { readonly easy: number; readonly hard: number };

const COUNT = 12;

/** Half of the pairs are the two ends. */
const pairs = fc.oneof(
  fc.constant([0, 1] as const),
  fc
    .tuple(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 0, max: 1000 }))
    .map(([a, b]) => [Math.min(a, b) / 1000, Math.max(a, b) / 1000] as const),
);

/** The noise of each channel. */
function noiseOf({ inputs }: Trials): readonly number[] {
  if (inputs.kind !== "gaussian") throw new Error("inputs: expected drawn ones");
  return [...inputs.deviation];
}

/** All of a batch but the sizes of its means and of its noise. */
const restOf = (trials: Trials, settings: EvidenceSettings): string => {
  const { inputs, channels } = trials;
  const noisy = settings.kind === "rdm" ? 1 : settings.contexts;
  const static_ = meansOf(trials).filter((_, at) => at % channels >= noisy);
  const keys = inputs.kind === "gaussian" ? inputs.key : [];
  const signs = meansOf(trials).map(Math.sign);
  const rest = { ...trials, inputs: { keys, static_, signs }, strengths: null };
  return JSON.stringify(rest, (_name, item: unknown) =>
    ArrayBuffer.isView(item) ? String(item) : item,
  );
};

/** Trials are the task's own at difficulty 1, and easier the lower it is. */
export const difficultyScales: Law<MakeTask, Pair, "task/difficulty"> = {
  id: "task/difficulty",
  says: "difficulty 1 draws the task's own bytes; a lower one larger means, less noise, else alike",
  needs: [],
  cases: () =>
    fc.tuple(drawnCases(8), pairs).map(([drawn, [easy, hard]]) => ({ ...drawn, easy, hard })),
  holds(make, given) {
    const task = make(given.settings);
    const key = keyOf(given);
    const own = task.draw(key, COUNT);
    const at = (difficulty: number): Trials => task.draw(key, COUNT, { difficulty });
    if (written(at(1)) !== written(own)) throw new Error("difficulty 1: other trials");
    const [easy, hard] = [at(given.easy), at(given.hard)];
    for (const trials of [easy, hard])
      if (restOf(trials, given.settings) !== restOf(own, given.settings))
        throw new Error("more than the means' and the noise's size has changed");
    const [large, small] = [meansOf(easy), meansOf(hard)];
    large.forEach((mean, k) => {
      if (Math.abs(mean) < Math.abs(small[k])) throw new Error(`mean ${mean}, then ${small[k]}`);
    });
    noiseOf(easy).forEach((noise, channel) => {
      const then = noiseOf(hard)[channel];
      if (noise > then) throw new Error(`noise ${noise}, then ${then}`);
    });
    easy.strengths.forEach((strength, trial) => {
      const mean = large[trial * easy.channels + easy.contexts[trial]];
      if (strength !== Math.abs(mean)) throw new Error(`mean ${mean}, strength ${strength}`);
    });
    // Geometric: eight times the mean and half the noise at 0.
    const factor = 8 ** (1 - given.easy);
    mustBeClose(
      "|μ|",
      easy.strengths,
      own.strengths.map((size) => factor * size),
      1e-6,
    );
    const less = noiseOf(own).map((noise) => noise * 0.5 ** (1 - given.easy));
    mustBeClose("noise", noiseOf(easy), less, 1e-12);
  },
  mutants: [
    drawing("difficulty is not looked at", (task, key, count) => task.draw(key, count)),
    drawing("at difficulty 1 means are a little larger", (task, key, count, difficulty) =>
      task.draw(key, count, { difficulty: 0.999 * difficulty }),
    ),
    drawing("the other way round", (task, key, count, difficulty) =>
      task.draw(key, count, { difficulty: difficulty === 1 ? 1 : 1 - difficulty }),
    ),
    drawing("even, not geometric", (task, key, count, difficulty) =>
      task.draw(key, count, { difficulty: difficulty * difficulty }),
    ),
    drawing("easy trials have noise of their own", (task, key, count, difficulty) => {
      const trials = task.draw(key, count, { difficulty });
      const { inputs } = trials;
      if (difficulty === 1 || inputs.kind !== "gaussian") return trials;
      return { ...trials, inputs: { ...inputs, key: [1, 2, 3, 4] } };
    }),
    drawing("the context inputs grow too", (task, key, count, difficulty) => {
      const trials = task.draw(key, count, { difficulty });
      const { inputs, channels } = trials;
      if (difficulty === 1 || inputs.kind !== "gaussian") return trials;
      const mean = inputs.mean.map((value, at) => (at % channels > 1 ? 2 * value : value));
      return { ...trials, inputs: { ...inputs, mean } };
    }),
    drawing("strengths stay the task's", (task, key, count, difficulty) => ({
      ...task.draw(key, count, { difficulty }),
      strengths: task.draw(key, count).strengths,
    })),
  ],
};

/** A mutant that looks at the difficulty in another way. */
function drawing(
  name: string,
  draw: (task: Task, key: Key, count: number, difficulty: number) => Trials,
): { readonly name: string; readonly subject: MakeTask } {
  return {
    name,
    subject(settings) {
      const task = makeTask(settings);
      return {
        ...task,
        draw: (key, count, { difficulty = 1 } = {}) => draw(task, key, count, difficulty),
      };
    },
  };
}
