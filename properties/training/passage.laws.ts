import fc from "fast-check";
import { decodeArtifact, encodeArtifact } from "../../src/store/store.ts";
import { asCheckpointOf } from "../../src/training/checkpoint.ts";
import type { Trained } from "../../src/training/result.ts";
import type { TrainingJob } from "../../src/training/train.ts";
import { train } from "../../src/training/train.ts";
import type { Law } from "../law.ts";
import { bpttJob, type Script, scriptedJob } from "./made.ts";
import type { Train } from "./train.laws.ts";

const hex = (trained: Trained): string => Buffer.from(encodeArtifact(trained)).toString("hex");

type Case = { readonly seed: number; readonly script: Script; readonly restarts: number };

const scripts: fc.Arbitrary<Script> = fc.constantFrom<Script>(
  ["right"],
  ["wrong"],
  ["wrong", "wrong", "right"],
  ["wrong", "right", "wrong", "wrong", "right"],
  ["wrong", "right", "broken"],
);

/** The training that ends at its first passage, and the one that goes on to ten in a row. */
function pairOf(job: TrainingJob): { readonly first: TrainingJob; readonly row: TrainingJob } {
  const first = { ...job, settings: { ...job.settings, stopping: "first-passage" as const } };
  return {
    first,
    row: {
      ...job,
      key: "that of ten in a row",
      passage: { key: job.key, about: job.about },
      settings: { ...job.settings, stopping: "ten-in-a-row" as const },
    },
  };
}

/** Ten in a row is a continuation: until the first passage nothing differs. */
export const passageIsTold: Law<Train, Case, "training/passage"> = {
  id: "training/passage",
  says: "on the way to ten in a row the network of the first passage is told, once, to the bit",
  cite: "§2.3",
  needs: [],
  runs: 12,
  cases: () =>
    fc.record({ seed: fc.nat(1000), script: scripts, restarts: fc.integer({ min: 0, max: 1 }) }),
  async holds(tried, { seed, script, restarts }) {
    const scripted = scriptedJob({
      ...{ script, restarts, seed, updates: 13, validateEvery: 1, stopping: "first-passage" },
    });
    for (const job of [bpttJob(seed), scripted]) {
      const { first, row } = pairOf(job);
      const expected = hex(await tried(first));
      const told: string[] = [];
      const saved: Uint8Array[] = [];
      const whole = await tried({
        ...row,
        checkpointEvery: 1,
        passed: (early) => told.push(hex(early)),
        save: (checkpoint) => saved.push(encodeArtifact({ of: "it", checkpoint })),
      });
      if (told.length !== 1 || told[0] !== expected)
        throw new Error(`${job.rule.name}: told ${told.length} times, or of another network`);
      for (const bytes of saved) {
        const from = asCheckpointOf("it", decodeArtifact(bytes));
        const late: string[] = [];
        const again = await tried({ ...row, from, passed: (early) => late.push(hex(early)) });
        if (hex(again) !== hex(whole)) throw new Error("gone on from a checkpoint: other bytes");
        if (late.length !== (typeof from.passage === "number" ? 0 : 1))
          throw new Error(`gone on from a checkpoint: told ${late.length} times`);
      }
    }
  },
  mutants: [
    { name: "nothing is told", subject: ({ passed: _, ...job }) => train(job) },
    {
      name: "what is told is the network of the end",
      subject: async (job) => {
        const trained = await train(job);
        job.passed?.(trained);
        return trained;
      },
    },
    {
      name: "told again after each cut",
      subject: (job) =>
        train(job.from === undefined ? job : { ...job, from: { ...job.from, passage: null } }),
    },
  ],
};
