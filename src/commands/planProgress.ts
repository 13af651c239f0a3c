import { chooseEngine } from "../engine/choose.ts";
import { textTable } from "../report/textTable.ts";
import { type Cell, cellName, TASK_CONTEXTS } from "../study/cell.ts";
import { type Costs, readCosts } from "../study/costs.ts";
import { expectationOf, expectedLeft, type Outcome } from "../study/expected.ts";
import type { Plan, PlannedCell } from "../study/plan.ts";
import { doneOfPlan, storesIn } from "../study/planDone.ts";
import { openRules, type StudyRules } from "../study/rules.ts";
import { shippedOutcomes } from "../study/shipped.ts";
import { networkKey, type TrainedNetwork } from "../study/trained.ts";
import { VARIANTS } from "../study/variant.ts";
import type { Host } from "./host.ts";
import { withBudgets } from "./plan.ts";
import { planNamed } from "./trainPlan.ts";

/** What `attest plan --progress` is asked for. */
export type ProgressOptions = {
  readonly plan: string;
  /** Files of rules beside ours. */
  readonly rules: readonly string[];
  readonly store: string;
  readonly into: string;
  /** Populations that say what is to be expected of others. */
  readonly populations: string;
  readonly workers: number;
  readonly engine: string;
  readonly json: boolean;
};

/** How far one condition is. */
export type ConditionProgress = {
  readonly condition: string;
  readonly first: number;
  readonly wanted: number;
  readonly most: number;
  /** Networks that are finished, and how many of them met the criterion. */
  readonly trained: number;
  readonly met: number;
  /** Seeds that are finished or have begun. */
  readonly tried: number;
  /** Networks still to be trained, as expected: all that may be, where none met the criterion. */
  readonly toGo: number;
  /** Core-hours of those, by what networks took here; null where none did. */
  readonly hoursLeft: number | null;
  readonly waits: string | null;
};

/**
 * Says of each condition of a plan how far it is, and how long the rest takes at this machine's
 * speed: by the processor time of the networks that were trained into this store.
 */
export async function planProgress(options: ProgressOptions, host: Host): Promise<void> {
  const rules = await openRules(options.rules);
  const plan = withBudgets(planNamed(options.plan), rules);
  const conditions = await progressOfPlan(plan, { ...options, rules }, host);
  host.out(
    options.json
      ? `${JSON.stringify({ conditions, notYet: plan.notYet ?? [] }, null, 2)}\n`
      : tableOf(conditions, plan, { ...options, width: host.width }),
  );
}

async function progressOfPlan(
  plan: Plan,
  { rules, ...options }: Omit<ProgressOptions, "rules"> & { readonly rules: StudyRules },
  host: Host,
): Promise<readonly ConditionProgress[]> {
  const warn = (message: string): void => host.note(`${message}\n`);
  const { tier } = await chooseEngine(options.engine);
  const storeOf = storesIn(options.store, rules, warn);
  const done = doneOfPlan(plan, { rules, into: options.into, storeOf, tier });
  const costs = readCosts(options.store);
  const pilot = trainedAsToday(shippedOutcomes(options.populations, warn), rules);
  const known: readonly Outcome[] = [...done.flat(), ...pilot];
  const named = new Set(plan.cells.map(({ cell }) => cell.rule));
  const begun = new Set([...named].flatMap((rule) => storeOf(rule)?.keys("checkpoints") ?? []));
  const rows: ConditionProgress[] = [];
  for (const [at, unit] of plan.cells.entries()) {
    const { cell, first, wanted, most, waits } = unit;
    const settings = rules.settings(cell);
    const { budget } = settings;
    const expected = expectationOf(unit, { known, budget });
    const left = expectedLeft(unit, done[at], expected);
    const seconds = secondsPerRun(cell, costs);
    const runs = settings.trialsPerUpdate * (settings.runsPerTrial ?? 1);
    rows.push({
      condition: cellName(cell),
      ...{ first, wanted, most },
      trained: done[at].length,
      met: done[at].filter(({ reason }) => reason === "criterion").length,
      tried: done[at].length + begunOf(unit, { rules, done: done[at], begun, tier }),
      toGo: left,
      hoursLeft:
        left === 0
          ? 0
          : seconds === null
            ? null
            : (left * Math.max(1, expected.updates) * runs * seconds) / 3600,
      waits: waits ?? null,
    });
  }
  return rows;
}

/** The networks whose condition is still trained as they were: others say nothing of it. */
function trainedAsToday(known: readonly Outcome[], rules: StudyRules): readonly Outcome[] {
  const isSo = new Map<string, boolean>();
  for (const { cell, seed } of known) {
    if (isSo.has(cellName(cell))) continue;
    const [then, now] = [rules.settings(cell, seed), rules.settings(cell)].map((settings) =>
      networkKey({ cell, settings, seed }, "float32"),
    );
    isSo.set(cellName(cell), then === now);
  }
  return known.filter(({ cell }) => isSo.get(cellName(cell)));
}

/** Seeds of a unit that have a checkpoint and no network yet. */
function begunOf(
  { cell, first, most }: PlannedCell,
  {
    rules,
    done,
    begun,
    tier,
  }: {
    readonly rules: StudyRules;
    readonly done: readonly TrainedNetwork[];
    readonly begun: ReadonlySet<string>;
    readonly tier: TrainedNetwork["tier"];
  },
): number {
  // Which number of updates was given, a checkpoint's key alone does not tell.
  if (begun.size === 0 || VARIANTS[cell.variant].updates === "given") return 0;
  const finished = new Set(done.map(({ seed }) => seed));
  let count = 0;
  for (let seed = first; seed < first + most; seed++)
    if (!finished.has(seed) && begun.has(rules.key({ cell, seed }, tier))) count += 1;
  return count;
}

/** What a run of a trial took here: of the cell's own networks, else of its rule's nearest task. */
export function secondsPerRun(cell: Cell, costs: Costs): number | null {
  const contexts = TASK_CONTEXTS[cell.task];
  const distance = (name: string): number => {
    const found = Object.entries(TASK_CONTEXTS).find(([task]) => name.split(" ")[1] === task);
    return found === undefined ? Number.POSITIVE_INFINITY : Math.abs(found[1] - contexts);
  };
  const own = costs[cellName(cell)];
  const near = Object.keys(costs)
    .filter((name) => name.startsWith(`${cell.rule} `) && costs[name].runs > 0)
    .sort((a, b) => distance(a) - distance(b))
    .map((name) => costs[name]);
  const [found] = own !== undefined && own.runs > 0 ? [own] : near;
  return found === undefined ? null : found.seconds / found.runs;
}

const TITLES = ["wanted", "trained", "met", "tried", "to go", "hours left"] as const;

function tableOf(
  conditions: readonly ConditionProgress[],
  { notYet = [] }: Plan,
  { workers, width }: { readonly workers: number; readonly width: number },
): string {
  const rows = conditions.map((each) => [
    `${each.condition}${each.first === 100 ? "" : ` from ${each.first}`}`,
    ...[each.wanted, each.trained, each.met].map(String),
    `${each.tried} of ${each.most}`,
    String(Math.round(each.toGo)),
    each.waits !== null ? "waits" : each.hoursLeft === null ? "?" : each.hoursLeft.toFixed(1),
  ]);
  const table = textTable(
    [
      { title: "condition", align: "left" },
      ...TITLES.map((title) => ({ title, align: "right" }) as const),
    ],
    rows.map((row) => row.map((text) => ({ text }))),
    width,
  );
  return `${table}\n${summaryOf(conditions, workers)}${waitingOf(conditions, notYet)}`;
}

function summaryOf(conditions: readonly ConditionProgress[], workers: number): string {
  const open = conditions.filter(({ waits }) => waits === null);
  const complete = open.filter(({ toGo }) => toGo === 0).length;
  const hours = open.reduce((sum, { hoursLeft }) => sum + (hoursLeft ?? 0), 0);
  const unknown = open.filter(({ hoursLeft }) => hoursLeft === null).length;
  return (
    `${complete} of ${open.length} conditions that train are complete; about ` +
    `${hours.toFixed(1)} core-hours are left, ${(hours / workers).toFixed(1)} h on ${workers} ` +
    `${workers === 1 ? "core" : "cores"}` +
    `${unknown === 0 ? "" : `, without ${unknown} of unknown cost`}.\n`
  );
}

function waitingOf(
  conditions: readonly ConditionProgress[],
  notYet: NonNullable<Plan["notYet"]>,
): string {
  const reasons = new Map<string, string[]>();
  const add = (why: string, what: string): void => {
    reasons.set(why, [...(reasons.get(why) ?? []), what]);
  };
  for (const { waits, condition } of conditions) if (waits !== null) add(waits, condition);
  for (const { why, condition } of notYet) add(why, condition);
  return [...reasons].map(([why, what]) => `waits: ${why}: ${what.join("; ")}\n`).join("");
}
