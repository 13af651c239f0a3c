import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { openStore } from "../src/store/store.ts";
import { cellOf } from "../src/study/plan.ts";
import { type Member, trainPopulation } from "../src/study/population.ts";

const folder = mkdtempSync(join(tmpdir(), "attest-any-workers-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Seeds that meet the criterion soonest of the shipped ones, save two updates of BPTT. */
const MEMBERS: readonly Member[] = [
  { cell: cellOf("bptt", "rdm", { noise: 0.1 }), seed: 4 },
  { cell: cellOf("genetic", "rdm", { noise: 0.1 }), seed: 0 },
  { cell: cellOf("hebbian", "rdm", { noise: 0.1 }), seed: 8 },
  { cell: cellOf("full-force", "rdm", { noise: 0.1 }), seed: 0 },
];

/** The stored networks' bytes, after training with so many workers. */
async function filesBy(workers: number): Promise<readonly Buffer[]> {
  const path = join(folder, `${workers}`);
  const store = openStore(path, (message) => expect(message).toBe(""));
  const options = { store, workers, engine: "wasm", tell: () => {} };
  const trained = await trainPopulation(MEMBERS, options);
  expect(trained.map(({ reason }) => reason)).toEqual(MEMBERS.map(() => "criterion"));
  return store
    .keys("networks")
    .map((key) => readFileSync(join(path, "networks", `${key}.safetensors`)));
}

it("makes the same files with one worker and with two, for every rule", async () => {
  const [one, two] = await Promise.all([filesBy(1), filesBy(2)]);
  expect(one).toHaveLength(MEMBERS.length);
  expect(two).toEqual(one);
});
