import type { Rng } from "../numerics/rng.ts";
import { svccaEvidence } from "../study/distanceEvidence.ts";
import { type Cell, TASK_CONTEXTS, TASK_NAMES } from "../training/cell.ts";
import { cellOf, PAPER_NOISES } from "../training/plan.ts";
import type { Claim, Registered } from "./claim.ts";
import {
  type Compared,
  type ComparedEvidence,
  compareByTask,
  resampleCompared,
} from "./comparedCells.ts";
import { controlledPart } from "./controls.ts";
import type { Part } from "./finding.ts";
import { madeDistances } from "./madeDistances.ts";
import { pairsOf } from "./pairs.ts";
import { slopePart } from "./trend.ts";

/** How the groups of one noise level are called. */
export const noiseGroup = (noise: number): string => `noise ${noise}`;

const GROUPS: readonly string[] = PAPER_NOISES.map(noiseGroup);

/** From this number of contexts on the groups are said to be alike. */
const ALIKE_FROM = 4;

/** BPTT, or a new rule, on every task at every noise level. */
export function noiseCells(subject = "bptt"): readonly Cell[] {
  return TASK_NAMES.flatMap((task) =>
    PAPER_NOISES.map((noise) => cellOf(subject, task, { noise })),
  );
}

/**
 * C13: with more contexts, representations after training at different noise overlap. The slope
 * over N of the excess SVCCA silhouette by noise, and each pair of noise levels from N = 4 on.
 * @source §3.4, Fig. 5a,b
 */
export const c13: Claim<ComparedEvidence> = {
  id: "C13",
  says: "As tasks have more contexts, representations at different noises are highly overlapping.",
  cite: "§3.4, Fig. 5a,b",
  registered: {
    measure: "slope over N of the excess SVCCA silhouette by noise; each pair's excess from N = 4",
    level: 0.05,
    margin: 0.1,
    networks: 16,
    fewest: 12,
    family: "Fig. 5",
    reasons: [
      "0.10, as in C02; for the slope a fifth of it for each context, 0.10 from N = 1 to N = 6.",
      "RDM stands for N = 1.",
      "Untrained networks of the same task are drawn for the positive control, at the same n.",
    ],
  },
  cells: (subject) => [
    ...noiseCells(subject),
    ...TASK_NAMES.filter((task) => TASK_CONTEXTS[task] >= ALIKE_FROM).map((task) =>
      cellOf(subject ?? "bptt", task, { variant: "untrained" }),
    ),
  ],
  async measure(analysis, cells, subject) {
    const compared = await compareByTask(analysis, cells, {
      measure: svccaEvidence,
      nameOf: ({ noise }) => noiseGroup(noise),
    });
    return { subject: subject ?? null, compared };
  },
  resample: resampleCompared,
  judge: ({ compared }, registered, rng) => [
    slopePart(
      compared,
      GROUPS,
      { ...registered, margin: registered.margin / 5, claim: "falls" },
      rng,
    ),
    ...compared
      .filter(({ at }) => at >= ALIKE_FROM)
      .flatMap((each) => alikeNoises(each, registered, rng)),
  ],
  controls: [
    { name: "overlap from N = 4 on", evidence: made([9, 6, 3, 0, 0, 0]), verdict: "supported" },
    { name: "apart at all N", evidence: made([6, 6, 6, 6, 6, 6]), verdict: "contradicted" },
    { name: "too few", evidence: made([9, 6, 3, 0, 0, 0], 8), verdict: "inconclusive" },
  ],
};

function alikeNoises(each: Compared, registered: Registered, rng: Rng): readonly Part[] {
  const control = [GROUPS[2], "untrained"] as const;
  return pairsOf(GROUPS).map((pair) =>
    controlledPart(each.evidence, pair, { ...registered, control }, rng, each.name),
  );
}

/** Made-up groups of the noise levels, so far apart at N = 1, 2, …. */
export function made(apart: readonly number[], count = 16, bistableOffset = 0): ComparedEvidence {
  return {
    subject: null,
    compared: apart.map((distance, k) => ({
      name: TASK_NAMES[k],
      at: k + 1,
      evidence: madeDistances(
        [
          ...GROUPS.map((name, level) => ({ name, centre: level * distance, bistableOffset })),
          { name: "untrained", centre: 40 },
        ],
        count,
      ),
    })),
  };
}
