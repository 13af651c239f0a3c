import {
  type Cell,
  cellName,
  INTEGRATION_TASKS,
  TASK_CONTEXTS,
  type TaskName,
} from "../study/cell.ts";
import { cellOf, PAPER_NOISES, PAPER_RULES } from "../study/plan.ts";
import type { GivenTest, Group, Place, PositiveControl } from "./test.ts";

/** The tasks that most of the paper is about. */
export const BOTH_TASKS = ["rdm", "cdi"] as const;

/** The tasks of Fig. 2: N-CDI for N = 2 … 6. */
export const FIG_2_TASKS: readonly TaskName[] = ["cdi", "3-cdi", "4-cdi", "5-cdi", "6-cdi"];

/** The paper's rules, or a new one in their place. */
export const rulesOr = (subject: string | undefined): readonly string[] =>
  subject === undefined ? PAPER_RULES : [subject];

/** The paper's rules, and a new one beside them. */
export const rulesAnd = (subject: string | undefined): readonly string[] =>
  subject === undefined ? PAPER_RULES : [...PAPER_RULES, subject];

/** A place of one condition alone. */
export const one = (cell: Cell, at = cell.noise): Place => ({
  ...{ name: cellName(cell), at },
  groups: [{ name: cell.rule, of: [cell] }],
});

/** A place of a task: a group a condition, untrained networks under that name. */
export const atTask = (
  task: TaskName,
  cells: readonly Cell[],
  nameOf: (cell: Cell) => string = ({ rule }) => rule,
): Place => ({
  ...{ name: task, at: TASK_CONTEXTS[task] },
  groups: cells.map((cell): Group => {
    const name = cell.variant === "untrained" ? "untrained" : nameOf(cell);
    return { name, of: [cell] };
  }),
});

/** How the groups of one noise level are called. */
export const noiseGroup = (noise: number): string => `noise ${noise}`;

/** The groups of all noise levels. */
export const NOISE_GROUPS: readonly string[] = PAPER_NOISES.map(noiseGroup);

/** BPTT, or a new rule, at every noise level of each task, and what `more` adds to a task. */
export const noisePlaces = (
  subject = "bptt",
  more: (task: TaskName) => readonly Cell[] = () => [],
): readonly Place[] =>
  INTEGRATION_TASKS.map((task) =>
    atTask(
      task,
      [...PAPER_NOISES.map((noise) => cellOf(subject, task, { noise })), ...more(task)],
      ({ noise }) => noiseGroup(noise),
    ),
  );

/** BPTT and a second rule on every task of Fig. 2. */
export const complexityPlaces = (subject = "genetic"): readonly Place[] =>
  FIG_2_TASKS.map((task) =>
    atTask(
      task,
      ["bptt", subject].map((rule) => cellOf(rule, task)),
    ),
  );

/**
 * Every noise level of a place's conditions, for rules: networks with one stable point at zero
 * input and with several are among them, which are the positive control of topology.
 */
export function atAllNoises(place: Place, task: TaskName, rules: readonly string[]): Place {
  const lower = rules.flatMap((rule) =>
    PAPER_NOISES.filter((noise) => noise !== 1).map((noise) => cellOf(rule, task, { noise })),
  );
  const cells = [...place.groups.flatMap(({ of }) => of), ...lower];
  const nameOf = ({ rule, noise }: Cell): string => `${rule} at noise ${noise}`;
  return { ...atTask(task, cells, nameOf), name: `${task} at all noises` };
}

/** What a comparison of groups at a place is called. */
export const versus = (where: string, names: readonly string[]): string =>
  `${where}: ${names.join(" v ")}`;

/** A comparison of groups at a place; a title makes it exploratory. */
export const comparing = (
  by: "apart" | "distant" | "excess" | "spread",
  {
    measure,
    place,
    title,
  }: { readonly measure: string; readonly place: Place; readonly title?: string },
  groups: readonly string[],
): GivenTest => ({
  name: title === undefined ? versus(place.name, groups) : `${title}${groups.join(" v ")}`,
  role: title === undefined ? "confirmatory" : "exploratory",
  ...{ on: [place], measure, by, groups },
});

/** Whether two groups at a place are alike, by a measure that can tell a control. */
export const alikeAt = (
  {
    measure,
    place,
    control,
  }: { readonly measure: string; readonly place: Place; readonly control: PositiveControl },
  groups: readonly [string, string],
): GivenTest => ({
  ...{ name: versus(place.name, groups), on: [place], measure, by: "alike", groups, control },
});
