import { defineRegistered } from "../../../claims/claim.ts";
import { control } from "../../../claims/made.ts";
import { WAYS } from "../../../claims/madeModes.ts";
import { BOTH_TASKS, rulesOr } from "../../../claims/places.ts";
import type { GivenTest, Group } from "../../../claims/test.ts";
import type { Cell, TaskName } from "../../../study/cell.ts";
import { cellOf, PAPER_NOISES } from "../../../study/plan.ts";
import { figureOf } from "./figures.ts";
import { markOf } from "./names.ts";

const PRINTED = "slowLine.asPrinted";

/** Of `n` networks of each way in each condition so many with a line; of untrained ones none. */
const lines = (transient: number, stable: number, n = 8) => ({
  values: ({ variant }: Cell) =>
    WAYS.flatMap((way, kind) =>
      Array.from({ length: n }, (_, k) => ({
        ...{ way, line: variant === "as-is" && k < [transient, stable][kind] ? 1 : 0 },
      })),
    ),
});

/**
 * C12: at zero input there is a line of slow points, whichever way a network integrates: one mode
 * is far slower than the others, and slow points lie along one axis; for each task and way.
 * @source §3.1, §3.3, Fig. 4b,e
 */
export const c12 = defineRegistered({
  id: "C12",
  says: "In both ways of integration there is a line of slow points at zero input.",
  cite: "§3.1, §3.3, Fig. 4b,e",
  registered: {
    ...figureOf("C12"),
    measure:
      "share of networks with a leading time constant of 300 steps or more, five times the next, " +
      "at the zero-input point with the largest |λ|, and 0.9 or more of the variance of slow " +
      "points (below 0.001 a step) on one axis, in each context; RDM and CDI",
    margin: 0.5,
    networks: 32,
    reasons: [
      "0.5: most networks. 300 steps: two fifths of a trial; five times: one mode alone is slow.",
      "At the printed ε = 1 nearly every state is slow: it stands beside.",
    ],
  },
  tests: (subject) => BOTH_TASKS.flatMap((task) => testsOf(rulesOr(subject), task)),
  controls: [
    control("7 of 8 in both ways", "supported", lines(7, 7)),
    control("1 of 8 in one way", "contradicted", lines(7, 1)),
    control("4 of 8", "inconclusive", lines(4, 7)),
    control("none of a way", "inconclusive", lines(0, 0, 0)),
  ],
});

function testsOf(rules: readonly string[], task: TaskName): readonly GivenTest[] {
  const of = rules.flatMap((rule) => PAPER_NOISES.map((noise) => cellOf(rule, task, { noise })));
  const untrained = rules.map((rule) => cellOf(rule, task, { variant: "untrained" }));
  return [
    ...WAYS.flatMap((way) => {
      const name = `${task}${markOf(of)}, ${way}`;
      return linesOf({ name, of, only: { value: "way", is: way } }, "confirmatory");
    }),
    ...linesOf({ name: `${task}, untrained`, of: untrained }, "exploratory"),
  ];
}

/** The share of a group with a line; how much of it there is at the printed ε stands beside. */
function linesOf(group: Group, role: "confirmatory" | "exploratory"): readonly GivenTest[] {
  const { name } = group;
  const on = [{ name, at: 0, groups: [group] }];
  return [
    { role, name, on, measure: "slowLine.line", by: "shareAtLeast" },
    { role: "exploratory", name: `${name}, ε = 1`, on, measure: PRINTED, by: "mean" },
  ];
}
