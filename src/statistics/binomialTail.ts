import { requireShare } from "../numerics/gate.ts";

/** More trials than this would need another way to sum the binomial's terms. */
const MOST_TRIALS = 2000;

/**
 * P(K ≥ successes) for K ~ Bin(trials, probability): the exact p of a share against one that is at
 * most `probability`. P(K ≤ successes) is that of the failures.
 * @throws RangeError for more than 2,000 trials, more successes than trials, counts that are no
 * integers from 0, or a probability outside (0, 1).
 */
export function binomialUpperTail(
  { successes, trials }: { readonly successes: number; readonly trials: number },
  probability: number,
): number {
  if (!(Number.isInteger(trials) && trials >= 0 && trials <= MOST_TRIALS))
    throw new RangeError(`trials: expected an integer in 0 … ${MOST_TRIALS}, got ${trials}`);
  if (!(Number.isInteger(successes) && successes >= 0 && successes <= trials))
    throw new RangeError(`successes: expected an integer in 0 … ${trials}, got ${successes}`);
  requireShare("probability", probability);
  const odds = probability / (1 - probability);
  // Terms relative to the likeliest one: none overflows, and those that vanish do not count.
  const mode = Math.min(trials, Math.floor((trials + 1) * probability));
  let [above, all] = [0, 0];
  const add = (k: number, term: number): void => {
    if (k >= successes) above += term;
    all += term;
  };
  add(mode, 1);
  for (let k = mode, term = 1; k < trials; k++) {
    term *= (odds * (trials - k)) / (k + 1);
    add(k + 1, term);
  }
  for (let k = mode, term = 1; k > 0; k--) {
    term *= k / (odds * (trials - k + 1));
    add(k - 1, term);
  }
  return above / all;
}
