import normalCdf from "@stdlib/stats-base-dists-normal-cdf";
import type { Trials } from "./trials.ts";

/**
 * The accuracy that an observer who sums the relevant input expects on these trials: the mean of
 * Φ(|μ| √T / σ), with σ the noise's standard deviation and T the steps.
 */
export function idealAccuracy(trials: Trials, noiseDeviation: number): number {
  let sum = 0;
  for (const strength of trials.strengths)
    sum +=
      noiseDeviation === 0
        ? 1
        : normalCdf((strength * Math.sqrt(trials.steps)) / noiseDeviation, 0, 1);
  return sum / trials.count;
}
