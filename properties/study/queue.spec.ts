import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cellOf, desk, type PlannedCell, seedsLeft } from "../../src/study/plan.ts";
import { nextToBegin, type UnitProgress } from "../../src/study/queue.ts";

type Reason = "criterion" | "budget";

/** Whether a seed of a unit meets the criterion: made up, and always the same. */
type Fate = (unit: PlannedCell, seed: number) => Reason;

/** Runs a plan on some workers, which end in any order, and answers the seeds tried, by unit. */
function run(
  cells: readonly PlannedCell[],
  { workers, fate, order }: { workers: number; fate: Fate; order: (count: number) => number },
): readonly (readonly number[])[] {
  const progress = cells.map(
    (unit): UnitProgress => ({
      ...{ unit, done: new Map(), running: new Set() },
      halted: unit.waits !== undefined,
    }),
  );
  const busy: { at: number; seed: number }[] = [];
  for (let turns = 0; ; turns++) {
    expect(turns).toBeLessThan(10_000);
    const next = busy.length < workers ? nextToBegin(progress) : undefined;
    if (next !== undefined) {
      const { at, member } = next;
      progress[at].running.add(member.seed);
      busy.push({ at, seed: member.seed });
      continue;
    }
    if (busy.length === 0) break;
    const [ended] = busy.splice(order(busy.length), 1);
    const { unit, running, done } = progress[ended.at];
    running.delete(ended.seed);
    done.set(ended.seed, { reason: fate(unit, ended.seed), updates: ended.seed });
  }
  return progress.map(({ done }) => [...done.keys()].sort((a, b) => a - b));
}

/** The seeds of a unit, one after the other. */
function alone(unit: PlannedCell, fate: Fate): readonly number[] {
  const met: boolean[] = [];
  while (seedsLeft(unit, met).length > 0)
    met.push(fate(unit, unit.first + met.length) === "criterion");
  return met.map((_, k) => unit.first + k);
}

const units = fc.array(
  fc.record({ wanted: fc.integer({ min: 1, max: 6 }), more: fc.integer({ min: 0, max: 8 }) }),
  { minLength: 1, maxLength: 4 },
);

describe("the queue", () => {
  it("tries the seeds of each unit alone, for any number of workers and any order of ends", () => {
    fc.assert(
      fc.property(
        units,
        fc.integer({ min: 1, max: 5 }),
        fc.infiniteStream(fc.nat(1000)),
        fc.array(fc.boolean(), { minLength: 64, maxLength: 64 }),
        (shapes, workers, ends, fates) => {
          const cells = shapes.map(({ wanted, more }, k) => ({
            ...{ cell: desk.cells[k].cell, first: 10 * k, wanted, most: wanted + more },
          }));
          const fate: Fate = (_, seed) => (fates[seed % 64] ? "criterion" : "budget");
          const order = (count: number): number => (ends.next().value ?? 0) % count;
          expect(run(cells, { workers, fate, order })).toEqual(
            cells.map((unit) => alone(unit, fate)),
          );
        },
      ),
      { seed: 1, numRuns: 300 },
    );
  });

  it("begins a network that takes its updates from another once that is done", () => {
    const source = { cell: cellOf("bptt", "rdm"), first: 100, wanted: 2, most: 2 };
    const follower: PlannedCell = {
      ...source,
      cell: cellOf("bptt", "rdm", { noise: 0.1, variant: "matched-updates" }),
      updatesOf: source.cell,
    };
    const other = { ...source, cell: cellOf("full-force", "rdm") };
    const progress = [follower, source, other].map(
      (unit): UnitProgress => ({ unit, done: new Map(), running: new Set(), halted: false }),
    );
    expect(nextToBegin(progress)?.at).toBe(1);
    for (const seed of [100, 101]) progress[1].running.add(seed);
    expect(nextToBegin(progress)?.at).toBe(2);
    progress[1].running.delete(100);
    progress[1].done.set(100, { reason: "criterion", updates: 77 });
    expect(nextToBegin(progress)).toEqual({
      at: 0,
      member: { cell: follower.cell, seed: 100, updates: 77 },
    });
  });

  it("leaves a network to a longer training that stores it on its way", () => {
    const unit = { cell: cellOf("bptt", "rdm"), first: 200, wanted: 2, most: 2 };
    const longer = { ...unit, cell: { ...unit.cell, criterion: "ten-in-a-row" as const } };
    const progress = [longer, unit].map(
      (each): UnitProgress => ({ unit: each, done: new Map(), running: new Set(), halted: false }),
    );
    for (const seed of [200, 201]) progress[0].running.add(seed);
    expect(nextToBegin(progress)).toBeUndefined();
    progress[0].running.delete(200);
    progress[0].done.set(200, { reason: "criterion", updates: 77 });
    expect(nextToBegin(progress)).toEqual({ at: 1, member: { cell: unit.cell, seed: 200 } });
  });

  it("leaves units alone that wait", () => {
    const [unit] = desk.cells;
    const fate: Fate = () => "criterion";
    const cells = [
      { ...unit, wanted: 2, waits: "for a reason" },
      { ...desk.cells[1], wanted: 1 },
    ];
    expect(run(cells, { workers: 2, fate, order: () => 0 })).toEqual([[], [0]]);
  });
});
