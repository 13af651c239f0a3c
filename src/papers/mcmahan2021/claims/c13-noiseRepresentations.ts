import { defineRegistered } from "../../../claims/claim.ts";
import { control } from "../../../claims/made.ts";
import { NOISE_GROUPS, noisePlaces } from "../../../claims/places.ts";
import type { GivenTest, Place } from "../../../claims/test.ts";
import { cellOf } from "../../../study/plan.ts";
import { figureOf } from "./figures.ts";
import { QUARTER_TANH } from "./margins.ts";

/** From this number of contexts on the groups are said to be alike. */
const ALIKE_FROM = 4;

/** Noise levels so far from each other at N = 1, 2, …; untrained networks further. */
export const levelsApart = (apart: readonly number[], networks = 24, bistableOffset = 0) => ({
  ...{ networks, axes: 200 },
  points: (group: string, { at }: Place) =>
    group === "untrained"
      ? { centre: 40 }
      : { centre: NOISE_GROUPS.indexOf(group) * apart[at - 1], bistableOffset },
});

/**
 * C13: with more contexts, representations after training at different noise overlap: the excess
 * SVCCA silhouette by noise falls with N, and from N = 4 on all noise levels are alike.
 * @source §3.4, Fig. 5a,b
 */
export const c13 = defineRegistered({
  id: "C13",
  says: "As tasks have more contexts, representations at different noises are highly overlapping.",
  cite: "§3.4, Fig. 5a,b",
  registered: {
    ...figureOf("C13"),
    measure: "slope over N of the excess SVCCA silhouette by noise; largest upper bound from N = 4",
    margin: 0.025,
    networks: 16,
    reasons: [
      "0.025 a context, as in C06; alike is what a quarter of networks with tanh gives, as in C02.",
      "RDM stands for N = 1. Untrained networks of the same task are the control.",
    ],
  },
  tests: (subject = "bptt") => {
    const on = noisePlaces(subject, (task) => [cellOf(subject, task, { variant: "untrained" })]);
    const groups = NOISE_GROUPS;
    const way = { measure: "svcca", groups } as const;
    const control = { kind: "groups", names: [NOISE_GROUPS[2], "untrained"] } as const;
    const slope = { on, by: "incline", direction: "falls" } as const;
    const alike = { on: on.filter(({ at }) => at >= ALIKE_FROM), by: "allAlike", control } as const;
    const fixed = { role: "exploratory", measure: "svccaAt2" } as const;
    const tests: readonly GivenTest[] = [
      { name: "slope by noise", ...way, ...slope },
      { name: `alike from N = ${ALIKE_FROM}`, ...way, ...alike, margin: QUARTER_TANH.of16.svcca },
      { name: "slope by noise, two components", ...way, ...slope, ...fixed },
      {
        ...{ name: `alike from N = ${ALIKE_FROM}, two components`, ...way, ...alike, ...fixed },
        margin: QUARTER_TANH.of16.svccaAt2,
      },
    ];
    return tests;
  },
  controls: [
    control("overlap from N = 4 on", "supported", levelsApart([20, 15, 8, 0, 0, 0])),
    control("apart at all N", "contradicted", levelsApart([15, 15, 15, 15, 15, 15])),
    control("too few", "inconclusive", levelsApart([20, 15, 8, 0, 0, 0], 8)),
  ],
});
