import { defineRegistered } from "../../../claims/claim.ts";
import { control } from "../../../claims/made.ts";
import { BOTH_TASKS, rulesAnd } from "../../../claims/places.ts";
import type { GivenTest, Group } from "../../../claims/test.ts";
import { TASK_CONTEXTS } from "../../../study/cell.ts";
import { cellOf, PAPER_NOISES, PAPER_RULES } from "../../../study/plan.ts";
import { figureOf } from "./figures.ts";
import { bothBlocks } from "./topologies.ts";

const tasks = ["rdm"];

const groupName = (rule: string, noise: number): string => `${rule} at noise ${noise}`;

/** Rules so far from each other, and noise levels. */
const apart = (byRule: number, byNoise: number, networks = 24) => ({
  networks,
  points: (group: string) => {
    const rule = PAPER_RULES.findIndex((each) => group.startsWith(each));
    const noise = PAPER_NOISES.findIndex((each) => group.endsWith(` ${each}`));
    return { centre: rule * byRule + noise * byNoise };
  },
});

/**
 * C20: input noise affects the dynamical mechanism more than the learning rule does. ω² of noise
 * less ω² of rule, of topology in a balanced design of both.
 * @source §3.3
 */
export const c20 = defineRegistered({
  id: "C20",
  says: "Input variance affects the dynamical mechanism more than the learning rule does.",
  cite: "§3.3",
  registered: {
    ...figureOf("C20"),
    measure: "ω² of noise less ω² of rule, two-way, of counts and neighbours near zero input",
    margin: 0,
    networks: 32,
    reasons: ["Any difference will do: the sentence compares two effects, and names no size."],
  },
  tests: (subject) => BOTH_TASKS.flatMap((task) => testsAt(task, rulesAnd(subject))),
  controls: [
    control("noise more than rule", "supported", apart(0.3, 4), { tasks }),
    control("rule more than noise", "contradicted", apart(4, 0.3), { tasks }),
    control("none of both", "inconclusive", apart(0, 0), { tasks }),
    control("too few", "inconclusive", apart(0.3, 4, 8), { tasks }),
  ],
});

function testsAt(task: "rdm" | "cdi", rules: readonly string[]): readonly GivenTest[] {
  const groups = rules.flatMap((rule) =>
    PAPER_NOISES.map(
      (noise): Group => ({ name: groupName(rule, noise), of: [cellOf(rule, task, { noise })] }),
    ),
  );
  const place = { name: `${task}, rule and noise`, at: TASK_CONTEXTS[task], groups };
  const without = {
    ...place,
    ...{ name: `${place.name}, without H` },
    groups: groups.filter(({ name }) => !name.startsWith("hebbian")),
  };
  const way = { by: "outweighs", factors: ["noise", "rule"] } as const;
  const beside = { role: "exploratory", ...way } as const;
  return [
    { name: place.name, on: [place], ...way, ...bothBlocks(0) },
    { name: without.name, on: [without], ...beside, ...bothBlocks(0) },
    { name: `${task}: by the whole vector`, on: [place], ...beside, measure: "topology" },
    { name: `${task}: by the release`, on: [place], ...beside, measure: "topologyRelease" },
  ];
}
