import type { Rng } from "../numerics/rng.ts";
import { topologyEvidence } from "../study/distanceEvidence.ts";
import { cellOf, PAPER_NOISES, PAPER_RULES } from "../training/plan.ts";
import type { Claim, Registered } from "./claim.ts";
import { differencePart } from "./compare.ts";
import {
  type Compared,
  type ComparedEvidence,
  groupOf,
  resampleCompared,
  tasksOf,
} from "./comparedCells.ts";
import type { Part } from "./finding.ts";
import { madeDistances } from "./madeDistances.ts";
import { pairsOf, pairsWith } from "./pairs.ts";
import { slopePart } from "./trend.ts";

/** 0.20 from the lowest noise level to the highest, for each unit of noise. */
const SLOPE_MARGIN = 0.2 / (PAPER_NOISES[PAPER_NOISES.length - 1] - PAPER_NOISES[0]);

/**
 * C10: after training at low noise, topologies differ by rule; the more noise, the less they do.
 * Excess silhouette of the four rules' topology vectors at each noise level.
 * @source §3.3, Fig. 3b,c,e,f
 */
export const c10: Claim<ComparedEvidence> = {
  id: "C10",
  says: "Attractor structure clustering by learning rule decreases with increasing input noise.",
  cite: "§3.3, Fig. 3b,c,e,f",
  registered: {
    measure: "excess silhouette of topology vectors by rule at noise 0.1, and its slope over noise",
    level: 0.05,
    margin: 0.2,
    networks: 16,
    fewest: 12,
    family: "Fig. 3",
    reasons: [
      "0.20, as in C03; for the slope, 0.20 from noise 0.1 to noise 1.0.",
      "All four rules together, as in the paper's figure; a new rule with each of the four.",
      "At 0.1 a difference must be found, and the slope must fall: both are parts.",
    ],
    amendments: [
      "Each pair of rules at noise 0.1 stands beside, uncounted. A silhouette asks for the " +
        "nearest other group: where each rule has a twin, it is near 0 for all of them together.",
    ],
  },
  cells: (subject) =>
    (["rdm", "cdi"] as const).flatMap((task) =>
      PAPER_NOISES.flatMap((noise) =>
        [...PAPER_RULES, ...(subject === undefined ? [] : [subject])].map((rule) =>
          cellOf(rule, task, { noise }),
        ),
      ),
    ),
  async measure(analysis, cells, subject) {
    const compared: Compared[] = [];
    for (const task of tasksOf(cells))
      for (const noise of PAPER_NOISES) {
        const groups = cells
          .filter((cell) => cell.task === task && cell.noise === noise)
          .map((cell) => groupOf(analysis, cell, cell.rule));
        const evidence = await topologyEvidence(analysis, groups);
        compared.push({ name: `${task} at noise ${noise}`, at: noise, evidence });
      }
    return { subject: subject ?? null, compared };
  },
  resample: resampleCompared,
  judge({ subject, compared }, registered, rng) {
    const parts: Part[] = [];
    for (let first = 0; first < compared.length; first += PAPER_NOISES.length) {
      const task = compared.slice(first, first + PAPER_NOISES.length);
      const { groups } = task[0].evidence;
      const sets = subject === null ? [groups] : pairsWith(groups, subject);
      for (const names of sets) {
        parts.push(differencePart(task[0].evidence, names, registered, rng, task[0].name));
        const form = { ...registered, margin: SLOPE_MARGIN, claim: "falls" } as const;
        parts.push({
          ...slopePart(task, names, form, rng),
          name: `${task[0].name.split(" ")[0]}: slope of ${names.join(" v ")}`,
        });
      }
      if (subject === null) parts.push(...pairsBeside(task[0], registered, rng));
    }
    return parts;
  },
  controls: [
    { name: "apart at low noise alone", evidence: made([9, 3, 0]), verdict: "supported" },
    { name: "alike at all", evidence: made([0, 0, 0]), verdict: "contradicted" },
    { name: "too few", evidence: made([9, 3, 0], 8), verdict: "inconclusive" },
  ],
};

/** Each pair of rules at low noise, uncounted: twins among four hide that others differ. */
function pairsBeside({ name, evidence }: Compared, form: Registered, rng: Rng): readonly Part[] {
  return pairsOf(evidence.groups).map((pair) => ({
    ...differencePart(evidence, pair, form, rng, `${name}, beside`),
    verdict: "not applicable",
  }));
}

function made(apart: readonly number[], count = 16): ComparedEvidence {
  return {
    subject: null,
    compared: apart.map((distance, k) => ({
      name: `made-up at noise ${PAPER_NOISES[k]}`,
      at: PAPER_NOISES[k],
      evidence: madeDistances(
        PAPER_RULES.map((name, rule) => ({ name, centre: rule * distance })),
        count,
      ),
    })),
  };
}
