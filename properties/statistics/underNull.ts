import fc from "fast-check";
import type { Rng } from "../../src/numerics/rng.ts";
import type { Law } from "../law.ts";
import { madeRng } from "../representations/made.ts";

/** Something that gives p-values, tried again and again where its null hypothesis is true. */
export type NullTrial<Subject> = {
  /** What is tried: sizes, ties, …; shown where the law is broken. */
  readonly name: string;
  /** One experiment under the null: its p-value. */
  readonly p: (subject: Subject, rng: Rng) => number;
};

const LEVELS = [0.01, 0.05, 0.2, 0.5];

/** How often a valid procedure may be wrong by chance: one time in a hundred thousand. */
const SLACK = 1e-5;

/** The most successes of Bin(trials, share) that are not a surprise: P(more) < 1e-5. */
export function mostByChance({ trials, share }: { trials: number; share: number }): number {
  let term = 1;
  for (let i = 0; i < trials; i++) term *= 1 - share;
  let below = term;
  let successes = 0;
  while (below < 1 - SLACK && successes < trials) {
    successes += 1;
    term *= ((trials - successes + 1) / successes) * (share / (1 - share));
    below += term;
  }
  return successes;
}

/**
 * P(p ≤ α) ≤ α under the null, for each α of .01, .05, .2, .5, with the slack of a binomial bound.
 * @param replicates how many experiments each trial is given
 */
export function validUnderNull<Subject, Id extends string>({
  id,
  says,
  cite,
  replicates,
  trials,
  mutants,
}: {
  readonly id: Id;
  readonly says: string;
  readonly cite: string;
  readonly replicates: number;
  readonly trials: readonly NullTrial<Subject>[];
  readonly mutants: Law<Subject, number>["mutants"];
}): Law<Subject, number, Id> {
  return {
    id,
    says,
    cite,
    needs: [],
    runs: 1,
    cases: () => fc.constant(replicates),
    holds(subject, count) {
      for (const { name, p } of trials) {
        const values = Array.from({ length: count }, (_, i) =>
          requireP(name, p(subject, madeRng(i, id, name))),
        );
        for (const level of LEVELS) {
          const rejected = values.filter((value) => value <= level).length;
          const most = mostByChance({ trials: count, share: level });
          if (rejected > most)
            throw new Error(`${name}: p ≤ ${level} in ${rejected} of ${count}, at most ${most}`);
        }
      }
    },
    mutants,
  };
}

function requireP(name: string, p: number): number {
  if (!(p >= 0 && p <= 1)) throw new Error(`${name}: p = ${p}`);
  return p;
}
