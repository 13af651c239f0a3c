import { readFileSync } from "node:fs";
import { join } from "node:path";
import { decodePopulation, encodePopulation } from "../src/study/populationFile.ts";
import { decodeRoots, encodeRoots } from "../src/study/rootsFile.ts";

const read = (name: string): Uint8Array =>
  readFileSync(join(import.meta.dirname, "../fixtures/pilot", `${name}.safetensors`));

/** Shipped populations, of which some networks failed, some were given their updates. */
const NAMES = [
  "bptt_rdm_0.1_working_matched-updates",
  "full-force_3-cdi_1_working",
  "genetic_rdm_1_working",
  "hebbian_rdm_1_working",
];

/** The first two networks of shipped populations, so that tens of thousands can be tried. */
export const realPopulations = (): readonly Uint8Array[] =>
  NAMES.map((name) => {
    const { about, networks } = decodePopulation(read(name));
    const { cell, first, wanted, most } = about;
    return encodePopulation({ cell, first, wanted, most }, networks.slice(0, 2));
  });

/** Shipped fixed points of the first two networks. */
export const realRoots = (): readonly Uint8Array[] =>
  NAMES.filter((name) => name.includes("_rdm_")).map((name) => {
    const sets = decodeRoots(read(`${name}.roots`));
    const keys = [...new Set(sets.map(({ key }) => key))].slice(0, 2);
    return encodeRoots(sets.filter(({ key }) => keys.includes(key)));
  });
