import fc from "fast-check";
import { binomialBounds } from "../../src/statistics/binomialBounds.ts";
import { binomialUpperTail } from "../../src/statistics/binomialTail.ts";
import type { Law } from "../law.ts";

/** The chance of so many successes or more. */
export type UpperTail = typeof binomialUpperTail;

/** Counts, and a probability of so many 64ths. */
type Case = { readonly successes: number; readonly trials: number; readonly of64: number };

const cases: fc.Arbitrary<Case> = fc
  .record({ trials: fc.integer({ min: 0, max: 64 }), of64: fc.integer({ min: 1, max: 63 }) })
  .chain(({ trials, of64 }) =>
    fc.integer({ min: 0, max: trials }).map((successes) => ({ successes, trials, of64 })),
  );

/** By its definition, in whole numbers: Σ C(n, k) aᵏ (64 − a)ⁿ⁻ᵏ / 64ⁿ. */
function exactly({ successes, trials, of64 }: Case): number {
  const [a, b] = [BigInt(of64), BigInt(64 - of64)];
  let above = 0n;
  let ways = 1n;
  for (let k = 0; k <= trials; k++) {
    if (k >= successes) above += ways * a ** BigInt(k) * b ** BigInt(trials - k);
    ways = (ways * BigInt(trials - k)) / BigInt(k + 1);
  }
  const scale = 10n ** 40n;
  return Number((above * scale) / 64n ** BigInt(trials)) / 1e40;
}

/** The exact p of a share. */
export const tailIsExact: Law<UpperTail, Case, "binomial-tail/exact"> = {
  id: "binomial-tail/exact",
  says: "P(K ≥ k) as by whole numbers; at most 5 % exactly where the one-sided bound allows it",
  cite: "Clopper & Pearson 1934",
  needs: [],
  runs: 300,
  cases: () => cases,
  holds(tail, given) {
    const { successes, trials, of64 } = given;
    const found = tail({ successes, trials }, of64 / 64);
    const expected = exactly(given);
    if (!(Math.abs(found - expected) <= 1e-12 + 1e-11 * expected))
      throw new Error(`found ${found}, by whole numbers ${expected}`);
    if (trials === 0 || Math.abs(found - 0.05) < 1e-6) return;
    const { low } = binomialBounds({ successes, trials }, { level: 0.95, sides: "lower" });
    if (found <= 0.05 !== low >= of64 / 64)
      throw new Error(`p ${found}, but the lower bound is ${low} for ${of64 / 64}`);
  },
  mutants: [
    {
      name: "more successes than there were",
      subject: ({ successes, trials }, probability) =>
        successes === trials
          ? 0
          : binomialUpperTail({ successes: successes + 1, trials }, probability),
    },
    {
      name: "the lower tail",
      subject: ({ successes, trials }, probability) =>
        1 - binomialUpperTail({ successes, trials }, probability),
    },
    {
      name: "the probability of a failure",
      subject: (counts, probability) => binomialUpperTail(counts, 1 - probability),
    },
    {
      name: "twice the tail",
      subject: (counts, probability) => 2 * binomialUpperTail(counts, probability),
    },
  ],
};
