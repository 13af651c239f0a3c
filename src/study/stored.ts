import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { Storable } from "../setting/storable.ts";
import { readStore } from "../store/store.ts";
import type { Population } from "./analysis.ts";
import { type Cell, cellName } from "./cell.ts";
import { ownKey } from "./key.ts";
import type { LeftOut } from "./networks.ts";
import type { StudyRules } from "./rules.ts";
import { asTrained, type TrainedNetwork } from "./trained.ts";

/** What a store holds of some conditions, and what of it was left out. */
export type StoredNetworks = {
  readonly populations: readonly Population[];
  readonly left: readonly LeftOut[];
};

/**
 * The networks of cells that a store holds, each cell in order of seed; nothing is trained, and the
 * store stays as it is. A network whose key is not that of its cell's settings today is left out,
 * and so is a file of another version, with a warning.
 * @throws Error where there is no such folder, or where networks of a cell come from engines that
 * do not agree to the byte.
 */
export function storedPopulations(
  { folder, cells }: { readonly folder: string; readonly cells: readonly Cell[] },
  { rules, warn }: { readonly rules: StudyRules; readonly warn: (message: string) => void },
): StoredNetworks {
  if (!existsSync(folder)) throw new Error(`store: there is no folder ${resolve(folder)}`);
  const folders = [...new Set(cells.map(({ rule }) => rules.store(folder, rule)))];
  const read = folders.filter(existsSync).map((each) => networksIn(each, warn));
  const all = read.flatMap((each) => each.networks);
  const left = read.flatMap((each) => each.left);
  const populations = cells.map((cell) => {
    const found = all.filter((each) => cellName(each.cell) === cellName(cell));
    const networks = found
      .filter((each) => each.key === ownKey(each, rules))
      .sort((a, b) => a.seed - b.seed);
    const others = found.filter((each) => !networks.includes(each));
    const why = "has another key than its settings give it today";
    left.push(...others.map(({ key }) => ({ cell: cellName(cell), key, why })));
    if (others.length > 0)
      warn(
        `${others.length} of ${found.length} networks of ${cellName(cell)} in ${folder} have ` +
          "another key than its settings give them today: left out",
      );
    const tiers = new Set(networks.map(({ tier }) => tier));
    if (tiers.size > 1)
      throw new Error(`store: ${cellName(cell)} mixes networks of ${[...tiers].join(" and ")}`);
    return { cell, settings: rules.settings(cell, networks.at(0)?.seed), networks };
  });
  return { populations, left };
}

function networksIn(
  folder: string,
  warn: (message: string) => void,
): { readonly networks: readonly TrainedNetwork[]; readonly left: readonly LeftOut[] } {
  const store = readStore(folder, warn);
  const networks: TrainedNetwork[] = [];
  const left: LeftOut[] = [];
  for (const key of store.keys("networks")) {
    const found = store.read("networks", key);
    if (found === undefined) continue;
    const trained = trainedOrNull(found);
    if (trained === null) left.push({ cell: null, key, why: "is of another version" });
    else networks.push(trained);
  }
  if (left.length > 0)
    warn(`${left.length} files in ${store.folder} are of another version: left out`);
  return { networks, left };
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
