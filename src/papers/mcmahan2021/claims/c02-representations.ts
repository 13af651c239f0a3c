import { defineRegistered } from "../../../claims/claim.ts";
import { control } from "../../../claims/made.ts";
import { BOTH_TASKS } from "../../../claims/places.ts";
import { cellOf } from "../../../study/plan.ts";
import { figureOf } from "./figures.ts";
import { rulesAt, similarExcept } from "./similarity.ts";

const tasks = ["rdm"];

/**
 * C02: BPTT, the genetic rule and full-FORCE have similar representations, and Hebbian networks are
 * apart. Excess silhouettes of SVCCA distances, pair by pair, also of two components of each.
 * @source §3.1, Fig. 1a,b
 */
export const c02 = defineRegistered({
  id: "C02",
  says: "Representations were similar for BPTT, GA and FF; those of H were distinct.",
  cite: "§3.1, Fig. 1a,b",
  registered: {
    ...figureOf("C02"),
    measure: "excess silhouette of SVCCA distances of each pair of rules, kept and fixed K = 2",
    networks: 32,
    reasons: [
      "Apart, and not alike, is what a quarter of networks with tanh among BPTT's gives.",
      "Trained against untrained networks of BPTT is the positive control, at the same n.",
      "The same verdict with two components of each: else the numbers kept decide.",
    ],
  },
  tests: (subject) =>
    BOTH_TASKS.flatMap((task) =>
      similarExcept(task, subject, {
        cellsOf: (rule) => cellOf(rule, task),
        beside: ["tanh", "one-unit"],
      }),
    ),
  controls: [
    control("H apart", "supported", rulesAt(0, 20), { tasks }),
    control("all alike", "contradicted", rulesAt(0, 0), { tasks }),
    control("F apart too", "contradicted", rulesAt(20, -20), { tasks }),
    control("untrained networks not told apart", "inconclusive", rulesAt(0, 20, 0), { tasks }),
    control("too few", "inconclusive", rulesAt(0, 20, 40, 8), { tasks }),
  ],
});
