import { requireShare } from "../numerics/gate.ts";
import { firstCapital, playObservation, requireObservations } from "./bettingProcess.ts";

/** Bounds of a mean that hold at all times at once, `[observation]` each. */
export type ConfidenceSequence = {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
};

/** Bounds are multiples of 1/1000, rounded outwards. */
const STEPS = 1000;

/**
 * The confidence sequence of the mean of observations in [0, 1]: with probability `level` the mean
 * lies within the bounds after each observation, so one may look at any time and stop. A value is
 * left out once the bets against it have made 2/(1 − level), and stays out. Where lower > upper the
 * observations do not have one mean.
 * @source Waudby-Smith & Ramdas 2023, by inverting `eValues`
 * @throws RangeError for an observation outside [0, 1] or a level outside (0, 1).
 */
export function confidenceSequence(
  observations: ArrayLike<number>,
  level = 0.95,
): ConfidenceSequence {
  requireShare("level", level);
  requireObservations(observations);
  const enough = 2 / (1 - level);
  const isBelow = frontier("at most", enough);
  const isAbove = frontier("at least", enough);
  const lower = new Float64Array(observations.length);
  const upper = new Float64Array(observations.length);
  for (let i = 0; i < observations.length; i++) {
    lower[i] = isBelow(observations[i]);
    upper[i] = isAbove(observations[i]);
  }
  return { lower, upper };
}

/**
 * Follows the values that are out, and answers the furthest one. Capital falls with the value
 * (rises, for "at least"), so if one is out, so are all before it, and only the next one is played;
 * when it falls, the observations are played again against the one after it.
 */
function frontier(mean: "at most" | "at least", enough: number): (observation: number) => number {
  const valueAt = (step: number): number => (mean === "at most" ? step : STEPS - step) / STEPS;
  const seen: number[] = [];
  let capital = firstCapital();
  let out = 0;
  return (observation) => {
    if (out === STEPS - 1) return valueAt(out);
    seen.push(observation);
    let e = playObservation(capital, observation, { mean, value: valueAt(out + 1) });
    while (e >= enough) {
      out += 1;
      if (out === STEPS - 1) break;
      capital = firstCapital();
      const value = valueAt(out + 1);
      for (const each of seen) e = playObservation(capital, each, { mean, value });
    }
    return valueAt(out);
  };
}
