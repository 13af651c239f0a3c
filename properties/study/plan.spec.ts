import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countedCells } from "../../src/claims/claim.ts";
import { claims } from "../../src/papers/mcmahan2021/pilot/index.ts";
import { cellName } from "../../src/study/cell.ts";
import { cellOf, desk, paper, seedsLeft, smoke } from "../../src/study/plan.ts";
import { asPlan } from "../../src/study/planFile.ts";
import { plans } from "../../src/study/plans.ts";
import { populationSlug } from "../../src/study/populationFile.ts";

describe("the plans", () => {
  it("hold the paper's number of networks, and what its claims ask for beside", () => {
    const most = paper.cells.reduce((sum, each) => sum + each.most, 0);
    expect(most).toBe(1920 + 11 * 16 + 2 * 16 + 50);
    const named = paper.cells.map(({ cell, first }) => `${cellName(cell)} ${first}`);
    expect(new Set(named).size).toBe(named.length);
  });

  it("hold each cell that a claim counts", () => {
    for (const plan of [desk, paper]) {
      const held = new Set(plan.cells.map(({ cell }) => cellName(cell)));
      for (const claim of claims)
        for (const cell of countedCells(claim))
          if (!held.has(cellName(cell)))
            expect.fail(`${plan.name} lacks ${cellName(cell)}, which ${claim.id} counts`);
    }
  });

  it("give each unit of work a file of its own, and train what others need first", () => {
    for (const { cells } of Object.values(plans)) {
      const slugs = cells.map(populationSlug);
      expect(new Set(slugs).size).toBe(slugs.length);
    }
    for (const [at, { updatesOf }] of desk.cells.entries())
      if (updatesOf !== undefined)
        expect(desk.cells.slice(0, at).map(({ cell }) => cellName(cell))).toContain(
          cellName(updatesOf),
        );
  });

  it("never try pilots' seeds, save that of pilots, which tries no other", () => {
    for (const { name, cells } of Object.values(plans))
      for (const { first, most } of cells)
        if (name === "pilots") expect(first).toBeGreaterThanOrEqual(1000);
        else expect(first + most).toBeLessThan(1000);
  });

  it("are read from a file as they were written, and refused where they are not whole", () => {
    for (const plan of Object.values(plans)) expect(asPlan(JSON.stringify(plan))).toEqual(plan);
    expect(() => asPlan("{")).toThrow(/plan: not JSON/);
    expect(() => asPlan(JSON.stringify({ ...smoke, cells: [] }))).toThrow(/plan/);
    expect(() =>
      asPlan(JSON.stringify({ ...smoke, cells: [{ ...smoke.cells[0], more: 1 }] })),
    ).toThrow(/more/);
    const negative = { ...smoke, cells: [{ ...smoke.cells[0], first: -1 }] };
    expect(() => asPlan(JSON.stringify(negative))).toThrow(/first/);
  });

  it("are refused where their units do not go together", () => {
    const [unit] = smoke.cells;
    const refused = (...cells: readonly object[]): void =>
      expect(() => asPlan(JSON.stringify({ name: "made up", cells }))).toThrow(RangeError);
    refused({ ...unit, updatesOf: unit.cell });
    refused({ ...unit, wanted: 0 });
    refused({ ...unit, wanted: unit.most + 1 });
    refused(unit, { ...unit, wanted: 1 });
    expect(
      asPlan(JSON.stringify({ name: "two", cells: [unit, { ...unit, first: 2 }] })).cells,
    ).toHaveLength(2);
  });
});

describe("a plan's unit that takes its updates from another", () => {
  const source = { cell: cellOf("bptt", "rdm"), first: 100, wanted: 4, most: 8 };
  const follower = {
    cell: cellOf("bptt", "rdm", { noise: 0.1, variant: "matched-updates" }),
    ...{ first: 100, wanted: 4, most: 4, updatesOf: source.cell },
  };
  const read = (...cells: readonly object[]) => asPlan(JSON.stringify({ name: "made up", cells }));

  it("is read where the other's first networks are of the same seeds", () => {
    expect(read(follower, source).cells).toHaveLength(2);
    const parts = [
      { ...source, first: 102, wanted: 2 },
      { ...source, wanted: 2 },
    ];
    expect(read(follower, ...parts).cells).toHaveLength(3);
  });

  it.each([
    ["the other is not in the plan", [follower], /bptt rdm 1 working, which is not in it/],
    ["the other has other seeds", [{ ...follower, first: 99 }, source], /come to seed 99/],
    ["the other may end before", [{ ...follower, most: 5 }, source], /come to seed 104/],
    ["there is no other", [{ ...follower, updatesOf: undefined }], /needs the cell that gives/],
    ["it has a budget", [{ ...source, updatesOf: source.cell }], /has its own budget/],
    [
      "the other trains nothing",
      [{ ...follower, updatesOf: cellOf("bptt", "rdm", { variant: "untrained" }) }],
      /untrained has no updates/,
    ],
    [
      "the other is such a unit as well",
      [{ ...follower, updatesOf: follower.cell }],
      /takes its own updates from others/,
    ],
  ])("is refused where %s", (_, cells, why) => {
    expect(() => read(...cells)).toThrow(why);
  });
});

describe("a unit of work", () => {
  it("ends with the seed at which enough have met the criterion, or the last one", () => {
    fc.assert(
      fc.property(
        fc.array(fc.boolean(), { minLength: 64, maxLength: 64 }),
        fc.integer({ min: 1, max: 64 }),
        fc.integer({ min: 1, max: 64 }),
        (outcomes, wanted, most) => {
          const unit = { ...desk.cells[0], wanted, most };
          const met: boolean[] = [];
          for (let wave = 0; ; wave++) {
            expect(wave).toBeLessThan(65);
            const seeds = seedsLeft(unit, met);
            if (seeds.length === 0) break;
            expect(seeds).toEqual(seeds.map((_, k) => met.length + k));
            for (const seed of seeds) met.push(outcomes[seed]);
          }
          let expected = 0;
          let passed = 0;
          while (expected < most && passed < wanted) passed += outcomes[expected++] ? 1 : 0;
          expect(met.length).toBe(expected);
        },
      ),
      { seed: 1, numRuns: 300 },
    );
  });
});
