import { defineClaim } from "../../../claims/claim.ts";
import { control } from "../../../claims/made.ts";
import { atAllNoises, complexityPlaces, FIG_2_TASKS } from "../../../claims/places.ts";
import { alikeTopologies } from "./c03-topology.ts";
import { apartAt } from "./c06-complexity.ts";
import { pilotForms } from "./forms.ts";

/**
 * C07: with more contexts the topologies of BPTT and the genetic rule stay alike:
 * indistinguishable at each N, and without a slope over N.
 * @source §3.2, Fig. 2d,e
 */
export const c07 = defineClaim({
  id: "C07",
  says: "Across all values of N, BPTT and GA RNNs shared a universal attractor structure.",
  cite: "§3.2, Fig. 2d,e",
  registered: pilotForms.C07,
  tests: (subject) => {
    const groups = ["bptt", subject ?? "genetic"] as const;
    const places = complexityPlaces(subject);
    const margin = pilotForms.C07.margin / 4;
    const slope = { measure: "topology", by: "slope", groups, direction: "flat", margin } as const;
    return [
      ...places.map((place, k) =>
        alikeTopologies(place, groups, atAllNoises(place, FIG_2_TASKS[k], ["bptt"])),
      ),
      { name: `slope of ${groups.join(" v ")}`, on: places, ...slope },
    ];
  },
  controls: [
    control("alike at each N", "supported", apartAt([0, 0, 0, 0, 0], 16, 12)),
    control("apart at N = 6", "contradicted", apartAt([0, 0, 0, 0, 20], 16, 2)),
    control("counts do not show", "inconclusive", apartAt([0, 0, 0, 0, 0])),
  ],
});
