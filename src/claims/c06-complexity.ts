import { svccaEvidence } from "../study/distanceEvidence.ts";
import type { Cell, TaskName } from "../training/cell.ts";
import { cellOf } from "../training/plan.ts";
import type { Claim } from "./claim.ts";
import { type ComparedEvidence, compareByTask, resampleCompared } from "./comparedCells.ts";
import { madeDistances } from "./madeDistances.ts";
import { slopePart } from "./trend.ts";

/** The tasks of Fig. 2: N-CDI for N = 2 … 6. */
export const FIG_2_TASKS: readonly TaskName[] = ["cdi", "3-cdi", "4-cdi", "5-cdi", "6-cdi"];

/** BPTT and a second rule on every task of Fig. 2. */
export function complexityCells(subject = "genetic"): readonly Cell[] {
  return FIG_2_TASKS.flatMap((task) => ["bptt", subject].map((rule) => cellOf(rule, task)));
}

/**
 * C06: the harder the task, the further apart the representations of BPTT and the genetic rule. The
 * slope of the excess SVCCA silhouette over N = 2 … 6, with jackknifed variance.
 * @source §3.2, Fig. 2a–c
 */
export const c06: Claim<ComparedEvidence> = {
  id: "C06",
  says: "SVCCA silhouette scores of BPTT and GA increased with the number of contexts.",
  cite: "§3.2, Fig. 2a–c",
  registered: {
    measure: "slope over N of the excess silhouette of SVCCA distances between the two rules",
    level: 0.05,
    margin: 0.025,
    networks: 16,
    fewest: 12,
    family: "Fig. 2",
    reasons: [
      "0.025 a context: 0.1 from N = 2 to N = 6, the smallest difference of interest in C02.",
      "The silhouette is the paper's own measure; it does not grow with the scale of distances.",
      "Page's trend test on silhouettes is not used: they share networks.",
    ],
  },
  cells: complexityCells,
  async measure(analysis, cells, subject) {
    return {
      subject: subject ?? null,
      compared: await compareByTask(analysis, cells, {
        measure: svccaEvidence,
        nameOf: ({ rule }) => rule,
      }),
    };
  },
  resample: resampleCompared,
  judge: ({ subject, compared }, registered, rng) => [
    slopePart(compared, ["bptt", subject ?? "genetic"], { ...registered, claim: "rises" }, rng),
  ],
  controls: [
    { name: "further and further", evidence: made([0, 1, 2, 3, 4]), verdict: "supported" },
    { name: "nearer and nearer", evidence: made([4, 3, 2, 1, 0]), verdict: "contradicted" },
    { name: "too few", evidence: made([0, 1, 2, 3, 4], 8), verdict: "inconclusive" },
  ],
};

/** Made-up groups of BPTT and the genetic rule, so far apart at N = 2, 3, …. */
export function made(apart: readonly number[], count = 16, bistableOffset = 0): ComparedEvidence {
  return {
    subject: null,
    compared: apart.map((centre, k) => ({
      name: FIG_2_TASKS[k],
      at: k + 2,
      evidence: madeDistances(
        [
          { name: "bptt", centre: 0, bistableOffset },
          { name: "genetic", centre, bistableOffset },
        ],
        count,
      ),
    })),
  };
}
