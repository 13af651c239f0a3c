import { topologyEvidence } from "../study/distanceEvidence.ts";
import { PAPER_NOISES } from "../training/plan.ts";
import { alikeTopologies } from "./c03-topology.ts";
import { made, noiseCells, noiseGroup } from "./c13-noiseRepresentations.ts";
import type { Claim } from "./claim.ts";
import { differencePart } from "./compare.ts";
import { type ComparedEvidence, compareByTask, resampleCompared } from "./comparedCells.ts";
import { pairsOf } from "./pairs.ts";

const GROUPS: readonly string[] = PAPER_NOISES.map(noiseGroup);

/** Beyond this number of contexts topologies are said to be alike. */
const ALIKE_BEYOND = 3;

/**
 * C14: on RDM, topologies after training at different noise differ; with more than three contexts
 * they cannot be told apart.
 * @source §3.4, Fig. 5c,d
 */
export const c14: Claim<ComparedEvidence> = {
  id: "C14",
  says: "As N increased beyond 3, attractor topologies were indistinguishable across noise levels.",
  cite: "§3.4, Fig. 5c,d",
  registered: {
    measure: "excess silhouette of topology vectors by noise: on RDM, and each pair beyond N = 3",
    level: 0.05,
    margin: 0.2,
    networks: 16,
    fewest: 12,
    family: "Fig. 5",
    reasons: [
      "0.20, as in C03.",
      "Networks with one stable point at zero input against those with several are the control.",
      "N = 2 and N = 3 are measured and not judged: the paper calls them less strongly clustered.",
    ],
  },
  cells: noiseCells,
  async measure(analysis, cells, subject) {
    const compared = await compareByTask(analysis, cells, {
      measure: topologyEvidence,
      nameOf: ({ noise }) => noiseGroup(noise),
    });
    return { subject: subject ?? null, compared };
  },
  resample: resampleCompared,
  judge: ({ compared }, registered, rng) =>
    compared.flatMap((each) => {
      if (each.at === 1) return [differencePart(each.evidence, GROUPS, registered, rng, each.name)];
      if (each.at <= ALIKE_BEYOND) return [];
      return pairsOf(GROUPS).map((pair) => alikeTopologies(each, pair, registered, rng));
    }),
  controls: [
    {
      name: "apart on RDM alone",
      evidence: made([9, 4, 2, 0, 0, 0], 16, 12),
      verdict: "supported",
    },
    { name: "apart at N = 6", evidence: made([9, 4, 2, 0, 0, 9], 16, 2), verdict: "contradicted" },
    { name: "too few", evidence: made([9, 4, 2, 0, 0, 0], 8, 12), verdict: "inconclusive" },
  ],
};
