import { defineRegistered } from "../../../claims/claim.ts";
import { control } from "../../../claims/made.ts";
import { pairsWith } from "../../../claims/pairs.ts";
import { alikeAt, atTask, comparing, noiseGroup, rulesAnd } from "../../../claims/places.ts";
import type { GivenTest, Place } from "../../../claims/test.ts";
import { cellOf } from "../../../study/plan.ts";
import { figureOf } from "./figures.ts";
import { byShares } from "./topologies.ts";

/** RDM at low and at high noise, whose topologies differ: the control, of no rule's numbers. */
const CONTROL = ([0.1, 1] as const).map((noise) => ({
  name: `rdm at ${noiseGroup(noise)}`,
  of: [cellOf("bptt", "rdm", { noise })],
}));
const [LOW, HIGH] = CONTROL.map(({ name }) => name);

/** Where one rule lies, and BPTT on RDM after training at low noise. */
const rules = (hebbian: number, low = 30, networks = 32) => ({
  ...{ networks, axes: 200 },
  points: (group: string) => ({
    centre: group === "hebbian" ? hebbian : group === LOW ? low : 0,
  }),
});

/** The rules on the task of memory, and the control. */
function placeOf(own: readonly string[]): Place {
  const cells = own.map((rule) => cellOf(rule, "memory"));
  const at = atTask("memory", cells);
  return { ...at, groups: [...at.groups, ...CONTROL] };
}

/**
 * C17: on a simple working-memory task, too, topologies of attractors cannot be told apart by rule:
 * as in C03. The appendix is not at hand: `src/task/memory.ts` says what is assumed.
 * @source §4, App.
 */
export const c17 = defineRegistered({
  id: "C17",
  says: "On a simple working-memory task, too, attractor topologies do not differ by rule.",
  cite: "§4, App.",
  registered: {
    ...figureOf("C17"),
    measure: "excess silhouette of counts and of neighbours near zero input, each pair of rules",
    networks: 32,
    reasons: [
      "As C03: what shares of networks with several stable points differing by .25 give on RDM.",
      "BPTT on RDM at noise 0.1 against 1.0 is the control: of memory, no difference is known.",
      "21 inputs within ±0.03, as on RDM: one channel, at 0 in the delay but for noise.",
      "The appendix is not at hand: a pulse of ±1 in 50 steps, a delay of 500 to 600, noise 1.0.",
    ],
  },
  tests: (subject) => {
    const own = rulesAnd(subject);
    const place = placeOf(own);
    const control = { kind: "groups", names: [LOW, HIGH] } as const;
    const pairs = pairsWith(own, subject ?? null);
    const beside = { place, measure: "topologyRelease", title: "memory, by the release: " };
    return [
      ...pairs.map(
        (pair): GivenTest => ({
          ...alikeAt({ place, measure: "", control }, pair),
          ...byShares("rdm"),
        }),
      ),
      ...pairs.map((pair) => comparing("excess", beside, pair)),
    ];
  },
  controls: [
    control("all alike", "supported", rules(0)),
    control("one apart", "contradicted", rules(20)),
    control("noise does not show", "inconclusive", rules(0, 0)),
    control("too few", "inconclusive", rules(0, 30, 8)),
  ],
});
