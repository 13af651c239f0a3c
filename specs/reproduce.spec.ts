import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { audit, auditJson } from "../src/commands/audit.ts";
import { isHeldToLedger, type ReproduceOptions, reproduce } from "../src/commands/reproduce.ts";
import { roots as solveAll } from "../src/commands/roots.ts";
import { trainPlan } from "../src/commands/trainPlan.ts";
import { type Cell, cellName } from "../src/study/cell.ts";
import { cellOf, type Plan } from "../src/study/plan.ts";
import { planFolder } from "../src/study/planFile.ts";
import { settingsOf } from "../src/study/population.ts";
import { decodePopulation, encodePopulation, populationSlug } from "../src/study/populationFile.ts";
import { decodeRoots, encodeRoots } from "../src/study/rootsFile.ts";
import { PILOT_FOLDER } from "../src/study/shippedFolder.ts";
import { networkKey, type TrainedNetwork } from "../src/study/trained.ts";
import { testHost } from "./testHost.ts";

const folder = mkdtempSync(join(tmpdir(), "attest-reproduce-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const cell = cellOf("bptt", "rdm", { variant: "untrained" });
const unit = { cell, first: 0, wanted: 1, most: 1 };
const plan: Plan = { name: "a small study", cells: [unit] };
const planFile = join(folder, "plan.json");
const slug = populationSlug(unit);
const store = join(folder, "store");
const into = join(store, planFolder(plan));
const none = join(folder, "none");

const networks = decodePopulation(
  readFileSync(join(PILOT_FOLDER, `${slug}.safetensors`)),
).networks.slice(0, 1);
const roots = decodeRoots(readFileSync(join(PILOT_FOLDER, `${slug}.roots.safetensors`))).filter(
  ({ key }) => networks.some((each) => each.key === key),
);

/** A study that is trained already: one network, with its fixed points. */
beforeAll(() => {
  for (const each of [into, none]) mkdirSync(each, { recursive: true });
  writeFileSync(planFile, JSON.stringify(plan));
  writeFileSync(join(into, `${slug}.safetensors`), encodePopulation(unit, networks));
});

async function reproduced(change: Partial<ReproduceOptions> = {}, sets = roots) {
  const file = join(into, `${slug}.roots.safetensors`);
  if (sets.length === 0) rmSync(file, { force: true });
  else writeFileSync(file, encodeRoots(sets));
  const { host, said } = testHost();
  const report = join(folder, "report");
  const options: ReproduceOptions = {
    ...{ populations: PILOT_FOLDER, scale: planFile, expect: undefined, store, report },
    ...{ workers: 1, engine: "wasm", rules: [], population: undefined, study: none },
    salt: undefined,
  };
  const ok = await reproduce({ ...options, ...change }, host);
  return { ok, ...said, page: readFileSync(join(report, "index.html"), "utf8") };
}

describe("attest reproduce, of another study", () => {
  it("finds the populations by the plan's name, and says how the report was made", async () => {
    const { ok, notes, page } = await reproduced();
    expect(ok).toBe(true);
    expect(notes).not.toContain("refused");
    expect(page).toContain(`npm run reproduce -- --scale ${planFile}`);
  });

  it("has a folder of its own: no other name and no other cells lead to it", () => {
    const folders = [
      plan,
      { ...plan, name: "a-small-study" },
      { ...plan, name: "a small/study" },
      { ...plan, cells: [{ ...unit, most: 2 }] },
    ].map(planFolder);
    expect(new Set(folders).size).toBe(folders.length);
    expect(planFolder({ ...plan, name: "../../etc" })).toMatch(/^------etc-[0-9a-f]{12}$/);
  });

  it("is held against the ledger where that is asked for, or of what is shipped", () => {
    const shipped = { populations: PILOT_FOLDER, scale: undefined, expect: undefined } as const;
    expect(isHeldToLedger(shipped)).toBe(true);
    expect(isHeldToLedger({ ...shipped, expect: "none" })).toBe(false);
    expect(isHeldToLedger({ ...shipped, scale: "smoke" })).toBe(false);
    expect(isHeldToLedger({ ...shipped, populations: into })).toBe(false);
    expect(isHeldToLedger({ ...shipped, populations: into, expect: "ledger" })).toBe(true);
  });

  it("solves for the fixed points that are not there, and keeps them", async () => {
    const file = join(into, `${slug}.roots.safetensors`);
    const { ok, notes } = await reproduced({}, []);
    expect(ok).toBe(true);
    expect(notes).toContain(`${cellName(cell)} seed 0`);
    expect(decodeRoots(readFileSync(file))).toHaveLength(roots.length);
    expect(notes).toContain(`${roots.length} sets solved for again`);
  });

  it("fails where a fixed point is not what it is said to be", async () => {
    const [first, ...rest] = roots;
    const empty = { points: [], beside: first.beside && { ...first.beside, met: [] } };
    const { ok } = await reproduced({}, [{ ...first, ...empty }, ...rest]);
    expect(ok).toBe(false);
  });
});

describe("attest roots", () => {
  it("solves nothing anew that is there, and refuses a name that no cell has", async () => {
    const file = join(into, `${slug}.roots.safetensors`);
    writeFileSync(file, encodeRoots(roots));
    const { host, said } = testHost();
    await solveAll({ folder: into, only: cellName(cell) }, host);
    expect(said.notes).toBe("");
    expect(readFileSync(file)).toEqual(Buffer.from(encodeRoots(roots)));
    await expect(solveAll({ folder: into, only: slug }, host)).rejects.toThrow(/only: no cell of/);
  });
});

describe("the same as JSON", () => {
  it("an audit: of each network its key, and whether it has the same bytes", () => {
    const [trained] = networks;
    const { key } = trained;
    const found: unknown = JSON.parse(auditJson([{ trained, identical: true, seconds: 2 }]));
    expect(found).toEqual([{ identical: true, key, seconds: 2, cell, seed: 0 }]);
  });

  it("a plan whose networks are not there, nor those that give them their updates", async () => {
    const { host, said } = testHost();
    const source = cellOf("bptt", "rdm");
    const matched = cellOf("bptt", "rdm", { noise: 0.1, variant: "matched-updates" });
    const exactly = (planned: Cell) => ({ cell: planned, first: 0, wanted: 2, most: 2 });
    const cells = [exactly(source), { ...exactly(matched), updatesOf: source }];
    const plan = join(folder, "matched.json");
    writeFileSync(plan, JSON.stringify({ name: "matched", cells }));
    const given = { plan, index: undefined, store, into: undefined, stored: true, workers: 1 };
    await trainPlan({ ...given, engine: "wasm", rules: [], limits: {}, json: true }, host);
    const counts: unknown = JSON.parse(said.out);
    expect(counts).toMatchObject([{ networks: 0 }, { networks: 0 }]);
    writeFileSync(plan, JSON.stringify({ name: "matched", cells: cells.slice(1) }));
    await expect(
      trainPlan({ ...given, engine: "wasm", rules: [], limits: {}, json: true }, host),
    ).rejects.toThrow("takes its updates from bptt rdm 1 working, which is not in it");
  });

  it("a plan: of each unit of work how many networks there are", async () => {
    const { host, said } = testHost();
    const given = { plan: planFile, index: undefined, store, into, stored: true, workers: 1 };
    await trainPlan({ ...given, engine: "wasm", rules: [], limits: {}, json: true }, host);
    const found: unknown = JSON.parse(said.out);
    const name = "bptt rdm 1 working untrained";
    expect(found).toEqual([{ cell: name, first: 0, networks: 1, metTheCriterion: 0 }]);
  });
});

describe("what cannot be reproduced", () => {
  it("no populations, and none that were trained", async () => {
    const given = { scale: undefined, populations: none };
    await expect(reproduced(given)).rejects.toThrow(/populations: there is none in .*none/);
    const untrained = { scale: undefined, populations: into };
    await expect(reproduced(untrained)).rejects.toThrow(/no trained network to audit/);
    const { host, said } = testHost();
    const whose = { population: undefined, study: none };
    const sample = { networks: 3, seed: 0, keys: [], rules: [], workers: 1, json: false, ...whose };
    await expect(audit({ ...sample, engine: "wasm", populations: none }, host)).rejects.toThrow(
      /no network in/,
    );
    expect(said.out).toBe("");
  });

  it("populations of two tiers", async () => {
    const mixed = join(folder, "mixed");
    mkdirSync(mixed);
    copyFileSync(join(into, `${slug}.safetensors`), join(mixed, "a.safetensors"));
    const other = cellOf("bptt", "cdi", { variant: "untrained" });
    const settings = await settingsOf(other, { name: "bptt", module: null });
    const file = `${populationSlug({ cell: other, first: 0 })}.safetensors`;
    const [one] = decodePopulation(readFileSync(join(PILOT_FOLDER, file))).networks;
    const tier = "tolerance";
    const key = networkKey({ cell: other, settings, seed: 0 }, tier);
    const foreign: TrainedNetwork = { ...one, tier, key };
    writeFileSync(
      join(mixed, "b.safetensors"),
      encodePopulation({ ...unit, cell: other }, [foreign]),
    );
    const given = { scale: undefined, populations: mixed };
    await expect(reproduced(given)).rejects.toThrow(/one tier, got float32 .* and tolerance/);
  });
});
