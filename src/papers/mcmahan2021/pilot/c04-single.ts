import { defineClaim } from "../../../claims/claim.ts";
import { control } from "../../../claims/made.ts";
import { one, rulesOr } from "../../../claims/places.ts";
import type { GivenTest } from "../../../claims/test.ts";
import { type Cell, cellName } from "../../../study/cell.ts";
import { cellOf } from "../../../study/plan.ts";
import { pilotForms } from "./forms.ts";

/** So many of `n` networks with one point where they are driven, and with several at zero. */
const counts = (single: number, several: number, n = 16) => ({
  values: ({ variant }: Cell) =>
    Array.from({ length: n }, (_, k) => ({
      single: variant === "untrained" || k < single ? 1 : 0,
      several: variant !== "untrained" && k < several ? 1 : 0,
    })),
});

const subject = "made-up";

/**
 * C04: on RDM a non-zero input gives one attractor, zero input several. The shares of networks with
 * exactly one stable point at each of ±0.5 and ±0.2, and with two or more at 0, judged by their
 * exact one-sided 95 % bounds, for each rule.
 * @source §3.1, Fig. 1c,d
 */
export const c04 = defineClaim({
  id: "C04",
  says: "On RDM, non-zero inputs resulted in a single attractor state, zero input in several.",
  cite: "§3.1, Fig. 1c,d",
  registered: pilotForms.C04,
  cells: (subject) =>
    rulesOr(subject).flatMap((rule) => [
      cellOf(rule, "rdm"),
      cellOf(rule, "rdm", { variant: "untrained" }),
    ]),
  tests: (subject) =>
    (["as-is", "untrained"] as const).flatMap((variant) =>
      rulesOr(subject).flatMap((rule) => sharesOf(cellOf(rule, "rdm", { variant }))),
    ),
  controls: [
    control("as the paper says", "supported", counts(16, 14), { subject }),
    control("one attractor at zero as well", "contradicted", counts(16, 2), { subject }),
    control("several attractors at all inputs", "contradicted", counts(1, 16), { subject }),
    control("10 of 16 have several at zero", "inconclusive", counts(16, 10), { subject }),
    control("8 networks are too few", "inconclusive", counts(8, 8, 8), { subject }),
  ],
});

/** Both shares of a cell; those of untrained networks stand beside. */
const sharesOf = (cell: Cell): readonly GivenTest[] =>
  (["single", "several"] as const).map((value) => ({
    name: `${cellName(cell)}, ${value === "single" ? "non-zero" : "zero"} input`,
    ...{ on: [one(cell)], measure: `fiveInputs.${value}`, by: "shareAtLeast" },
    role: cell.variant === "untrained" ? "exploratory" : "confirmatory",
  }));
