import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { widthOf } from "../src/commands/host.ts";
import { duration, progressOf } from "../src/commands/progress.ts";
import type { PopulationEvent } from "../src/study/population.ts";
import { decodePopulation } from "../src/study/populationFile.ts";
import { testHost } from "./testHost.ts";

const FILE = new URL("../fixtures/pilot/hebbian_rdm_1_working.safetensors", import.meta.url);
const { networks } = decodePopulation(readFileSync(FILE));
const hasMet = ({ reason }: { readonly reason: string }): boolean => reason === "criterion";

/** Three that met the criterion, and one that did not. */
const four = [
  ...networks.filter(hasMet).slice(0, 2),
  ...networks.filter((each) => !hasMet(each)).slice(0, 1),
  ...networks.filter(hasMet).slice(2, 3),
];

/** What is told of the networks, a minute each, to somebody who reads a log. */
function told(goal: Parameters<typeof progressOf>[0]): string {
  let nowMs = 0;
  const { host, said } = testHost({ nowMs: () => nowMs });
  const tell = progressOf(goal, host);
  for (const trained of four) {
    const { cell, seed } = trained;
    nowMs += 60_000;
    const event: PopulationEvent = { kind: "finished", member: { cell, seed }, trained };
    tell(event);
    const progress = { attempt: 1, update: 5, budget: 10, loss: 1 };
    nowMs += 20_000;
    tell({ kind: "progress", member: { cell, seed: seed + 1 }, progress });
  }
  return said.notes;
}

describe("progress", () => {
  it("counts networks, and says how long the rest will take", () => {
    expect(told({ total: 8 })).toContain("4 of 8 networks, about 5 min left");
  });

  it("counts what was there before, and in a plan those alone that met the criterion", () => {
    const notes = told({ total: 16, done: 6, met: true });
    expect(notes).toContain("9 of 16 met the criterion, about 12 min left");
    expect(notes).not.toContain("10 of 16");
  });

  it("never counts more than there are, and tells no time of networks that differ", () => {
    const notes = told({ total: 2, alike: false });
    expect(notes).toContain("4 of 7 networks; ");
    expect(notes).not.toContain("left");
    expect(told({ total: 2 })).not.toContain("-");
  });

  it("is silent of networks that did not begin", () => {
    const { host, said } = testHost();
    const tell = progressOf({ total: 2 }, host);
    const [a, b] = four.map(({ cell, seed }) => ({ cell, seed }));
    const progress = { attempt: 1, update: 5, budget: 10, loss: 1 };
    tell({ kind: "progress", member: a, progress });
    for (const member of [a, b]) tell({ kind: "unfinished", member, why: "late", by: "limit" });
    expect(said.notes).toMatch(/^hebbian rdm 1 working seed \d+: not finished: late\n$/);
  });

  it("says a span in the largest unit that tells something", () => {
    expect([45.2, 600, 7200].map(duration)).toEqual(["46 s", "10 min", "2.0 h"]);
  });

  it("is as wide as a terminal, and no narrower than a table can be", () => {
    expect([undefined, 0, 10, 80].map(widthOf)).toEqual([100, 100, 20, 80]);
  });
});
