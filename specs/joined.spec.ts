import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { bptt } from "../src/rules/bptt.ts";
import { working } from "../src/setting/readings.ts";
import { type Cell, cellName, networkStream, resolveCell } from "../src/study/cell.ts";
import { cellOf } from "../src/study/plan.ts";
import { encodePopulation, populationSlug } from "../src/study/populationFile.ts";
import { ourRules } from "../src/study/rules.ts";
import { type ShippedPopulation, shippedPopulations } from "../src/study/shipped.ts";
import { networkKey, type TrainedNetwork } from "../src/study/trained.ts";
import { drawInitial } from "../src/training/initialMemory.ts";

const root = mkdtempSync(join(tmpdir(), "attest-joined-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

type Tier = TrainedNetwork["tier"];

function networkOf(cell: Cell, seed: number, tier: Tier): TrainedNetwork {
  const settings = resolveCell(cell, bptt, working);
  const updates = seed + 1;
  return {
    ...{ key: networkKey({ cell, settings, seed }, tier), cell, seed, tier },
    network: drawInitial(settings, networkStream(cell, seed), 0)(),
    ...{ reason: "criterion", detail: "", attempts: 1, updates, trials: 500 * updates },
    ...{ validations: updates, freshAccuracy: 0.9, idealAccuracy: 0.92 },
    losses: new Float64Array(updates),
  };
}

type Chunk = { readonly cell: Cell; readonly first: number; readonly count: number; tier?: Tier };

/** Reads a folder of one file a chunk. */
async function read(name: string, chunks: readonly Chunk[]): Promise<readonly ShippedPopulation[]> {
  const folder = join(root, name);
  mkdirSync(folder);
  for (const { cell, first, count, tier = "float32" } of chunks) {
    const unit = { cell, first, wanted: count, most: count };
    const networks = Array.from({ length: count }, (_, k) => networkOf(cell, first + k, tier));
    const file = join(folder, `${populationSlug(unit)}.safetensors`);
    writeFileSync(file, encodePopulation(unit, networks));
  }
  return shippedPopulations(folder, ourRules).populations;
}

const seedsOf = (populations: readonly ShippedPopulation[]): readonly string[] =>
  populations.map(({ cell, networks }) => `${cellName(cell)}: ${networks.map((n) => n.seed)}`);

const rdm = cellOf("bptt", "rdm");
const cdi = cellOf("bptt", "cdi");

describe("the files of one cell", () => {
  it("are one population in the order of seeds, as a single file of them would be", async () => {
    // By name, "from-10" stands before "from-5".
    const parts = [10, 0, 5].map((first) => ({ cell: rdm, first, count: 5 }));
    const populations = await read("in parts", [...parts, { cell: cdi, first: 0, count: 2 }]);
    const whole = await read("whole", [
      { cell: rdm, first: 0, count: 15 },
      { cell: cdi, first: 0, count: 2 },
    ]);
    expect(seedsOf(populations).toSorted()).toEqual(seedsOf(whole).toSorted());
    const networks = (some: readonly ShippedPopulation[]) =>
      some.find(({ cell }) => cell.task === "rdm")?.networks;
    expect(networks(populations)).toEqual(networks(whole));
    expect(networks(populations)).toHaveLength(15);
  });

  it("may be few, and begin at another seed than 0", async () => {
    const parts = [3, 5].map((first) => ({ cell: rdm, first, count: first === 3 ? 2 : 1 }));
    expect(seedsOf(await read("few", parts))).toEqual(["bptt rdm 1 working: 3,4,5"]);
  });

  it.each<readonly [string, readonly Chunk[], RegExp]>([
    [
      "a gap",
      [
        { cell: rdm, first: 0, count: 2 },
        { cell: rdm, first: 3, count: 2 },
      ],
      /bptt rdm 1 working seed 2 is in no file/,
    ],
    [
      "a gap after two that join",
      [
        { cell: rdm, first: 0, count: 2 },
        { cell: rdm, first: 2, count: 2 },
        { cell: rdm, first: 5, count: 1 },
      ],
      /seed 4 is in no file/,
    ],
    [
      "an overlap",
      [
        { cell: rdm, first: 0, count: 3 },
        { cell: rdm, first: 2, count: 2 },
      ],
      /bptt rdm 1 working seed 2 is in two files/,
    ],
    [
      "two tiers",
      [
        { cell: rdm, first: 0, count: 1 },
        { cell: rdm, first: 1, count: 1, tier: "tolerance" },
      ],
      /bptt rdm 1 working mixes float32 and tolerance/,
    ],
  ])("are refused with %s", async (name, chunks, words) => {
    await expect(read(name, chunks)).rejects.toThrow(words);
  });
});
