import { requireFields, requireShare, requireWord } from "../numerics/gate.ts";
import { eValues, type MeanNull } from "./bettingProcess.ts";
import { type ConfidenceSequence, confidenceSequence } from "./confidenceSequence.ts";

/** What a sequence of observations says of a claim, at any time. */
export type SequentialMean = ConfidenceSequence & {
  /** The running e-values against the claim's opposite, `[observation]`. */
  readonly support: Float64Array;
  /** The running e-values against the claim, `[observation]`. */
  readonly doubt: Float64Array;
  readonly verdict: "supported" | "contradicted" | "not yet";
  /** Observations (from 1) at which the verdict was certain; null while it is not. */
  readonly decidedAt: number | null;
};

/**
 * Judges "the mean is above (below) a value" as observations in [0, 1] come in, shares as 0 and 1:
 * supported when the e-value against its opposite first reaches 1/α, contradicted when that against
 * the claim itself does. Each is wrong with probability at most α, whenever one looks or stops. The
 * first of the two stands.
 * @source Waudby-Smith & Ramdas 2023; Ville 1939
 * @throws RangeError for an observation outside [0, 1], or a value or α outside (0, 1).
 */
export function sequentialMean(
  observations: ArrayLike<number>,
  question: {
    readonly claim: "above" | "below";
    readonly value: number;
    readonly alpha?: number;
  },
): SequentialMean {
  requireFields("question", question, { needed: ["claim", "value"], optional: ["alpha"] });
  const { claim, value, alpha = 0.05 } = question;
  requireWord("claim", claim, ["above", "below"]);
  requireShare("alpha", alpha);
  const atMost: MeanNull = { mean: "at most", value };
  const atLeast: MeanNull = { mean: "at least", value };
  const support = eValues(observations, claim === "above" ? atMost : atLeast);
  const doubt = eValues(observations, claim === "above" ? atLeast : atMost);
  const decided = support.findIndex((e, i) => Math.max(e, doubt[i]) >= 1 / alpha);
  return {
    ...confidenceSequence(observations, 1 - alpha),
    support,
    doubt,
    verdict: decided < 0 ? "not yet" : support[decided] >= 1 / alpha ? "supported" : "contradicted",
    decidedAt: decided < 0 ? null : decided + 1,
  };
}
