import fc from "fast-check";
import type { Rng } from "../../src/numerics/rng.ts";
import { boundsOfEstimate, type Estimate, intervalOf } from "../../src/statistics/estimate.ts";
import type { Law } from "../law.ts";
import { average, madeRng } from "../representations/made.ts";
import { mostByChance } from "./underNull.ts";

/** An estimate with the two-sided interval that is said to hold the truth 95 times in 100. */
export type Covered = { readonly estimate: number; readonly interval: readonly [number, number] };

/** Experiments of which the truth is known. */
export type CoverageTrial<Subject> = {
  readonly name: string;
  /** What the interval should hold; left out, the mean estimate of the experiments. */
  readonly truth?: () => number;
  /** The widest that intervals may be on average, as a multiple of ±1.96 true deviations. */
  readonly widest: number;
  /** One experiment. */
  readonly find: (subject: Subject, rng: Rng) => Covered;
};

/** The two-sided 95 % interval of an estimate with a standard error. */
export const coveredBy = (found: Estimate): Covered => ({
  estimate: found.estimate,
  interval: intervalOf(boundsOfEstimate(found)),
});

/**
 * Intervals that are said to be 95 % hold the truth at least 93 times in 100, with the slack of a
 * binomial bound, and are not absurdly wide: an interval of any width would hold it.
 * @param replicates how many experiments each trial is given
 */
export function intervalsCover<Subject, Id extends string>({
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
  readonly trials: readonly CoverageTrial<Subject>[];
  readonly mutants: Law<Subject, number>["mutants"];
}): Law<Subject, number, Id> {
  return {
    ...{ id, says, cite, mutants },
    needs: [],
    runs: 1,
    cases: () => fc.constant(replicates),
    holds(subject, count) {
      const most = mostByChance({ trials: count, share: 0.07 });
      for (const { name, truth, widest, find } of trials) {
        const found = Array.from({ length: count }, (_, i) => find(subject, madeRng(i, id, name)));
        const middle = average(found.map(({ estimate }) => estimate));
        const target = truth?.() ?? middle;
        const missed = found.filter(
          ({ interval: [low, high] }) => !(low <= target && target <= high),
        ).length;
        if (missed > most)
          throw new Error(`${name}: ${missed} of ${count} miss ${target}, at most ${most}`);
        const squares = found.map(({ estimate }) => (estimate - middle) * (estimate - middle));
        const width = average(found.map(({ interval: [low, high] }) => (high - low) / 2));
        const ratio = width / (1.96 * Math.sqrt(average(squares)));
        if (!(ratio <= widest))
          throw new Error(`${name}: ${ratio} times as wide as need be, at most ${widest}`);
      }
    },
  };
}

/** Numbers that are spread evenly over a range; fast-check's own lie mostly next to 0. */
export const evenly = (low: number, high: number): fc.Arbitrary<number> =>
  fc.integer({ min: 0, max: 10_000 }).map((k) => low + ((high - low) * k) / 10_000);
