import type { Cell, TaskName } from "./cell.ts";
import { cellOf, N_CDI, PAPER_NOISES, PAPER_RULES, type Plan, type PlannedCell } from "./plan.ts";

/** The study's first seed: those below are the pilot's, those from 1,000 up are for tuning. */
const STUDY_FIRST = 100;

/** C01 and C08 have their own seeds from here on, and no other condition may come so far. */
const CRITERIA_FIRST = 200;

/** Networks of a condition that meet the criterion. */
const [MANY, SOME, FEW] = [48, 32, 16];

/** Seeds from 100 until `wanted` met the criterion, or twice as many (Hebbian: three times). */
const until = (wanted: number, cell: Cell): PlannedCell => ({
  cell,
  first: STUDY_FIRST,
  wanted,
  most: Math.min((cell.rule === "hebbian" ? 3 : 2) * wanted, CRITERIA_FIRST - STUDY_FIRST),
});

/** Exactly so many seeds, whatever becomes of them. */
const seeds = (count: number, cell: Cell, first: number = STUDY_FIRST): PlannedCell => ({
  cell,
  first,
  wanted: count,
  most: count,
});

/** BPTT with the numbers of updates of the same seeds at another setting. */
const matched = (count: number, cell: Cell, updatesOf: Cell): PlannedCell => ({
  ...seeds(count, cell),
  updatesOf,
});

const wait = (waits: string, unit: PlannedCell): PlannedCell => ({ ...unit, waits });

/** The rules in the order in which their networks are cheap. */
const CHEAP_FIRST = ["bptt", "full-force", "genetic", "hebbian"] as const;

const grid = (task: TaskName, noises: readonly number[], count: number): readonly PlannedCell[] =>
  CHEAP_FIRST.flatMap((rule) => noises.map((noise) => until(count, cellOf(rule, task, { noise }))));

/** C18: small uniform means or large fixed ones, at noise 1.0 and 0.5, and with equal updates. */
const CORNERS: readonly PlannedCell[] = [
  ...[0.5, 1].map((noise) => until(SOME, cellOf("bptt", "cdi", { noise, variant: "miconi" }))),
  ...[0.5, 1].map((noise) =>
    matched(
      SOME,
      cellOf("bptt", "cdi", { noise, variant: "miconi-matched-updates" }),
      cellOf("bptt", "cdi"),
    ),
  ),
];

/** C09, C14, C18: low noise with as many updates as high noise takes. */
const MATCHED: readonly PlannedCell[] = [
  ...(["rdm", "cdi"] as const).flatMap((task) =>
    [0.1, 0.5].map((noise) =>
      matched(
        SOME,
        cellOf("bptt", task, { noise, variant: "matched-updates" }),
        cellOf("bptt", task),
      ),
    ),
  ),
  matched(
    FEW,
    cellOf("bptt", "4-cdi", { noise: 0.1, variant: "matched-updates" }),
    cellOf("bptt", "4-cdi"),
  ),
];

/** C16: BPTT with each activation; C15: with one output unit; beside them 1 + tanh for H and F. */
const SHAPES: readonly PlannedCell[] = [
  ...(["tanh", "relu"] as const).flatMap((variant) =>
    (["rdm", "cdi"] as const).map((task) => until(SOME, cellOf("bptt", task, { variant }))),
  ),
  ...(["bptt", "genetic"] as const).flatMap((rule) =>
    (["rdm", "cdi"] as const).map((task) =>
      until(SOME, cellOf(rule, task, { variant: "one-unit" })),
    ),
  ),
  ...(["full-force", "hebbian"] as const).map((rule) =>
    seeds(8, cellOf(rule, "rdm", { variant: "shifted-tanh" })),
  ),
];

/** Networks as they are before training: controls of C05, C12 and C13. */
const UNTRAINED: readonly PlannedCell[] = [
  ...PAPER_RULES.flatMap((rule) =>
    (["rdm", "cdi"] as const).map((task) =>
      seeds(FEW, cellOf(rule, task, { variant: "untrained" })),
    ),
  ),
  ...N_CDI.map((task) => seeds(FEW, cellOf("bptt", task, { variant: "untrained" }))),
];

/** The release's way of training, beside the claims. */
const RELEASED: readonly PlannedCell[] = [
  ...(["full-force", "bptt", "genetic"] as const).flatMap((rule) =>
    (["rdm", "cdi"] as const).map((task) => seeds(FEW, cellOf(rule, task, { reading: "code" }))),
  ),
  ...(["rdm", "cdi"] as const).flatMap((task) =>
    PAPER_NOISES.map((noise) =>
      wait(
        "the release's own Hebbian form (its α, its g, means of one size) is not built yet",
        seeds(FEW, cellOf("hebbian", task, { noise, reading: "code" })),
      ),
    ),
  ),
];

/** C17: working memory. */
const MEMORY: readonly PlannedCell[] = CHEAP_FIRST.map((rule) =>
  until(SOME, cellOf(rule, "memory")),
);

/** C01 and C08 have seeds of their own: their counts are not seen by the way. */
const CRITERIA: readonly PlannedCell[] = [
  ...PAPER_RULES.flatMap((rule) => (["rdm", "cdi"] as const).map((task) => cellOf(rule, task))),
  ...(["hebbian", "full-force"] as const).map((rule) => cellOf(rule, "3-cdi")),
].flatMap((cell) =>
  // The longer training answers the shorter one too, so it comes first.
  [{ ...cell, criterion: "ten-in-a-row" as const }, cell].map((each) =>
    seeds(FEW, each, CRITERIA_FIRST),
  ),
);

/**
 * The study: what the claims of the second registration are judged on. Seeds from 100 up, cheap
 * conditions first; `docs/study.md` says which claim needs which.
 */
export const study: Plan = {
  name: "study",
  cells: [
    ...UNTRAINED,
    ...grid("rdm", [1], MANY),
    ...grid("rdm", [0.1, 0.5], SOME),
    ...grid("cdi", PAPER_NOISES, SOME),
    ...CORNERS,
    ...MATCHED.slice(0, -1),
    ...SHAPES,
    ...N_CDI.flatMap((task) =>
      PAPER_NOISES.map((noise) => until(FEW, cellOf("bptt", task, { noise }))),
    ),
    ...MATCHED.slice(-1),
    ...RELEASED,
    ...N_CDI.map((task) => until(FEW, cellOf("genetic", task))),
    wait(
      "least squares corrects W_out, which one output unit ignores: full-FORCE needs another form",
      until(SOME, cellOf("full-force", "rdm", { variant: "one-unit" })),
    ),
    wait(
      "least squares corrects W_out, which one output unit ignores: full-FORCE needs another form",
      until(SOME, cellOf("full-force", "cdi", { variant: "one-unit" })),
    ),
    ...CRITERIA,
    ...MEMORY,
  ],
};
