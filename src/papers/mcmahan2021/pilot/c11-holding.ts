import { defineClaim } from "../../../claims/claim.ts";
import { around, control } from "../../../claims/made.ts";
import { BOTH_TASKS, rulesOr } from "../../../claims/places.ts";
import type { Cell } from "../../../study/cell.ts";
import { cellOf, PAPER_NOISES } from "../../../study/plan.ts";
import { pilotForms } from "./forms.ts";

/** `n` networks of each kind in each condition, with what they hold: on RDM, and on CDI. */
const held = (rdm: readonly [number, number], cdi = rdm, n = 6) => ({
  values: ({ task }: Cell) =>
    (["transient", "stable"] as const).flatMap((way, kind) =>
      around((task === "rdm" ? rdm : cdi)[kind], n).map((own) => ({ way, held: own })),
    ),
});

const on = { subject: "made-up" };
const lacking = {
  values: (cell: Cell) => (cell.noise === 1 ? [] : held([0, 1]).values(cell)),
};
const transient = { values: () => around(0, 32).map((held) => ({ way: "transient", held })) };

/**
 * C11: there are two ways to integrate. With one attractor at zero input the output decays after a
 * pulse, with several it holds. Networks of both kinds are compared by a rank test within noise
 * levels, for each task.
 * @source §3.3, Fig. 4
 */
export const c11 = defineClaim({
  id: "C11",
  says: "With one attractor at zero input a pulse is slowly forgotten, with several it is held.",
  cite: "§3.3, Fig. 4",
  registered: pilotForms.C11,
  cells: (subject) =>
    rulesOr(subject).flatMap((rule) =>
      BOTH_TASKS.flatMap((task) => PAPER_NOISES.map((noise) => cellOf(rule, task, { noise }))),
    ),
  tests: (subject) =>
    BOTH_TASKS.map((task) => ({
      name: subject === undefined ? task : `${subject} ${task}`,
      on: PAPER_NOISES.map((noise) => {
        const of = rulesOr(subject).map((rule) => cellOf(rule, task, { noise }));
        const stable = { name: "a", of, only: { value: "way", is: "stable" } };
        const transient = { name: "b", of, only: { value: "way", is: "transient" } };
        return { name: `noise ${noise}`, at: noise, groups: [stable, transient] };
      }),
      ...{ measure: "holding.held", by: "ranks" },
      words: "Held, median: {a} networks with several points, {b} with one",
    })),
  controls: [
    control("one forgets, several hold", "supported", held([0, 1]), on),
    control("both hold alike on one task", "contradicted", held([0, 1], [1, 1], 30), on),
    control("several forget", "contradicted", held([1, 0]), on),
    control("networks of one kind alone", "inconclusive", transient, on),
    control("9 of each are too few", "inconclusive", held([0, 1], [0, 1], 3), on),
    control("a cell that is not at hand", "inconclusive", lacking, on),
  ],
});
