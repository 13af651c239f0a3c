import type { Engine } from "../engine/engine.ts";
import type { AnyRule } from "../rules/rule.ts";
import { lastValidation, score } from "../training/score.ts";
import { cellName, networkStream } from "./cell.ts";
import { settingsOfMember } from "./population.ts";
import type { TrainedNetwork } from "./trained.ts";
import { VARIANTS } from "./variant.ts";

/**
 * Measures a network's accuracy on its own fresh trials again, the ideal observer's on the same,
 * and the last validation of its training; answers in words what is not as stated, or null.
 * @param engine of the network's tier: the answers must be the same to the bit
 */
export async function rescore(
  trained: TrainedNetwork,
  rule: AnyRule,
  engine: Engine,
): Promise<string | null> {
  const { cell, seed, updates, network, reason } = trained;
  const isGiven = VARIANTS[cell.variant].updates === "given";
  const settings = settingsOfMember({ cell, seed, ...(isGiven ? { updates } : {}) }, rule);
  const how = { settings, engine, stream: networkStream(cell, seed) };
  const refuse = (what: string): string => `${cellName(cell)} seed ${seed}: ${what}`;
  const found = await score(network, reason, how);
  for (const name of ["idealAccuracy", "freshAccuracy"] as const)
    if (found[name] !== trained[name])
      return refuse(`${name}: measured ${found[name]}, stated ${trained[name]}`);
  if (reason === "diverged") return null;
  const passed = await lastValidation(trained, how);
  // A rule that is not ready may end its budget without a last validation.
  const isKnown = passed !== null && (reason === "criterion" || rule.ready === undefined);
  if (!isKnown || passed === (reason === "criterion")) return null;
  return refuse(`reason: stated ${reason}, and its last validation ${passed ? "passes" : "fails"}`);
}
