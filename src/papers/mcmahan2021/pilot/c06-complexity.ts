import { defineClaim } from "../../../claims/claim.ts";
import { control } from "../../../claims/made.ts";
import { complexityPlaces } from "../../../claims/places.ts";
import type { Place } from "../../../claims/test.ts";
import { pilotForms } from "./forms.ts";

/** The genetic rule so far from BPTT at N = 2, 3, …. */
export const apartAt = (apart: readonly number[], networks = 16, bistableOffset = 0) => ({
  networks,
  points: (group: string, { at }: Place) => ({
    centre: group.startsWith("bptt") ? 0 : apart[at - 2],
    bistableOffset,
  }),
});

/**
 * C06: the harder the task, the further apart the representations of BPTT and the genetic rule. The
 * slope of the excess SVCCA silhouette over N = 2 … 6, with jackknifed variance.
 * @source §3.2, Fig. 2a–c
 */
export const c06 = defineClaim({
  id: "C06",
  says: "SVCCA silhouette scores of BPTT and GA increased with the number of contexts.",
  cite: "§3.2, Fig. 2a–c",
  registered: pilotForms.C06,
  tests: (subject) => {
    const groups = ["bptt", subject ?? "genetic"];
    const test = { measure: "svcca", by: "slope", groups, direction: "rises" } as const;
    return [{ name: `slope of ${groups.join(" v ")}`, on: complexityPlaces(subject), ...test }];
  },
  controls: [
    control("further and further", "supported", apartAt([0, 1, 2, 3, 4])),
    control("nearer and nearer", "contradicted", apartAt([4, 3, 2, 1, 0])),
    control("too few", "inconclusive", apartAt([0, 1, 2, 3, 4], 8)),
  ],
});
