import { pairsOf } from "../../../claims/pairs.ts";
import { alikeAt, atTask, comparing } from "../../../claims/places.ts";
import type { GivenTest } from "../../../claims/test.ts";
import type { Cell, TaskName } from "../../../study/cell.ts";
import { cellOf } from "../../../study/plan.ts";
import type { VariantName } from "../../../study/variant.ts";
import { QUARTER_TANH } from "./margins.ts";

/** The rule that is said to be apart. */
export const APART = "hebbian";
/** Those that are said to be alike. */
export const ALIKE = ["bptt", "genetic", "full-force"] as const;

/** Where rules lie in made-up evidence: full-FORCE, H and untrained networks so far away. */
export const rulesAt = (fullForce: number, hebbian: number, untrained = 40, networks = 24) => ({
  ...{ networks, axes: 200 },
  points: (group: string) => {
    const places = new Map([
      [APART, hebbian],
      ["full-force", fullForce],
      ["untrained", untrained],
    ]);
    return { centre: places.get(group) ?? 0 };
  },
});

/** What differs between the claims of similar representations. */
type Similarity = {
  /** The condition of a rule. */
  readonly cellsOf: (rule: string) => Cell;
  /** Conditions of BPTT that share a feature with H, shown beside. */
  readonly beside: readonly VariantName[];
};

/**
 * That H is apart from each of three rules, which are alike, by SVCCA with the components that each
 * keeps and with two; or that a new rule is like each of the three.
 */
export function similarExcept(
  task: TaskName,
  subject: string | undefined,
  { cellsOf, beside }: Similarity,
): readonly GivenTest[] {
  const rules = [...ALIKE, subject ?? APART];
  const others = subject === undefined ? beside : [];
  const variants = [...others, "untrained" as const].map((variant) =>
    cellOf("bptt", task, { variant }),
  );
  const place = atTask(task, rules.map(cellsOf));
  const own = atTask(task, variants, ({ variant }) => `bptt ${variant}`);
  const at = { place: { ...place, groups: [...place.groups, ...own.groups] }, measure: "svcca" };
  const margins = {
    margin: QUARTER_TANH.of32.svcca,
    agreeing: [{ measure: "svccaAt2", margin: QUARTER_TANH.of32.svccaAt2 }],
  };
  const control = { kind: "groups", names: ["bptt", "untrained"] } as const;
  const alike = (pair: readonly [string, string]): GivenTest => ({
    ...alikeAt({ ...at, control }, pair),
    ...margins,
  });
  if (subject !== undefined) return ALIKE.map((rule) => alike([subject, rule]));
  const titled = { ...at, title: `${task}, beside: ` };
  return [
    ...ALIKE.map((rule) => ({ ...comparing("distant", at, [APART, rule]), ...margins })),
    ...pairsOf(ALIKE).map(alike),
    ...beside.map((variant) => comparing("excess", titled, [APART, `bptt ${variant}`])),
    ...rules.map((rule) => comparing("excess", titled, [rule, "untrained"])),
  ];
}
