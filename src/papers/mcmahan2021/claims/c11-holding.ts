import { defineRegistered } from "../../../claims/claim.ts";
import { around, control } from "../../../claims/made.ts";
import { BOTH_TASKS, rulesOr } from "../../../claims/places.ts";
import type { GivenTest, Group, Place } from "../../../claims/test.ts";
import type { Cell } from "../../../study/cell.ts";
import { cellOf, PAPER_NOISES } from "../../../study/plan.ts";
import { figureOf } from "./figures.ts";
import { markOf } from "./names.ts";

/** `n` networks of each kind in each condition: what they hold, and whether they forget slowly. */
const held = (transient: number, stable: number, slow = 1, n = 6) => ({
  values: (_: Cell) =>
    (["transient", "stable"] as const).flatMap((way, kind) =>
      around([transient, stable][kind], n).map((own) => ({
        ...{ way, held: own, slow, halfLife: slow + own, leading: 1 - own / 10 },
      })),
    ),
});

/**
 * C11: there are two ways to integrate. With one attractor at zero input the output decays slowly
 * after a pulse, with several it holds. Networks of both kinds are compared within rules and noise
 * levels, and half-lives where there is one attractor, for each task.
 * @source §3.3, Fig. 4; CDI in App.
 */
export const c11 = defineRegistered({
  id: "C11",
  says: "With one attractor at zero input a pulse is slowly forgotten, with several it is held.",
  cite: "§3.3, Fig. 4",
  registered: {
    ...figureOf("C11"),
    measure:
      "the share of its output that is left 7,500 steps after a pulse of ±0.1857 over 375 steps, " +
      "with several stable points at zero input less with one; the share of networks with one " +
      "whose half-life is 375 steps or more in each context; RDM and CDI, all noise levels",
    margin: 0.2,
    networks: 32,
    reasons: [
      "0.2 of the output: less would not show in a figure; half a trial: the pulse's own length.",
      "Within rule and noise, since both go with the number of attractors (C09).",
    ],
  },
  tests: (subject) => BOTH_TASKS.flatMap((task) => testsOf(rulesOr(subject), task)),
  controls: [
    control("one forgets slowly, several hold", "supported", held(0, 0.8)),
    control("both hold alike", "contradicted", held(0.8, 0.8, 1, 30)),
    control("one forgets at once", "contradicted", held(0, 0.8, 0)),
    control("too few", "inconclusive", held(0, 0.8, 1, 0)),
  ],
});

function testsOf(rules: readonly string[], task: "rdm" | "cdi"): readonly GivenTest[] {
  const cells = rules.flatMap((rule) => PAPER_NOISES.map((noise) => cellOf(rule, task, { noise })));
  const kind = (name: string, way: string, of: readonly Cell[]): Group => ({
    ...{ name, of, only: { value: "way", is: way } },
  });
  const on = cells.map((cell): Place => {
    const groups = [kind("a", "stable", [cell]), kind("b", "transient", [cell])];
    return { name: `${cell.rule}, noise ${cell.noise}`, at: cell.noise, groups };
  });
  const one: Place = { name: task, at: 0, groups: [kind("one", "transient", cells)] };
  const words = "Held, median: {a} networks with several points, {b} with one";
  const name = `${task}${markOf(cells)}`;
  const shown = { on: [one], measure: "memory.halfLife", role: "exploratory" } as const;
  return [
    { name: `${name}, held`, on, measure: "memory.held", by: "strata", words },
    {
      ...{ name: `${name}, half-life`, on: [one], measure: "memory.slow" },
      ...{ by: "shareAtLeast", margin: 0.5 },
    },
    { ...shown, name: `${name}, mean half-life`, by: "mean" },
    { ...shown, name: `${name}, half-life and max |λ|`, by: "relation", to: "leading" },
  ];
}
