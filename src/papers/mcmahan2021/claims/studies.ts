import { one } from "../../../claims/places.ts";
import type { Also, Place } from "../../../claims/test.ts";
import type { Cell } from "../../../study/cell.ts";
import { cellOf } from "../../../study/plan.ts";

const on = (noise: number, variant: Cell["variant"]): Cell =>
  cellOf("bptt", "cdi", { noise, variant });

/** The setting of CDI by Mante et al.: means of at most 0.1857, noise 1.0. */
export const mante = on(1, "as-is");

/** The setting of CDI by Miconi: means of ±1, noise 0.5. */
export const miconi = on(0.5, "miconi");

/** Miconi's setting with as many updates as the same seeds took in Mante's. */
export const alsoMatched: Also = {
  on: [one(on(0.5, "miconi-matched-updates"))],
  names: ["as trained", "with Mante's updates"],
  otherwise: "settings or length of training",
};

/** The means of one study at the noise of the other, each with Mante's updates too. */
export const otherCorners: readonly Cell[] = [
  ...[on(0.5, "as-is"), on(0.5, "matched-updates")],
  ...[on(1, "miconi"), on(1, "miconi-matched-updates")],
];

/** Both settings, where their networks are compared. */
export const bothStudies: Place = {
  ...{ name: "cdi, settings", at: 2 },
  groups: [
    { name: "Mante", of: [mante] },
    { name: "Miconi", of: [miconi] },
  ],
};
