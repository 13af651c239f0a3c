import { defineClaim } from "../../../claims/claim.ts";
import { control } from "../../../claims/made.ts";
import { pairsWith } from "../../../claims/pairs.ts";
import { alikeAt, atAllNoises, atTask, BOTH_TASKS, rulesAnd } from "../../../claims/places.ts";
import type { GivenTest, Place } from "../../../claims/test.ts";
import { cellOf, PAPER_RULES } from "../../../study/plan.ts";
import { pilotForms } from "./forms.ts";

/** Where rules lie, and how far apart are networks with one stable point and with several. */
const rules = (hebbian: number, bistableOffset = 12, networks = 16) => ({
  networks,
  points: (group: string) => ({
    centre: group.startsWith("hebbian") ? hebbian : 0,
    bistableOffset,
  }),
});

const tasks = ["rdm"];

/**
 * C03: topologies of attractors cannot be told apart by rule. Excess silhouette of the topology
 * vectors of each pair of rules.
 * @source §3.1, Fig. 1e
 */
export const c03 = defineClaim({
  id: "C03",
  says: "Attractor topologies were indistinguishable across RNNs trained with different rules.",
  cite: "§3.1, Fig. 1e",
  registered: pilotForms.C03,
  tests: (subject) =>
    BOTH_TASKS.flatMap((task) => {
      const own = rulesAnd(subject);
      const place = atTask(
        task,
        own.map((rule) => cellOf(rule, task)),
      );
      const among = atAllNoises(place, task, PAPER_RULES);
      return pairsWith(own, subject ?? null).map((pair) => alikeTopologies(place, pair, among));
    }),
  controls: [
    control("all alike", "supported", rules(0), { tasks }),
    control("one apart", "contradicted", rules(8), { tasks }),
    control("counts do not show", "inconclusive", rules(0, 0), { tasks }),
    control("too few", "inconclusive", rules(0, 12, 8), { tasks }),
  ],
});

/** Whether two groups' topologies are alike, where the measure can tell counts apart. */
export const alikeTopologies = (
  place: Place,
  pair: readonly [string, string],
  among: Place,
): GivenTest =>
  alikeAt({ measure: "topology", place, control: { kind: "counts", place: among } }, pair);
