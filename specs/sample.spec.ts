import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { resolveSample } from "../src/claims/resolveSample.ts";
import { audit } from "../src/commands/audit.ts";
import { lookedWords } from "../src/commands/samples.ts";
import { chooseEngine } from "../src/engine/choose.ts";
import { deriveKey } from "../src/numerics/rng.ts";
import { cellName } from "../src/study/cell.ts";
import { decodePopulation, encodePopulation } from "../src/study/populationFile.ts";
import { rescore } from "../src/study/rescore.ts";
import { decodeRoots } from "../src/study/rootsFile.ts";
import { ourRules } from "../src/study/rules.ts";
import {
  drawOneOfEach,
  drawSome,
  noticedChance,
  runsToNotice,
  sampleKey,
  urnsOf,
} from "../src/study/sample.ts";
import { shippedPopulations } from "../src/study/shipped.ts";
import { PILOT_FOLDER } from "../src/study/shippedFolder.ts";
import { openStudy } from "../src/study/study.ts";
import { typicalUpdates } from "../src/study/typicalUpdates.ts";
import { testHost } from "./testHost.ts";

const folder = mkdtempSync(join(tmpdir(), "attest-sample-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const FAST = "full-force_rdm_0.1_working";
const UNTRAINED = "bptt_rdm_1_working_untrained";
const TRAINED = ["bptt_rdm_0.1_working", "hebbian_rdm_0.1_working", FAST];
const at = (name: string): string => join(PILOT_FOLDER, `${name}.safetensors`);
for (const name of TRAINED) cpSync(at(name), join(folder, `${name}.safetensors`));

const key = deriveKey(null, "attest", "the spec of samples");

describe("typical updates", () => {
  it("are the upper medians of the pilot's networks, condition by condition", () => {
    const { populations } = shippedPopulations(PILOT_FOLDER, ourRules);
    const wrong = populations.flatMap(({ cell, networks }) => {
      if (cell.variant === "untrained") return [];
      const updates = networks.map((each) => each.updates).sort((a, b) => a - b);
      const median = updates[updates.length >> 1];
      const said = typicalUpdates(cell, 0);
      return said === median ? [] : [`${cellName(cell)}: ${said}, measured ${median}`];
    });
    expect(wrong).toEqual([]);
  });
});

describe("samples", () => {
  it("change with the salt and with any byte of any file, and with nothing else", () => {
    const before = sampleKey(folder, "a");
    expect(sampleKey(folder, "a")).toEqual(before);
    expect(sampleKey(folder, "b")).not.toEqual(before);
    const file = join(folder, `${FAST}.safetensors`);
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.with(bytes.length - 1, bytes[bytes.length - 1] ^ 1));
    expect(sampleKey(folder, "a")).not.toEqual(before);
    writeFileSync(file, bytes);
    expect(sampleKey(folder, "a")).toEqual(before);
  });

  it("hold one network a rule, each as likely as is said", async () => {
    const { populations } = await openStudy({ networks: [{ kind: "shipped", folder }] });
    const urns = urnsOf(populations);
    expect(urns.map(({ rule }) => rule)).toEqual(["bptt", "full-force", "hebbian"]);
    for (const { networks } of urns) {
      expect(networks).toHaveLength(16);
      for (const { chance } of networks) expect(chance).toBeCloseTo(1 / 16, 12);
    }
    const counts = new Map<string, number>();
    for (let k = 0; k < 1600; k++)
      for (const { trained } of drawOneOfEach(urns, deriveKey(key, k)))
        counts.set(trained.key, (counts.get(trained.key) ?? 0) + 1);
    expect(counts.size).toBe(48);
    // 100 are expected of each; ± 50 are five standard deviations.
    for (const count of counts.values()) expect(Math.abs(count - 100)).toBeLessThan(50);
  });

  it("are drawn by what no file says: stated updates change no chance", async () => {
    const { populations } = await openStudy({ networks: [{ kind: "shipped", folder }] });
    const inflated = populations.map((each) => ({
      ...each,
      networks: each.networks.map((one) => ({ ...one, updates: 1e6, trials: 1e9 })),
    }));
    const chances = (some: typeof populations) =>
      urnsOf(some).map(({ networks }) => networks.map(({ chance }) => chance));
    expect(chances(inflated)).toEqual(chances(populations));
  });

  it("hold none twice", () => {
    const drawn = drawSome([1, 2, 3, 4, 5], 4, key);
    expect(new Set(drawn).size).toBe(4);
    expect(drawSome([1, 2], 9, key).toSorted()).toEqual([1, 2]);
  });
});

describe("how likely a forgery is noticed", () => {
  it("is that of a draw of those that are forged", () => {
    expect(noticedChance(0.1, 24)).toBeCloseTo(1 - 0.9 ** 24, 12);
    expect(noticedChance(0.01, 1)).toBeCloseTo(0.01, 12);
    expect(runsToNotice(0.5)).toBe(7);
    expect(runsToNotice(1)).toBe(1);
  });

  it("is said of each kind, with the runs that it takes", () => {
    const looked = { salt: "s", networks: 700, trainedAgain: [], unfinished: 0, rescored: 24 };
    const words = lookedWords({ ...looked, sets: 5000, resolved: 40, listed: 7 }).join("\n");
    expect(words).toContain("--salt s");
    expect(words).toContain("1 in 100 forged is noticed with a chance of 21 %, by 20 runs");
    expect(words).toContain("1 in 10 forged is noticed with a chance of 99 %");
    expect(words).toContain("7 of 700 networks are listed");
  });
});

describe("a network that is scored again", () => {
  const { networks } = decodePopulation(readFileSync(at(FAST)));
  const [honest] = networks;
  const rule = ourRules.named(honest.cell.rule);
  const scored = async (change: Partial<typeof honest>) =>
    rescore({ ...honest, ...change }, rule, await chooseEngine("wasm"));

  it("is as it is said to be, or it is said what is not", async () => {
    expect(await scored({})).toBeNull();
    const freshAccuracy = honest.freshAccuracy + 1 / 20_000;
    expect(await scored({ freshAccuracy })).toMatch(/seed 0: freshAccuracy: measured/);
    expect(await scored({ idealAccuracy: 0.93 })).toMatch(/idealAccuracy: measured/);
    const own = { network: networks[1].network };
    expect(await scored(own)).toMatch(/freshAccuracy: measured/);
  });

  it("must pass its last validation where it says so, and fail it where it says that", async () => {
    expect(await scored({ reason: "budget" })).toMatch(/last validation passes/);
    const [untrained] = decodePopulation(readFileSync(at(UNTRAINED))).networks;
    const bptt = ourRules.named("bptt");
    const engine = await chooseEngine("wasm");
    expect(await rescore(untrained, bptt, engine)).toBeNull();
  });
});

describe("fixed points that are solved for again", () => {
  const sets = decodeRoots(readFileSync(at(`${FAST}.roots`)));
  const several = sets.filter(({ points }) => points.length > 2).slice(0, 1);

  it("miss a pair that was left out, and a largest |λ| that was changed", async () => {
    const study = await openStudy({ networks: [{ kind: "file", path: at(FAST) }] });
    const said = (some: typeof sets) => resolveSample(study, some, { count: 1, key });
    expect(await said(several)).toEqual([]);
    const [set] = several;
    // A stable and an unstable point: without both the degree is still 1.
    const up = set.points.findIndex(({ index }) => index === 1);
    const down = set.points.findIndex(({ index }) => index === -1);
    const points = set.points.filter((_, k) => k !== up && k !== down);
    expect(await said([{ ...set, points }])).toEqual([
      expect.stringMatching(/2 of 3 points that were found are not among the 1/),
      expect.stringMatching(/2 of 3 points that were found are not among the 1/),
    ]);
    const spectralRadius = set.points[0].spectralRadius * 0.999;
    const turned = [{ ...set.points[0], spectralRadius }, ...set.points.slice(1)];
    expect((await said([{ ...set, points: turned }]))[0]).toMatch(/a largest .λ. is/);
  });
});

describe("attest audit --all", () => {
  const only = join(folder, "one");
  const asked = {
    ...{ populations: only, population: undefined, study: only, rules: [], networks: 1, seed: 0 },
    ...{ keys: [], all: true, workers: 2, engine: "wasm", json: false },
  };

  it("keeps a list, goes on with it, and takes no network that was changed", async () => {
    const { about, networks } = decodePopulation(readFileSync(at(UNTRAINED)));
    const unit = { cell: about.cell, first: 0, wanted: 2, most: 2 };
    mkdirSync(only);
    writeFileSync(
      join(only, `${UNTRAINED}.safetensors`),
      encodePopulation(unit, networks.slice(0, 2)),
    );
    const first = testHost();
    expect(await audit(asked, first.host)).toBe(true);
    expect(first.said.notes).toContain("2 of 2 networks have been trained again");
    const list = readFileSync(join(only, "audited.json"), "utf8");
    const second = testHost();
    expect(await audit(asked, second.host)).toBe(true);
    expect(second.said.out).toBe("");
    expect(second.said.notes).toContain("2 of 2 networks are in");
    const without = list.split("\n").filter((_, line) => line !== 1);
    writeFileSync(join(only, "audited.json"), without.join("\n"));
    const third = testHost();
    expect(await audit(asked, third.host)).toBe(true);
    expect(third.said.out.match(/identical/g)).toHaveLength(1);
    expect(readFileSync(join(only, "audited.json"), "utf8")).toBe(list);
    writeFileSync(join(only, "audited.json"), '[{"key":"x"}]');
    await expect(audit(asked, testHost().host)).rejects.toThrow(/audited.json/);
  });
});
