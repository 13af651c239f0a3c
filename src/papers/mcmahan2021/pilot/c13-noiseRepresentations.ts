import { defineClaim } from "../../../claims/claim.ts";
import { control } from "../../../claims/made.ts";
import { pairsOf } from "../../../claims/pairs.ts";
import { alikeAt, NOISE_GROUPS, noisePlaces } from "../../../claims/places.ts";
import type { GivenTest, Place } from "../../../claims/test.ts";
import { TASK_CONTEXTS } from "../../../study/cell.ts";
import { cellOf } from "../../../study/plan.ts";
import { pilotForms } from "./forms.ts";

/** From this number of contexts on the groups are said to be alike. */
const ALIKE_FROM = 4;

/** Noise levels so far from each other at N = 1, 2, …; untrained networks further. */
export const levelsApart = (apart: readonly number[], networks = 16, bistableOffset = 0) => ({
  networks,
  points: (group: string, { at }: Place) =>
    group === "untrained"
      ? { centre: 40 }
      : { centre: NOISE_GROUPS.indexOf(group) * apart[at - 1], bistableOffset },
});

/**
 * C13: with more contexts, representations after training at different noise overlap. The slope
 * over N of the excess SVCCA silhouette by noise, and each pair of noise levels from N = 4 on.
 * @source §3.4, Fig. 5a,b
 */
export const c13 = defineClaim({
  id: "C13",
  says: "As tasks have more contexts, representations at different noises are highly overlapping.",
  cite: "§3.4, Fig. 5a,b",
  registered: pilotForms.C13,
  cells: (subject) => {
    const cells = placesOf(subject).flatMap(({ groups }) => groups.flatMap(({ of }) => of));
    const isUntrained = ({ variant }: (typeof cells)[number]) => variant === "untrained";
    return [...cells.filter((cell) => !isUntrained(cell)), ...cells.filter(isUntrained)];
  },
  tests: (subject) => {
    const places = placesOf(subject);
    const margin = pilotForms.C13.margin / 5;
    const slope = { by: "slope", groups: NOISE_GROUPS, direction: "falls", margin } as const;
    const name = `slope of ${NOISE_GROUPS.join(" v ")}`;
    return [
      { name, on: places, measure: "svcca", ...slope },
      ...places.filter(({ at }) => at >= ALIKE_FROM).flatMap(alikeNoises),
    ];
  },
  controls: [
    control("overlap from N = 4 on", "supported", levelsApart([9, 6, 3, 0, 0, 0])),
    control("apart at all N", "contradicted", levelsApart([6, 6, 6, 6, 6, 6])),
    control("too few", "inconclusive", levelsApart([9, 6, 3, 0, 0, 0], 8)),
  ],
});

/** Untrained networks are there where groups are said to be alike. */
const placesOf = (subject = "bptt"): readonly Place[] =>
  noisePlaces(subject, (task) =>
    TASK_CONTEXTS[task] >= ALIKE_FROM ? [cellOf(subject, task, { variant: "untrained" })] : [],
  );

const alikeNoises = (place: Place): readonly GivenTest[] => {
  const control = { kind: "groups", names: [NOISE_GROUPS[2], "untrained"] } as const;
  return pairsOf(NOISE_GROUPS).map((pair) => alikeAt({ place, measure: "svcca", control }, pair));
};
