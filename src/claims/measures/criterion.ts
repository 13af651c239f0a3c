import { sampleMean } from "../../statistics/moments.ts";
import { FRESH_TRIALS } from "../../training/score.ts";
import type { Row } from "../evidence.ts";
import type { NetworkInstrument } from "../instrument.ts";

/** The accuracy that the criterion asks for (§2.3). */
const ASKED = 0.9;

/**
 * Whether a network met the criterion within its budget, and how well it does on 20,000 fresh
 * trials; of a condition's first 16 seeds, since later ones are trained only where some failed.
 */
export const criterion: NetworkInstrument = {
  ...{ kind: "network", id: "criterion", version: 1, first: 16, reads: "training" },
  probes: { first: 16, asked: ASKED, freshTrials: FRESH_TRIALS },
  says: { met: "met the criterion", above: `are above ${ASKED} on 20,000 fresh trials` },
  tallies: [],
  beside: (rows, value) => (value === "met" ? accuracyOf(rows) : ""),
  of: (_analysis, { reason, freshAccuracy, idealAccuracy }) => ({
    values: {
      met: reason === "criterion" ? 1 : 0,
      above: freshAccuracy > ASKED ? 1 : 0,
      ...{ freshAccuracy, idealAccuracy },
    },
  }),
};

/** The accuracy of those that met the criterion. */
function accuracyOf(rows: readonly Row[]): string {
  const passed = rows.filter(
    ({ values }) => values.met === 1 && typeof values.freshAccuracy === "number",
  );
  const mean = (value: string): string =>
    sampleMean(passed.map(({ values }) => Number(values[value]))).toFixed(3);
  return passed.length === 0
    ? ""
    : `Their mean accuracy on fresh trials is ${mean("freshAccuracy")}, ` +
        `the ideal observer's ${mean("idealAccuracy")}.`;
}
