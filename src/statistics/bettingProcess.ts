import { requireFields, requireList, requireShare, requireWord, shown } from "../numerics/gate.ts";

/** A null hypothesis of the mean of observations in [0, 1], given all that came before. */
export type MeanNull = {
  /** Whether the mean is said to be at most, or at least, the value. */
  readonly mean: "at most" | "at least";
  /** Strictly between 0 and 1. */
  readonly value: number;
};

/** Bets in each process: shares (k + ½)/32 of the capital, all at once. */
const BETS = 32;

/** More capital than this says no more; it is cut, so that products stay finite. */
const MOST_CAPITAL = 1e200;

/** A betting process between two observations: the capital of each bet, `[bet]`. */
export type Capital = Float64Array;

/** The start: each bet has a capital of 1. */
export const firstCapital = (): Capital => new Float64Array(BETS).fill(1);

/**
 * Plays one observation, in place, and answers the e-value: the mean capital of bets that stake
 * the shares f = (k + ½)/32. Against "at most m" the factor is 1 + f (x/m − 1); against "at least
 * m" the same of 1 − x and 1 − m. Under the null no bet wins on average, no bet can lose more
 * than it has, and none knows the observation that it bets on: P(e ever ≥ 1/α) ≤ α.
 * @source Ville 1939; Waudby-Smith & Ramdas 2023 (betting); Orabona & Jun 2023 (mixtures)
 */
export function playObservation(
  capital: Capital,
  observation: number,
  { mean, value }: MeanNull,
): number {
  const gain = mean === "at most" ? observation / value - 1 : (1 - observation) / (1 - value) - 1;
  let sum = 0;
  for (let k = 0; k < BETS; k++) {
    capital[k] = Math.min(MOST_CAPITAL, capital[k] * (1 + ((k + 0.5) / BETS) * gain));
    sum += capital[k];
  }
  return sum / BETS;
}

/**
 * The running e-values of observations against a null, `[observation]`: how much a bet of 1 against
 * the null has become. A mixture of bets, so the last one does not depend on the order.
 * @throws RangeError for an observation outside [0, 1], or a null's value outside (0, 1).
 */
export function eValues(observations: ArrayLike<number>, against: MeanNull): Float64Array {
  requireFields("against", against, { needed: ["mean", "value"] });
  requireWord("mean", against.mean, ["at most", "at least"]);
  requireShare("value", against.value);
  requireObservations(observations);
  const capital = firstCapital();
  return Float64Array.from(observations, (observation) =>
    playObservation(capital, observation, against),
  );
}

/** @throws RangeError for an observation outside [0, 1]. */
export function requireObservations(observations: ArrayLike<number>): void {
  requireList("observations", observations);
  for (let i = 0; i < observations.length; i++)
    if (!(Number.isFinite(observations[i]) && observations[i] >= 0 && observations[i] <= 1))
      throw new RangeError(
        `observations[${i}]: expected a number in [0, 1], got ${shown(observations[i])}`,
      );
}
