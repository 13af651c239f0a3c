import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { FormatError } from "../store/safetensors.ts";
import { decodePopulation } from "../training/populationFile.ts";
import type { Outcome } from "./planExpected.ts";
import { ROOTS_ENDING } from "./shippedPopulations.ts";

/** What came of the networks of a folder's populations; a file that is not whole is left out. */
export function knownOutcomes(folder: string, warn: (message: string) => void): readonly Outcome[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(".safetensors") && !name.endsWith(ROOTS_ENDING))
    .sort()
    .flatMap((name) => {
      try {
        return decodePopulation(readFileSync(join(folder, name))).networks;
      } catch (error) {
        if (!(error instanceof FormatError)) throw error;
        warn(`${join(folder, name)}: ${error.message}; left out`);
        return [];
      }
    });
}
