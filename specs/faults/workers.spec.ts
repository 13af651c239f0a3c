import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { openStore } from "../../src/store/store.ts";
import { type Member, type PopulationEvent, trainPopulation } from "../../src/study/population.ts";
import { type Limits, limitMet, UnfinishedError } from "../../src/training/limits.ts";

const root = mkdtempSync(join(tmpdir(), "attest-workers-"));
const deaths = join(root, "deaths");
const RULES = new Map([["mortal", new URL("./mortalRule.ts", import.meta.url).href]]);

/** How the workers of the next training are to die, one after the other. */
function dieBy(...ways: readonly string[]): void {
  mkdirSync(deaths, { recursive: true });
  for (const [k, way] of ways.entries()) writeFileSync(join(deaths, `${way} ${k}`), "");
  process.env.ATTEST_DEATHS = deaths;
}

afterEach(() => {
  rmSync(deaths, { recursive: true, force: true });
  delete process.env.ATTEST_DEATHS;
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

type Outcome = { readonly events: readonly PopulationEvent[]; readonly error: unknown };

async function trainInto(folder: string, seeds: readonly number[], limits: Limits = {}) {
  const events: PopulationEvent[] = [];
  const members = seeds.map(
    (seed): Member => ({
      cell: { rule: "mortal", task: "rdm", noise: 1, reading: "working", variant: "as-is" },
      seed,
    }),
  );
  const outcome: Outcome = await trainPopulation(members, {
    store: openStore(join(root, folder), (message) => expect(message).toBe("")),
    workers: 2,
    engine: "wasm",
    tell: (event) => {
      if (event.kind !== "progress") events.push(event);
    },
    rules: RULES,
    limits,
  }).then(
    () => ({ events, error: null }),
    (error: unknown) => ({ events, error }),
  );
  return outcome;
}

const filesOn = (folder: string, shelf: string): readonly string[] =>
  readdirSync(join(root, folder, shelf)).filter((name) => name.endsWith(".safetensors"));

const bytesIn = (folder: string): readonly string[] =>
  filesOn(folder, "networks").map((name) =>
    readFileSync(join(root, folder, "networks", name)).toString("hex"),
  );

const kinds = ({ events }: Outcome): string => events.map(({ kind }) => kind).join();

describe("a worker that dies", () => {
  beforeAll(async () => {
    expect((await trainInto("alone", [1])).error).toBeNull();
  });

  it("is replaced, its network goes on, and it is told; the bytes are the same", async () => {
    dieBy("throw", "exit");
    const outcome = await trainInto("twice", [1]);
    expect(outcome.error).toBeNull();
    const retried = outcome.events.filter((event) => event.kind === "retried");
    expect(retried).toHaveLength(2);
    expect(retried.map(({ why }) => why).join("; ")).toMatch(/thread ended/);
    expect(retried.map(({ why }) => why).join("; ")).toMatch(/nobody listens/);
    expect(bytesIn("twice")).toEqual(bytesIn("alone"));
  });

  it("has answered, where that is the last that it does", async () => {
    dieBy("late");
    expect(kinds(await trainInto("late", [1, 2]))).toBe("finished,finished");
    expect(readdirSync(deaths)).toEqual(["late 0", "late 0.died"]);
    expect(bytesIn("late")).toEqual(expect.arrayContaining([...bytesIn("alone")]));
  });

  it("is given up after the third death, and leaves its checkpoint", async () => {
    dieBy("exit", "exit", "exit");
    const outcome = await trainInto("thrice", [1]);
    expect(kinds(outcome)).toBe("retried,retried,unfinished");
    expect(outcome.error).toBeInstanceOf(UnfinishedError);
    // Something is wrong: whoever runs it again for ever would not find out.
    expect(outcome.error).toMatchObject({ byLimits: false });
    expect(String(outcome.error)).toMatch(/mortal rdm 1 working seed 1 \(its worker died 3 times/);
    expect(filesOn("thrice", "networks")).toEqual([]);
    expect(filesOn("thrice", "checkpoints")).toHaveLength(1);
  });
});

describe("a rule that throws", () => {
  it("ends the process at once, with its error, the cell and the seed; nothing is retried", () => {
    dieBy("fail");
    const { status, signal, stderr } = spawnSync(
      process.execPath,
      ["--import", "tsx", join(import.meta.dirname, "trainMortals.ts"), join(root, "fails")],
      { encoding: "utf8" },
    );
    expect({ status, signal }, stderr).toEqual({ status: 1, signal: null });
    expect(stderr).toMatch(/Error: mortal rdm 1 working seed [123]: the rule's own fault/);
    expect(stderr).not.toContain("retried");
  });
});

describe("a limit of the host", () => {
  it.each<readonly [string, Limits, RegExp, number]>([
    ["time", { deadline: () => AbortSignal.abort() }, /budget: the time/, 0],
    ["the time of all", { until: AbortSignal.abort() }, /budget: the time/, 0],
    ["updates", { mostUpdates: 150 }, /budget: \d+ updates, of at most 150/, 1],
    ["memory", { mostBytes: 1024 * 1024 }, /budget: \d+ bytes in use, of at most 1048576/, 0],
  ])("on %s stops a network, stores none, and says so", async (name, limits, words, saved) => {
    const outcome = await trainInto(`limit on ${name}`, [1], limits);
    expect(kinds(outcome)).toBe("unfinished");
    expect(outcome.error).toBeInstanceOf(UnfinishedError);
    expect(outcome.error).toMatchObject({ byLimits: true });
    expect(String(outcome.error)).toMatch(words);
    expect(filesOn(`limit on ${name}`, "networks")).toEqual([]);
    expect(filesOn(`limit on ${name}`, "checkpoints").length).toBeGreaterThanOrEqual(saved);
  });

  it("on updates stops no network whose attempt is over", () => {
    const said = (update: number, attempt = 0) =>
      limitMet({ mostUpdates: 100 }, { attempt, update, budget: 100, loss: 0 }, 0);
    expect([said(99), said(100)]).toEqual([null, null]);
    expect(said(1, 1)).toBe("budget: 101 updates, of at most 100");
  });

  it("is forgotten by the next run, which makes the bytes of a run without", async () => {
    const outcome = await trainInto("limit on updates", [1]);
    expect(outcome.error).toBeNull();
    expect(bytesIn("limit on updates")).toEqual(bytesIn("alone"));
  });
});
