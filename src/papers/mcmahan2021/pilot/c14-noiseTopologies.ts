import { defineClaim } from "../../../claims/claim.ts";
import { control } from "../../../claims/made.ts";
import { pairsOf } from "../../../claims/pairs.ts";
import { comparing, NOISE_GROUPS, noisePlaces } from "../../../claims/places.ts";
import { alikeTopologies } from "./c03-topology.ts";
import { levelsApart } from "./c13-noiseRepresentations.ts";
import { pilotForms } from "./forms.ts";

/** Beyond this number of contexts topologies are said to be alike. */
const ALIKE_BEYOND = 3;

/**
 * C14: on RDM, topologies after training at different noise differ; with more than three contexts
 * they cannot be told apart.
 * @source §3.4, Fig. 5c,d
 */
export const c14 = defineClaim({
  id: "C14",
  says: "As N increased beyond 3, attractor topologies were indistinguishable across noise levels.",
  cite: "§3.4, Fig. 5c,d",
  registered: pilotForms.C14,
  cells: (subject) => noisePlaces(subject).flatMap(({ groups }) => groups.flatMap(({ of }) => of)),
  tests: (subject) =>
    noisePlaces(subject).flatMap((place) => {
      const at = { place, measure: "topology" };
      if (place.at === 1) return [comparing("apart", at, NOISE_GROUPS)];
      if (place.at <= ALIKE_BEYOND) return [];
      return pairsOf(NOISE_GROUPS).map((pair) => alikeTopologies(place, pair, place));
    }),
  controls: [
    control("apart on RDM alone", "supported", levelsApart([9, 4, 2, 0, 0, 0], 16, 12)),
    control("apart at N = 6", "contradicted", levelsApart([9, 4, 2, 0, 0, 9], 16, 2)),
    control("too few", "inconclusive", levelsApart([9, 4, 2, 0, 0, 0], 8, 12)),
  ],
});
