import type { Rng } from "../numerics/rng.ts";
import type { Analysis } from "../study/analysis.ts";
import { groupSize, topologyEvidence } from "../study/distanceEvidence.ts";
import type { Cell, TaskName } from "../training/cell.ts";
import { cellOf, PAPER_NOISES, PAPER_RULES } from "../training/plan.ts";
import type { Claim, Registered } from "./claim.ts";
import { alikePart } from "./compare.ts";
import {
  type Compared,
  type ComparedEvidence,
  compareByTask,
  resampleCompared,
} from "./comparedCells.ts";
import { tellsCountsApart } from "./controls.ts";
import type { Part } from "./finding.ts";
import { madeDistances } from "./madeDistances.ts";
import { pairsWith } from "./pairs.ts";

/** What C03 and C07 say of their positive control. */
export const COUNT_CONTROL = {
  reason:
    "Networks with one stable point at zero input against those with several are the control; " +
    "they come from all noise levels of the task.",
  amendment:
    "The control's networks come from all noise levels of the task. They had come from those " +
    "compared, where noise 1.0 leaves hardly any with one stable point: the claim could not " +
    "have been supported. Changed while it was inconclusive.",
} as const;

/**
 * C03: topologies of attractors cannot be told apart by rule. Excess silhouette of the topology
 * vectors of each pair of rules.
 * @source §3.1, Fig. 1e
 */
export const c03: Claim<ComparedEvidence> = {
  id: "C03",
  says: "Attractor topologies were indistinguishable across RNNs trained with different rules.",
  cite: "§3.1, Fig. 1e",
  registered: {
    measure: "excess silhouette of the topology vectors near zero input, of each pair of rules",
    level: 0.05,
    margin: 0.2,
    networks: 16,
    fewest: 12,
    family: "Fig. 1",
    reasons: [
      "0.20: topology mixes two kinds of network, so at n = 16 bounds are wider than of SVCCA.",
      COUNT_CONTROL.reason,
      "21 inputs within ±0.03 (RDM) or ±0.02 in each context (CDI), as in the release.",
      "Counts are divided by 1, input distances by 5, shares by 0.5: what changes when a network " +
        "turns bistable weighs about the same in each block.",
    ],
    amendments: [COUNT_CONTROL.amendment],
  },
  cells: (subject) =>
    (["rdm", "cdi"] as const).flatMap((task) => [
      ...[...PAPER_RULES, ...(subject === undefined ? [] : [subject])].map((rule) =>
        cellOf(rule, task),
      ),
      ...PAPER_RULES.flatMap((rule) => controlCells(rule, task)),
    ]),
  measure: compareTopologies,
  resample: resampleCompared,
  judge: ({ subject, compared }, registered, rng) =>
    compared.flatMap((each) =>
      pairsWith(each.evidence.groups, subject).map((pair) =>
        alikeTopologies(each, pair, registered, rng),
      ),
    ),
  controls: [
    { name: "all alike", evidence: made([0, 0, 0, 0]), verdict: "supported" },
    { name: "one apart", evidence: made([0, 0, 8, 0]), verdict: "contradicted" },
    { name: "counts do not show", evidence: made([0, 0, 0, 0], 0), verdict: "inconclusive" },
    { name: "too few", evidence: made([0, 0, 0, 0], 12, 8), verdict: "inconclusive" },
  ],
};

/** Cells of lower noise, whose networks serve the positive control alone. */
export const controlCells = (rule: string, task: TaskName): readonly Cell[] =>
  PAPER_NOISES.filter((noise) => noise !== 1).map((noise) => cellOf(rule, task, { noise }));

/** Topologies by rule at noise 1.0, task by task; the control has the networks of all cells. */
export async function compareTopologies(
  analysis: Analysis,
  cells: readonly Cell[],
  subject?: string,
): Promise<ComparedEvidence> {
  const compared = await compareByTask(
    analysis,
    cells.filter(({ noise }) => noise === 1),
    { measure: topologyEvidence, nameOf: ({ rule }) => rule },
  );
  const controls = await compareByTask(analysis, cells, {
    measure: topologyEvidence,
    nameOf: ({ rule, noise }) => `${rule} at noise ${noise}`,
  });
  return {
    subject: subject ?? null,
    compared: compared.map((each) => {
      const control = controls.find(({ name }) => name === each.name)?.evidence;
      return control === undefined ? each : { ...each, control };
    }),
  };
}

/** Whether two groups' topologies are alike, where the measure can tell counts apart. */
export function alikeTopologies(
  { name, evidence, control = evidence }: Compared,
  pair: readonly [string, string],
  registered: Registered,
  rng: Rng,
): Part {
  const n = Math.min(...pair.map((group) => groupSize(evidence, group)));
  const sensitive = tellsCountsApart(control, n, { level: registered.level, rng });
  return alikePart(evidence, pair, { ...registered, sensitive }, rng, name);
}

function made(centres: readonly number[], bistableOffset = 12, count = 16): ComparedEvidence {
  const evidence = madeDistances(
    PAPER_RULES.map((name, k) => ({ name, centre: centres[k], bistableOffset })),
    count,
  );
  return { subject: null, compared: [{ name: "made up", at: 0, evidence }] };
}
