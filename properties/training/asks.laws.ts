import fc from "fast-check";
import { deriveKey } from "../../src/numerics/rng.ts";
import type { AnyRule } from "../../src/rules/rule.ts";
import { makeTask } from "../../src/task/settings.ts";
import type { Trials } from "../../src/task/trials.ts";
import { streamOf } from "../../src/training/job.ts";
import { train } from "../../src/training/train.ts";
import type { Law } from "../law.ts";
import { written } from "../task/made.ts";
import { scripted, scriptedJob } from "./made.ts";
import type { Train } from "./train.laws.ts";

type Asking = {
  /** The update after which the rule is ready to be validated. */
  readonly readyFrom: number;
  readonly validateEvery: number;
  readonly updates: number;
  readonly runsPerTrial: number | undefined;
  readonly seed: number;
};

/** How hard the trials of an update are to be, by the update. */
const difficultyOf = (update: number): number => (update % 5) / 4;

/** What a rule may ask of the trainer, it gets. */
export const rulesAreAsked: Law<Train, Asking, "training/asks"> = {
  id: "training/asks",
  says: "trials are as hard as the rule asks, it is validated once it is ready, all runs count",
  needs: [],
  runs: 30,
  cases: () =>
    fc.record({
      readyFrom: fc.integer({ min: 0, max: 10 }),
      validateEvery: fc.integer({ min: 1, max: 3 }),
      updates: fc.integer({ min: 1, max: 12 }),
      runsPerTrial: fc.constantFrom(undefined, 1, 4),
      seed: fc.nat(1000),
    }),
  async holds(tried, { readyFrom, runsPerTrial, ...given }) {
    const asking = scripted(["right"], {
      ready: ({ update }) => update >= readyFrom,
      difficulty: ({ update }) => difficultyOf(update),
    });
    const shown: Trials[] = [];
    const rule: AnyRule = {
      ...asking,
      learn(memory, on, world, hyper, key) {
        shown.push(on);
        return asking.learn(memory, on, world, hyper, key);
      },
    };
    const script = { script: ["right"], restarts: 0, stopping: "first-passage" } as const;
    const job = scriptedJob({ ...given, ...script });
    const runs = runsPerTrial === undefined ? {} : { runsPerTrial };
    const settings = { ...job.settings, ...runs };
    const trained = await tried({ ...job, settings, rule });
    const { updates, validateEvery } = given;
    const all = Array.from({ length: updates }, (_, k) => k + 1);
    const end = all.find((update) => update >= readyFrom && update % validateEvery === 0);
    const expected = {
      reason: end === undefined ? "budget" : "criterion",
      updates: end ?? updates,
      validations: end === undefined ? 0 : 1,
      trials: (end ?? updates) * settings.trialsPerUpdate * (runsPerTrial ?? 1),
      losses: Math.floor((end ?? updates) / validateEvery),
    };
    const { reason, validations, trials, losses } = trained;
    const found = { reason, updates: trained.updates, validations, trials, losses: losses.length };
    if (JSON.stringify(found) !== JSON.stringify(expected))
      throw new Error(`${JSON.stringify(found)}, expected ${JSON.stringify(expected)}`);
    const task = makeTask(settings.trainTask);
    for (const [update, on] of shown.entries()) {
      const key = deriveKey(streamOf(job), "trials", 0, update);
      const difficulty = difficultyOf(update);
      if (written(on) !== written(task.draw(key, settings.trialsPerUpdate, { difficulty })))
        throw new Error(`update ${update + 1}: not the trials of difficulty ${difficulty}`);
    }
  },
  mutants: [
    { name: "validated, ready or not", subject: asked(({ ready, ...rest }) => rest) },
    { name: "never ready", subject: asked((rule) => ({ ...rule, ready: () => false })) },
    {
      name: "trials as hard as the task's",
      subject: asked(({ difficulty, ...rest }) => rest),
    },
    {
      name: "trials as easy as can be",
      subject: asked((rule) => ({ ...rule, difficulty: () => 0 })),
    },
    {
      name: "a trial run four times counts once",
      subject(job) {
        const { runsPerTrial, ...settings } = job.settings;
        return train({ ...job, settings });
      },
    },
  ],
};

/** A trainer that asks another rule. */
function asked(change: (rule: AnyRule) => AnyRule): Train {
  return (job) => train({ ...job, rule: change(job.rule) });
}
