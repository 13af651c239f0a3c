import type { Budget } from "../setting/budget.ts";
import type { Cell, TaskName } from "./cell.ts";
import { taskNamed } from "./taskNamed.ts";
import type { VariantName } from "./variant.ts";

/**
 * A unit of work: seeds `first`, `first` + 1, … of a cell until `wanted` networks have met the
 * criterion or `most` seeds were tried. What it trains depends on nothing else.
 */
export type PlannedCell = {
  readonly cell: Cell;
  readonly first: number;
  readonly wanted: number;
  readonly most: number;
  /** The cell whose networks give the numbers of updates, seed by seed. */
  readonly updatesOf?: Cell;
  /** What its rule may spend on a network, for the reader: it must be what the cell gives. */
  readonly budget?: Budget;
  /** Why it is not trained yet, where it is not. */
  readonly waits?: string;
};

/** What a study needs that no cell can say yet. */
export type NotYet = {
  readonly condition: string;
  readonly networks: number;
  readonly why: string;
};

/** What a study trains. */
export type Plan = {
  readonly name: string;
  readonly cells: readonly PlannedCell[];
  readonly notYet?: readonly NotYet[];
};

/** The paper's four rules. */
export const PAPER_RULES = ["bptt", "genetic", "hebbian", "full-force"] as const;

/** The paper's input noise levels. */
export const PAPER_NOISES = [0.1, 0.5, 1] as const;

/** The tasks with more than two contexts. */
export const N_CDI = ["3-cdi", "4-cdi", "5-cdi", "6-cdi"] as const;

/**
 * A cell of the populations' base reading, `working`.
 * @throws RangeError for a task that there is not.
 */
export function cellOf(
  rule: string,
  task: TaskName,
  { noise = 1, reading = "working", variant = "as-is" }: CellOptions = {},
): Cell {
  return { rule, task: taskNamed(task), noise, reading, variant };
}

type CellOptions = {
  readonly noise?: number;
  readonly reading?: string;
  readonly variant?: VariantName;
};

/** Seeds 0, 1, … until 16 have met the criterion or 64 were tried; 24 of the genetic rule. */
const enough = (cell: Cell): PlannedCell => ({
  cell,
  first: 0,
  wanted: 16,
  most: cell.rule === "genetic" ? 24 : 64,
});

/** The first `count` seeds, whatever becomes of them. */
const exactly = (cell: Cell, count: number): PlannedCell => ({
  cell,
  first: 0,
  wanted: count,
  most: count,
});

/** What one slow rule gets in its slow cells. */
const SLOW_WANTED = 12;

/** The shipped populations, in the order in which they are trained: the slowest come last. */
export const desk: Plan = {
  name: "desk",
  cells: [
    ...(["bptt", "full-force", "hebbian"] as const).flatMap((rule) =>
      (["rdm", "cdi"] as const).flatMap((task) =>
        PAPER_NOISES.map((noise) => enough(cellOf(rule, task, { noise }))),
      ),
    ),
    ...N_CDI.flatMap((task) =>
      PAPER_NOISES.map((noise) => enough(cellOf("bptt", task, { noise }))),
    ),
    ...(["rdm", "cdi"] as const).flatMap((task) => [
      enough(cellOf("bptt", task, { variant: "tanh" })),
      enough(cellOf("bptt", task, { variant: "one-unit" })),
      {
        ...exactly(cellOf("bptt", task, { noise: 0.1, variant: "matched-updates" }), 16),
        updatesOf: cellOf("bptt", task),
      },
      ...PAPER_RULES.map((rule) => exactly(cellOf(rule, task, { variant: "untrained" }), 16)),
    ]),
    ...(["4-cdi", "5-cdi", "6-cdi"] as const).map((task) =>
      exactly(cellOf("bptt", task, { variant: "untrained" }), 16),
    ),
    ...(["hebbian", "full-force"] as const).map((rule) => exactly(cellOf(rule, "3-cdi"), 16)),
    enough(cellOf("bptt", "cdi", { noise: 0.5, variant: "miconi" })),
    ...PAPER_RULES.flatMap((rule) =>
      (["rdm", "cdi"] as const).map((task) => exactly(cellOf(rule, task, { reading: "code" }), 8)),
    ),
    ...(["rdm", "cdi"] as const).flatMap((task) =>
      PAPER_NOISES.map((noise) => {
        const planned = enough(cellOf("genetic", task, { noise }));
        return task === "rdm" ? planned : { ...planned, wanted: SLOW_WANTED };
      }),
    ),
    ...N_CDI.map((task) => ({ ...enough(cellOf("genetic", task)), wanted: SLOW_WANTED })),
  ],
};

/** One quick cell for each rule that trains quickly: minutes, to see that all works. */
export const smoke: Plan = {
  name: "smoke",
  cells: PAPER_RULES.map((rule) => exactly(cellOf(rule, "rdm", { noise: 0.1 }), 2)),
};

/**
 * BPTT on RDM with little and with much noise, from seeds that no claim is judged on: minutes, for
 * a first whole run from training to verdicts.
 */
export const pilots: Plan = {
  name: "pilots",
  cells: [0.1, 1].map((noise) => ({
    ...exactly(cellOf("bptt", "rdm", { noise }), 8),
    first: 1000,
  })),
};

/** Networks in a unit of work of the paper's study. */
const CHUNK = 5;

/**
 * A study of the paper's size: 1,920 networks, in units of five. B G H F on RDM and CDI at three
 * noises (1,200), B and G on N = 3 … 6 (400), B on N = 3 … 6 at the two lower noises (320). Beside
 * them what the claims ask for and the paper's count leaves out: untrained networks (176), H and F
 * on N = 3 (32), and B on CDI in Miconi's setting (50).
 */
export const paper: Plan = {
  name: "paper",
  cells: [
    ...PAPER_RULES.flatMap((rule) =>
      (["rdm", "cdi"] as const).flatMap((task) =>
        PAPER_NOISES.flatMap((noise) => chunks(cellOf(rule, task, { noise }), 50)),
      ),
    ),
    ...(["bptt", "genetic"] as const).flatMap((rule) =>
      N_CDI.flatMap((task) => chunks(cellOf(rule, task), 50)),
    ),
    ...N_CDI.flatMap((task) =>
      [0.1, 0.5].flatMap((noise) => chunks(cellOf("bptt", task, { noise }), 40)),
    ),
    ...desk.cells.filter(({ cell }) => cell.variant === "untrained"),
    ...(["hebbian", "full-force"] as const).map((rule) => exactly(cellOf(rule, "3-cdi"), 16)),
    ...chunks(cellOf("bptt", "cdi", { noise: 0.5, variant: "miconi" }), 50),
  ],
};

function chunks(cell: Cell, networks: number): readonly PlannedCell[] {
  return Array.from({ length: networks / CHUNK }, (_, k) => ({
    ...exactly(cell, CHUNK),
    first: k * CHUNK,
  }));
}

/** What has come of a unit of work so far: whether more seeds are needed, and which. */
export function seedsLeft(
  { first, wanted, most }: PlannedCell,
  met: readonly boolean[],
): readonly number[] {
  const count = Math.min(wanted - met.filter(Boolean).length, most - met.length);
  return Array.from({ length: Math.max(0, count) }, (_, k) => first + met.length + k);
}
