import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Cell, networkStream } from "../src/study/cell.ts";
import type { PlannedCell } from "../src/study/plan.ts";
import { encodePopulation } from "../src/study/populationFile.ts";
import { ourRules } from "../src/study/rules.ts";
import type { TrainedNetwork } from "../src/study/trained.ts";
import { unitFile } from "../src/study/unitFiles.ts";
import { drawInitial } from "../src/training/initialMemory.ts";

/** Networks as they were drawn, as if they had been trained: those of `missed` in vain. */
export function madeNetworks(
  cell: Cell,
  count: number,
  { first = 100, missed = [] }: { first?: number; missed?: readonly number[] } = {},
): readonly TrainedNetwork[] {
  const settings = ourRules.settings(cell);
  const { budget, validateEvery, trialsPerUpdate, runsPerTrial = 1 } = settings;
  return Array.from({ length: count }, (_, k): TrainedNetwork => {
    const seed = first + k;
    const isMissed = missed.includes(seed) || budget.updates === 0;
    const own = isMissed ? budget.updates : Math.min(600, budget.updates);
    const attempts = isMissed ? budget.restarts + 1 : 1;
    const updates = own + (attempts - 1) * budget.updates;
    const validations = Math.floor(own / validateEvery);
    return {
      ...{ key: ourRules.key({ cell, seed }, "float32"), cell, seed, tier: "float32", attempts },
      network: drawInitial(settings, networkStream(cell, seed), 0)(),
      ...{ reason: isMissed ? "budget" : "criterion", detail: "", updates, validations },
      ...{ trials: updates * trialsPerUpdate * runsPerTrial, freshAccuracy: 0.91 },
      ...{ idealAccuracy: 0.95, losses: new Float64Array(validations) },
    };
  });
}

/** Writes the plan of a made-up study into its folder. */
export const writePlan = (folder: string, cells: readonly PlannedCell[]): void =>
  writeFileSync(join(folder, "plan.json"), JSON.stringify({ name: "made up", cells }));

/** Writes the file of a condition of a made-up study. */
export const writeUnit = (
  folder: string,
  unit: PlannedCell,
  networks: readonly TrainedNetwork[],
): void => writeFileSync(unitFile(unit, folder), encodePopulation(unit, networks));
