import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { Engine } from "../engine/engine.ts";
import type { Population } from "./analysis.ts";
import type { Cell } from "./cell.ts";
import { type ForeignFile, foreignPopulation } from "./foreign.ts";
import type { ShippedSet } from "./rootsFile.ts";
import type { StudyRules } from "./rules.ts";
import { shippedPopulation, shippedPopulations } from "./shipped.ts";
import { storedPopulations } from "./stored.ts";

/** Where networks come from. */
export type NetworksFrom =
  /** Every population of a folder, with its fixed points; `none` is told where it is not there. */
  | { readonly kind: "shipped"; readonly folder: string; readonly mayLack?: true }
  /** One population's file, with its fixed points. */
  | { readonly kind: "file"; readonly path: string }
  /** What a store holds of some conditions. */
  | { readonly kind: "stored"; readonly folder: string; readonly cells: readonly Cell[] }
  /** Networks that were trained elsewhere. */
  | {
      readonly kind: "foreign";
      readonly file: ForeignFile;
      readonly criterion: number;
      readonly engine: Engine;
    }
  /** Populations at hand, with what fixed points of theirs were solved for before. */
  | {
      readonly kind: "given";
      readonly populations: readonly Population[];
      readonly roots?: readonly ShippedSet[];
    };

/** A network that was found and is in no population. */
export type LeftOut = {
  /** The name of the condition that it says it is of; null where it says none. */
  readonly cell: string | null;
  readonly key: string;
  /** Why, as the rest of a sentence about it. */
  readonly why: string;
};

/** What was read: whole populations, fixed points that are yet to be verified, and the rest. */
export type ReadNetworks = {
  readonly populations: readonly Population[];
  readonly roots: readonly ShippedSet[];
  readonly left: readonly LeftOut[];
};

/**
 * The one reader of networks. Each network of a population has the key that its condition and seed
 * give it today, or comes from elsewhere; what has another key is refused or left out.
 * @throws Error or RangeError that names the folder or file that is not what it should be.
 */
export async function readNetworks(
  from: NetworksFrom,
  { rules, warn }: { readonly rules: StudyRules; readonly warn: (message: string) => void },
): Promise<ReadNetworks> {
  const nothing = { populations: [], roots: [], left: [] };
  if (from.kind === "given")
    return { ...nothing, populations: from.populations, roots: from.roots ?? [] };
  if (from.kind === "file") return { ...nothing, ...shippedPopulation(from.path, rules) };
  if (from.kind === "stored") return { ...nothing, ...storedPopulations(from, { rules, warn }) };
  if (from.kind === "foreign")
    return {
      ...nothing,
      populations: [await foreignPopulation(from.file, from.criterion, from.engine)],
    };
  if (from.mayLack === true && !existsSync(from.folder)) {
    warn(`There is no folder ${resolve(from.folder)}: no other rule is at hand.`);
    return nothing;
  }
  return { ...nothing, ...shippedPopulations(from.folder, rules) };
}
