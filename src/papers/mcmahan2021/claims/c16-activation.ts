import { defineRegistered } from "../../../claims/claim.ts";
import { control } from "../../../claims/made.ts";
import { atTask, noiseGroup } from "../../../claims/places.ts";
import type { GivenTest, Place } from "../../../claims/test.ts";
import { cellOf } from "../../../study/plan.ts";
import { figureOf } from "./figures.ts";
import { bothBlocks, byShares } from "./topologies.ts";

/** 1 + tanh is what BPTT has as it is. */
const ACTIVATIONS = ["as-is", "tanh", "relu"] as const;
const NAMES: readonly string[] = ACTIVATIONS;

const LOW = 0.1;

/** Activations so far from each other on RDM and on CDI; low noise further. */
const apart = (rdm: number, cdi: number, low = 30, networks = 32) => ({
  ...{ networks, axes: 200 },
  points: (group: string, { at }: Place) => ({
    centre: group === noiseGroup(LOW) ? low : NAMES.indexOf(group) * (at === 1 ? rdm : cdi),
  }),
});

/** Networks of a rule with each activation, and at low noise, which is the control. */
function placeAt(task: "rdm" | "cdi", rule: string): Place {
  const cells = ACTIVATIONS.map((variant) => cellOf(rule, task, { variant }));
  const place = atTask(task, cells, ({ variant }) => variant);
  const low = { name: noiseGroup(LOW), of: [cellOf(rule, task, { noise: LOW })] };
  return { ...place, groups: [...place.groups, low] };
}

/**
 * C16: the activation function changes topology on RDM, and not on CDI. The appendix is not at
 * hand: three activations of BPTT are assumed.
 * @source §4, App.
 */
export const c16 = defineRegistered({
  id: "C16",
  says: "The activation function changes attractor topology on RDM, and not on CDI.",
  cite: "§4, App.",
  registered: {
    ...figureOf("C16"),
    measure: "ω² of topology by activation on RDM; largest upper bound of the excess on CDI",
    networks: 32,
    reasons: [
      "0.05 of the variance, as in C10; alike by shares differing by .25, as in C03.",
      "BPTT at noise 0.1 against 1.0 is the control: labelled by noise, not by counts.",
      "The appendix is not at hand: 1 + tanh, tanh and relu in BPTT, all else as it is.",
    ],
  },
  tests: (rule = "bptt") => {
    const [rdm, cdi] = [placeAt("rdm", rule), placeAt("cdi", rule)];
    const groups = NAMES;
    const control = { kind: "groups", names: [noiseGroup(LOW), "as-is"] } as const;
    const tests: readonly GivenTest[] = [
      { name: "RDM by activation", on: [rdm], by: "centres", groups, ...bothBlocks(0.05) },
      { name: "CDI: alike", on: [cdi], by: "allAlike", groups, control, ...byShares("cdi") },
    ];
    return tests;
  },
  controls: [
    control("apart on RDM alone", "supported", apart(9, 0)),
    control("apart on CDI too", "contradicted", apart(9, 20)),
    control("alike on RDM", "contradicted", apart(0, 0)),
    control("noise does not show on CDI", "inconclusive", apart(9, 0, 0)),
  ],
});
