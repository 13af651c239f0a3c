import { requireWord } from "../numerics/gate.ts";
import { requireSample } from "./moments.ts";
import { ALTERNATIVES, type Alternative } from "./permutation.ts";

/** The sign test of one value a network. */
export type SignTest = {
  readonly positive: number;
  readonly negative: number;
  /** Values of exactly 0: they say nothing of the sign, and are left out. */
  readonly zeros: number;
  readonly p: number;
};

/** More networks than this would need another way to sum the binomial's terms. */
const MOST_VALUES = 2000;

/**
 * The exact sign test: k positive of m values that are not 0, against k ~ Bin(m, ½). It assumes
 * nothing of the values but that networks are independent. `greater`: most are positive. Two-sided
 * p: twice the smaller tail, at most 1. Without a value that is not 0, p is 1.
 * @source Dixon & Mood 1946; claim C05
 * @throws RangeError for no values, more than 2,000, or a value that is not finite.
 */
export function signTest(sample: ArrayLike<number>, alternative: Alternative): SignTest {
  requireSample("sample", sample, 1);
  requireWord("alternative", alternative, ALTERNATIVES);
  if (sample.length > MOST_VALUES)
    throw new RangeError(`sample: expected at most ${MOST_VALUES} values, got ${sample.length}`);
  const values = Array.from(sample);
  const positive = values.filter((value) => value > 0).length;
  const negative = values.filter((value) => value < 0).length;
  const greater = fairTail(negative, positive + negative);
  const less = fairTail(positive, positive + negative);
  const p =
    alternative === "two-sided"
      ? Math.min(1, 2 * Math.min(greater, less))
      : { greater, less }[alternative];
  return { positive, negative, zeros: values.length - positive - negative, p };
}

/** P(K ≤ most) for K ~ Bin(trials, ½); exact to the last bit while the terms are (53 trials). */
function fairTail(most: number, trials: number): number {
  // 2^−trials as the first term; a larger one where that would vanish, as all are divided at last.
  let term = 1;
  for (let i = 0; i < Math.min(trials, 1000); i++) term /= 2;
  let [below, all] = [0, 0];
  for (let k = 0; k <= trials; k++) {
    if (k <= most) below += term;
    all += term;
    term = (term * (trials - k)) / (k + 1);
  }
  return below / all;
}
