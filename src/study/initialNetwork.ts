import type { Network } from "../model/model.ts";
import type { AnyRule } from "../rules/rule.ts";
import { initialMemory } from "../training/initialMemory.ts";
import { type CellSettings, networkStream } from "./cell.ts";
import type { TrainedNetwork } from "./trained.ts";

/** The network that the last attempt at a trained one began with, drawn again from its seed. */
export function initialNetwork(
  { cell, seed, attempts }: Pick<TrainedNetwork, "cell" | "seed" | "attempts">,
  rule: AnyRule,
  settings: CellSettings,
): Network {
  const stream = networkStream(cell, seed);
  return rule.network(initialMemory(rule, { settings, stream, attempt: attempts - 1 }));
}
