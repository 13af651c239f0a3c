import type { Tier } from "../engine/engine.ts";
import type { Job } from "../training/job.ts";
import { type Cell, type CellSettings, cellName, streamName, withoutCriterion } from "./cell.ts";
import { networkKey } from "./trained.ts";

/** The job of training a seed of a cell on an engine of a tier, from what the cell means. */
export function jobOf(
  {
    cell,
    seed,
    settings,
  }: { readonly cell: Cell; readonly seed: number; readonly settings: CellSettings },
  tier: Tier,
): Job {
  return {
    name: `${cellName(cell)} seed ${seed}`,
    stream: streamName(cell),
    ...{ seed, settings, tier },
    key: networkKey({ cell, settings, seed }, tier),
    about: { cell },
    ...(cell.criterion === undefined ? {} : { passage: passageOf({ cell, seed, settings }, tier) }),
  };
}

/** The key of the network that ends at its first passage, and its cell. */
function passageOf(
  {
    cell,
    seed,
    settings,
  }: { readonly cell: Cell; readonly seed: number; readonly settings: CellSettings },
  tier: Tier,
): Required<Job>["passage"] {
  const [first, stopping] = [withoutCriterion(cell), "first-passage"] as const;
  return {
    key: networkKey({ cell: first, seed, settings: { ...settings, stopping } }, tier),
    about: { cell: first },
  };
}
