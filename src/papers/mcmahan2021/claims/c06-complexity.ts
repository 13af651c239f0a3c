import { defineRegistered } from "../../../claims/claim.ts";
import { control } from "../../../claims/made.ts";
import { complexityPlaces } from "../../../claims/places.ts";
import type { Place } from "../../../claims/test.ts";
import { figureOf } from "./figures.ts";

/** The genetic rule so far from BPTT at N = 2, 3, …. */
const apartAt = (apart: readonly number[], networks = 16) => ({
  networks,
  points: (group: string, { at }: Place) => ({ centre: group === "bptt" ? 0 : apart[at - 2] }),
});

/**
 * C06: the harder the task, the further apart the representations of BPTT and the genetic rule. The
 * slope of the excess SVCCA silhouette over N = 2 … 6.
 * @source §3.2, Fig. 2a–c
 */
export const c06 = defineRegistered({
  id: "C06",
  says: "SVCCA silhouette scores of BPTT and GA increased with the number of contexts.",
  cite: "§3.2, Fig. 2a–c",
  registered: {
    ...figureOf("C06"),
    measure: "slope over N of the excess silhouette of SVCCA distances between the two rules",
    margin: 0.025,
    networks: 16,
    reasons: ["0.025 a context is 0.1 over the range, as the paper's figure spans."],
  },
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
