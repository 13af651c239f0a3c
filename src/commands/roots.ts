import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { analyse } from "../claims/analysis.ts";
import { decodeRoots, encodeRoots, type ShippedSet } from "../claims/rootsFile.ts";
import { solveRoots } from "../claims/solveRoots.ts";
import { working } from "../setting/readings.ts";
import { writeAtomically } from "../store/atomic.ts";
import { type Cell, cellName } from "../training/cell.ts";
import type { Host } from "./host.ts";
import { ROOTS_ENDING, shippedPopulations } from "./shippedPopulations.ts";

/**
 * Solves for the fixed points of every population of a folder, and writes them beside it; networks
 * that the file of fixed points holds already are not solved for again.
 * @throws RangeError where `only` is in no cell's name
 */
export async function roots(
  { folder, only }: { readonly folder: string; readonly only: string | undefined },
  host: Host,
): Promise<void> {
  const { populations } = await shippedPopulations(folder);
  const isWanted = ({ cell }: { readonly cell: Cell }): boolean =>
    only === undefined || cellName(cell).includes(only);
  if (!populations.some(isWanted))
    throw new RangeError(`only: no cell of ${folder} is called "${only}", such as "genetic rdm 1"`);
  for (const population of populations.filter(isWanted)) {
    const name = cellName(population.cell);
    const file = join(folder, population.file.replace(/\.safetensors$/, ROOTS_ENDING));
    const before = existsSync(file) ? decodeRoots(readFileSync(file)) : [];
    const known = new Map<string, ShippedSet[]>();
    for (const set of before) known.set(set.key, [...(known.get(set.key) ?? []), set]);
    const networks = population.networks.filter(({ reason }) => reason !== "diverged");
    if (networks.every(({ key }) => known.has(key))) continue;
    const analysis = analyse([population], working);
    const sets: ShippedSet[] = [];
    for (const trained of networks) {
      sets.push(...(known.get(trained.key) ?? (await solveRoots(analysis, trained))));
      host.note(`${name} seed ${trained.seed}\n`);
    }
    writeAtomically(file, encodeRoots(sets));
  }
}
