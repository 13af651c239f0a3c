import { defineRegistered } from "../../../claims/claim.ts";
import { control } from "../../../claims/made.ts";
import { atTask, BOTH_TASKS, versus } from "../../../claims/places.ts";
import type { GivenTest } from "../../../claims/test.ts";
import { cellOf } from "../../../study/plan.ts";
import { figureOf } from "./figures.ts";
import { ALIKE, APART } from "./similarity.ts";

/** H spread so much more widely than the others. */
const spreads = (spread: number, networks = 24) => ({
  networks,
  points: (group: string) => ({ centre: 0, spread: group === APART ? spread : 1 }),
});

const tasks = ["rdm"];

/**
 * C19: representations of Hebbian networks, or of a new rule, are more dispersed than each other
 * rule's: ln of the ratio of distances to the own centre, by SVCCA. Slow modes keep x_0 to the end,
 * so the sign must be the same where every network starts at x_0 = 0.
 * @source §3.1, Fig. 1b
 */
export const c19 = defineRegistered({
  id: "C19",
  says: "Representations of networks trained with H were more dispersed.",
  cite: "§3.1, Fig. 1b",
  registered: {
    ...figureOf("C19"),
    measure: "ln ratio of SVCCA distances to the own centre, H over each of B, G and F",
    margin: 0.2,
    networks: 32,
    reasons: [
      "0.2: a fifth further from the centre; less would not show in a map.",
      "The sign turned with x_0 on the pilot: probes from x_0 = 0 must give the same.",
    ],
  },
  tests: (subject = APART) =>
    BOTH_TASKS.flatMap((task) => {
      const place = atTask(
        task,
        [...ALIKE, subject].map((rule) => cellOf(rule, task)),
      );
      return ALIKE.map(
        (rule): GivenTest => ({
          ...{ name: versus(task, [subject, rule]), on: [place], measure: "svcca" },
          agreeing: [{ measure: "svccaFromRest", margin: 0, sign: true }],
          ...{ by: "wider", groups: [subject, rule] },
        }),
      );
    }),
  controls: [
    control("H twice as spread", "supported", spreads(2), { tasks }),
    control("less spread", "contradicted", spreads(0.5), { tasks }),
    control("too few", "inconclusive", spreads(2, 8), { tasks }),
  ],
});
