import fc from "fast-check";
import type { Rng } from "../../src/numerics/rng.ts";
import type { Law } from "../law.ts";
import { madeRng } from "../representations/made.ts";
import { mostByChance } from "./underNull.ts";

/** A bound of something whose truth is known, tried again and again. */
export type BoundTrial<Subject> = {
  readonly name: string;
  /** One experiment: whether the bound misses the truth. */
  readonly misses: (subject: Subject, rng: Rng) => boolean;
};

/**
 * P(a bound misses the truth) ≤ `error`, with the slack of a binomial bound.
 * @param replicates how many experiments each trial is given
 */
export function boundsHold<Subject, Id extends string>({
  id,
  says,
  cite,
  replicates,
  error = 0.05,
  trials,
  mutants,
}: {
  readonly id: Id;
  readonly says: string;
  readonly cite: string;
  readonly replicates: number;
  readonly error?: number;
  readonly trials: readonly BoundTrial<Subject>[];
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
      const most = mostByChance({ trials: count, share: error });
      for (const { name, misses } of trials) {
        let missed = 0;
        for (let i = 0; i < count; i++) if (misses(subject, madeRng(i, id, name))) missed += 1;
        if (missed > most)
          throw new Error(`${name}: missed ${missed} of ${count}, at most ${most}`);
      }
    },
    mutants,
  };
}

/** Experiments in which more and more speaks against the null. */
export type PowerTrial<Subject> = {
  readonly name: string;
  /** Settings in rising order of what speaks against the null: effect, or networks. */
  readonly rising: readonly number[];
  /** One experiment at a setting: its p-value. */
  readonly p: (subject: Subject, setting: number, rng: Rng) => number;
};

/**
 * Power at 5 % grows: each setting rejects more often than the one before by a tenth of all at
 * least, and the last one at least nine times in ten.
 * @param replicates how many experiments each setting is given
 */
export function powerGrows<Subject, Id extends string>({
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
  readonly trials: readonly PowerTrial<Subject>[];
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
      for (const { name, rising, p } of trials) {
        const shares = rising.map((setting) => {
          let rejected = 0;
          for (let i = 0; i < count; i++)
            if (p(subject, setting, madeRng(i, id, name, setting)) <= 0.05) rejected += 1;
          return rejected / count;
        });
        const shown = shares.map((share, i) => `${share} at ${rising[i]}`).join(", ");
        const grows = shares.every((share, i) => i === 0 || share >= shares[i - 1] + 0.1);
        if (!grows) throw new Error(`${name}: power does not grow: ${shown}`);
        if (!(shares[shares.length - 1] >= 0.9)) throw new Error(`${name}: little power: ${shown}`);
      }
    },
    mutants,
  };
}
