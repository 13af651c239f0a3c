import type { Rng } from "../numerics/rng.ts";
import { svccaEvidence } from "../study/distanceEvidence.ts";
import { type Cell, cellName } from "../training/cell.ts";
import { cellOf, PAPER_RULES } from "../training/plan.ts";
import type { Claim, Registered } from "./claim.ts";
import { compareGroups, differencePart, tooFew } from "./compare.ts";
import {
  type Compared,
  type ComparedEvidence,
  compareByTask,
  resampleCompared,
} from "./comparedCells.ts";
import { controlledPart } from "./controls.ts";
import type { Part } from "./finding.ts";
import { type MadeGroup, madeDistances } from "./madeDistances.ts";
import { pairsOf } from "./pairs.ts";
import { spreadBeside } from "./spread.ts";

/** The rule that is said to be apart. */
const APART = "hebbian";

/** The rules that are said to be alike. */
const ALIKE = ["bptt", "genetic", "full-force"] as const;

/** Cells of BPTT that share a feature with H: what is left is the rule. */
const MATCHED = ["tanh", "one-unit"] as const;

const MATCHED_NAMES: readonly string[] = MATCHED.map((variant) => `bptt ${variant}`);

/**
 * C02: BPTT, the genetic rule and full-FORCE have similar representations, and Hebbian networks are
 * apart and more dispersed. Excess silhouettes of SVCCA distances, pair by pair; spreads beside.
 * @source §3.1, Fig. 1a,b
 */
export const c02: Claim<ComparedEvidence> = {
  id: "C02",
  says: "Representations were similar for BPTT, GA and FF; those of H were distinct and dispersed.",
  cite: "§3.1, Fig. 1a,b",
  registered: {
    measure: "excess silhouette of SVCCA distances of each pair of rules",
    level: 0.05,
    margin: 0.1,
    networks: 16,
    fewest: 12,
    family: "Fig. 1",
    reasons: [
      "0.10: at n = 16 alike groups have an upper bound below it in most simulations.",
      "Each pair by itself: an average over rules would hide one odd rule.",
      "Trained against untrained networks of BPTT is the positive control, at the same n.",
      "A new rule must be indistinguishable from each of B, G and F.",
      "Matched cells of BPTT stand beside H: it differs in activation and readout too.",
    ],
    amendments: [
      "The spread of H against each rule stands beside and is not counted. It had decided the " +
        "claim (contradicted) without a margin of its own, and its sign turns with the draw of " +
        "the probes' x_0.",
      "All networks are probed from x_0 ~ N(0, 0.3). Those of full-FORCE had been probed from " +
        "the wider x_0 of their training.",
    ],
  },
  cells: (subject) =>
    (["rdm", "cdi"] as const).flatMap((task) => [
      ...(subject === undefined ? PAPER_RULES : [...ALIKE, subject]).map((rule) =>
        cellOf(rule, task),
      ),
      ...(subject === undefined ? MATCHED : []).map((variant) => cellOf("bptt", task, { variant })),
      cellOf("bptt", task, { variant: "untrained" }),
    ]),
  standsBeside: ({ variant }) => MATCHED.some((each) => each === variant),
  async measure(analysis, cells, subject) {
    const compared = await compareByTask(analysis, cells, { measure: svccaEvidence, nameOf });
    return { subject: subject ?? null, compared };
  },
  resample: resampleCompared,
  judge: ({ subject, compared }, registered, rng) =>
    compared.flatMap((each) =>
      subject === null
        ? judgeTask(each, registered, rng)
        : ALIKE.map((rule) => alike(each, [subject, rule], registered, rng)),
    ),
  controls: [
    { name: "H apart and dispersed", evidence: made(0, 6, 2), verdict: "supported" },
    { name: "all alike", evidence: made(0, 0, 1), verdict: "contradicted" },
    { name: "F apart too", evidence: made(6, -6, 2), verdict: "contradicted" },
    { name: "too few", evidence: made(0, 6, 2, 8), verdict: "inconclusive" },
  ],
};

/** A cell's name among the groups: the rule, and what was changed in it. */
function nameOf({ rule, variant }: Cell): string {
  return variant === "as-is" ? rule : `${rule} ${variant}`;
}

function judgeTask(each: Compared, registered: Registered, rng: Rng): readonly Part[] {
  return [
    ...ALIKE.map((rule) =>
      differencePart(each.evidence, [APART, rule], registered, rng, each.name),
    ),
    ...pairsOf(ALIKE).map((pair) => alike(each, pair, registered, rng)),
    ...MATCHED_NAMES.map((name) => beside(each, name, registered, rng)),
    ...ALIKE.map((rule) => spreadBeside(each.evidence, [APART, rule], registered, each.name, rng)),
  ];
}

function alike(
  { name, evidence }: Compared,
  pair: readonly [string, string],
  registered: Registered,
  rng: Rng,
): Part {
  const control = ["bptt", "untrained"] as const;
  return controlledPart(evidence, pair, { ...registered, control }, rng, name);
}

/** H against a matched cell: shown, not counted. */
function beside({ name, evidence }: Compared, matched: string, form: Registered, rng: Rng): Part {
  const pair = [APART, matched] as const;
  const title = `${name}, beside: ${pair.join(" v ")}`;
  const few = tooFew(evidence, title, pair, form.fewest);
  if (few !== undefined) return { ...few, verdict: "not applicable" };
  const { excess, interval, p, networks } = compareGroups(evidence, pair, rng);
  return {
    name: title,
    verdict: "not applicable",
    effect: excess,
    interval,
    p,
    n: 2 * networks,
    why: `Excess silhouette ${excess.toFixed(3)} against a matched cell; it is not counted.`,
  };
}

function made(fullForce: number, hebbian: number, spread: number, count = 16): ComparedEvidence {
  const groups: MadeGroup[] = [
    { name: "bptt", centre: 0 },
    { name: "genetic", centre: 0 },
    { name: "hebbian", centre: hebbian, spread },
    { name: "full-force", centre: fullForce },
    ...MATCHED_NAMES.map((name) => ({ name, centre: 0 })),
    { name: "untrained", centre: 20 },
  ];
  const evidence = madeDistances(groups, count);
  return { subject: null, compared: [{ name: cellName(cellOf("any", "rdm")), at: 0, evidence }] };
}
