import { defineRegistered } from "../../../claims/claim.ts";
import { control, flags } from "../../../claims/made.ts";
import { BOTH_TASKS, one, rulesOr } from "../../../claims/places.ts";
import type { GivenTest } from "../../../claims/test.ts";
import type { Cell } from "../../../study/cell.ts";
import { cellOf } from "../../../study/plan.ts";
import { figureOf } from "./figures.ts";
import { nameOf } from "./names.ts";
import { alsoReached, budgetOf } from "./reached.ts";

/** So many of `n` networks of one rule by first passage, and by ten in a row; all of the others. */
const met = (of: string, first: number, tenInARow: number, n = 16) => ({
  values: ({ rule, criterion }: Cell) =>
    flags("met", rule !== of ? n : criterion === undefined ? first : tenInARow, n),
});

/**
 * C01: every rule reaches 90 % on RDM and CDI. The share of networks that met the criterion within
 * a stated budget, by first passage and by ten validations in a row, for each rule and task.
 * @source §3.1
 */
export const c01 = defineRegistered({
  id: "C01",
  says: "All RNNs performed the tasks with greater than 90 % accuracy after training.",
  cite: "§3.1",
  registered: {
    ...figureOf("C01"),
    measure: "share of seeds 200 to 215 that met the criterion; noise 1.0",
    margin: 0.6,
    networks: 16,
    ifRight: { share: 0.98, why: "the paper says all of them" },
    reasons: [
      "0.60: a lab that trains a rule expects most of its networks to pass; 14 of 16 are needed.",
      "First passage is the paper's criterion, and luck; ten in a row is what it is meant to say.",
    ],
  },
  tests: (subject) => rulesOr(subject).flatMap((rule) => BOTH_TASKS.flatMap(testsOf(rule))),
  controls: [
    control("all but one", "supported", met("hebbian", 16, 15)),
    control("4 of 16, whatever the criterion", "contradicted", met("full-force", 4, 4)),
    control("4 of 16, within our own budget", "inconclusive", met("bptt", 4, 4)),
    control("the criterion decides", "inconclusive", met("full-force", 16, 2)),
    control("11 of 16", "inconclusive", met("genetic", 11, 11)),
    control("8 of 8 are too few", "inconclusive", met("bptt", 8, 8, 8)),
    control("a condition is not at hand", "inconclusive", {
      values: ({ task, criterion }) => flags("met", 16, task === "cdi" && criterion ? 0 : 16),
    }),
  ],
});

const testsOf =
  (rule: string) =>
  (task: "rdm" | "cdi"): readonly GivenTest[] => {
    const cell = cellOf(rule, task);
    const name = nameOf(cell);
    const test = { on: [one(cell)], by: "shareAtLeast", measure: "reaching.met" } as const;
    const role = "exploratory";
    return [
      { ...test, ...budgetOf(rule), name, also: alsoReached(cell) },
      { ...test, ...{ role, name: `${name}, fresh trials`, measure: "reaching.above" } },
      {
        ...{ role, name: `${name}, over the ideal observer`, on: [one(cell)] },
        ...{ measure: "reaching.overIdeal", by: "mean" },
      },
    ];
  };
