import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Tier } from "../engine/engine.ts";
import type { ReadableStore } from "../store/store.ts";
import type { Population } from "./analysis.ts";
import { type Cell, cellName } from "./cell.ts";
import { type PlannedCell, seedsLeft } from "./plan.ts";
import { doneOfPlan } from "./planDone.ts";
import { asPlan } from "./planFile.ts";
import { decodeRoots, type ShippedSet } from "./rootsFile.ts";
import type { StudyRules } from "./rules.ts";
import { ROOTS_ENDING } from "./shipped.ts";
import type { TrainedNetwork } from "./trained.ts";
import { unitFile } from "./unitFiles.ts";

/** A condition of a study, and how far it is. */
export type Condition = {
  readonly unit: PlannedCell;
  /** Whether enough networks met the criterion, or as many seeds were tried as may be. */
  readonly complete: boolean;
  /** Networks that count so far: those that met the criterion, or all where all do. */
  readonly met: number;
  /** How many were tried for them. */
  readonly tried: number;
  /** Where it is complete, its networks in order of seed, none missing; else none. */
  readonly networks: readonly TrainedNetwork[];
};

/** The networks of a condition where it is complete, with no seed between them missing, or null. */
export function completeOf(
  unit: PlannedCell,
  networks: readonly TrainedNetwork[],
): readonly TrainedNetwork[] | null {
  const bySeed = new Map(networks.map((network) => [network.seed, network]));
  const prefix: TrainedNetwork[] = [];
  const met: boolean[] = [];
  while (seedsLeft(unit, met).length > 0) {
    const next = bySeed.get(unit.first + prefix.length);
    if (next === undefined) return null;
    prefix.push(next);
    met.push(next.reason === "criterion");
  }
  return prefix;
}

const NO_STORE = (): ReadableStore | undefined => undefined;

/**
 * The conditions of the study whose plan and files are in a folder. One is complete once its file
 * is there; a store says how far others are. Of a network nothing is read but how its training
 * ended. None where the folder has no plan.
 * @throws TypeError or RangeError where `plan.json` is no plan.
 */
export function conditionsIn(
  folder: string,
  {
    rules,
    tier = "float32",
    storeOf = NO_STORE,
    note,
  }: {
    readonly rules: StudyRules;
    readonly tier?: Tier;
    readonly storeOf?: (rule: string) => ReadableStore | undefined;
    /** Told of a file that does not count, and why: its condition is then not complete. */
    readonly note?: (why: string) => void;
  },
): readonly Condition[] {
  const file = join(folder, "plan.json");
  if (!existsSync(file)) return [];
  const plan = asPlan(readFileSync(file, "utf8"));
  const places = { rules, into: folder, tier };
  const told = note === undefined ? {} : { note };
  const files = doneOfPlan(plan, { ...places, ...told, storeOf: NO_STORE });
  const done = storeOf === NO_STORE ? files : doneOfPlan(plan, { ...places, storeOf });
  return plan.cells.map((unit, at): Condition => {
    const whole = completeOf(unit, files[at]);
    const tried = done[at].length;
    const met = done[at].filter(({ reason }) => reason === "criterion").length;
    return {
      ...{ unit, tried },
      complete: whole !== null,
      met: unit.wanted === unit.most ? tried : met,
      networks: whole ?? [],
    };
  });
}

/** The condition that a claim means by a cell: that of its own first seed, or of the lowest. */
export function conditionOf(
  conditions: readonly Condition[],
  cell: Cell,
  firstSeed?: number,
): Condition | undefined {
  const name = cellName(cell);
  const [found] = conditions
    .filter(({ unit }) => cellName(unit.cell) === name)
    .filter(({ unit }) => firstSeed === undefined || unit.first === firstSeed)
    .sort((a, b) => a.unit.first - b.unit.first);
  return found;
}

/** The populations of conditions that are complete. */
export const populationsOf = (
  conditions: readonly Condition[],
  rules: StudyRules,
): readonly Population[] =>
  conditions
    .filter(({ complete }) => complete)
    .map(({ unit, networks }) => ({
      ...{ cell: unit.cell, networks, settings: rules.settings(unit.cell, unit.first) },
      file: basename(unitFile(unit, "")),
    }));

/**
 * The fixed points that lie beside the files of conditions.
 * @throws FormatError where one of their files is not what it should be.
 */
export const rootsOf = (conditions: readonly Condition[], folder: string): readonly ShippedSet[] =>
  conditions.flatMap(({ unit }) => {
    const file = unitFile(unit, folder).replace(/\.safetensors$/, ROOTS_ENDING);
    return existsSync(file) ? decodeRoots(readFileSync(file)) : [];
  });
