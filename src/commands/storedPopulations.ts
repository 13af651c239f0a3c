import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { Population } from "../claims/analysis.ts";
import { loadRule } from "../rules/registry.ts";
import type { Storable } from "../setting/storable.ts";
import { readStore } from "../store/store.ts";
import { type Cell, cellName } from "../training/cell.ts";
import { ownKey } from "../training/ownKey.ts";
import { settingsOf } from "../training/population.ts";
import { asTrained, type TrainedNetwork } from "../training/trained.ts";

/**
 * The networks of cells that a store holds, each cell in order of seed; nothing is trained, and the
 * store stays as it is. A network whose key is not that of its cell's settings today is left out,
 * and so is a file of another version, with a warning.
 * @throws Error where there is no such folder, or where networks of a cell come from engines that
 * do not agree to the byte.
 */
export async function storedPopulations(
  cells: readonly Cell[],
  { folder, warn }: { readonly folder: string; readonly warn: (message: string) => void },
): Promise<readonly Population[]> {
  if (!existsSync(folder)) throw new Error(`store: there is no folder ${resolve(folder)}`);
  const store = readStore(folder, warn);
  const byCell = new Map<string, TrainedNetwork[]>();
  let foreign = 0;
  for (const key of store.keys("networks")) {
    const found = store.read("networks", key);
    if (found === undefined) continue;
    const trained = trainedOrNull(found);
    if (trained === null) {
      foreign += 1;
      continue;
    }
    const name = cellName(trained.cell);
    byCell.set(name, [...(byCell.get(name) ?? []), trained]);
  }
  if (foreign > 0) warn(`${foreign} files in ${store.folder} are of another version: left out`);
  const populations: Population[] = [];
  for (const cell of cells) {
    const reference = { name: cell.rule, module: null };
    const rule = await loadRule(reference);
    const found = byCell.get(cellName(cell)) ?? [];
    const networks = found
      .filter((each) => each.key === ownKey(each, rule))
      .sort((a, b) => a.seed - b.seed);
    const others = found.length - networks.length;
    if (others > 0)
      warn(
        `${others} of ${found.length} networks of ${cellName(cell)} in ${store.folder} have ` +
          "another key than its settings give them today: left out",
      );
    const tiers = new Set(networks.map(({ tier }) => tier));
    if (tiers.size > 1)
      throw new Error(`store: ${cellName(cell)} mixes networks of ${[...tiers].join(" and ")}`);
    const settings = await settingsOf(cell, reference, networks.at(0)?.seed);
    populations.push({ cell, settings, networks });
  }
  return populations;
}

/** Null where it is no trained network of this version, such as one of a later variant. */
function trainedOrNull(value: Storable): TrainedNetwork | null {
  try {
    return asTrained(value);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}
