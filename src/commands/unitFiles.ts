import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { FormatError } from "../store/safetensors.ts";
import type { PlannedCell } from "../training/plan.ts";
import { decodePopulation, planHash, populationSlug } from "../training/populationFile.ts";
import type { TrainedNetwork } from "../training/trained.ts";

/** The file of a unit of work in a folder of populations. */
export function unitFile(unit: PlannedCell, folder: string): string {
  return join(folder, `${populationSlug(unit)}.safetensors`);
}

/** The networks in the unit's file, where it is there, whole and of this plan; else none. */
export function writtenNetworks(unit: PlannedCell, folder: string): readonly TrainedNetwork[] {
  const file = unitFile(unit, folder);
  if (!existsSync(file)) return [];
  try {
    const { about, networks } = decodePopulation(readFileSync(file));
    return about.plan === planHash(unit) ? networks : [];
  } catch (error) {
    if (error instanceof FormatError) return [];
    throw error;
  }
}
