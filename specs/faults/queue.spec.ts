import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { openStore } from "../../src/store/store.ts";
import type { Cell } from "../../src/study/cell.ts";
import { cellOf, type PlannedCell } from "../../src/study/plan.ts";
import type { PopulationEvent } from "../../src/study/population.ts";
import { trainQueue } from "../../src/study/queue.ts";

const root = mkdtempSync(join(tmpdir(), "attest-queue-"));
const deaths = join(root, "deaths");
const RULES = new Map([["mortal", new URL("./mortalRule.ts", import.meta.url).href]]);

afterEach(() => {
  rmSync(deaths, { recursive: true, force: true });
  delete process.env.ATTEST_DEATHS;
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const mortal = cellOf("mortal", "rdm");
const one = (cell: Cell): PlannedCell => ({ cell, first: 1000, wanted: 1, most: 1 });

/** Trains units on one worker, and answers what was told, and what failed. */
async function queue(folder: string, cells: readonly PlannedCell[]) {
  const events: PopulationEvent[] = [];
  const error: unknown = await trainQueue(
    { name: "small", cells },
    cells.map(() => []),
    {
      store: openStore(join(root, folder), (message) => expect(message).toBe("")),
      workers: 1,
      engine: "wasm",
      tell: (event) => {
        if (event.kind !== "progress") events.push(event);
      },
      rules: RULES,
    },
  ).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return { kinds: events.map(({ kind }) => kind), error };
}

describe("the queue of a plan", () => {
  it("takes what a longer training or another process stored meanwhile", async () => {
    const units = [one({ ...mortal, criterion: "ten-in-a-row" }), one(mortal)];
    expect(await queue("passed", units)).toEqual({ kinds: ["finished", "stored"], error: null });
    const again = await queue("passed", units);
    expect(again).toEqual({ kinds: ["stored", "stored"], error: null });
  });

  it("does all else and then fails, where a network could not be finished", async () => {
    mkdirSync(deaths);
    for (const k of [0, 1, 2]) writeFileSync(join(deaths, `exit ${k}`), "");
    process.env.ATTEST_DEATHS = deaths;
    const { kinds, error } = await queue("dead", [one(mortal), { ...one(mortal), first: 1001 }]);
    expect(kinds).toEqual(["retried", "retried", "unfinished", "finished"]);
    expect(error).toMatchObject({
      name: "UnfinishedError",
      byLimits: false,
      message: expect.stringContaining("mortal rdm 1 working seed 1000 (its worker died 3 times"),
    });
  });
});
