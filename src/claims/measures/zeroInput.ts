import { sampleMean } from "../../statistics/moments.ts";
import { STARTS } from "../../study/analysis.ts";
import { incompleteSets, stableCount, zeroInputSets } from "../../study/zeroInput.ts";
import type { NetworkInstrument } from "../instrument.ts";

/** Stable points at zero input, the mean over contexts. */
export const zeroInput: NetworkInstrument = {
  ...{ kind: "network", id: "zeroInput", version: 1 },
  probes: { inputs: [0], starts: STARTS },
  says: {
    count: "Stable points at zero input",
    several: "have several stable points at zero input in some context",
  },
  tallies: [],
  async of(analysis, trained) {
    const sets = await zeroInputSets(analysis, trained);
    const counts = sets.map(stableCount);
    return {
      values: {
        count: sampleMean(counts),
        several: counts.some((count) => count > 1) ? 1 : 0,
        lacking: incompleteSets(sets),
      },
    };
  },
};
