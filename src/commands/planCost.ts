import { type Cell, type CellSettings, TASK_CONTEXTS } from "../study/cell.ts";
import { type Expectation, expectationOf, expectedLeft, type Outcome } from "../study/expected.ts";
import { cellOf, type Plan, type PlannedCell } from "../study/plan.ts";
import type { StudyRules } from "../study/rules.ts";
import { VARIANTS } from "../study/variant.ts";
import { FRESH_TRIALS, VALIDATION_TRIALS } from "../training/score.ts";
import type { CellTimes } from "./timeCell.ts";

/**
 * The share of a validation's trials that are run before its answer is certain, on average over a
 * training: 0.27 to 0.42 in pilots of BPTT and full-FORCE. It is no matter of the machine;
 * `bench/validationShare.ts` prints it.
 */
export const VALIDATION_SHARE = 0.33;

/** A unit of work, with what is done of it and what is to be expected of it. */
export type UnitOutlook = {
  readonly unit: PlannedCell;
  readonly done: number;
  readonly expected: Expectation;
  /** Networks to be tried, in the whole unit and of what is left; as expected. */
  readonly tried: number;
  readonly left: number;
  /** Core-hours of the whole unit and of what is left; null where nothing was timed. */
  readonly hours: { readonly whole: number; readonly left: number } | null;
};

/** Times a cell here, and says so. */
export type TimeOf = (cell: Cell) => Promise<CellTimes>;

/**
 * What there is and what is to come of each unit of a plan. A rule is timed once under a reading
 * with the fewest contexts that the plan has and once with the most; between them the times are
 * taken to rise evenly.
 */
export async function outlookOf(
  plan: Plan,
  {
    rules,
    done,
    known,
    time,
  }: {
    readonly rules: StudyRules;
    readonly done: readonly (readonly Outcome[])[];
    readonly known: readonly Outcome[];
    readonly time: TimeOf | undefined;
  },
): Promise<readonly UnitOutlook[]> {
  const times = time === undefined ? undefined : await timesOf(plan, time);
  const outlooks: UnitOutlook[] = [];
  for (const [at, unit] of plan.cells.entries()) {
    const settings = rules.settings(unit.cell);
    const expected = expectationOf(unit, { known, budget: settings.budget });
    const tried = expectedLeft(unit, [], expected);
    const left = expectedLeft(unit, done[at], expected);
    const seconds = times && networkSeconds(times(unit.cell), { settings, expected, unit });
    const hours =
      seconds === undefined
        ? null
        : { whole: (tried * seconds) / 3600, left: (left * seconds) / 3600 };
    outlooks.push({ unit, done: done[at].length, expected, tried, left, hours });
  }
  return outlooks;
}

/** Seconds that one network takes: its updates, its validations, its score on fresh trials. */
function networkSeconds(
  { updateSeconds, drawSeconds, runSeconds }: CellTimes,
  {
    settings,
    expected,
    unit,
  }: {
    readonly settings: CellSettings;
    readonly expected: Expectation;
    readonly unit: PlannedCell;
  },
): number {
  const isGiven = VARIANTS[unit.cell.variant].updates === "given";
  const validations = isGiven ? 1 : expected.updates / settings.validateEvery;
  const validation = VALIDATION_TRIALS * (drawSeconds + VALIDATION_SHARE * runSeconds);
  const score = FRESH_TRIALS * (drawSeconds + runSeconds);
  return expected.updates * updateSeconds + validations * validation + score;
}

async function timesOf(plan: Plan, time: TimeOf): Promise<(cell: Cell) => CellTimes> {
  const groupOf = ({ rule, reading }: Cell): string => `${rule} ${reading}`;
  const timed = new Map<string, readonly (readonly [number, CellTimes])[]>();
  for (const { cell } of plan.cells) {
    if (timed.has(groupOf(cell))) continue;
    const tasks = plan.cells
      .filter((each) => groupOf(each.cell) === groupOf(cell))
      .map((each) => each.cell.task)
      .sort((a, b) => TASK_CONTEXTS[a] - TASK_CONTEXTS[b]);
    const ends: [number, CellTimes][] = [];
    for (const task of new Set([tasks[0], tasks[tasks.length - 1]]))
      ends.push([
        TASK_CONTEXTS[task],
        await time(cellOf(cell.rule, task, { reading: cell.reading })),
      ]);
    timed.set(groupOf(cell), ends);
  }
  return (cell) => between(timed.get(groupOf(cell)) ?? [], TASK_CONTEXTS[cell.task]);
}

/** Times at a number of contexts, from those at the fewest and at the most. */
function between(ends: readonly (readonly [number, CellTimes])[], contexts: number): CellTimes {
  const [from, low] = ends[0];
  const [to, high] = ends[ends.length - 1];
  const share = to === from ? 0 : (contexts - from) / (to - from);
  const mixed = (name: keyof CellTimes): number => low[name] + share * (high[name] - low[name]);
  return {
    updateSeconds: mixed("updateSeconds"),
    drawSeconds: mixed("drawSeconds"),
    runSeconds: mixed("runSeconds"),
  };
}
