import { arithmeticVersion } from "../engine/arithmetic.ts";
import { cellName } from "./cell.ts";
import type { ReadPopulation } from "./populationFile.ts";
import type { StudyRules } from "./rules.ts";
import type { TrainedNetwork } from "./trained.ts";
import { VARIANTS } from "./variant.ts";

/**
 * The key that a trained network would have if it were trained today: that of its cell's settings,
 * with its own number of updates where the variant has them given.
 * @throws RangeError where its cell means nothing today.
 */
export function ownKey(
  { cell, seed, updates, tier }: Pick<TrainedNetwork, "cell" | "seed" | "updates" | "tier">,
  rules: StudyRules,
): string {
  const isGiven = VARIANTS[cell.variant].updates === "given";
  return rules.key({ cell, seed, ...(isGiven ? { updates } : {}) }, tier);
}

/**
 * Refuses a population that is not the one that would be trained today.
 * @throws RangeError that names the arithmetic, or the first seed that is out of its place or has
 * another key than today's settings give it.
 */
export function requireToday({ about, networks }: ReadPopulation, rules: StudyRules): void {
  const { cell, first, arithmetic } = about;
  if (arithmetic !== String(arithmeticVersion))
    throw new RangeError(`arithmetic ${arithmetic}, expected ${arithmeticVersion}`);
  for (const [at, trained] of networks.entries()) {
    const { seed, key } = trained;
    if (seed !== first + at)
      throw new RangeError(`seed ${seed} is in the place of seed ${first + at}`);
    if (ownKey(trained, rules) !== key)
      throw new RangeError(`seed ${seed} has another key than ${cellName(cell)} gives it`);
  }
}
