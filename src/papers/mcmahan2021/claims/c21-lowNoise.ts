import { defineRegistered } from "../../../claims/claim.ts";
import { control, flags } from "../../../claims/made.ts";
import { BOTH_TASKS, one, rulesOr } from "../../../claims/places.ts";
import type { GivenTest } from "../../../claims/test.ts";
import type { Cell } from "../../../study/cell.ts";
import { cellOf } from "../../../study/plan.ts";
import { figureOf } from "./figures.ts";
import { nameOf } from "./names.ts";

/** So many of `n` BPTT networks with one attractor throughout; all of the others. */
const single = (count: number, n = 32) => ({
  values: ({ rule }: Cell) => flags("throughout", rule === "bptt" ? count : n, n),
});

/**
 * C21: at low noise there is one attractor for each input. The share of networks with exactly one
 * stable point at each of ±0.5, ±0.2 and 0, in each context, for each rule and task.
 * @source §3.3, Fig. 3a,d
 */
export const c21 = defineRegistered({
  id: "C21",
  says: "With low input noise there was a single attractor for each input.",
  cite: "§3.3, Fig. 3a,d",
  registered: {
    ...figureOf("C21"),
    measure:
      "share of networks with exactly one stable point at each of ±0.5, ±0.2 and 0 in each " +
      "context; noise 0.1",
    margin: 0.5,
    networks: 32,
    reasons: [
      "0.5: the sentence must be true of most networks.",
      "Of the Hebbian rule RDM alone: with contexts its curriculum passes through other noises.",
    ],
  },
  tests: (subject) =>
    rulesOr(subject).flatMap((rule) =>
      BOTH_TASKS.filter((task) => rule !== "hebbian" || task === "rdm").flatMap((task) => [
        shareOf(cellOf(rule, task, { noise: 0.1 })),
        shareOf(cellOf(rule, task, { noise: 0.5 })),
      ]),
    ),
  controls: [
    control("28 of 32 of one rule", "supported", single(28)),
    control("4 of 32 of one rule", "contradicted", single(4)),
    control("20 of 32", "inconclusive", single(20)),
    control("8 of 8 are too few", "inconclusive", single(8, 8)),
  ],
});

/** At noise 0.5 it stands beside. */
const shareOf = (cell: Cell): GivenTest => ({
  ...{ name: nameOf(cell), on: [one(cell)], by: "shareAtLeast" },
  measure: "stableWhereDriven.throughout",
  role: cell.noise === 0.1 ? "confirmatory" : "exploratory",
});
