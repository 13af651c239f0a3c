import { defineRegistered } from "../../../claims/claim.ts";
import { control } from "../../../claims/made.ts";
import { one, rulesOr } from "../../../claims/places.ts";
import type { GivenTest } from "../../../claims/test.ts";
import type { Cell } from "../../../study/cell.ts";
import { cellOf } from "../../../study/plan.ts";
import { figureOf } from "./figures.ts";
import { nameOf } from "./names.ts";

/** So many of `n` BPTT networks with own sets; all of the others, and none that is untrained. */
const own = (count: number, n = 32) => ({
  values: ({ rule, variant }: Cell) =>
    Array.from({ length: n }, (_, k) => {
      const isOwn = variant !== "untrained" && (rule !== "bptt" || k < count) ? 1 : 0;
      return { own: isOwn, apart: 1, follows: isOwn, separation: 1 };
    }),
});

/**
 * C05: in CDI each context has its own set of input-driven attractors. The share of networks in
 * which the nearest attractor of every driven one is of the same context, and the outputs within a
 * context follow the relevant input, for each rule.
 * @source §3.1, Fig. 1d
 */
export const c05 = defineRegistered({
  id: "C05",
  says: "In the CDI task there was a set of input-based attractors for each context.",
  cite: "§3.1, Fig. 1d",
  registered: {
    ...figureOf("C05"),
    measure:
      "share of networks in which the attractor nearest in x to every driven one is of the same " +
      "context, and outputs follow the relevant input (rank correlation of 0.9 or more); ±0.5, " +
      "±0.2 of it, all other noisy inputs 0; CDI, noise 1.0",
    margin: 0.5,
    networks: 32,
    reasons: [
      "0.5: the sentence must be true of most networks.",
      "Contexts alone set attractors apart without training: outputs must follow the input too.",
      "Four inputs are the paper's own non-zero ones (§3.1).",
    ],
  },
  tests: (subject) =>
    rulesOr(subject).flatMap((rule) => [
      ...testsOf(cellOf(rule, "cdi"), ["own", "apart", "follows", "separation"]),
      ...testsOf(cellOf(rule, "cdi", { variant: "untrained" }), ["own", "separation"]),
    ]),
  controls: [
    control("28 of 32 of one rule", "supported", own(28)),
    control("5 of 32 of one rule", "contradicted", own(5)),
    control("20 of 32", "inconclusive", own(20)),
    control("8 of 8 are too few", "inconclusive", own(8, 8)),
  ],
});

/** What is `own` of trained networks counts; all else stands beside. */
const testsOf = (cell: Cell, values: readonly string[]): readonly GivenTest[] =>
  values.map((value) => ({
    ...{ name: `${nameOf(cell)}${value === "own" ? "" : `, ${value}`}`, on: [one(cell)] },
    ...{ measure: `ownAttractors.${value}` },
    by: value === "separation" ? "mean" : "shareAtLeast",
    role: value === "own" && cell.variant === "as-is" ? "confirmatory" : "exploratory",
  }));
