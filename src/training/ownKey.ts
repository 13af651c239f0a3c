import { arithmeticVersion } from "../engine/arithmetic.ts";
import { loadRule } from "../rules/registry.ts";
import type { AnyRule } from "../rules/rule.ts";
import { cellName } from "./cell.ts";
import { settingsOfMember } from "./population.ts";
import type { ReadPopulation } from "./populationFile.ts";
import { networkKey, type TrainedNetwork } from "./trained.ts";
import { VARIANTS } from "./variant.ts";

/**
 * The key that a trained network would have if it were trained today: that of its cell's settings,
 * with its own number of updates where the variant has them given.
 * @throws RangeError where its cell means nothing today.
 */
export function ownKey(
  { cell, seed, updates, tier }: Pick<TrainedNetwork, "cell" | "seed" | "updates" | "tier">,
  rule: AnyRule,
): string {
  const isGiven = VARIANTS[cell.variant].updates === "given";
  const settings = settingsOfMember({ cell, seed, ...(isGiven ? { updates } : {}) }, rule);
  return networkKey({ cell, settings, seed }, tier);
}

/**
 * Refuses a population that is not the one that would be trained today.
 * @throws RangeError that names the arithmetic, or the first seed that is out of its place or has
 * another key than today's settings give it.
 */
export async function requireToday({ about, networks }: ReadPopulation): Promise<void> {
  const { cell, first, arithmetic } = about;
  if (arithmetic !== String(arithmeticVersion))
    throw new RangeError(`arithmetic ${arithmetic}, expected ${arithmeticVersion}`);
  const rule = await loadRule({ name: cell.rule, module: null });
  for (const [at, trained] of networks.entries()) {
    const { seed, key } = trained;
    if (seed !== first + at)
      throw new RangeError(`seed ${seed} is in the place of seed ${first + at}`);
    if (ownKey(trained, rule) !== key)
      throw new RangeError(`seed ${seed} has another key than ${cellName(cell)} gives it`);
  }
}
