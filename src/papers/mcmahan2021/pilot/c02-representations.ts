import { defineClaim } from "../../../claims/claim.ts";
import { control } from "../../../claims/made.ts";
import { pairsOf } from "../../../claims/pairs.ts";
import { alikeAt, atTask, BOTH_TASKS, comparing } from "../../../claims/places.ts";
import type { GivenTest } from "../../../claims/test.ts";
import type { Cell } from "../../../study/cell.ts";
import { cellOf, PAPER_RULES } from "../../../study/plan.ts";
import { pilotForms } from "./forms.ts";

/** The rule that is said to be apart, those that are said to be alike. */
const APART = "hebbian";
const ALIKE = ["bptt", "genetic", "full-force"] as const;

/** Cells of BPTT that share a feature with H: what is left is the rule. */
const MATCHED = ["tanh", "one-unit"] as const;

/** Where rules lie: full-FORCE and H so far away, H so spread, untrained networks further. */
const rules = (fullForce: number, hebbian: number, spread: number, networks = 16) => ({
  networks,
  points: (group: string) => {
    if (group === APART) return { centre: hebbian, spread };
    return { centre: group === "full-force" ? fullForce : group === "untrained" ? 20 : 0 };
  },
});

const tasks = ["rdm"];

/**
 * C02: BPTT, the genetic rule and full-FORCE have similar representations, and Hebbian networks are
 * apart and more dispersed. Excess silhouettes of SVCCA distances, pair by pair; spreads beside.
 * @source §3.1, Fig. 1a,b
 */
export const c02 = defineClaim({
  id: "C02",
  says: "Representations were similar for BPTT, GA and FF; those of H were distinct and dispersed.",
  cite: "§3.1, Fig. 1a,b",
  registered: pilotForms.C02,
  tests: (subject) => BOTH_TASKS.flatMap((task) => testsAt(task, subject)),
  controls: [
    control("H apart and dispersed", "supported", rules(0, 6, 2), { tasks }),
    control("all alike", "contradicted", rules(0, 0, 1), { tasks }),
    control("F apart too", "contradicted", rules(6, -6, 2), { tasks }),
    control("too few", "inconclusive", rules(0, 6, 2, 8), { tasks }),
  ],
});

function testsAt(task: "rdm" | "cdi", subject: string | undefined): readonly GivenTest[] {
  const own = subject === undefined ? PAPER_RULES : [...ALIKE, subject];
  const variants = [...(subject === undefined ? MATCHED : []), "untrained" as const];
  const cells = [
    ...own.map((rule) => cellOf(rule, task)),
    ...variants.map((variant) => cellOf("bptt", task, { variant })),
  ];
  const nameOf = ({ rule, variant }: Cell) => (variant === "as-is" ? rule : `${rule} ${variant}`);
  const at = { place: atTask(task, cells, nameOf), measure: "svcca" };
  const control = { kind: "groups", names: ["bptt", "untrained"] } as const;
  const alike = (pair: readonly [string, string]) => alikeAt({ ...at, control }, pair);
  if (subject !== undefined) return ALIKE.map((rule) => alike([subject, rule]));
  const matched = { ...at, title: `${task}, beside: ` };
  const spread = { ...at, title: `${task}, beside: spread of ` };
  return [
    ...ALIKE.map((rule) => comparing("apart", at, [APART, rule])),
    ...pairsOf(ALIKE).map(alike),
    ...MATCHED.map((variant) => comparing("excess", matched, [APART, `bptt ${variant}`])),
    ...ALIKE.map((rule) => comparing("spread", spread, [APART, rule])),
  ];
}
