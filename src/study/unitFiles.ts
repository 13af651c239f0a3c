import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Tier } from "../engine/engine.ts";
import { FormatError } from "../store/safetensors.ts";
import { requireDerived } from "./derived.ts";
import { requireToday } from "./key.ts";
import type { PlannedCell } from "./plan.ts";
import { decodePopulation, planHash, populationSlug } from "./populationFile.ts";
import type { StudyRules } from "./rules.ts";
import type { TrainedNetwork } from "./trained.ts";

/** The file of a unit of work in a folder of populations. */
export function unitFile(unit: PlannedCell, folder: string): string {
  return join(folder, `${populationSlug(unit)}.safetensors`);
}

/** What is thrown of a file that is broken, or holds something else than it should. */
const OUTDATED = [FormatError, TypeError, RangeError] as const;

/**
 * The networks in the unit's file, where it is there, whole, of this plan, and what would be
 * trained today by an engine of `tier`; else none, and `note` is told why.
 */
export function writtenNetworks(
  unit: PlannedCell,
  folder: string,
  {
    rules,
    tier,
    note,
  }: {
    readonly rules: StudyRules;
    readonly tier: Tier;
    readonly note?: (why: string) => void;
  },
): readonly TrainedNetwork[] {
  const file = unitFile(unit, folder);
  if (!existsSync(file)) return [];
  try {
    const read = decodePopulation(readFileSync(file));
    if (read.about.plan !== planHash(unit)) throw new RangeError("it is of another plan");
    if (read.about.tier !== tier)
      throw new RangeError(`it is of the tier ${read.about.tier}, not ${tier}`);
    requireToday(read, rules);
    requireDerived(read, rules);
    return read.networks;
  } catch (error) {
    if (!OUTDATED.some((kind) => error instanceof kind)) throw error;
    note?.(`${file}: ${error instanceof Error ? error.message : error}`);
    return [];
  }
}

/**
 * Refuses to write over a whole population that another plan asked for: it may have taken weeks.
 * @throws Error that names the file.
 */
export function requireOwnFile(unit: PlannedCell, folder: string): void {
  const file = unitFile(unit, folder);
  if (!existsSync(file)) return;
  try {
    if (decodePopulation(readFileSync(file)).about.plan === planHash(unit)) return;
  } catch (error) {
    if (error instanceof FormatError) return;
    throw error;
  }
  throw new Error(`${file}: another plan wrote it; name another folder by --into`);
}
