import { defineClaim } from "../../../claims/claim.ts";
import { control } from "../../../claims/made.ts";
import { slow, WAYS, withoutUntrained } from "../../../claims/madeModes.ts";
import { onLineAt, SLOW_BELOW, SPEEDS, slowModes } from "../../../claims/measures/slowModes.ts";
import { BOTH_TASKS, rulesOr } from "../../../claims/places.ts";
import type { GivenTest, Place } from "../../../claims/test.ts";
import type { Cell, TaskName } from "../../../study/cell.ts";
import { cellOf, PAPER_NOISES } from "../../../study/plan.ts";
import { pilotForms } from "./forms.ts";

/** What counts, and what stands beside. */
const COUNTED = ["gap", "nearOne", onLineAt(SLOW_BELOW)];
const BESIDE = ["leading", ...SPEEDS.filter((speed) => speed !== SLOW_BELOW).map(onLineAt)];

const on = { subject: "made-up" };
const line = slow({ gap: 0.1, share: 0.95 });

/**
 * C12: at zero input there is a line of slow points, whichever way a network integrates. The gap of
 * the leading eigenvalue, and the share of slow points' variance on one axis, against untrained
 * networks, by rank tests within rules, for each task and way.
 * @source §3.1, §3.3, Fig. 4b,e
 */
export const c12 = defineClaim({
  id: "C12",
  says: "In both ways of integration there is a line of slow points at zero input.",
  cite: "§3.1, §3.3, Fig. 4b,e",
  registered: pilotForms.C12,
  cells: (subject) =>
    rulesOr(subject).flatMap((rule) => BOTH_TASKS.flatMap((task) => cellsOf(rule, task))),
  tests: (subject) => [
    ...testsOf(COUNTED, "confirmatory", subject),
    ...testsOf(BESIDE, "exploratory", subject),
  ],
  controls: [
    control("a line in both ways", "supported", line, on),
    control("no gap beyond chance", "contradicted", slow({ gap: 0.02, share: 0.95, n: 30 }), on),
    control("slow points off a line", "contradicted", slow({ gap: 0.1, share: 0.2 }), on),
    control("fast", "contradicted", slow({ gap: 0.1, share: 0.95, leading: 0.5 }), on),
    control("one way", "inconclusive", slow({ gap: 0.1, share: 0.95, ways: ["stable"] }), on),
    control("6 of each are too few", "inconclusive", slow({ gap: 0.1, share: 0.95, n: 2 }), on),
    control("no untrained networks", "inconclusive", withoutUntrained(line), on),
  ],
});

/** Trained at each noise level, and untrained. */
const cellsOf = (rule: string, task: TaskName): readonly Cell[] => [
  ...PAPER_NOISES.map((noise) => cellOf(rule, task, { noise })),
  cellOf(rule, task, { variant: "untrained" }),
];

/** Each measure of the networks of one way, against the untrained ones of their rules. */
function testsOf(
  values: readonly string[],
  role: "confirmatory" | "exploratory",
  subject: string | undefined,
): readonly GivenTest[] {
  const placeOf = (rule: string, task: TaskName, way: string): Place => {
    const [untrained, ...trained] = cellsOf(rule, task).toReversed();
    const a = { name: "a", of: trained.toReversed(), only: { value: "way", is: way } };
    return { name: rule, at: 0, groups: [a, { name: "b", of: [untrained] }] };
  };
  const testOf = (task: TaskName, way: string, value: string): GivenTest => ({
    name: `${subject === undefined ? "" : `${subject} `}${task}, ${way}: ${slowModes.says[value]}`,
    on: rulesOr(subject).map((rule) => placeOf(rule, task, way)),
    ...{ role, measure: `slowModes.${value}`, by: "ranks" },
    words: "Median {a} networks, untrained {b}",
    without: { value: "startsAtZero", words: "which starts from W_rec = 0" },
  });
  return BOTH_TASKS.flatMap((task) =>
    WAYS.flatMap((way) => values.map((value) => testOf(task, way, value))),
  );
}
