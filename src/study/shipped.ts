import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { FormatError } from "../store/safetensors.ts";
import type { Population } from "./analysis.ts";
import { cellName } from "./cell.ts";
import { requireDerived, sharedRow } from "./derived.ts";
import type { Outcome } from "./expected.ts";
import { requireToday } from "./key.ts";
import { decodePopulation, type PopulationAbout, planHash } from "./populationFile.ts";
import { decodeRoots, type ShippedSet } from "./rootsFile.ts";
import type { StudyRules } from "./rules.ts";
import { VARIANTS } from "./variant.ts";
import { wrongWindow } from "./window.ts";

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
export function shippedPopulations(folder: string, rules: StudyRules): Shipped {
  if (!existsSync(folder)) throw new Error(`populations: there is no folder ${resolve(folder)}`);
  if (!statSync(folder).isDirectory())
    throw new Error(`populations: expected a folder, got the file ${resolve(folder)}`);
  const populations: ShippedPopulation[] = [];
  const roots: ShippedSet[] = [];
  for (const file of populationFiles(folder))
    try {
      const bytes = readFileSync(join(folder, file));
      if (file.endsWith(ROOTS_ENDING)) roots.push(...decodeRoots(bytes));
      else populations.push(populationOf(file, bytes, rules));
    } catch (error) {
      throw new Error(
        `${join(folder, file)}: ${error instanceof Error ? error.message : String(error)}`,
        { cause: error },
      );
    }
  requireTogether({ populations, roots }, folder);
  return { populations: joined(populations, folder), roots };
}

/**
 * The population of one file, verified, with the fixed points that are shipped beside it.
 * @throws Error that names the file that cannot be read or is not what it says it is.
 */
export function shippedPopulation(path: string, rules: StudyRules): Shipped {
  const rootsPath = path.replace(/\.safetensors$/, ROOTS_ENDING);
  try {
    const roots = existsSync(rootsPath) ? decodeRoots(readFileSync(rootsPath)) : [];
    return { populations: [populationOf(basename(path), readFileSync(path), rules)], roots };
  } catch (error) {
    throw new Error(`${path}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

/**
 * What no file shows alone: networks of two conditions that share weights, numbers of updates that
 * are not those of the networks that give them, fixed points of networks that are not there.
 * @throws Error that names the folder, the network and the field.
 */
function requireTogether({ populations, roots }: Shipped, folder: string): void {
  const networks = populations.flatMap((each) => each.networks);
  const keys = new Set(networks.map(({ key }) => key));
  const stray = roots.find(({ key }) => !keys.has(key));
  const wrong =
    sharedRow(networks) ??
    wrongUpdates(populations) ??
    (stray && `fixed points of the network ${stray.key}, which is in no file`);
  if (wrong) throw new Error(`populations: ${folder}: ${wrong}`);
}

/** The first network with its updates given whose updates are not its counterpart's; or null. */
function wrongUpdates(populations: readonly ShippedPopulation[]): string | null {
  const given = populations.filter(({ cell }) => VARIANTS[cell.variant].updates === "given");
  for (const { about, networks } of given) {
    // The file does not say whose updates they are, and the hash of its plan does.
    const source = populations.filter(
      ({ cell }) => planHash({ ...about, updatesOf: cell }) === about.plan,
    );
    const updates = new Map(
      source.flatMap((each) => each.networks.map((one) => [one.seed, one.updates] as const)),
    );
    const wrong = networks.find(
      (each) => updates.has(each.seed) && updates.get(each.seed) !== each.updates,
    );
    if (wrong !== undefined)
      return (
        `${cellName(wrong.cell)} seed ${wrong.seed}: updates: expected ` +
        `${updates.get(wrong.seed)}, as ${cellName(source[0].cell)} has, got ${wrong.updates}`
      );
  }
  return null;
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

function populationOf(file: string, bytes: Uint8Array, rules: StudyRules): ShippedPopulation {
  const read = decodePopulation(bytes);
  requireToday(read, rules);
  requireDerived(read, rules);
  const wrong = wrongWindow(read.about, read.networks);
  if (wrong !== null) throw new RangeError(wrong);
  const { about, networks } = read;
  const { cell } = about;
  return { cell, settings: rules.settings(cell, about.first), networks, file, about };
}

/** What came of the networks of a folder's populations; a file that is not whole is left out. */
export function shippedOutcomes(
  folder: string,
  warn: (message: string) => void,
): readonly Outcome[] {
  if (!existsSync(folder)) return [];
  return populationFiles(folder)
    .filter((name) => !name.endsWith(ROOTS_ENDING))
    .flatMap((name) => {
      try {
        return decodePopulation(readFileSync(join(folder, name))).networks;
      } catch (error) {
        if (!(error instanceof FormatError)) throw error;
        warn(`${join(folder, name)}: ${error.message}; left out`);
        return [];
      }
    });
}

/** The files of populations and of fixed points in a folder, by name. */
const populationFiles = (folder: string): readonly string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".safetensors"))
    .sort();
