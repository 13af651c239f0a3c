import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { power } from "../src/commands/power.ts";
import { initialise } from "../src/model/initialise.ts";
import { deriveKey } from "../src/numerics/rng.ts";
import { loadRule } from "../src/rules/registry.ts";
import { openStore, type Store } from "../src/store/store.ts";
import type { Cell } from "../src/study/cell.ts";
import { cellOf } from "../src/study/plan.ts";
import { settingsOfMember } from "../src/study/population.ts";
import { ourRules } from "../src/study/rules.ts";
import { storedPopulations } from "../src/study/stored.ts";
import { networkKey, type TrainedNetwork } from "../src/study/trained.ts";
import { makeTask } from "../src/task/settings.ts";
import { testHost } from "./testHost.ts";

const folder = mkdtempSync(join(tmpdir(), "attest-power-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const made = join(folder, "made");
const low = cellOf("bptt", "rdm", { noise: 0.1 });
const high = cellOf("bptt", "rdm");

beforeAll(async () => {
  const store = openStore(made, () => {});
  for (let seed = 0; seed < 5; seed++) for (const cell of [low, high]) await put(store, cell, seed);
  openStore(join(folder, "none"), () => {});
});

/**
 * Puts a random network of three units in a store, as if it had been trained; with `updates` in a
 * variant that has them given.
 */
async function put(store: Store, cell: Cell, seed: number, updates?: number): Promise<void> {
  const rule = await loadRule({ name: cell.rule, module: null });
  const given = updates === undefined ? {} : { updates };
  const settings = settingsOfMember({ cell, seed, ...given }, rule);
  const task = makeTask(settings.trainTask);
  const key = networkKey({ cell, settings, seed }, "float32");
  const trained: TrainedNetwork = {
    key,
    cell,
    seed,
    tier: "float32",
    network: initialise(
      {
        model: { ...settings.model, clamped: [] },
        channels: task.channels,
        outputs: task.outputs,
        initialisation: { ...settings.initialisation, units: 3, recurrentDeviation: 1 },
      },
      deriveKey(null, "power spec", seed),
    ),
    reason: seed === 0 ? "budget" : "criterion",
    detail: "",
    attempts: 1,
    updates: updates ?? 10,
    trials: 5000,
    validations: 10,
    freshAccuracy: 0.91,
    idealAccuracy: 0.95,
    losses: new Float64Array(10),
  };
  store.write("networks", key, trained);
}

/** What the command says for a claim and a store. */
async function said(
  claim: string,
  change: { readonly store?: string; readonly json?: boolean; readonly draws?: number } = {},
): Promise<{ readonly out: string; readonly notes: string }> {
  const { host, said: words } = testHost();
  const options = {
    claim,
    rule: undefined,
    rules: [],
    populations: "",
    population: undefined,
    study: "",
    store: made,
    draws: 20,
    ladder: [24, 12],
    json: false,
    ...change,
  };
  await power(options, host);
  return words;
}

/** How many draws came to each verdict. */
const verdicts = (supported: number, contradicted: number, inconclusive: number) => ({
  supported: { count: supported },
  contradicted: { count: contradicted },
  inconclusive: { count: inconclusive },
  "not applicable": { count: 0 },
});

describe("attest power", () => {
  it("says what comes out with each number of networks, and counts those at hand", async () => {
    const { out, notes } = await said("c01");
    expect(out).toMatch(/networks a cell +supported +contradicted +inconclusive/);
    expect(out.indexOf("\n             12 ")).toBeGreaterThan(0);
    expect(out.indexOf("\n             24 ")).toBeGreaterThan(out.indexOf("\n             12 "));
    expect(out).toMatch(/\n +12 +5\.0 % \(0–25\) +0\.0 % \(0–17\) +95\.0 % \(75–100\)\n/);
    expect(out).toContain("\nC01 is not settled with up to 24 networks a cell (20 draws each).\n");
    expect(out).toMatch(/Networks at hand: bptt rdm 1 working: 5\.\nLeft out, as no network is at/);
    expect(out).toMatch(/hand: bptt cdi 1 working; genetic rdm 1 working; .* working\.\n$/);
    expect(notes).toContain("12 networks a cell: 20 draws");
  });

  it("prints JSON that is the same for the same networks, and that has what it says", async () => {
    const first = await said("C01", { json: true });
    expect((await said("C01", { json: true })).out).toBe(first.out);
    const found: unknown = JSON.parse(first.out);
    expect(found).toMatchObject({
      id: "C01",
      settled: null,
      // Four of five met the criterion: with more networks that is more surely above 0.60.
      rungs: [
        { networks: 12, draws: 20, verdicts: verdicts(1, 0, 19) },
        { networks: 24, draws: 20, verdicts: verdicts(13, 0, 7) },
      ],
    });
  });

  it("reads a claim off networks, too", async () => {
    const { out } = await said("C09", { json: true, draws: 2 });
    const found: unknown = JSON.parse(out);
    expect(found).toMatchObject({
      id: "C09",
      // The same random networks at both noise levels: no trend.
      settled: { verdict: "contradicted", networks: 12 },
      rungs: [12, 24].map((networks) => ({ networks, draws: 2, verdicts: verdicts(0, 2, 0) })),
    });
  });

  it("leaves files of another version out, and says so", async () => {
    const mixed = openStore(join(folder, "mixed"), () => {});
    for (const cell of [low, high]) await put(mixed, cell, 1);
    mixed.write("networks", "f".repeat(32), { cell: { variant: "of tomorrow" } });
    const { out, notes } = await said("C01", { store: mixed.folder });
    expect(notes).toMatch(/1 files .* of another version: left out/);
    expect(out).toMatch(/at hand: bptt rdm 1 working: 1\.\n/);
  });

  it("keeps networks whose updates are given, and says what it leaves out", async () => {
    const matched = cellOf("bptt", "rdm", { noise: 0.1, variant: "matched-updates" });
    const store = openStore(join(folder, "matched"), () => {});
    for (const [seed, updates] of [40, 70].entries()) await put(store, matched, seed, updates);
    for (const seed of [0, 1]) await put(store, high, seed);
    const [key] = store.keys("networks");
    const other = store.read("networks", key) ?? null;
    expect(other).toMatchObject({ key });
    store.write("networks", "e".repeat(32), { ...Object(other), key: "e".repeat(32) });
    const notes: string[] = [];
    const warn = (message: string): void => void notes.push(message);
    const from = { folder: store.folder, cells: [matched, high] };
    const { populations, left } = storedPopulations(from, { rules: ourRules, warn });
    const why = "has another key than its settings give it today";
    expect(left).toMatchObject([{ key: "e".repeat(32), why }]);
    expect(populations.map(({ networks }) => networks.map(({ seed }) => seed))).toEqual([
      [0, 1],
      [0, 1],
    ]);
    expect(notes).toEqual([expect.stringMatching(/^1 of 3 networks of bptt rdm .* left out$/)]);
  });

  it("names the claim that does not exist, with those that do", async () => {
    await expect(said("C99")).rejects.toThrow(/claim: there is no "C99"; there are C01, /);
  });

  it("says what is missing", async () => {
    const nowhere = join(folder, "nowhere");
    await expect(said("C01", { store: nowhere })).rejects.toThrow(/store: there is no folder .*no/);
    const none = join(folder, "none");
    await expect(said("C01", { store: none })).rejects.toThrow(/C01: no network .* rdm 1 working/);
  });
});
