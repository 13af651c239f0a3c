import { defineRegistered } from "../../../claims/claim.ts";
import { control } from "../../../claims/made.ts";
import { pairsOf } from "../../../claims/pairs.ts";
import { atTask, BOTH_TASKS, comparing, rulesAnd } from "../../../claims/places.ts";
import type { GivenTest, Place } from "../../../claims/test.ts";
import { cellOf, PAPER_NOISES, PAPER_RULES } from "../../../study/plan.ts";
import { figureOf } from "./figures.ts";
import { bothBlocks } from "./topologies.ts";

const RULES: readonly string[] = PAPER_RULES;
const [LOW, , HIGH] = PAPER_NOISES;
const MARGIN = 0.05;

/** Each rule so far from the next one, at low noise and at high. */
const apart = (low: number, high: number, networks = 24) => ({
  networks,
  points: (group: string, { at }: Place) => {
    return { centre: RULES.indexOf(group) * (at === LOW ? low : high) };
  },
});

/**
 * C10: after training at low noise, topologies differ by rule; the more noise, the less they do. ω²
 * of the four rules at low noise, and less ω² at high noise.
 * @source §3.3, Fig. 3b,c,e,f
 */
export const c10 = defineRegistered({
  id: "C10",
  says: "Attractor structure clustering by learning rule decreases with increasing input noise.",
  cite: "§3.3, Fig. 3b,c,e,f",
  registered: {
    ...figureOf("C10"),
    measure: "ω² of topology by rule at noise 0.1, and less ω² at noise 1.0; counts and neighbours",
    margin: MARGIN,
    networks: 32,
    reasons: [
      "0.05 of the variance: less would not show in a map.",
      "A silhouette asks for the nearest other group: twins among four hide the rest.",
    ],
  },
  tests: (subject) => BOTH_TASKS.flatMap((task) => testsAt(task, rulesAnd(subject))),
  controls: [
    control("apart at low noise alone", "supported", apart(3, 0), { tasks: ["rdm"] }),
    control("alike at all", "contradicted", apart(0, 0), { tasks: ["rdm"] }),
    control("further apart at high noise", "contradicted", apart(1, 3), { tasks: ["rdm"] }),
    control("too few", "inconclusive", apart(3, 0, 8), { tasks: ["rdm"] }),
  ],
});

function testsAt(task: "rdm" | "cdi", rules: readonly string[]): readonly GivenTest[] {
  const on = [LOW, HIGH].map((noise) => {
    const cells = rules.map((rule) => cellOf(rule, task, { noise }));
    return { ...atTask(task, cells), name: `${task} at noise ${noise}`, at: noise };
  });
  const [place] = on;
  const without = rules.filter((rule) => rule !== "hebbian");
  const both = bothBlocks(MARGIN);
  const exploratory = { role: "exploratory", ...both } as const;
  const named = (name: string) => ({ name: `${task}: ${name}` });
  const beside = (measure: string, title: string) => ({
    place,
    measure,
    title: `${task}, ${title}`,
  });
  return [
    { ...named(`by rule at noise ${LOW}`), on: [place], by: "centres", groups: rules, ...both },
    { ...named(`less at noise ${HIGH}`), on, by: "fades", groups: rules, ...both },
    { ...named("without H"), on: [place], by: "centres", groups: without, ...exploratory },
    { ...named("less, without H"), on, by: "fades", groups: without, ...exploratory },
    comparing("excess", beside("topology", "as in the paper: "), rules),
    comparing("excess", beside("topologyRelease", "by the release: "), rules),
    ...pairsOf(rules).map((pair) => comparing("excess", beside("topology", "pair: "), pair)),
  ];
}
