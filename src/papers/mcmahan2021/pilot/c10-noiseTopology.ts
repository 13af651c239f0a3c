import { defineClaim } from "../../../claims/claim.ts";
import { control } from "../../../claims/made.ts";
import { pairsOf, pairsWith } from "../../../claims/pairs.ts";
import { atTask, BOTH_TASKS, comparing, rulesAnd } from "../../../claims/places.ts";
import type { GivenTest, Place } from "../../../claims/test.ts";
import { cellOf, PAPER_NOISES, PAPER_RULES } from "../../../study/plan.ts";
import { pilotForms } from "./forms.ts";

/** 0.20 from the lowest noise level to the highest, for each unit of noise. */
const SLOPE_MARGIN = 0.2 / (PAPER_NOISES[PAPER_NOISES.length - 1] - PAPER_NOISES[0]);

const RULES: readonly string[] = PAPER_RULES;
const NOISES: readonly number[] = PAPER_NOISES;

/** Each rule so far from the next one, at each noise level. */
const apart = (distances: readonly number[], networks = 16) => ({
  networks,
  points: (group: string, { at }: Place) => ({
    centre: RULES.indexOf(group) * distances[NOISES.indexOf(at)],
  }),
});

const tasks = ["rdm"];

/**
 * C10: after training at low noise, topologies differ by rule; the more noise, the less they do.
 * Excess silhouette of the four rules' topology vectors at each noise level; each pair of rules at
 * low noise stands beside, since twins among four hide that others differ.
 * @source §3.3, Fig. 3b,c,e,f
 */
export const c10 = defineClaim({
  id: "C10",
  says: "Attractor structure clustering by learning rule decreases with increasing input noise.",
  cite: "§3.3, Fig. 3b,c,e,f",
  registered: pilotForms.C10,
  tests: (subject) => BOTH_TASKS.flatMap((task) => testsAt(task, subject)),
  controls: [
    control("apart at low noise alone", "supported", apart([9, 3, 0]), { tasks }),
    control("alike at all", "contradicted", apart([0, 0, 0]), { tasks }),
    control("too few", "inconclusive", apart([9, 3, 0], 8), { tasks }),
  ],
});

function testsAt(task: "rdm" | "cdi", subject: string | undefined): readonly GivenTest[] {
  const rules = rulesAnd(subject);
  const places = PAPER_NOISES.map((noise) => ({
    ...atTask(
      task,
      rules.map((rule) => cellOf(rule, task, { noise })),
    ),
    ...{ name: `${task} at noise ${noise}`, at: noise },
  }));
  const measure = "topology";
  const at = { place: places[0], measure };
  const beside = { ...at, title: `${places[0].name}, beside: ` };
  const sets = subject === undefined ? [rules] : pairsWith(rules, subject);
  const counted = sets.flatMap((groups): readonly GivenTest[] => {
    const slope = { by: "slope", groups, direction: "falls", margin: SLOPE_MARGIN } as const;
    const name = `${task}: slope of ${groups.join(" v ")}`;
    return [comparing("apart", at, groups), { name, on: places, measure, ...slope }];
  });
  const pairs = pairsOf(subject === undefined ? rules : []);
  return [...counted, ...pairs.map((pair) => comparing("apart", beside, pair))];
}
