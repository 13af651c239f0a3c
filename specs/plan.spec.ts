import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { type PlanOptions, plan } from "../src/commands/plan.ts";
import { VALIDATION_SHARE } from "../src/commands/planCost.ts";
import { type CellTimes, secondsATurn, timeCell } from "../src/commands/timeCell.ts";
import { chooseEngine } from "../src/engine/choose.ts";
import { loadRule } from "../src/rules/registry.ts";
import { openStore } from "../src/store/store.ts";
import { type Cell, cellName, networkStream } from "../src/study/cell.ts";
import { expectationOf, expectedLeft, type Outcome } from "../src/study/expected.ts";
import { cellOf, type Plan, type PlannedCell } from "../src/study/plan.ts";
import { asPlan } from "../src/study/planFile.ts";
import { settingsOf, settingsOfMember } from "../src/study/population.ts";
import { encodePopulation, populationSlug } from "../src/study/populationFile.ts";
import { ourRules } from "../src/study/rules.ts";
import { networkKey, type TrainedNetwork } from "../src/study/trained.ts";
import { drawInitial } from "../src/training/initialMemory.ts";
import type { StopReason } from "../src/training/result.ts";
import { testHost } from "./testHost.ts";

const folder = mkdtempSync(join(tmpdir(), "attest-plan-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const rdm = cellOf("bptt", "rdm");
const budget = { updates: 1500, restarts: 1 };

const outcome = (cell: Cell, updates: number, reason: StopReason = "criterion"): Outcome => ({
  ...{ cell, seed: 0, updates, reason },
});

describe("what is to be expected of a cell", () => {
  const hard = cellOf("bptt", "cdi");
  const known = [
    ...[outcome(rdm, 100), outcome(rdm, 200), outcome(rdm, 1500, "budget")],
    ...[outcome(cellOf("bptt", "rdm", { noise: 0.1 }), 50), outcome(hard, 700)],
    outcome(cellOf("bptt", "cdi", { variant: "untrained" }), 0, "budget"),
    outcome(cellOf("genetic", "cdi", { noise: 0.5 }), 9),
  ];
  const of = (cell: Cell, more: Partial<PlannedCell> = {}) =>
    expectationOf({ cell, ...more }, { known, budget });

  it("is the mean over its own networks, those that failed among them", () => {
    expect(of(rdm)).toEqual({ updates: 600, triedPerMet: 1.5, from: "cell", of: cellName(rdm) });
  });

  it.each([
    ["fewer contexts before noise", cellOf("bptt", "cdi", { noise: 0.1 }), cellName(hard), 700],
    ["noise by its ratio", cellOf("bptt", "rdm", { noise: 0.5 }), cellName(rdm), 600],
    ["the most contexts there are", cellOf("bptt", "6-cdi"), cellName(hard), 700],
    ["a variant as the rule is", cellOf("bptt", "cdi", { variant: "tanh" }), cellName(hard), 700],
  ])("is the nearest cell's: %s", (_what, cell, name, updates) => {
    expect(of(cell)).toMatchObject({ from: "nearest", of: name, updates });
  });

  it("is the whole budget where no network of the rule is known, and never more", () => {
    const unknown = { updates: 3000, triedPerMet: Number.POSITIVE_INFINITY, from: "budget" };
    expect(of(cellOf("hebbian", "rdm"))).toMatchObject(unknown);
    const small = { updates: 10, restarts: 0 };
    const near = expectationOf({ cell: cellOf("bptt", "3-cdi") }, { known, budget: small });
    expect(near).toMatchObject({ from: "nearest", updates: 10 });
  });

  it("is nothing for what is not trained, and another's for what takes its updates from it", () => {
    const none = { known, budget: { updates: 0, restarts: 0 } };
    const untrained = cellOf("bptt", "rdm", { variant: "untrained" });
    expect(expectationOf({ cell: untrained }, none)).toMatchObject({ updates: 0 });
    const matched = cellOf("bptt", "rdm", { noise: 0.1, variant: "matched-updates" });
    const expected = { from: "nearest", of: cellName(rdm), updates: 600, triedPerMet: 1 };
    expect(of(matched, { updatesOf: rdm })).toEqual(expected);
  });

  it("says how many are left to be tried", () => {
    const done = [outcome(rdm, 1), outcome(rdm, 1, "budget")];
    const left = (wanted: number, most: number, triedPerMet: number): number =>
      expectedLeft({ wanted, most }, done, { triedPerMet });
    expect(left(4, 64, 1.5)).toBe(4.5);
    expect(left(4, 5, 1.5)).toBe(3);
    expect(left(4, 5, Number.POSITIVE_INFINITY)).toBe(3);
    expect(left(1, 64, 1.5)).toBe(0);
    expect(left(4, 2, 1.5)).toBe(0);
  });
});

describe("timing", () => {
  it("is the average of turns after those that warm up", async () => {
    let now = 0;
    const cost = (turn: number): number => (turn < 3 ? 100 : 20);
    const work = async (turn: number): Promise<void> => {
      now += cost(turn);
    };
    expect(await secondsATurn(work, () => now)).toBe(0.02);
  });

  it("does not repeat a long turn, and ends where the clock stands still", async () => {
    let now = 0;
    let turns = 0;
    const long = async (): Promise<void> => {
      turns += 1;
      now += 5000;
    };
    expect(await secondsATurn(long, () => now)).toBe(5);
    expect(turns).toBe(1);
    expect(
      await secondsATurn(
        async () => {},
        () => 0,
      ),
    ).toBe(0);
  });

  it("times a cell at real size: each reading of the clock is ten seconds more", async () => {
    let now = 0;
    const cpuMs = (): number => {
      now += 10_000;
      return now;
    };
    const engine = await chooseEngine("wasm");
    expect(await timeCell(cellOf("full-force", "rdm"), { rules: ourRules, engine, cpuMs })).toEqual(
      {
        updateSeconds: 10,
        drawSeconds: 0.02,
        runSeconds: 0.02,
      },
    );
  });
});

/** Made-up networks of a cell: those of the seeds given, every third of which failed. */
async function networksOf(cell: Cell, seeds: readonly number[], updates = 300) {
  const rule = await loadRule({ name: cell.rule, module: null });
  return seeds.map((seed): TrainedNetwork => {
    const given = cell.variant === "matched-updates" ? { updates } : {};
    const settings = settingsOfMember({ cell, seed, ...given }, rule);
    const validations = Math.floor(updates / settings.validateEvery);
    return {
      ...{ key: networkKey({ cell, settings, seed }, "float32"), cell, seed, tier: "float32" },
      network: drawInitial(settings, networkStream(cell, seed), 0)(),
      reason: seed % 3 === 2 ? "budget" : "criterion",
      ...{ detail: "", attempts: 1, updates, trials: updates * settings.trialsPerUpdate },
      ...{ validations, freshAccuracy: 0.9, idealAccuracy: 0.9 },
      losses: new Float64Array(validations),
    };
  });
}

const unit = (cell: Cell, first: number, most: number, more: Partial<PlannedCell> = {}) => ({
  ...{ cell, first, wanted: most, most },
  ...more,
});

const matched = cellOf("bptt", "rdm", { noise: 0.1, variant: "matched-updates" });
const study: Plan = {
  name: "study",
  cells: [
    unit(matched, 0, 3, { updatesOf: rdm }),
    unit(rdm, 0, 3),
    unit(rdm, 3, 3),
    unit(cellOf("bptt", "3-cdi"), 0, 2),
    unit(cellOf("bptt", "5-cdi"), 0, 2),
  ],
};

const TIMES: CellTimes = { updateSeconds: 1, drawSeconds: 0.001, runSeconds: 0.002 };

async function planned(change: Partial<PlanOptions> = {}) {
  const file = join(folder, "study.json");
  writeFileSync(file, JSON.stringify(study));
  const { host, said } = testHost();
  const timed: string[] = [];
  const options: PlanOptions = {
    ...{ scale: file, json: true, slurm: false, cost: true, store: join(folder, "store") },
    ...{ into: join(folder, "into"), populations: join(folder, "shipped"), workers: 4 },
    ...{ rules: [], engine: "wasm", cpuMs: () => 0, attest: ["attest"], ...change },
  };
  await plan(options, host, async (cell) => {
    timed.push(cellName(cell));
    // Dearer with contexts: 1 s an update with one, 3 s with five.
    return cell.task === "rdm" ? TIMES : { ...TIMES, updateSeconds: 3 };
  });
  return { ...said, timed, read: options.json ? JSON.parse(said.out) : null };
}

const score = 20_000 * 0.003;
const validation = 2000 * (0.001 + VALIDATION_SHARE * 0.002);
/** Hours of a number of networks of BPTT, validated after each update. */
const hours = (networks: number, updates: number, updateSeconds: number): number =>
  (networks * (updates * (updateSeconds + validation) + score)) / 3600;

describe("attest plan", () => {
  it("counts what is done in this plan's files and in the store, and nothing else", async () => {
    const [into, shipped] = [join(folder, "into"), join(folder, "shipped")];
    for (const each of [into, shipped]) mkdirSync(each);
    const empty = await planned();
    expect(readdirSync(folder)).not.toContain("store");
    expect(empty.read.here.units.map(({ done }: { done: number }) => done)).toEqual([
      0, 0, 0, 0, 0,
    ]);

    const write = async (planned: PlannedCell, seeds: readonly number[], where: string) =>
      writeFileSync(
        join(where, `${populationSlug(planned)}.safetensors`),
        encodePopulation(planned, await networksOf(planned.cell, seeds)),
      );
    await write(study.cells[1], [0, 1], into);
    // The name is that of a unit of this plan, but another plan wrote it.
    await write(unit(rdm, 3, 9), [3, 4, 5], into);
    writeFileSync(join(into, `${populationSlug(study.cells[3])}.safetensors`), "no population");
    await write(unit(rdm, 0, 3), [0, 1, 2], shipped);
    const store = openStore(join(folder, "store"), () => {});
    // Seed 1 is in the file as well; seed 5 was finished before seed 4; 9 is not in the plan.
    const stored = await networksOf(rdm, [1, 2, 3, 5, 9]);
    for (const each of [...stored, ...(await networksOf(matched, [0, 1]))])
      store.write("networks", each.key, each);
    // A network whose settings are not those of the cell today.
    const { key: _, ...old } = (await networksOf(rdm, [4]))[0];
    store.write("networks", "0123456789abcdef", { ...old, key: "0123456789abcdef" });

    const before = readdirSync(join(folder, "store"), { recursive: true }).sort();
    const { read } = await planned();
    expect(read.here.units.map(({ done }: { done: number }) => done)).toEqual([2, 3, 2, 0, 0]);
    expect(readdirSync(join(folder, "store"), { recursive: true }).sort()).toEqual(before);
  });

  it("says the cost of all and of what is left, from made-up times", async () => {
    const { read, timed } = await planned();
    expect(timed).toEqual(["bptt rdm 1 working", "bptt 5-cdi 1 working"]);
    const units = read.here.units;
    expect(units[1]).toMatchObject({ tried: 3, left: 0, expected: { from: "cell", updates: 300 } });
    expect(units[1].hours).toEqual({ whole: expect.closeTo(hours(3, 300, 1), 9), left: 0 });
    // Seeds 3 and 5 are done, of which 5 failed: one is left to be tried.
    expect(units[2].hours.left).toBeCloseTo(hours(1, 300, 1), 9);
    // Three contexts lie half-way between one and five.
    expect(units[3]).toMatchObject({ left: 2, expected: { from: "nearest" } });
    expect(units[3].hours.whole).toBeCloseTo(hours(2, 300, 2), 9);
    expect(units[4].hours.whole).toBeCloseTo(hours(2, 300, 3), 9);
    // Given updates are validated once, at their end.
    const given = (3 * (300 + validation + score)) / 3600;
    expect(units[0].hours.whole).toBeCloseTo(given, 9);
    const whole = given + hours(6, 300, 1) + hours(2, 300, 2) + hours(2, 300, 3);
    expect(read.here.hours.whole).toBeCloseTo(whole, 9);
    expect(read.here.hours.wholeAtWorkers).toBeCloseTo(whole / 4, 9);
  });

  it("prints a file that is the plan, whatever it says of this machine", async () => {
    expect(asPlan((await planned()).out)).toEqual(study);
    const { updates } = (await settingsOf(rdm, { name: "bptt", module: null })).budget;
    const { read } = await planned({ populations: join(folder, "none") });
    expect(read.here.units[1].expected).toMatchObject({ from: "budget", updates });
  });

  it("prints a table with marks, and no hours with --no-cost", async () => {
    const { out } = await planned({ json: false });
    expect(out).toMatch(/^bptt rdm 1 working +2 +6 +6 +5 +300 +\d/m);
    expect(out).toMatch(/^bptt 5-cdi 1 working +1 +2 +2 +0 +~300 +\d/m);
    expect(out).toMatch(
      /Core-hours here, engine wasm: [\d.]+ in all, [\d.]+ left\. With 4 workers/,
    );
    expect(out).toContain("~ of the nearest cell's");
    expect(out).not.toContain("≤");
    const free = await planned({ json: false, cost: false });
    expect(free.timed).toEqual([]);
    expect(free.out).toMatch(/^bptt rdm 1 working +2 +6 +6 +5 +300$/m);
    expect(free.out).not.toContain("hours");
    expect((await planned({ cost: false })).read.here).toMatchObject({ hours: null });
  });

  it("takes a script for Slurm without asking what is done, and writes the bare plan", async () => {
    const { out, timed } = await planned({ json: false, slurm: true, into: undefined });
    expect(timed).toEqual([]);
    expect(out).toContain(`into='${join(folder, "store", "populations")}'`);
  });
});
