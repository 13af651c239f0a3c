import { defineClaim } from "../../../claims/claim.ts";
import { control, flags } from "../../../claims/made.ts";
import { BOTH_TASKS, one, rulesOr } from "../../../claims/places.ts";
import { cellName } from "../../../study/cell.ts";
import { cellOf } from "../../../study/plan.ts";
import { pilotForms } from "./forms.ts";

const met = (first: number, rest: number, n = 16) => ({
  values: (_: unknown, at: number) => flags("met", at === 0 ? first : rest, n),
});

const subject = "made-up";

/**
 * C01: every rule reaches 90 % on RDM and CDI. The share of networks that met the criterion within
 * a stated budget, judged by its exact one-sided 95 % bounds, for each cell.
 * @source §3.1
 */
export const c01 = defineClaim({
  id: "C01",
  says: "All RNNs performed the tasks with greater than 90 % accuracy after training.",
  cite: "§3.1",
  registered: pilotForms.C01,
  tests: (subject) =>
    rulesOr(subject).flatMap((rule) =>
      BOTH_TASKS.map((task) => {
        const cell = cellOf(rule, task);
        const test = { on: [one(cell)], measure: "criterion.met", by: "shareAtLeast" } as const;
        return { name: cellName(cell), ...test };
      }),
    ),
  controls: [
    control("all of 16, and 14 of 16", "supported", met(16, 14), { subject }),
    control("2 of 16 in one cell", "contradicted", met(2, 16), { subject }),
    control("11 of 16", "inconclusive", met(11, 16), { subject }),
    control("8 of 8 are too few", "inconclusive", met(8, 8, 8), { subject }),
    control(
      "a cell that is not at hand",
      "inconclusive",
      { values: (_, at) => (at === 0 ? flags("met", 16) : []) },
      { subject },
    ),
  ],
});
