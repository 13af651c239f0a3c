import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { addCost, type Cost, costMeter, readCosts } from "../../src/study/costs.ts";
import { cellOf } from "../../src/study/plan.ts";
import type { PopulationEvent } from "../../src/study/population.ts";
import { ofCell } from "../../src/study/trained.ts";
import { train } from "../../src/training/train.ts";
import { CELL, scriptedJob } from "../training/made.ts";

const folder = mkdtempSync(join(tmpdir(), "attest-costs-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const job = scriptedJob({
  ...{ script: ["wrong"], updates: 10, restarts: 0, validateEvery: 1, seed: 1 },
  stopping: "first-passage",
});
const trained = ofCell(CELL, await train(job));

const member = (seed: number) => ({ cell: cellOf("bptt", "rdm"), seed });

const progress = (seed: number, update: number): PopulationEvent => ({
  ...{ kind: "progress", member: member(seed) },
  progress: { attempt: 0, update, budget: 100, loss: 1 },
});

describe("what networks took", () => {
  it("is the process's time, shared among those that ran, over the runs in that time", () => {
    const told: Cost[] = [];
    let nowMs = 0;
    const hear = costMeter(
      () => nowMs,
      (_, cost) => told.push(cost),
    );
    const at = (ms: number, event: PopulationEvent): void => {
      nowMs = ms;
      hear(event);
    };
    at(1000, progress(1, 2));
    at(3000, progress(2, 5));
    at(7000, { kind: "finished", member: member(1), trained });
    at(8000, {
      kind: "finished",
      member: member(2),
      trained: { ...trained, updates: 25, trials: 50 },
    });
    // 2 s alone and half of 4 s; half of 4 s and 1 s alone.
    expect(told).toEqual([
      { seconds: 4, runs: 4 * 8 },
      { seconds: 3, runs: 2 * 20 },
    ]);
    at(9000, { kind: "stored", member: member(3), trained });
    expect(told).toHaveLength(2);
  });

  it("adds up in the store, and is measured anew where its file cannot be read", () => {
    expect(readCosts(folder)).toEqual({});
    addCost(folder, "a cell", { seconds: 2, runs: 5 });
    addCost(folder, "a cell", { seconds: 3, runs: 1 });
    addCost(folder, "another", { seconds: 1, runs: 1 });
    expect(readCosts(folder)["a cell"]).toEqual({ seconds: 5, runs: 6 });
    writeFileSync(join(folder, "costs.json"), '{"a cell": {"seconds": -1}}');
    expect(readCosts(folder)).toEqual({});
  });
});
