import { defineRegistered } from "../../../claims/claim.ts";
import { control } from "../../../claims/made.ts";
import { NOISE_GROUPS, noisePlaces } from "../../../claims/places.ts";
import type { GivenTest } from "../../../claims/test.ts";
import { cellOf } from "../../../study/plan.ts";
import { levelsApart } from "./c13-noiseRepresentations.ts";
import { figureOf } from "./figures.ts";
import { bothBlocks, byShares } from "./topologies.ts";

/** Beyond this number of contexts topologies are said to be alike. */
const ALIKE_BEYOND = 3;

/** BPTT on 4-CDI at low noise, with as many updates as at high noise. */
const MATCHED = { name: "matched updates", task: "4-cdi", noise: 0.1 } as const;

/**
 * C14: on RDM, topologies after training at different noise differ; on 2-CDI they differ less; with
 * more than three contexts they cannot be told apart.
 * @source §3.4, Fig. 5c,d
 */
export const c14 = defineRegistered({
  id: "C14",
  says: "As N increased beyond 3, attractor topologies were indistinguishable across noise levels.",
  cite: "§3.4, Fig. 5c,d",
  registered: {
    ...figureOf("C14"),
    measure: "ω² by noise on RDM, and less ω² on 2-CDI; largest upper bound of excess for N > 3",
    networks: 16,
    reasons: [
      "0.05 of the variance on RDM; on 2-CDI any less; alike by shares differing by .25.",
      "Networks with one stable point at zero input against several are the control, at each N.",
    ],
  },
  tests: (subject = "bptt") => {
    const { noise } = MATCHED;
    const matched = cellOf(subject, MATCHED.task, { noise, variant: "matched-updates" });
    const [rdm, cdi, ...more] = noisePlaces(subject);
    const on = more.filter(({ at }) => at > ALIKE_BEYOND);
    const ends = [NOISE_GROUPS[0], NOISE_GROUPS[2]];
    const groups = NOISE_GROUPS;
    const four = { ...on[0], name: `${on[0].name} with ${MATCHED.name}` };
    const place = { ...four, groups: [...four.groups, { name: MATCHED.name, of: [matched] }] };
    const tests: readonly GivenTest[] = [
      { name: "RDM by noise", on: [rdm], by: "centres", groups: ends, ...bothBlocks(0.05) },
      { name: "less on 2-CDI", on: [rdm, cdi], by: "fades", groups, ...bothBlocks(0) },
      {
        ...{ name: `alike for N > ${ALIKE_BEYOND}`, on, by: "allAlike", groups },
        ...{ control: { kind: "counts" }, ...byShares("contexts") },
      },
      {
        ...{ name: `4-CDI: ${MATCHED.name} v noise 1`, on: [place], by: "excess" },
        ...{ role: "exploratory", measure: "topology", groups: [MATCHED.name, NOISE_GROUPS[2]] },
      },
    ];
    return tests;
  },
  controls: [
    control("apart on RDM alone", "supported", levelsApart([20, 5, 5, 0, 0, 0], 24, 12)),
    control("apart at N = 6", "contradicted", levelsApart([20, 5, 5, 0, 0, 20], 24, 12)),
    control("too few", "inconclusive", levelsApart([20, 5, 5, 0, 0, 0], 8, 12)),
  ],
});
