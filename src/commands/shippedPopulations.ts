import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import type { Population } from "../claims/analysis.ts";
import { decodeRoots, type ShippedSet } from "../claims/rootsFile.ts";
import { cellName } from "../training/cell.ts";
import { requireToday } from "../training/ownKey.ts";
import { settingsOf } from "../training/population.ts";
import { decodePopulation, type PopulationAbout } from "../training/populationFile.ts";

/** The ending of a file of fixed points; a population's file ends in `.safetensors` alone. */
export const ROOTS_ENDING = ".roots.safetensors";

/** A population from its file, with what the file says of it. */
export type ShippedPopulation = Population & {
  readonly file: string;
  readonly about: PopulationAbout;
};

/** Populations with the fixed points that are shipped beside them. */
export type Shipped = {
  readonly populations: readonly ShippedPopulation[];
  readonly roots: readonly ShippedSet[];
};

/**
 * Every population of a folder, verified: each file's hash, and each network's key against what its
 * cell's settings are today. Files of one cell that follow each other, seed after seed, are joined.
 * @throws Error that names the file that is not what it says it is.
 */
export async function shippedPopulations(folder: string): Promise<Shipped> {
  if (!existsSync(folder)) throw new Error(`populations: there is no folder ${resolve(folder)}`);
  if (!statSync(folder).isDirectory())
    throw new Error(`populations: expected a folder, got the file ${resolve(folder)}`);
  const files = readdirSync(folder)
    .filter((name) => name.endsWith(".safetensors"))
    .sort();
  const populations: ShippedPopulation[] = [];
  const roots: ShippedSet[] = [];
  for (const file of files)
    try {
      const bytes = readFileSync(join(folder, file));
      if (file.endsWith(ROOTS_ENDING)) roots.push(...decodeRoots(bytes));
      else populations.push(await populationOf(file, bytes));
    } catch (error) {
      throw new Error(
        `${join(folder, file)}: ${error instanceof Error ? error.message : String(error)}`,
        { cause: error },
      );
    }
  return { populations: joined(populations, folder), roots };
}

/**
 * The population of one file, verified, with the fixed points that are shipped beside it.
 * @throws Error that names the file that cannot be read or is not what it says it is.
 */
export async function shippedPopulation(path: string): Promise<Shipped> {
  const rootsPath = path.replace(/\.safetensors$/, ROOTS_ENDING);
  try {
    const roots = existsSync(rootsPath) ? decodeRoots(readFileSync(rootsPath)) : [];
    return { populations: [await populationOf(basename(path), readFileSync(path))], roots };
  } catch (error) {
    throw new Error(`${path}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

/**
 * The populations with those of one cell joined. A gap is refused: the seeds that are done first
 * are those that are trained soonest, and a population of them alone would be another.
 */
function joined(
  populations: readonly ShippedPopulation[],
  folder: string,
): readonly ShippedPopulation[] {
  const byName = new Map<string, ShippedPopulation>();
  for (const next of [...populations].sort((a, b) => a.about.first - b.about.first)) {
    const name = cellName(next.cell);
    const before = byName.get(name);
    if (before === undefined) {
      byName.set(name, next);
      continue;
    }
    const seed = before.about.first + before.networks.length;
    if (next.about.first < seed)
      throw new Error(`populations: ${name} seed ${next.about.first} is in two files of ${folder}`);
    if (next.about.first > seed)
      throw new Error(`populations: ${name} seed ${seed} is in no file of ${folder}`);
    if (next.about.tier !== before.about.tier)
      throw new Error(
        `populations: ${name} mixes ${before.about.tier} and ${next.about.tier} in ${folder}`,
      );
    byName.set(name, { ...before, networks: [...before.networks, ...next.networks] });
  }
  const names = new Set(populations.map(({ cell }) => cellName(cell)));
  return [...names].flatMap((name) => byName.get(name) ?? []);
}

async function populationOf(file: string, bytes: Uint8Array): Promise<ShippedPopulation> {
  const read = decodePopulation(bytes);
  await requireToday(read);
  const { about, networks } = read;
  const { cell } = about;
  const settings = await settingsOf(cell, { name: cell.rule, module: null }, about.first);
  return { cell, settings, networks, file, about };
}
