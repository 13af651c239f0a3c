import { describe, expect, it } from "vitest";
import { openStore } from "../../src/store/store.ts";
import { withUpdates } from "../../src/study/cell.ts";
import { trainMember } from "../../src/training/member.ts";
import type { Progress } from "../../src/training/train.ts";
import { frailDisk } from "../store/frailDisk.ts";
import { scriptedJob } from "./made.ts";

/** The updates at which progress is told, for a network that is given a number of updates. */
async function toldAt(updates: number, trialsPerUpdate: number): Promise<readonly number[]> {
  const job = scriptedJob({
    script: ["wrong"],
    updates,
    restarts: 0,
    stopping: "first-passage",
    validateEvery: 1,
    seed: 1,
  });
  const told: number[] = [];
  await trainMember(
    { ...job, settings: { ...withUpdates(job.settings, updates), trialsPerUpdate } },
    {
      store: openStore("/disk", () => {}, frailDisk().files),
      engine: job.engine,
      tell: ({ update }: Progress) => told.push(update),
    },
  );
  return told;
}

describe("progress is told", () => {
  it("every five updates of 500 trials, though the only validation is the last", async () => {
    expect(await toldAt(17, 500)).toEqual([5, 10, 15]);
  });

  it("every thousand trials of a rule that takes them one by one", async () => {
    expect(await toldAt(2100, 1)).toEqual([1000, 2000]);
  });
});
