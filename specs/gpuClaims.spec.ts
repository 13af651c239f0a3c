import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { trainable, trainEachAgain } from "../gpu/again.ts";
import { asDevice, placeOf } from "../gpu/device.ts";
import { openStore } from "../src/store/store.ts";
import { ourRules } from "../src/study/rules.ts";
import { shippedPopulation } from "../src/study/shipped.ts";
import { PILOT_FOLDER } from "../src/study/shippedFolder.ts";

const networksOf = (name: string) =>
  shippedPopulation(join(PILOT_FOLDER, `${name}.safetensors`), ourRules).populations.flatMap(
    ({ networks }) => networks,
  );

const folder = mkdtempSync(join(tmpdir(), "attest-again-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const how = { store: openStore(folder, () => {}), engine: "wasm", note: () => {} };

describe("what a device trains again", () => {
  const shipped = [
    ...networksOf("hebbian_rdm_0.1_working"),
    ...networksOf("genetic_rdm_0.1_working"),
    ...networksOf("bptt_rdm_0.1_working"),
    ...networksOf("bptt_rdm_1_working_untrained"),
  ];

  it("is of rules without sessions, was trained at all, and begins with the quickest", () => {
    const all = trainable(shipped, { isSample: false });
    expect(new Set(all.map(({ cell }) => cell.rule))).toEqual(new Set(["bptt", "genetic"]));
    const trials = all.map((each) => each.trials);
    expect(Math.min(...trials)).toBeGreaterThan(0);
    expect(trials).toEqual([...trials].sort((a, b) => a - b));
  });

  it("is the quickest of each rule on a program that does as a card", () => {
    const sample = trainable(shipped, { isSample: true });
    expect(sample.map(({ cell, seed }) => `${cell.rule} ${seed}`)).toEqual(["bptt 2", "genetic 0"]);
  });
});

describe("training again", () => {
  const sample = trainable(networksOf("bptt_rdm_0.1_working"), { isSample: true });

  it("leaves what there is no time for, with no error", async () => {
    expect(await trainEachAgain(sample, { ...how, until: AbortSignal.abort() })).toEqual([]);
  });

  it("says whether the bytes are the same, and keeps what is done", async () => {
    const [{ shipped, isIdentical }] = await trainEachAgain(sample, how);
    expect([shipped.key, isIdentical]).toEqual([sample[0].key, true]);
    const kept = await trainEachAgain(sample, { ...how, until: AbortSignal.abort() });
    expect(kept.map((each) => each.isIdentical)).toEqual([true]);
  });

  it("tells a network that is another", async () => {
    const other = { ...sample[0], validations: sample[0].validations + 1 };
    const [{ isIdentical }] = await trainEachAgain([other], how);
    expect(isIdentical).toBe(false);
  });
});

describe("a device", () => {
  it("that is a program is never called a GPU", () => {
    const [engine, name] = ["webgpu", "mesa software"];
    expect(placeOf({ engine, name, isSoftware: true })).toBe(
      "on a software adapter (mesa software)",
    );
    expect(placeOf({ engine, name, isSoftware: false })).toBe("on a GPU (mesa software)");
  });

  it("that lacks something is refused", () => {
    expect(() => asDevice({ engine: "webgpu", name: "x" })).toThrow(/isSoftware/);
  });
});
