import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { FORGERIES } from "../properties/study/forgeries.ts";
import { cellOf, desk } from "../src/study/plan.ts";
import {
  decodePopulation,
  encodePopulation,
  type ReadPopulation,
} from "../src/study/populationFile.ts";
import { decodeRoots, encodeRoots } from "../src/study/rootsFile.ts";
import { ourRules } from "../src/study/rules.ts";
import { ROOTS_ENDING, shippedPopulations } from "../src/study/shipped.ts";
import { PILOT_FOLDER } from "../src/study/shippedFolder.ts";
import { verifiedRoots } from "../src/study/shippedRoots.ts";
import { outsidePlan } from "../src/study/window.ts";

const folder = mkdtempSync(join(tmpdir(), "attest-forged-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const NAME = "full-force_rdm_1_working";
const read = (name: string): ReadPopulation =>
  decodePopulation(readFileSync(join(PILOT_FOLDER, `${name}.safetensors`)));

/** A folder of two populations of the pilot, with one file changed and written anew. */
function reading(name: string, forged: ReadPopulation): ReturnType<typeof shippedPopulations> {
  const others = ["bptt_rdm_1_working", "bptt_rdm_0.1_working_matched-updates", NAME];
  rmSync(folder, { recursive: true, force: true });
  for (const other of others)
    cpSync(join(PILOT_FOLDER, `${other}.safetensors`), join(folder, `${other}.safetensors`));
  const { cell, first, wanted, most } = forged.about;
  const updatesOf = name.includes("matched") ? { updatesOf: cellOf("bptt", "rdm") } : {};
  const bytes = encodePopulation({ cell, first, wanted, most, ...updatesOf }, forged.networks);
  writeFileSync(join(folder, `${name}.safetensors`), bytes);
  return shippedPopulations(folder, ourRules);
}

describe("a file of the pilot that was forged and written anew", () => {
  it("is read where nothing was changed", () => {
    expect(reading(NAME, read(NAME)).populations).toHaveLength(3);
    expect(FORGERIES.length).toBeGreaterThanOrEqual(19);
  });

  it.each(FORGERIES.map((each) => [each.name, each] as const))(
    "is refused by file, network and field: %s",
    (_, { forge, field }) => {
      const forged = (): unknown => reading(NAME, forge(read(NAME)));
      expect(forged).toThrow(field);
      expect(forged).toThrow(NAME);
    },
  );

  it("is refused where seeds were dropped, at the end or at the start", () => {
    const { about, networks } = read(NAME);
    const without = { about, networks: networks.slice(0, -1) };
    expect(() => reading(NAME, without)).toThrow(/expected seed 15 too: 15 of 16/);
    const fewer = { about: { ...about, wanted: 15 }, networks: without.networks };
    const populations = reading(NAME, fewer).populations.filter(({ file }) => file.includes(NAME));
    expect(outsidePlan(populations, desk)).toEqual([expect.stringMatching(/expected seed 15 too/)]);
    const later = { about: { ...about, first: 1, wanted: 15 }, networks: networks.slice(1) };
    const moved = reading(NAME, later).populations.filter(({ file }) => file.includes(NAME));
    expect(outsidePlan(moved, desk)).toEqual([expect.stringMatching(/seed 1 is in the place of/)]);
  });

  it("is refused where an untrained network is not the one that is drawn", () => {
    const name = "bptt_rdm_1_working_untrained";
    const { about, networks } = read(name);
    const { network } = networks[3];
    const recurrent = network.weights.recurrent.with(9, 0.25);
    const weights = { ...network.weights, recurrent };
    const forged = networks.with(3, { ...networks[3], network: { ...network, weights } });
    expect(() => reading(name, { about, networks: forged })).toThrow(/seed 3: W_recurrent/);
  });

  it("is refused where updates that are given are not the counterpart's", () => {
    const name = "bptt_rdm_0.1_working_matched-updates";
    const { about, networks } = read(name);
    const { cell, seed } = networks[2];
    const updates = networks[2].updates + 1;
    const key = ourRules.key({ cell, seed, updates }, "float32");
    const forged = networks.with(2, { ...networks[2], key, updates, trials: 500 * updates });
    expect(() => reading(name, { about, networks: forged })).toThrow(/seed 2: updates: expected/);
  });

  it("is refused where the weights are those of another condition's network", () => {
    const other = read("bptt_rdm_1_working").networks[4].network.weights.recurrent;
    const { about, networks } = read(NAME);
    const { network } = networks[1];
    const weights = { ...network.weights, recurrent: other };
    const forged = networks.with(1, { ...networks[1], network: { ...network, weights } });
    expect(() => reading(NAME, { about, networks: forged })).toThrow(/those of .* seed 4/);
  });

  it("is refused where it is a condition that no plan has", () => {
    const { populations } = reading(NAME, read(NAME));
    const plan = { name: "another", cells: desk.cells.filter(({ cell }) => cell.rule === "bptt") };
    expect(outsidePlan(populations, plan)).toEqual([
      "full-force rdm 1 working: it is not in the plan another",
    ]);
    expect(outsidePlan(populations, desk)).toEqual([]);
  });
});

describe("fixed points that were forged", () => {
  it("are refused where one alone was left out", () => {
    const sets = decodeRoots(readFileSync(join(PILOT_FOLDER, `${NAME}${ROOTS_ENDING}`)));
    const at = sets.findIndex(({ points }) => points.length > 2);
    const set = { ...sets[at], points: sets[at].points.slice(1) };
    const { populations } = reading(NAME, read(NAME));
    const checked = { verified: 0, refused: [] };
    expect(verifiedRoots(populations, [set], checked)(set.key, set.probe)).toBeUndefined();
    expect(checked.refused).toEqual([expect.stringMatching(/degree is .*, not 1/)]);
  });

  it("are refused where their network is in no file", () => {
    reading(NAME, read(NAME));
    const sets = decodeRoots(readFileSync(join(PILOT_FOLDER, `${NAME}${ROOTS_ENDING}`)));
    const stray = sets.map((set) => ({ ...set, key: `0${set.key.slice(1)}` }));
    writeFileSync(join(folder, `${NAME}${ROOTS_ENDING}`), encodeRoots(stray));
    expect(() => shippedPopulations(folder, ourRules)).toThrow(/which is in no file/);
  });
});
