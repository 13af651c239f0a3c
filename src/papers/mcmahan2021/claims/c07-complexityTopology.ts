import { defineRegistered } from "../../../claims/claim.ts";
import { control } from "../../../claims/made.ts";
import { comparing, complexityPlaces, FIG_2_TASKS, noiseGroup } from "../../../claims/places.ts";
import type { Place } from "../../../claims/test.ts";
import { cellOf } from "../../../study/plan.ts";
import { figureOf } from "./figures.ts";
import { bothBlocks, byShares } from "./topologies.ts";

/** The largest slope of interest, a context. */
const FLAT = 0.05;

/** BPTT at lower noise: with it some networks have one stable point, and some several. */
const LOWER = [0.1, 0.5];

/** The genetic rule so far from BPTT at N = 2, 3, …; several stable points so far from one. */
const apartAt = (apart: readonly number[], bistableOffset = 12, networks = 24) => ({
  ...{ networks, axes: 200 },
  points: (group: string, { at }: Place) => ({
    centre: group === "genetic" ? apart[at - 2] : 0,
    bistableOffset,
  }),
});

/**
 * C07: with more contexts topologies of BPTT and the genetic rule stay alike: one bound over all N,
 * and no slope over N.
 * @source §3.2, Fig. 2d,e
 */
export const c07 = defineRegistered({
  id: "C07",
  says: "Across all values of N, BPTT and GA RNNs shared a universal attractor structure.",
  cite: "§3.2, Fig. 2d,e",
  registered: {
    ...figureOf("C07"),
    measure: "largest upper bound over N of the excess silhouette of each block; its slope over N",
    networks: 16,
    reasons: [
      "The margin is what shares of networks with several stable points differing by .25 give.",
      "The largest of the upper bounds needs no correction: all must be small (Berger 1982).",
      "Networks with one stable point at zero input against several are the control, at each N.",
    ],
  },
  tests: (subject) => {
    const groups = ["bptt", subject ?? "genetic"];
    const on = complexityPlaces(subject).map((place, k) => ({
      ...place,
      groups: [
        ...place.groups,
        ...LOWER.map((noise) => {
          return { name: noiseGroup(noise), of: [cellOf("bptt", FIG_2_TASKS[k], { noise })] };
        }),
      ],
    }));
    const release = { measure: "topologyRelease" };
    return [
      {
        ...{ name: `all N: ${groups.join(" v ")}`, on, by: "allAlike", groups },
        ...{ control: { kind: "counts" }, ...byShares("contexts") },
      },
      {
        ...{ name: `slope of ${groups.join(" v ")}`, on, by: "incline", groups, direction: "flat" },
        ...bothBlocks(FLAT),
      },
      ...on.map((place) =>
        comparing("excess", { ...release, place, title: `${place.name}: ` }, groups),
      ),
    ];
  },
  controls: [
    control("alike at each N", "supported", apartAt([0, 0, 0, 0, 0])),
    control("apart at N = 6", "contradicted", apartAt([0, 0, 0, 0, 20])),
    control("counts do not show", "inconclusive", apartAt([0, 0, 0, 0, 0], 0)),
  ],
});
