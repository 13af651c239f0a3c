import { existsSync } from "node:fs";
import { chooseEngine } from "../engine/choose.ts";
import { textTable } from "../report/textTable.ts";
import { writeAtomically } from "../store/atomic.ts";
import { makeFolder } from "../store/makeFolder.ts";
import { namedFile } from "../store/namedFile.ts";
import { openStore, type Store } from "../store/store.ts";
import { cellName } from "../study/cell.ts";
import { type Plan, type PlannedCell, seedsLeft } from "../study/plan.ts";
import { asPlan } from "../study/planFile.ts";
import { plans } from "../study/plans.ts";
import { encodePopulation } from "../study/populationFile.ts";
import { openRules, type StudyRules } from "../study/rules.ts";
import type { TrainedNetwork } from "../study/trained.ts";
import { storedOf, trainPlanned } from "../study/trainPlanned.ts";
import { unitFile, writtenNetworks } from "../study/unitFiles.ts";
import type { Limits } from "../training/limits.ts";
import type { Host } from "./host.ts";
import { progressOf } from "./progress.ts";

/** What `attest train --plan` is asked for. */
export type TrainPlanOptions = {
  /** The name of a plan, or the file of one. */
  readonly plan: string;
  /** The one unit of work to do, from 0; all of them where it is left out. */
  readonly index: number | undefined;
  readonly store: string;
  /** Files of rules beside ours, or rules that were opened. */
  readonly rules: readonly string[] | StudyRules;
  /** Writes what there is of each population, and trains nothing. */
  readonly stored: boolean;
  /** Where each unit's population is written; nowhere where it is left out. */
  readonly into: string | undefined;
  readonly workers: number;
  readonly engine: string;
  readonly limits: Limits;
  readonly json: boolean;
};

/** What came of a unit of work. */
type UnitDone = {
  readonly cell: string;
  readonly first: number;
  readonly networks: number;
  readonly metTheCriterion: number;
};

/**
 * Does the units of work of a plan that are not done yet: trains their networks, and writes each
 * unit's population as soon as it is complete. It can be stopped and run again at any time.
 * @throws RangeError for a plan or an index that is not there.
 */
export async function trainPlan(options: TrainPlanOptions, host: Host): Promise<void> {
  const plan = planNamed(options.plan);
  const { index } = options;
  if (index !== undefined && !(index < plan.cells.length))
    throw new RangeError(`index: expected 0 … ${plan.cells.length - 1}, got ${index}`);
  const units = index === undefined ? plan.cells : [plan.cells[index]];
  // A cell that there cannot be is refused before the others are trained.
  const rules = "all" in options.rules ? options.rules : await openRules(options.rules);
  for (const { cell } of units) rules.settings(cell);
  const storeOf = storesIn(options.store, rules, host);
  for (const { cell } of units) storeOf(cell.rule);
  if (options.into !== undefined) makeFolder(options.into);
  const done: UnitDone[] = [];
  for (const unit of units) {
    const networks = await networksOf(unit, { plan, rules, storeOf, options, host });
    const metTheCriterion = networks.filter(hasMet).length;
    const { cell, first } = unit;
    done.push({ cell: cellName(cell), first, networks: networks.length, metTheCriterion });
  }
  host.out(options.json ? `${JSON.stringify(done, null, 2)}\n` : tableOf(done, host.width));
}

function tableOf(done: readonly UnitDone[], width: number): string {
  const titles = ["cell", "seeds", "met the criterion"];
  return textTable(
    titles.map((title) => ({ title, align: "left" as const })),
    done.map(({ cell, first, networks, metTheCriterion }) => [
      { text: cell },
      { text: `${first} … ${first + networks - 1}` },
      { text: `${metTheCriterion} of ${networks}` },
    ]),
    width,
  );
}

/** A plan by its name, or from its file. */
export function planNamed(name: string): Plan {
  if (Object.hasOwn(plans, name)) return plans[name];
  if (!existsSync(name))
    throw new RangeError(
      `plan: there is no "${name}"; there are ${Object.keys(plans).join(", ")}, or give a file`,
    );
  return asPlan(new TextDecoder().decode(namedFile(name)));
}

type Work = {
  readonly plan: Plan;
  readonly rules: StudyRules;
  readonly storeOf: (rule: string) => Store;
  readonly options: TrainPlanOptions;
  readonly host: Host;
};

/** The store of each rule, opened once. */
function storesIn(folder: string, rules: StudyRules, host: Host): (rule: string) => Store {
  const opened = new Map<string, Store>();
  return (rule) => {
    const place = rules.store(folder, rule);
    const store = opened.get(place) ?? openStore(place, (message) => host.note(`${message}\n`));
    opened.set(place, store);
    return store;
  };
}

/** The unit's networks: from its population's file as far as that goes, then trained. */
async function networksOf(unit: PlannedCell, work: Work): Promise<readonly TrainedNetwork[]> {
  const { plan, rules, storeOf, options, host } = work;
  const known = await writtenOf(unit, work);
  if (seedsLeft(unit, known.map(hasMet)).length === 0) return known;
  const counterparts: TrainedNetwork[] = [];
  for (const source of sourcesOf(unit, plan))
    counterparts.push(...(await networksOf(source, work)));
  host.note(`${cellName(unit.cell)}\n`);
  const store = storeOf(unit.cell.rule);
  const { modules } = rules;
  const networks = options.stored
    ? await storedOf(unit, { store, engine: options.engine, rules: modules, known, counterparts })
    : await trainPlanned(unit, {
        store,
        workers: options.workers,
        engine: options.engine,
        tell: progressOf(
          { total: unit.wanted, done: known.filter(hasMet).length, met: true },
          host,
        ),
        signal: host.signal,
        limits: options.limits,
        rules: modules,
        known,
        counterparts,
      });
  if (options.into !== undefined && networks.length > known.length)
    writeAtomically(unitFile(unit, options.into), encodePopulation(unit, networks));
  return networks;
}

/** The units of the cell that gives a unit its numbers of updates. */
const sourcesOf = ({ updatesOf }: PlannedCell, { cells }: Plan): readonly PlannedCell[] =>
  updatesOf === undefined ? [] : cells.filter(({ cell }) => cellName(cell) === cellName(updatesOf));

const hasMet = ({ reason }: TrainedNetwork): boolean => reason === "criterion";

/** The networks in the unit's file; what is outdated is made anew, and said to be. */
async function writtenOf(
  unit: PlannedCell,
  { options: { into, engine }, rules, host }: Work,
): Promise<readonly TrainedNetwork[]> {
  if (into === undefined) return [];
  const { tier } = await chooseEngine(engine);
  const note = (why: string): void => host.note(`${why}; it is made anew\n`);
  return writtenNetworks(unit, into, { rules, tier, note });
}
