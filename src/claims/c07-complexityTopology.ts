import { alikeTopologies, COUNT_CONTROL, compareTopologies, controlCells } from "./c03-topology.ts";
import { complexityCells, FIG_2_TASKS, made } from "./c06-complexity.ts";
import type { Claim } from "./claim.ts";
import { type ComparedEvidence, resampleCompared } from "./comparedCells.ts";
import { slopePart } from "./trend.ts";

/**
 * C07: with more contexts the topologies of BPTT and the genetic rule stay alike:
 * indistinguishable at each N, and without a slope over N.
 * @source §3.2, Fig. 2d,e
 */
export const c07: Claim<ComparedEvidence> = {
  id: "C07",
  says: "Across all values of N, BPTT and GA RNNs shared a universal attractor structure.",
  cite: "§3.2, Fig. 2d,e",
  registered: {
    measure: "excess silhouette of topology vectors at each N, and its slope over N",
    level: 0.05,
    margin: 0.2,
    networks: 16,
    fewest: 12,
    family: "Fig. 2",
    reasons: [
      "0.20, as in C03; the slope must lie within a quarter of it for each context.",
      COUNT_CONTROL.reason,
    ],
    amendments: [COUNT_CONTROL.amendment],
  },
  cells: (subject) => [
    ...complexityCells(subject),
    ...FIG_2_TASKS.flatMap((task) => controlCells("bptt", task)),
  ],
  measure: compareTopologies,
  resample: resampleCompared,
  judge: ({ subject, compared }, registered, rng) => {
    const pair = ["bptt", subject ?? "genetic"] as const;
    return [
      ...compared.map((each) => alikeTopologies(each, pair, registered, rng)),
      slopePart(
        compared,
        pair,
        { ...registered, margin: registered.margin / 4, claim: "flat" },
        rng,
      ),
    ];
  },
  controls: [
    { name: "alike at each N", evidence: made([0, 0, 0, 0, 0], 16, 12), verdict: "supported" },
    { name: "apart at N = 6", evidence: made([0, 0, 0, 0, 20], 16, 2), verdict: "contradicted" },
    { name: "counts do not show", evidence: made([0, 0, 0, 0, 0]), verdict: "inconclusive" },
  ],
};
