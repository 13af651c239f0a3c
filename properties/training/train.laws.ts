import fc from "fast-check";
import { decodeArtifact, encodeArtifact } from "../../src/store/store.ts";
import { asCheckpointOf, type Checkpoint } from "../../src/training/checkpoint.ts";
import type { Trained } from "../../src/training/result.ts";
import { type TrainingJob, train } from "../../src/training/train.ts";
import type { Law } from "../law.ts";
import { bpttJob, repeatsJob, type Script, scriptedJob } from "./made.ts";

/** Trains one network. */
export type Train = (job: TrainingJob) => Promise<Trained>;

const hex = (trained: Trained): string => Buffer.from(encodeArtifact(trained)).toString("hex");

type Job = Parameters<typeof scriptedJob>[0];

const scripts: fc.Arbitrary<Script> = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: fc.constant("wrong" as const) },
    { weight: 8, arbitrary: fc.constant("right" as const) },
    { weight: 1, arbitrary: fc.constant("broken" as const) },
  ),
  { minLength: 1, maxLength: 16 },
);

const jobs: fc.Arbitrary<Job> = fc.record({
  script: scripts,
  updates: fc.integer({ min: 1, max: 16 }),
  restarts: fc.integer({ min: 0, max: 2 }),
  stopping: fc.constantFrom(
    "first-passage" as const,
    "minimum-of-ten" as const,
    "ten-in-a-row" as const,
  ),
  validateEvery: fc.constantFrom(1, 1, 2, 3),
  seed: fc.nat(1000),
});

type Outcome = Pick<Trained, "reason" | "attempts" | "updates" | "validations">;

/** What must come of a script, from the words alone. */
function outcomeOf({ script, updates, restarts, stopping, validateEvery }: Job): Outcome {
  const needed = stopping === "first-passage" ? 1 : 10;
  let total = 0;
  let validations = 0;
  let hasPassed = stopping !== "ten-in-a-row";
  for (let attempts = 1; ; attempts++) {
    let streak = 0;
    for (let update = 1; update <= updates; update++) {
      total += 1;
      const word = script[Math.min(update, script.length) - 1];
      if (word === "broken") return { reason: "diverged", attempts, updates: total, validations };
      if (update % validateEvery !== 0) continue;
      validations += 1;
      streak = hasPassed && word === "right" ? streak + 1 : 0;
      hasPassed ||= word === "right";
      if (streak === needed) return { reason: "criterion", attempts, updates: total, validations };
    }
    if (attempts > restarts) return { reason: "budget", attempts, updates: total, validations };
  }
}

/** The mean of each whole run of `size` losses. */
function meansOf(losses: readonly number[], size: number): readonly number[] {
  return Array.from({ length: Math.floor(losses.length / size) }, (_, run) => {
    const some = losses.slice(run * size, (run + 1) * size);
    return some.reduce((sum, loss) => sum + loss, 0) / size;
  });
}

/** When training ends, and what is counted. */
export const endsWhenItMust: Law<Train, Job, "training/end"> = {
  id: "training/end",
  says: "training ends at the criterion, divergence or the budget; all attempts count",
  cite: "§2.3",
  needs: [],
  runs: 60,
  cases: () => jobs,
  async holds(tried, given) {
    const reported: number[][] = [];
    const job: TrainingJob = {
      ...scriptedJob(given),
      report({ attempt, loss }) {
        reported[attempt] = [...(reported[attempt] ?? []), loss];
      },
    };
    const trained = await tried(job);
    const expected = outcomeOf(given);
    const { reason, attempts, updates, validations } = trained;
    const actual: Outcome = { reason, attempts, updates, validations };
    if (JSON.stringify(actual) !== JSON.stringify(expected))
      throw new Error(`${JSON.stringify(actual)}, expected ${JSON.stringify(expected)}`);
    if (trained.trials !== updates * job.settings.trialsPerUpdate)
      throw new Error(`${trained.trials} trials in ${updates} updates`);
    const last = updates - (attempts - 1) * given.updates;
    const curve = meansOf(reported[attempts - 1] ?? [], given.validateEvery);
    if (trained.losses.join() !== curve.join())
      throw new Error(`losses [${trained.losses}], expected [${curve}]`);
    const broken = reason === "diverged";
    if (broken !== /^update \d+: 2 of 2 entries of W_output are not finite/.test(trained.detail))
      throw new Error(`${reason}: "${trained.detail}"`);
    const word = given.script[Math.min(last, given.script.length) - 1];
    if (trained.freshAccuracy !== (word === "right" ? 1 : 0))
      throw new Error(`${word}: accuracy ${trained.freshAccuracy} on fresh trials`);
  },
  mutants: [
    {
      name: "a restart too few",
      subject: (job) => {
        const { budget } = job.settings;
        const restarts = Math.max(0, budget.restarts - 1);
        return train({ ...job, settings: { ...job.settings, budget: { ...budget, restarts } } });
      },
    },
    {
      name: "only the last attempt is counted",
      subject: (job) =>
        changed(job, ({ updates, attempts }) => ({
          updates: updates - (attempts - 1) * job.settings.budget.updates,
        })),
    },
    {
      name: "the first passing validation always ends it",
      subject: (job) => train({ ...job, settings: { ...job.settings, stopping: "first-passage" } }),
    },
    {
      name: "every update is validated",
      subject: (job) => train({ ...job, settings: { ...job.settings, validateEvery: 1 } }),
    },
    {
      name: "divergence is called the end of the budget",
      subject: (job) =>
        changed(job, ({ reason }) => ({
          reason: reason === "diverged" ? "budget" : reason,
        })),
    },
    { name: "divergence without a word", subject: (job) => changed(job, () => ({ detail: "" })) },
    {
      name: "a network that diverged gets an accuracy",
      subject: (job) =>
        changed(job, ({ reason, freshAccuracy }) => ({
          freshAccuracy: reason === "diverged" ? 0.5 : freshAccuracy,
        })),
    },
  ],
};

async function changed(
  job: TrainingJob,
  change: (trained: Trained) => Partial<Trained>,
): Promise<Trained> {
  const trained = await train(job);
  return { ...trained, ...change(trained) };
}

/** A seed is all the chance there is. */
export const seedDecidesTraining: Law<Train, number, "training/seed"> = {
  id: "training/seed",
  says: "the same seed gives the same bytes, another seed another network",
  needs: [],
  runs: 4,
  cases: () => fc.nat(1000),
  async holds(tried, seed) {
    const first = hex(await tried(bpttJob(seed)));
    if (hex(await tried(bpttJob(seed))) !== first) throw new Error(`seed ${seed}: other bytes`);
    const weights = ({ network }: Trained): string => network.weights.recurrent.join();
    if (weights(await tried(bpttJob(seed))) === weights(await tried(bpttJob(seed + 1))))
      throw new Error(`seeds ${seed} and ${seed + 1}: the same weights`);
  },
  mutants: [
    {
      name: "seeds run on",
      subject: (() => {
        let next = 0;
        return (job: TrainingJob) => train({ ...job, seed: job.seed + next++ });
      })(),
    },
    { name: "the seed is ignored", subject: (job) => train({ ...job, seed: 1 }) },
  ],
};

/** Every checkpoint of a training, after each update. */
async function checkpointsOf(tried: Train, job: TrainingJob): Promise<readonly Uint8Array[]> {
  const saved: Uint8Array[] = [];
  await tried({
    ...job,
    checkpointEvery: 1,
    save: (checkpoint) => saved.push(encodeArtifact({ of: job.rule.name, checkpoint })),
  });
  return saved;
}

/** A trainer that goes on from less than what was saved. */
const forgetting =
  (forget: (from: Checkpoint) => Partial<Checkpoint>): Train =>
  (job) =>
    train(job.from === undefined ? job : { ...job, from: { ...job.from, ...forget(job.from) } });

/** Scripts that run long enough to be cut in the middle of a streak, and between validations. */
const longJobs: fc.Arbitrary<Job> = fc.record({
  script: fc.constantFrom<Script>(["right"], ["wrong", "right"], ["right", "wrong"]),
  updates: fc.integer({ min: 12, max: 14 }),
  restarts: fc.integer({ min: 0, max: 1 }),
  stopping: fc.constantFrom("minimum-of-ten" as const, "ten-in-a-row" as const),
  validateEvery: fc.constantFrom(1, 3),
  seed: fc.nat(1000),
});

type Cut = { readonly seed: number; readonly script: Job };

/** Cut anywhere, gone on from the file. */
export const resumeGivesSameBytes: Law<Train, Cut, "training/resume"> = {
  id: "training/resume",
  says: "training cut after any update goes on from its checkpoint to the same bytes",
  needs: [],
  runs: 5,
  cases: () => fc.record({ seed: fc.nat(1000), script: longJobs }),
  async holds(tried, { seed, script }) {
    for (const job of [bpttJob(seed), repeatsJob(seed), scriptedJob(script)]) {
      const whole = hex(await tried(job));
      const saved = await checkpointsOf(tried, job);
      for (const [index, bytes] of saved.entries()) {
        const from = asCheckpointOf(job.rule.name, decodeArtifact(bytes));
        if (hex(await tried({ ...job, from })) !== whole)
          throw new Error(`${job.rule.name}: cut at checkpoint ${index + 1} of ${saved.length}`);
      }
    }
  },
  mutants: [
    {
      name: "the losses are forgotten",
      subject: forgetting(() => ({ losses: new Float64Array(0) })),
    },
    { name: "the streak is forgotten", subject: forgetting(() => ({ streak: 0 })) },
    { name: "the first passage is forgotten", subject: forgetting(() => ({ passage: null })) },
    { name: "earlier attempts are forgotten", subject: forgetting(() => ({ updatesBefore: 0 })) },
    {
      name: "an update is done twice",
      subject: forgetting(({ update }) => ({ update: update - 1 })),
    },
    { name: "validations are forgotten", subject: forgetting(() => ({ validations: 0 })) },
    { name: "the attempt is forgotten", subject: forgetting(() => ({ attempt: 0 })) },
  ],
};
