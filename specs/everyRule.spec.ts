import { describe, expect, it } from "vitest";
import { definedEngine } from "../src/engine/defined.ts";
import { wasmEngine } from "../src/engine/wasm/engine.ts";
import { builtInRules } from "../src/rules/registry.ts";
import type { AnyRule } from "../src/rules/rule.ts";
import { working } from "../src/setting/readings.ts";
import { decodeArtifact, encodeArtifact } from "../src/store/store.ts";
import { type Cell, type CellSettings, resolveCell } from "../src/study/cell.ts";
import { jobOf } from "../src/study/job.ts";
import { asCheckpointOf, type Checkpoint } from "../src/training/checkpoint.ts";
import { type TrainingJob, train } from "../src/training/train.ts";

const cellOf = (rule: string): Cell => ({
  rule,
  task: "rdm",
  noise: 0.1,
  reading: "working",
  variant: "as-is",
});

/** A whole run at a small size: 20 units, 60 steps, batches of 32 where the rule takes batches. */
function smallJob(rule: AnyRule): TrainingJob {
  const cell = cellOf(rule.name);
  const settings = resolveCell(cell, rule, working);
  const singles = settings.trialsPerUpdate === 1;
  const small: CellSettings = {
    ...settings,
    trainTask: { ...settings.trainTask, steps: 60 },
    validationTask: { ...settings.validationTask, steps: 60 },
    initialisation: { ...settings.initialisation, units: 20 },
    trialsPerUpdate: singles ? 1 : 32,
    validateEvery: singles ? 60 : 1,
    budget: { updates: singles ? 120 : 4, restarts: 0 },
  };
  const job = jobOf({ cell, seed: 1000, settings: small }, wasmEngine.tier);
  return { ...job, rule, engine: wasmEngine };
}

describe.each(builtInRules.map((rule) => [rule.name, rule] as const))("%s", (_name, rule) => {
  it("makes the same bytes in one run as in one that was cut at every checkpoint", async () => {
    const job = smallJob(rule);
    const saved: Checkpoint[] = [];
    const whole = await train({
      ...job,
      checkpointEvery: job.settings.validateEvery === 1 ? 1 : 40,
      save: (checkpoint) => {
        const bytes = encodeArtifact({ of: rule.name, checkpoint });
        saved.push(asCheckpointOf(rule.name, decodeArtifact(bytes)));
      },
    });
    expect(saved.length).toBeGreaterThan(1);
    for (const from of saved)
      expect(encodeArtifact(await train({ ...job, from }))).toEqual(encodeArtifact(whole));
  });

  it("makes the same bytes on the defined engine, for a shorter run", async () => {
    const job = smallJob(rule);
    const updates = job.settings.trialsPerUpdate === 1 ? 60 : 1;
    const settings = { ...job.settings, budget: { updates, restarts: 0 } };
    const wasm = await memoryAfter({ ...job, settings });
    const defined = await memoryAfter({ ...job, settings, engine: definedEngine });
    expect(defined).toEqual(wasm);
  });
});

/** The bytes of a rule's memory at the end of a job, without the scoring that follows it. */
async function memoryAfter(job: TrainingJob): Promise<Uint8Array> {
  let last: Checkpoint | undefined;
  const stopped = new Error("stop here");
  await train({
    ...job,
    checkpointEvery: job.settings.budget.updates,
    settings: { ...job.settings, validateEvery: job.settings.budget.updates + 1 },
    save: (checkpoint) => {
      last = checkpoint;
      throw stopped;
    },
  }).catch((error: unknown) => {
    if (error !== stopped) throw error;
  });
  if (last === undefined) throw new Error("the run saved no checkpoint");
  return encodeArtifact(last.memory);
}
