import { defineClaim } from "../../../claims/claim.ts";
import { control } from "../../../claims/made.ts";
import { ownSets } from "../../../claims/measures/ownSets.ts";
import { one, rulesOr } from "../../../claims/places.ts";
import type { GivenTest } from "../../../claims/test.ts";
import { furtherApart, rose } from "../../../claims/tests/signs.ts";
import { type Cell, cellName } from "../../../study/cell.ts";
import { cellOf } from "../../../study/plan.ts";
import { pilotForms } from "./forms.ts";

/** So many of `n` networks of BPTT whose sets are further apart than before; all of the others. */
const further = (count: number, n = 16) => ({
  values: ({ rule }: Cell) =>
    Array.from({ length: n }, (_, k) => ({
      gap: rule !== "bptt" || k < count ? 2 : 0.5,
      ...{ gapBefore: 1, separation: 1, separationBefore: 1, spread: 1, spreadBefore: 1 },
    })),
});

/**
 * C05: in CDI each context has its own set of input-driven attractors. Per network, the separation
 * of the contexts' sets along the input-driven directions, against the same network's initial
 * weights; a sign test over networks, for each rule.
 * @source §3.1, Fig. 1d
 */
export const c05 = defineClaim({
  id: "C05",
  says: "In the CDI task there was a set of input-based attractors for each context.",
  cite: "§3.1, Fig. 1d",
  registered: pilotForms.C05,
  tests: (subject) => {
    const cells = rulesOr(subject).map((rule) => cellOf(rule, "cdi"));
    return [...cells.map(gapOf), ...cells.flatMap(besideOf)];
  },
  judges: [furtherApart, rose],
  controls: [
    control("16 of 16 are further apart", "supported", further(16)),
    control("12 of 16", "supported", further(12)),
    control("3 of 16 in one cell", "contradicted", further(3)),
    control("9 of 16", "inconclusive", further(9)),
    control("8 of 8 are too few", "inconclusive", further(8, 8)),
  ],
});

const gapOf = (cell: Cell): GivenTest => ({
  ...{ name: cellName(cell), on: [one(cell)], measure: "ownSets.gap" },
  ...{ by: "custom", judge: furtherApart.name, version: furtherApart.version },
});

/** The distance over the sets' extent, and the extent itself, before and after. */
const besideOf = (cell: Cell): readonly GivenTest[] =>
  ["separation", "spread"].map((value) => ({
    ...{ name: `${cellName(cell)}, ${ownSets.says[value]}`, on: [one(cell)] },
    ...{ measure: `ownSets.${value}`, role: "exploratory" },
    ...{ by: "custom", judge: rose.name, version: rose.version },
  }));
