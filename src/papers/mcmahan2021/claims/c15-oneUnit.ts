import { defineRegistered } from "../../../claims/claim.ts";
import { control } from "../../../claims/made.ts";
import { BOTH_TASKS } from "../../../claims/places.ts";
import { cellOf } from "../../../study/plan.ts";
import { figureOf } from "./figures.ts";
import { APART, rulesAt, similarExcept } from "./similarity.ts";

const tasks = ["rdm"];

/**
 * C15: with one output unit in place of a readout, as H has, the rules' representations are as in
 * C02. The appendix is not at hand: it is assumed that B, G and F have one unit and all else as is.
 * @source the appendix, as §4 tells of it
 */
export const c15 = defineRegistered({
  id: "C15",
  says: "With one output unit representations of BPTT, GA and FF are similar, those of H distinct.",
  cite: "App., Figure 11",
  registered: {
    ...figureOf("C15"),
    measure: "excess silhouette of SVCCA distances of each pair of rules, kept and fixed K = 2",
    networks: 32,
    reasons: [
      "As C02: a quarter of networks with tanh among BPTT's, untrained networks as control.",
      "The appendix is not at hand: one unit in B, G and F, all else as it is.",
    ],
  },
  tests: (subject) =>
    BOTH_TASKS.flatMap((task) =>
      similarExcept(task, subject, {
        cellsOf: (rule) => cellOf(rule, task, rule === APART ? {} : { variant: "one-unit" }),
        beside: [],
      }),
    ),
  controls: [
    control("H apart", "supported", rulesAt(0, 20), { tasks }),
    control("all alike", "contradicted", rulesAt(0, 0), { tasks }),
    control("too few", "inconclusive", rulesAt(0, 20, 40, 8), { tasks }),
  ],
});
