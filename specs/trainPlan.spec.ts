import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { trainPlan } from "../src/commands/trainPlan.ts";
import { canonicalJson } from "../src/setting/storable.ts";
import { encodeSafetensors } from "../src/store/safetensors.ts";
import { ownKey, requireToday } from "../src/study/key.ts";
import { desk } from "../src/study/plan.ts";
import { decodePopulation, encodePopulation, populationSlug } from "../src/study/populationFile.ts";
import { ourRules } from "../src/study/rules.ts";
import type { TrainedNetwork } from "../src/study/trained.ts";
import { testHost } from "./testHost.ts";

const folder = mkdtempSync(join(tmpdir(), "attest-plan-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const FILE = "bptt_rdm_1_working_untrained.safetensors";
const shipped = join(import.meta.dirname, "../fixtures/pilot", FILE);
const index = desk.cells.findIndex((unit) => `${populationSlug(unit)}.safetensors` === FILE);
const population = decodePopulation(readFileSync(shipped));

/** What is said of the unit where its file holds these bytes; nothing is trained. */
async function saidOf(name: string, bytes: Uint8Array): Promise<{ out: string; notes: string }> {
  const into = join(folder, name);
  mkdirSync(into);
  writeFileSync(join(into, FILE), bytes);
  const { host, said } = testHost();
  const where = { store: join(folder, `${name} store`), into };
  const how = { stored: true, workers: 1, engine: "wasm", rules: [], limits: {}, json: false };
  await trainPlan({ plan: "desk", index, ...where, ...how }, host);
  return said;
}

const changed = (change: (each: TrainedNetwork) => Partial<TrainedNetwork>): Uint8Array =>
  encodePopulation(
    desk.cells[index],
    population.networks.map((each) => ({ ...each, ...change(each) })),
  );

describe("a plan's unit whose file is there", () => {
  it("is done where the file is what would be trained today", async () => {
    const { out, notes } = await saidOf("good", readFileSync(shipped));
    expect(notes).toBe("");
    expect(out).toMatch(/0 … 15 +0 of 16/);
  });

  it.each([
    [
      "keys of nothing",
      changed(({ seed }) => ({ key: String(seed).padStart(32, "0") })),
      /seed 0 has another key/,
    ],
    [
      "another tier",
      changed((each) => ({
        tier: "tolerance",
        key: ownKey({ ...each, tier: "tolerance" }, ourRules),
      })),
      /tier tolerance, not float32/,
    ],
    ["nothing about itself", aboutOnly("null"), /population: the whole/],
    ["half a file", readFileSync(shipped).subarray(0, 1000), /header/],
    ["no JSON", aboutOnly("{"), /population: .* JSON at position 1/],
  ])("is not done with %s, and it is said why", async (name, bytes, why) => {
    const { out, notes } = await saidOf(name, bytes);
    expect(notes).toMatch(why);
    expect(notes).toContain(`${FILE}: `);
    expect(out).not.toContain("of 16");
  });

  it("is not done with another arithmetic", async () => {
    requireToday(population, ourRules);
    const about = { ...population.about, arithmetic: "0" };
    expect(() => requireToday({ ...population, about }, ourRules)).toThrow(
      /arithmetic 0, expected/,
    );
  });
});

/** A file without tensors, whose hash is right. */
function aboutOnly(about: string): Uint8Array {
  const sha256 = createHash("sha256")
    .update(canonicalJson(["about", about]))
    .digest("hex");
  return encodeSafetensors({
    tensors: new Map(),
    metadata: new Map([
      ["about", about],
      ["sha256", sha256],
    ]),
  });
}
