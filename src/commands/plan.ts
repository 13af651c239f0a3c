import { join, resolve } from "node:path";
import { chooseEngine } from "../engine/choose.ts";
import { canonicalJson } from "../setting/storable.ts";
import { writeAtomically } from "../store/atomic.ts";
import { makeFolder } from "../store/makeFolder.ts";
import { cellName } from "../study/cell.ts";
import type { Plan, PlannedCell } from "../study/plan.ts";
import { doneOfPlan, storesIn } from "../study/planDone.ts";
import { openRules, ourRules, type StudyRules } from "../study/rules.ts";
import { shippedOutcomes } from "../study/shipped.ts";
import type { Host } from "./host.ts";
import { outlookOf, type TimeOf, type UnitOutlook } from "./planCost.ts";
import { hoursOf, outlookTable } from "./planTable.ts";
import { sbatchScript } from "./sbatch.ts";
import { timeCell } from "./timeCell.ts";
import { planNamed } from "./trainPlan.ts";

/** What `attest plan` is asked for. */
export type PlanOptions = {
  /** The name of a plan, or the file of one. */
  readonly scale: string;
  /** Files of rules beside ours. */
  readonly rules: readonly string[];
  readonly json: boolean;
  readonly slurm: boolean;
  /** Whether the cost on this machine is estimated, which takes seconds. */
  readonly cost: boolean;
  readonly store: string;
  /** Where populations are written; where it is left out, `populations`, or by Slurm the store. */
  readonly into: string | undefined;
  /** Populations that say what is to be expected of others. */
  readonly populations: string;
  readonly workers: number;
  readonly engine: string;
  /** Milliseconds that this process has had of the processor, all its threads together. */
  readonly cpuMs: () => number;
  /** The words that start `attest` on this machine. */
  readonly attest: readonly string[];
};

/**
 * Says what a scale trains, what of it is done, and what it would cost here: as a table, or within
 * its plan's file. Or a script for Slurm, with the plan's file in the store.
 * @throws RangeError for a plan that is not there.
 */
export async function plan(options: PlanOptions, host: Host, time?: TimeOf): Promise<void> {
  const found = planNamed(options.scale);
  if (options.slurm) {
    slurm(found, options, host);
    return;
  }
  const rules = await openRules(options.rules);
  const timing = time ?? timingOf(rules, options, host);
  const outlooks = await outlook(found, options, { host, rules, time: timing });
  host.out(
    options.json
      ? planText({ ...found, here: hereOf(outlooks, options) })
      : outlookTable(outlooks, { ...options, width: host.width }),
  );
}

/** A plan's file. */
export const planText = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

/** A plan with the budget of each unit written out. */
export function withBudgets(found: Plan, rules: StudyRules = ourRules): Plan {
  const cells: PlannedCell[] = [];
  for (const unit of found.cells) {
    const { budget } = rules.settings(unit.cell);
    if (unit.budget !== undefined && canonicalJson(unit.budget) !== canonicalJson(budget))
      throw new RangeError(
        `plan: ${cellName(unit.cell)}: its budget is ${canonicalJson(budget)}, not ` +
          canonicalJson(unit.budget),
      );
    cells.push({ ...unit, budget });
  }
  return { ...found, cells };
}

function slurm(found: Plan, options: PlanOptions, host: Host): void {
  const store = resolve(options.store);
  const into = resolve(options.into ?? join(store, "populations"));
  makeFolder(store);
  const file = join(store, "plan.json");
  writeAtomically(file, new TextEncoder().encode(planText(found)));
  host.note(`wrote ${file}\n`);
  host.out(sbatchScript(found, { attest: options.attest, plan: file, store, into }));
}

async function outlook(
  found: Plan,
  options: PlanOptions,
  { host, rules, time }: { readonly host: Host; readonly rules: StudyRules; readonly time: TimeOf },
): Promise<readonly UnitOutlook[]> {
  const warn = (message: string): void => host.note(`${message}\n`);
  const { tier } = await chooseEngine(options.engine);
  const storeOf = storesIn(options.store, rules, warn);
  const into = options.into ?? options.populations;
  const done = doneOfPlan(found, { rules, into, storeOf, tier });
  const known = shippedOutcomes(options.populations, warn);
  return outlookOf(found, { rules, done, known, time: options.cost ? time : undefined });
}

/** Times cells on the engine that was asked for, and says each time as it is known. */
function timingOf(rules: StudyRules, { engine, cpuMs }: PlanOptions, host: Host): TimeOf {
  return async (cell) => {
    const times = await timeCell(cell, { rules, engine: await chooseEngine(engine), cpuMs });
    const [update, run] = [times.updateSeconds, times.runSeconds].map((s) => (1000 * s).toFixed(2));
    host.note(`timed ${cellName(cell)}: ${update} ms an update, ${run} ms a trial validated\n`);
    return times;
  };
}

/** What a plan's file says of this machine; whoever trains from the file passes over it. */
function hereOf(
  outlooks: readonly UnitOutlook[],
  { engine, workers }: PlanOptions,
): Readonly<Record<string, unknown>> {
  return {
    engine,
    workers,
    hours: hoursOf(outlooks, workers),
    units: outlooks.map(({ unit: _, ...rest }) => rest),
  };
}
