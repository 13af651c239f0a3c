import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { chooseEngine } from "../engine/choose.ts";
import { writeAtomically } from "../store/atomic.ts";
import { nodeFiles } from "../store/files.ts";
import { holdFolder } from "../store/hold.ts";
import { makeFolder } from "../store/makeFolder.ts";
import { openStore, readStore, type Store } from "../store/store.ts";
import { removeStale } from "../store/temporary.ts";
import { completeOf } from "../study/conditions.ts";
import { addCost, costMeter } from "../study/costs.ts";
import type { Plan, PlannedCell } from "../study/plan.ts";
import { doneOfPlan } from "../study/planDone.ts";
import { asPlan } from "../study/planFile.ts";
import { plans } from "../study/plans.ts";
import type { PopulationEvent } from "../study/population.ts";
import { encodePopulation } from "../study/populationFile.ts";
import { trainQueue } from "../study/queue.ts";
import { ourRules } from "../study/rules.ts";
import type { TrainedNetwork } from "../study/trained.ts";
import { requireOwnFile, unitFile } from "../study/unitFiles.ts";
import { giveWay } from "./giveWay.ts";
import type { Host } from "./host.ts";
import { planText, withBudgets } from "./plan.ts";
import { progressOf } from "./progress.ts";
import { planNamed } from "./trainPlan.ts";

/** What `attest study` is asked for. */
export type StudyOptions = {
  /** The plan's name or file. */
  readonly plan: string;
  readonly store: string;
  /** Where the files of complete conditions are. */
  readonly into: string;
  readonly workers: number;
  readonly engine: string;
  /** From 0 to 19: the higher, the more gives this way to whatever else the machine does. */
  readonly nice: number;
};

/**
 * Trains what a plan's conditions lack, on all workers, and gives way to other processes. It goes
 * on from what is stored, so it can be ended in any way and run again; two at once are refused.
 * @throws Error where another process trains into the same store.
 */
export async function trainStudy(options: StudyOptions, host: Host): Promise<void> {
  const plan = withBudgets(planNamed(options.plan));
  makeFolder(options.store);
  const hold = await holdFolder(options.store);
  const takeBack = giveWay(options.nice);
  try {
    host.note(`Process ${process.pid} trains; a signal to it ends it, and the next goes on.\n`);
    const note = (message: string): void => host.note(`${message}\n`);
    const store = openStore(options.store, note);
    removeStale(options.store, nodeFiles);
    const { tier } = await chooseEngine(options.engine);
    const places = { rules: ourRules, into: options.into, tier, note };
    const found = doneOfPlan(plan, { ...places, storeOf: () => store });
    removeCheckpoints(store, found.flat());
    const show = progressOf(
      {
        total: plan.cells.filter(isOpen).reduce((sum, { wanted }) => sum + wanted, 0),
        done: found.reduce((sum, networks, at) => sum + countOf(plan.cells[at], networks), 0),
        alike: false,
      },
      host,
    );
    const measure = costMeter(host.cpuMs, (cell, cost) => {
      try {
        addCost(options.store, cell, cost);
      } catch (error) {
        // An estimate is not worth a network.
        host.note(`${error instanceof Error ? error.message : error}\n`);
      }
    });
    const tell = (event: PopulationEvent): void => {
      show(event);
      measure(event);
    };
    const ended = await trainQueue(plan, found, { ...options, store, tell, signal: host.signal });
    const complete = plan.cells.filter((unit, at) => completeOf(unit, ended[at]) !== null).length;
    host.out(`${complete} of ${plan.cells.length} conditions are complete.\n`);
  } finally {
    takeBack();
    await hold.release();
  }
}

/** Removes what a kill left: checkpoints of networks that were stored just before it. */
function removeCheckpoints(store: Store, networks: readonly TrainedNetwork[]): void {
  const finished = new Set(networks.map(({ key }) => key));
  for (const key of store.keys("checkpoints"))
    if (finished.has(key)) store.remove("checkpoints", key);
}

const isOpen = ({ waits }: PlannedCell): boolean => waits === undefined;

/** Networks of a unit that count towards what it wants. */
const countOf = ({ wanted }: PlannedCell, networks: readonly TrainedNetwork[]): number =>
  Math.min(wanted, networks.length);

/**
 * Writes one file for each condition that is complete and has none yet, and says which; for one of
 * our own plans its file too.
 * @throws Error where that would be written over a file of another plan.
 */
export async function writeStudy(options: Omit<StudyOptions, "nice">, host: Host): Promise<void> {
  const plan = withBudgets(planNamed(options.plan));
  const { tier } = await chooseEngine(options.engine);
  const store = readStore(options.store, (message) => host.note(`${message}\n`));
  const note = (why: string): void => host.note(`${why}; it is made anew\n`);
  const places = { rules: ourRules, into: options.into, tier };
  const files = doneOfPlan(plan, { ...places, storeOf: () => undefined, note });
  const done = doneOfPlan(plan, { ...places, storeOf: () => store });
  const complete = plan.cells.flatMap((unit, at) => {
    const networks = completeOf(unit, done[at]);
    return networks === null || networks.length === files[at].length ? [] : [{ unit, networks }];
  });
  for (const { unit } of complete) requireOwnFile(unit, options.into);
  makeFolder(options.into);
  removeStale(options.into, nodeFiles);
  if (Object.hasOwn(plans, options.plan)) writePlan(plan, join(options.into, "plan.json"));
  for (const { unit, networks } of complete) {
    const file = unitFile(unit, options.into);
    writeAtomically(file, encodePopulation(unit, networks));
    const met = networks.filter(({ reason }) => reason === "criterion").length;
    host.out(`${file}: ${met} of ${networks.length} met the criterion\n`);
  }
  if (complete.length === 0) host.out("No further condition is complete.\n");
}

/** @throws Error where a plan of another name is in that file. */
function writePlan(plan: Plan, file: string): void {
  const name = existsSync(file) ? nameOfPlan(readFileSync(file, "utf8")) : null;
  if (name !== null && name !== plan.name)
    throw new Error(`${file}: it is the plan ${name}; name another folder by --into`);
  writeAtomically(file, new TextEncoder().encode(planText(plan)));
}

/** The name of the plan that a text is; null where it is none, or none of today. */
function nameOfPlan(text: string): string | null {
  try {
    return asPlan(text).name;
  } catch {
    return null;
  }
}
