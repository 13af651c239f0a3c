import { defineClaim } from "../../../claims/claim.ts";
import { control } from "../../../claims/made.ts";
import type { Place } from "../../../claims/test.ts";
import type { Cell } from "../../../study/cell.ts";
import { cellOf } from "../../../study/plan.ts";
import { pilotForms } from "./forms.ts";

const SETTINGS = ["Mante", "Miconi"] as const;

const CELLS = [cellOf("bptt", "cdi"), cellOf("bptt", "cdi", { noise: 0.5, variant: "miconi" })];

const PLACE: Place = {
  ...{ name: "cdi", at: 0 },
  groups: SETTINGS.map((name, k) => ({ name, of: [CELLS[k]] })),
};

/** Counts of stable points in both settings, and how far their topologies are apart. */
const settings = (a: readonly number[], b: readonly number[], apart: number, n = 16) => ({
  networks: n,
  values: ({ variant }: Cell) => {
    const own = variant === "miconi" ? b : a;
    return Array.from({ length: n }, (_, k) => ({ count: own[k % own.length] }));
  },
  points: (group: string) => ({ centre: group === SETTINGS[0] ? 0 : apart }),
});

/**
 * C18: settings of CDI from different studies give different attractors: means of at most 0.1857
 * and noise 1.0 (Mante et al.), against means of ±1 and noise 0.5 (Miconi). It says nothing of a
 * new rule.
 * @source §1, §3.3
 */
export const c18 = defineClaim({
  id: "C18",
  says: "Task inputs of different studies (Mante, Miconi) may lead to different dynamics on CDI.",
  cite: "§1, §3.3",
  registered: pilotForms.C18,
  tests: (subject) => {
    const counts = { measure: "zeroInput.count", by: "differ", permutations: 9999 } as const;
    const topology = { measure: "topology", by: "apart", groups: SETTINGS } as const;
    return subject === undefined
      ? [
          { name: "stable points at zero input", on: [PLACE], ...counts },
          { name: "topology", on: [PLACE], ...topology },
        ]
      : [];
  },
  controls: [
    control("one, and two or three", "supported", settings([1], [2, 3], 9)),
    control("the same", "contradicted", settings([1], [1], 0)),
    control("too few", "inconclusive", settings([1], [2, 3], 9, 8)),
  ],
});
