import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openStore } from "../../src/store/store.ts";
import { cellOf } from "../../src/study/plan.ts";
import { trainPopulation } from "../../src/study/population.ts";

const SCRIPT = join(import.meta.dirname, "trainWalkers.ts");
const SEEDS = ["1", "2"];

/** Trains in a child, by a rule that may kill it. */
async function trainInChild(
  folder: string,
  workers: number,
  rule: "tinyRule" | "killedRule" = "tinyRule",
): Promise<{ readonly status: number | null; readonly killed: boolean; readonly errors: string }> {
  const child = spawn(
    process.execPath,
    ["--import", "tsx", SCRIPT, folder, String(workers), rule, ...SEEDS],
    { stdio: ["ignore", "ignore", "pipe"] },
  );
  let errors = "";
  child.stderr.on("data", (text) => {
    errors += String(text);
  });
  const status = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { status, killed: child.signalCode === "SIGKILL", errors };
}

const shelf = (folder: string, name: string): readonly string[] => {
  const path = join(folder, name);
  return existsSync(path) ? readdirSync(path).sort() : [];
};

/** Every stored network's bytes, by its file. */
const networks = (folder: string): ReadonlyMap<string, string> =>
  new Map(
    shelf(folder, "networks").map((name) => [
      name,
      readFileSync(join(folder, "networks", name)).toString("hex"),
    ]),
  );

describe("a population trained in workers", () => {
  const root = mkdtempSync(join(tmpdir(), "attest-population-"));
  const whole = join(root, "two workers");
  const cut = join(root, "one worker, killed");
  let killedWith: readonly string[] = [];
  let killed = false;

  beforeAll(async () => {
    const [first, dead] = await Promise.all([
      trainInChild(whole, 2),
      trainInChild(cut, 1, "killedRule"),
    ]);
    expect(first).toMatchObject({ status: 0, killed: false });
    killed = dead.killed;
    killedWith = shelf(cut, "checkpoints");
    const resumed = await trainInChild(cut, 1);
    expect(resumed.status, resumed.errors).toBe(0);
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it("was killed with a checkpoint behind it", () => {
    expect(killed).toBe(true);
    expect(killedWith.filter((name) => name.endsWith(".safetensors"))).toHaveLength(1);
  });

  it("has the same bytes with one worker, killed and resumed, as with two", () => {
    expect(networks(whole).size).toBe(SEEDS.length);
    expect(networks(cut)).toEqual(networks(whole));
  });

  it("leaves no checkpoint of a finished network", () => {
    for (const folder of [whole, cut])
      expect(shelf(folder, "checkpoints").filter((name) => name.endsWith(".safetensors"))).toEqual(
        [],
      );
  });

  it("is not trained again, and a broken network is", async () => {
    const [name] = networks(cut).keys();
    const file = join(cut, "networks", name);
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.subarray(0, bytes.length - 1));
    const { status, errors } = await trainInChild(cut, 2);
    expect(status, errors).toBe(0);
    expect(errors).toContain("did not verify");
    expect(readFileSync(file).equals(bytes)).toBe(true);
    expect(existsSync(`${file}.broken`)).toBe(true);
  });
});

describe("a population is refused", () => {
  const cell = cellOf("bptt", "rdm");
  it.each([
    ["with no worker", [0], { workers: 0 }, "workers"],
    ["with a share of a worker", [0], { workers: 1.5 }, "workers"],
    ["with a seed below 0", [0, -1], { workers: 1 }, "seed"],
    ["with a seed that is not whole", [1.5], { workers: 1 }, "seed"],
  ])("%s, before anything is trained", async (_name, seeds, { workers }, word) => {
    const folder = mkdtempSync(join(tmpdir(), "attest-refused-"));
    const store = openStore(folder, () => {});
    const members = seeds.map((seed) => ({ cell, seed }));
    const options = { store, workers, engine: "wasm", tell: () => {} };
    await expect(trainPopulation(members, options)).rejects.toThrow(`${word}: expected`);
    rmSync(folder, { recursive: true });
  });
});
