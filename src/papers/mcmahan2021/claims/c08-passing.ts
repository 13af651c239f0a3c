import { defineRegistered } from "../../../claims/claim.ts";
import { control, flags } from "../../../claims/made.ts";
import { one } from "../../../claims/places.ts";
import type { GivenTest } from "../../../claims/test.ts";
import type { Cell } from "../../../study/cell.ts";
import { cellOf } from "../../../study/plan.ts";
import { figureOf } from "./figures.ts";
import { nameOf } from "./names.ts";
import { alsoReached, budgetOf, reached } from "./reached.ts";

/** So many of `n` full-FORCE networks on 3-CDI by each criterion; none of H, and all on CDI. */
const met = (first: number, tenInARow = first, n = 16) => ({
  values: ({ rule, task, criterion }: Cell) => {
    const own = rule !== "full-force" ? 0 : criterion === undefined ? first : tenInARow;
    return flags("met", task === "cdi" ? n : own, n);
  },
});

/**
 * C08: H and F do not reach the criterion when N > 2. The share of networks that met it on 3-CDI
 * within their sources' budgets, by first passage and by ten validations in a row, for each rule;
 * the same rule's share at N = 2 stands beside.
 * @source §3.2
 */
export const c08 = defineRegistered({
  id: "C08",
  says: "H and FF training did not meet the accuracy termination criterion when N > 2.",
  cite: "§3.2",
  registered: {
    ...figureOf("C08"),
    measure: "share of seeds 200 to 215 that met the criterion; 3-CDI, noise 1.0",
    margin: 0.25,
    networks: 16,
    ifRight: { share: 0.002, why: "the paper says none of them" },
    reasons: [
      "0.25: a rule that passes once in four tries would have been reported as one that passes.",
      "None of 16 has the upper bound 0.17, 1 of 16 has 0.26.",
      "N = 3 is the easiest of N > 2: who fails there fails beyond.",
    ],
  },
  tests: (subject) =>
    (subject === undefined ? ["hebbian", "full-force"] : [subject]).flatMap(testsOf),
  controls: [
    control("none of 16", "supported", met(0)),
    control("12 of 16 of one rule", "contradicted", met(12)),
    control("the criterion decides", "inconclusive", met(12, 0)),
    control("2 of 16", "inconclusive", met(2)),
    control("none of 16 of a new rule", "inconclusive", met(0), { subject: "made-up" }),
    control("none of 8 are too few", "inconclusive", met(0, 0, 8)),
    control("a condition is not at hand", "inconclusive", {
      values: ({ criterion }) => flags("met", 0, criterion === undefined ? 16 : 0),
    }),
  ],
});

function testsOf(rule: string): readonly GivenTest[] {
  const cell = cellOf(rule, "3-cdi");
  const name = nameOf(cell);
  const test = { on: [one(cell)], by: "shareAtMost", measure: "reaching.met" } as const;
  const role = "exploratory";
  const atTwo = [cellOf(rule, "cdi"), reached(cellOf(rule, "cdi"))].map((two, at): GivenTest => {
    const three = at === 0 ? cell : reached(cell);
    const groups = [two, three].map((of) => ({ name: nameOf(of), of: [of] }));
    return {
      ...{ role, name: `${nameOf(two)} v 3-cdi`, on: [{ name: nameOf(two), at: 2, groups }] },
      ...{ measure: "reaching.met", by: "proportions", otherwise: "not specific to N > 2" },
    };
  });
  return [
    { ...test, ...budgetOf(rule), name, also: alsoReached(cell) },
    ...atTwo,
    { ...test, role, name: `${name}, fresh trials`, measure: "reaching.above" },
  ];
}
