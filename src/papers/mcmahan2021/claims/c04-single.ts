import { defineRegistered } from "../../../claims/claim.ts";
import { control } from "../../../claims/made.ts";
import { one, rulesOr } from "../../../claims/places.ts";
import type { GivenTest } from "../../../claims/test.ts";
import type { Cell } from "../../../study/cell.ts";
import { cellOf } from "../../../study/plan.ts";
import { figureOf } from "./figures.ts";
import { nameOf } from "./names.ts";

/** So many of `n` networks with one point where they are driven, and with several at zero. */
const counts = (single: number, several: number, n = 32) => ({
  values: ({ variant }: Cell) =>
    Array.from({ length: n }, (_, k) => ({
      single: variant === "untrained" || k < single ? 1 : 0,
      several: variant !== "untrained" && k < several ? 1 : 0,
    })),
});

/**
 * C04: on RDM a non-zero input gives one attractor, zero input several; on CDI zero input gives
 * several in each context. Shares of networks, for each rule.
 * @source §3.1, Fig. 1c,d, 3d
 */
export const c04 = defineRegistered({
  id: "C04",
  says: "On RDM, non-zero inputs resulted in a single attractor state, zero input in several.",
  cite: "§3.1, Fig. 1c,d, 3d",
  registered: {
    ...figureOf("C04"),
    measure:
      "share of networks with exactly one stable point at each of ±0.5, ±0.2 (RDM), and with two " +
      "or more at 0 in each context (RDM, CDI); noise 1.0",
    margin: 0.5,
    networks: 32,
    reasons: [
      "0.5: the paper shows an example of each rule; the sentence must be true of most networks.",
      "Five inputs are the paper's own (§3.1).",
      "Stable by the eigenvalues of the discrete-time Jacobian; saddles are not attractors.",
    ],
  },
  tests: (subject) =>
    (["as-is", "untrained"] as const).flatMap((variant) =>
      rulesOr(subject).flatMap((rule) => [
        ...sharesOf(cellOf(rule, "rdm", { variant }), ["single", "several"]),
        ...sharesOf(cellOf(rule, "cdi", { variant }), ["several"]),
      ]),
    ),
  controls: [
    control("as the paper says", "supported", counts(32, 28)),
    control("one attractor at zero as well", "contradicted", counts(32, 2)),
    control("several attractors at all inputs", "contradicted", counts(1, 32)),
    control("20 of 32 have several at zero", "inconclusive", counts(32, 20)),
    control("8 networks are too few", "inconclusive", counts(8, 8, 8)),
  ],
});

const MEASURES = {
  single: { measure: "stableWhereDriven.single", words: "non-zero input" },
  several: { measure: "stableAtZero.several", words: "zero input" },
} as const;

/** Shares of a condition; those of untrained networks stand beside. */
const sharesOf = (cell: Cell, values: readonly (keyof typeof MEASURES)[]): readonly GivenTest[] =>
  values.map((value) => ({
    ...{ name: `${nameOf(cell)}, ${MEASURES[value].words}`, on: [one(cell)] },
    ...{ measure: MEASURES[value].measure, by: "shareAtLeast" },
    role: cell.variant === "untrained" ? "exploratory" : "confirmatory",
    networks: cell.variant === "untrained" ? 16 : cell.task === "rdm" ? 48 : 32,
  }));
