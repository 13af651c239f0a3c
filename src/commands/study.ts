import { join } from "node:path";
import { chooseEngine } from "../engine/choose.ts";
import { writeAtomically } from "../store/atomic.ts";
import { holdFolder } from "../store/hold.ts";
import { makeFolder } from "../store/makeFolder.ts";
import { openStore, readStore } from "../store/store.ts";
import { addCost, costMeter } from "../training/costs.ts";
import { type PlannedCell, seedsLeft } from "../training/plan.ts";
import { plans } from "../training/plans.ts";
import type { PopulationEvent } from "../training/population.ts";
import { encodePopulation, populationSlug } from "../training/populationFile.ts";
import { trainQueue } from "../training/queue.ts";
import type { TrainedNetwork } from "../training/trained.ts";
import { giveWay } from "./giveWay.ts";
import type { Host } from "./host.ts";
import { planText, withBudgets } from "./plan.ts";
import { doneOfPlan } from "./planDone.ts";
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
  const plan = await withBudgets(planNamed(options.plan));
  makeFolder(options.store);
  const hold = await holdFolder(options.store);
  try {
    giveWay(options.nice);
    const store = openStore(options.store, (message) => host.note(`${message}\n`));
    const { tier } = await chooseEngine(options.engine);
    const found = await doneOfPlan(plan, { into: options.into, store, tier });
    const show = progressOf(
      {
        total: plan.cells.filter(isOpen).reduce((sum, { wanted }) => sum + wanted, 0),
        done: found.reduce((sum, networks, at) => sum + countOf(plan.cells[at], networks), 0),
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
    await hold.release();
  }
}

const isOpen = ({ waits }: PlannedCell): boolean => waits === undefined;

/** Networks of a unit that count towards what it wants. */
const countOf = ({ wanted }: PlannedCell, networks: readonly TrainedNetwork[]): number =>
  Math.min(wanted, networks.length);

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

/**
 * Writes one file for each condition that is complete and has none yet, and says which; for one of
 * our own plans its file too.
 */
export async function writeStudy(options: Omit<StudyOptions, "nice">, host: Host): Promise<void> {
  const plan = await withBudgets(planNamed(options.plan));
  const { tier } = await chooseEngine(options.engine);
  const store = readStore(options.store, (message) => host.note(`${message}\n`));
  const files = await doneOfPlan(plan, { into: options.into, store: undefined, tier });
  const done = await doneOfPlan(plan, { into: options.into, store, tier });
  makeFolder(options.into);
  if (Object.hasOwn(plans, options.plan))
    writeAtomically(join(options.into, "plan.json"), new TextEncoder().encode(planText(plan)));
  const written: string[] = [];
  for (const [at, unit] of plan.cells.entries()) {
    const complete = completeOf(unit, done[at]);
    if (complete === null || complete.length === files[at].length) continue;
    const file = join(options.into, `${populationSlug(unit)}.safetensors`);
    writeAtomically(file, encodePopulation(unit, complete));
    const met = complete.filter(({ reason }) => reason === "criterion").length;
    written.push(`${file}: ${met} of ${complete.length} met the criterion\n`);
  }
  host.out(written.length === 0 ? "No further condition is complete.\n" : written.join(""));
}
