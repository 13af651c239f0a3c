import { defineRegistered } from "../../../claims/claim.ts";
import { control } from "../../../claims/made.ts";
import { pairsWith } from "../../../claims/pairs.ts";
import {
  alikeAt,
  atTask,
  BOTH_TASKS,
  comparing,
  noiseGroup,
  rulesAnd,
} from "../../../claims/places.ts";
import type { GivenTest } from "../../../claims/test.ts";
import { cellOf } from "../../../study/plan.ts";
import { figureOf } from "./figures.ts";
import { byShares } from "./topologies.ts";

/** Low noise, which changes topologies: it is the control, and no rule's number of points. */
const LOW = 0.1;

/** Where H lies, and BPTT after training at low noise. */
const rules = (hebbian: number, low = 30, networks = 24) => ({
  ...{ networks, axes: 200 },
  points: (group: string) => ({
    centre: group === "hebbian" ? hebbian : group === noiseGroup(LOW) ? low : 0,
  }),
});

const tasks = ["rdm"];

/**
 * C03: topologies of attractors cannot be told apart by rule: each pair is alike in how many stable
 * points there are near zero input, and in which their neighbours are.
 * @source §3.1, Fig. 1e
 */
export const c03 = defineRegistered({
  id: "C03",
  says: "Attractor topologies were indistinguishable across RNNs trained with different rules.",
  cite: "§3.1, Fig. 1e",
  registered: {
    ...figureOf("C03"),
    measure: "excess silhouette of counts and of neighbours near zero input, each pair of rules",
    networks: 32,
    reasons: [
      "The margin is what shares of networks with several stable points differing by .25 give.",
      "BPTT at noise 0.1 against 1.0 is the control: labelled by noise, not by counts.",
      "21 inputs within ±0.03 (RDM) or ±0.02 in each context (CDI), as in the release.",
    ],
  },
  tests: (subject) =>
    BOTH_TASKS.flatMap((task): readonly GivenTest[] => {
      const own = rulesAnd(subject);
      const cells = own.map((rule) => cellOf(rule, task));
      const at = atTask(task, cells);
      const low = { name: noiseGroup(LOW), of: [cellOf("bptt", task, { noise: LOW })] };
      const place = { ...at, groups: [...at.groups, low] };
      const control = { kind: "groups", names: [low.name, "bptt"] } as const;
      const pairs = pairsWith(own, subject ?? null);
      const beside = { place, measure: "topologyRelease", title: `${task}, by the release: ` };
      return [
        ...pairs.map((pair) => ({
          ...alikeAt({ place, measure: "", control }, pair),
          ...byShares(task),
        })),
        ...pairs.map((pair) => comparing("excess", beside, pair)),
      ];
    }),
  controls: [
    control("all alike", "supported", rules(0), { tasks }),
    control("one apart", "contradicted", rules(20), { tasks }),
    control("noise does not show", "inconclusive", rules(0, 0), { tasks }),
    control("too few", "inconclusive", rules(0, 30, 8), { tasks }),
  ],
});
