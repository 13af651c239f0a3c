import { defineRegistered } from "../../../claims/claim.ts";
import { control } from "../../../claims/made.ts";
import { complexityPlaces } from "../../../claims/places.ts";
import type { Place } from "../../../claims/test.ts";
import { figureOf } from "./figures.ts";

/** Six components are fixed from this number of contexts on. */
const SIX_FROM = 4;

const MARGIN = 0.025;

/** The genetic rule so far from BPTT at N = 2, 3, …. */
const apartAt = (apart: readonly number[], networks = 16) => ({
  networks,
  points: (group: string, { at }: Place) => ({ centre: group === "bptt" ? 0 : apart[at - 2] }),
});

/**
 * C06: the harder the task, the further apart the representations of BPTT and the genetic rule. The
 * slope of the excess SVCCA silhouette over N = 2 … 6; as many components of each give the same.
 * @source §3.2, Fig. 2a–c
 */
export const c06 = defineRegistered({
  id: "C06",
  says: "SVCCA silhouette scores of BPTT and GA increased with the number of contexts.",
  cite: "§3.2, Fig. 2a–c",
  registered: {
    ...figureOf("C06"),
    measure: "slope over N of the excess silhouette of SVCCA distances between the two rules",
    margin: MARGIN,
    networks: 16,
    reasons: [
      "0.025 a context is 0.1 over the range.",
      "The same verdict at a fixed K of 2, and of 6 from N = 4: harder tasks keep more components.",
    ],
  },
  tests: (subject) => {
    const groups = ["bptt", subject ?? "genetic"];
    const on = complexityPlaces(subject);
    const agreeing = [
      { measure: "svccaAt2", margin: MARGIN },
      { measure: "svccaAt6", margin: MARGIN, on: on.filter(({ at }) => at >= SIX_FROM) },
    ];
    const test = { measure: "svcca", by: "incline", groups, direction: "rises" } as const;
    return [{ name: `slope of ${groups.join(" v ")}`, on, agreeing, ...test }];
  },
  controls: [
    control("further and further", "supported", apartAt([0, 1, 2, 3, 4])),
    control("nearer and nearer", "contradicted", apartAt([4, 3, 2, 1, 0])),
    control("too few", "inconclusive", apartAt([0, 1, 2, 3, 4], 8)),
  ],
});
