import { defineRegistered } from "../../../claims/claim.ts";
import { control } from "../../../claims/made.ts";
import { one } from "../../../claims/places.ts";
import type { GivenTest } from "../../../claims/test.ts";
import { type Cell, cellName } from "../../../study/cell.ts";
import { figureOf } from "./figures.ts";
import { alsoMatched, bothStudies, mante, miconi, otherCorners } from "./studies.ts";

/** So many of 32 networks with several points of Mante's, with one of Miconi's in each form. */
const settings = (several: number, single: number, matched = single, n = 32) => ({
  values: ({ variant }: Cell) =>
    Array.from({ length: n }, (_, k) => ({
      several: k < several ? 1 : 0,
      one: k < (variant === "miconi" ? single : matched) ? 1 : 0,
    })),
});

/**
 * C18: settings of CDI from different studies give different attractors: several at zero input with
 * means of at most 0.1857 and noise 1.0 (Mante et al.), one with means of ±1 and noise 0.5
 * (Miconi). It says nothing of a new rule.
 * @source §1, §3.3
 */
export const c18 = defineRegistered({
  id: "C18",
  says: "Task inputs of different studies (Mante, Miconi) may lead to different dynamics on CDI.",
  cite: "§1, §3.3",
  registered: {
    ...figureOf("C18"),
    measure:
      "share of networks with several stable points at zero input in each context in Mante's " +
      "setting, with one in Miconi's, also with as many updates as Mante's took",
    margin: 0.5,
    networks: 32,
    reasons: [
      "0.5: the settings differ if most networks of each do.",
      "Means of ±1 of one size: the paper says that Miconi set the mean to 1.",
      "Larger means take fewer updates: what is seen must hold with equal updates too.",
    ],
  },
  tests: (subject) => (subject === undefined ? TESTS : []),
  controls: [
    control("several, and one", "supported", settings(30, 30)),
    control("several in both", "contradicted", settings(30, 2)),
    control("length of training decides", "inconclusive", settings(30, 30, 2)),
    control("20 of 32", "inconclusive", settings(20, 30)),
    control("too few", "inconclusive", settings(8, 8, 8, 8)),
  ],
});

const shareOf = (name: string, cell: Cell, value: string): GivenTest => ({
  ...{ name, on: [one(cell)], measure: `stableAtZero.${value}`, by: "shareAtLeast" },
});

const TESTS: readonly GivenTest[] = [
  shareOf("Mante, several at 0", mante, "several"),
  { ...shareOf("Miconi, one at 0", miconi, "one"), also: alsoMatched },
  ...otherCorners.map((cell): GivenTest => {
    return { ...shareOf(`${cellName(cell)}, several at 0`, cell, "several"), role: "exploratory" };
  }),
  {
    ...{ name: "topology", on: [bothStudies], measure: "topology", by: "apart", margin: 0.2 },
    ...{ groups: ["Mante", "Miconi"], role: "exploratory" },
  },
];
