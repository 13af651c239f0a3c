import { sampleMean } from "../../statistics/moments.ts";
import { FRESH_TRIALS } from "../../training/score.ts";
import type { NetworkInstrument } from "../instrument.ts";

/** The accuracy that the criterion asks for (§2.3). */
const ASKED = 0.9;

/** The seeds that are kept for counting: their networks are counted, whatever came of them. */
export const COUNTED_SEEDS = { from: 200, first: 16 } as const;

/**
 * Whether a network met its condition's criterion within its budget, of the seeds that are kept for
 * it; and how well it does on 20,000 fresh trials, beside an observer that is ideal.
 */
export const reaching: NetworkInstrument = {
  ...{ kind: "network", id: "reaching", version: 1, ...COUNTED_SEEDS, reads: "training" },
  probes: { ...COUNTED_SEEDS, asked: ASKED, freshTrials: FRESH_TRIALS },
  says: {
    met: "met the criterion",
    above: `are above ${ASKED} on 20,000 fresh trials`,
    overIdeal: "Accuracy on fresh trials over the ideal observer's",
  },
  tallies: [],
  beside(rows, value) {
    const met = rows.flatMap(({ values }) =>
      value === "met" && values.met === 1 && typeof values.overIdeal === "number"
        ? [values.overIdeal]
        : [],
    );
    return met.length === 0
      ? ""
      : `Their accuracy is ${sampleMean(met).toFixed(3)} of the ideal observer's.`;
  },
  of: (_analysis, { reason, freshAccuracy, idealAccuracy }) => ({
    values: {
      met: reason === "criterion" ? 1 : 0,
      above: freshAccuracy > ASKED ? 1 : 0,
      overIdeal: idealAccuracy > 0 ? freshAccuracy / idealAccuracy : null,
    },
  }),
};
