import normalCdf from "@stdlib/stats-base-dists-normal-cdf";
import fc from "fast-check";
import { binomialChances } from "../../src/statistics/binomialChances.ts";
import { constantBounds } from "../../src/statistics/constantBounds.ts";
import {
  shareDifference,
  shareDifferenceBounds,
  type TwoCounts,
} from "../../src/statistics/shareDifference.ts";
import type { Law } from "../law.ts";
import { evenly } from "./coverage.ts";

/** Two true shares, in groups of some sizes. */
export type TwoShares = {
  readonly shares: readonly [number, number];
  readonly sizes: readonly [number, number];
};

const share = fc.oneof(evenly(0, 1), fc.constantFrom(0, 1, 0.5, 0.02, 0.98));

const twoShares = (most: number): fc.Arbitrary<TwoShares> =>
  fc.record({
    shares: fc.tuple(share, share),
    sizes: fc.tuple(fc.integer({ min: 1, max: most }), fc.integer({ min: 1, max: most })),
  });

/** Every table, with its chance. */
function tables({ shares, sizes }: TwoShares): { counts: TwoCounts; chance: number }[] {
  const [inA, inB] = sizes.map((size, g) => binomialChances(size, shares[g]));
  return Array.from(inA).flatMap((chanceA, x) =>
    Array.from(inB, (chanceB, y) => ({
      counts: {
        a: { successes: x, trials: sizes[0] },
        b: { successes: y, trials: sizes[1] },
      },
      chance: chanceA * chanceB,
    })),
  );
}

/** A test by z with one guess of the shares. */
const byNormal =
  (pooled: boolean): typeof shareDifference =>
  ({ a, b }, margin = 0) => {
    const [p, q] = [a.successes / a.trials, b.successes / b.trials];
    const all = (a.successes + b.successes) / (a.trials + b.trials);
    const variance = pooled
      ? all * (1 - all) * (1 / a.trials + 1 / b.trials)
      : (p * (1 - p)) / a.trials + (q * (1 - q)) / b.trials;
    const z = (p - q - margin) / Math.sqrt(Math.max(variance, 1e-9));
    return { difference: p - q, greaterP: normalCdf(-z, 0, 1), lessP: normalCdf(z, 0, 1) };
  };

export const shareDifferenceValid: Law<
  typeof shareDifference,
  TwoShares,
  "share-difference/exact"
> = {
  id: "share-difference/exact",
  says: "P(p ≤ α) ≤ α at every α, whatever the two shares are, each one-sided",
  cite: "Chan & Zhang 1999",
  needs: [],
  runs: 40,
  cases: () => twoShares(7),
  holds(test, given) {
    const truth = given.shares[0] - given.shares[1];
    const margin = Math.max(-0.99, Math.min(0.99, truth));
    const all = tables(given).map(({ counts, chance }) => ({ ...test(counts, margin), chance }));
    for (const side of ["greaterP", "lessP"] as const) {
      // At an end the margin is cut, so that only one of the two nulls holds.
      if (side === "greaterP" ? truth > margin : truth < margin) continue;
      for (const { [side]: p } of all) {
        const asSmall = all.reduce((sum, each) => sum + (each[side] <= p ? each.chance : 0), 0);
        // The largest chance is looked for on a grid, and refined.
        if (!(asSmall <= p + 1e-4)) throw new Error(`${side}: P(p ≤ ${p}) = ${asSmall}`);
      }
    }
  },
  mutants: [
    { name: "z of the shares seen", subject: byNormal(false) },
    { name: "z of the pooled share", subject: byNormal(true) },
    {
      name: "both sides share one p",
      subject: (counts, margin) => {
        const { difference, greaterP, lessP } = shareDifference(counts, margin);
        return { difference, greaterP: Math.min(greaterP, lessP), lessP };
      },
    },
    {
      name: "tables further out, not as far",
      subject: ({ a, b }, margin) => {
        const more = { ...a, successes: Math.min(a.trials, a.successes + 1) };
        return shareDifference({ a: more, b }, margin);
      },
    },
  ],
};

export const shareBoundsCover: Law<
  typeof shareDifferenceBounds,
  TwoShares,
  "share-difference/coverage"
> = {
  id: "share-difference/coverage",
  says: "each bound holds the true difference at least as often as it says; turned with the groups",
  cite: "Chan & Zhang 1999; Santner & Snell 1980",
  needs: [],
  runs: 12,
  cases: () => twoShares(5),
  holds(find, given) {
    const truth = given.shares[0] - given.shares[1];
    let [above, below] = [0, 0];
    for (const { counts, chance } of tables(given)) {
      const { lower, upper } = find(counts)(0.9);
      const seen = counts.a.successes / counts.a.trials - counts.b.successes / counts.b.trials;
      if (!(lower >= -1 && lower <= seen && seen <= upper && upper <= 1))
        throw new Error(`${JSON.stringify(counts)}: ${lower} … ${upper}`);
      if (lower <= truth + 1e-9) below += chance;
      if (upper >= truth - 1e-9) above += chance;
      if (chance < 0.1) continue;
      const turned = find({ a: counts.b, b: counts.a })(0.9);
      if (!(Math.abs(turned.lower + upper) < 1e-9 && Math.abs(turned.upper + lower) < 1e-9))
        throw new Error(`turned: ${turned.lower} … ${turned.upper}, not ${-upper} … ${-lower}`);
    }
    for (const [side, covered] of [
      ["lower", below],
      ["upper", above],
    ] as const)
      if (!(covered >= 0.9 - 1e-4))
        throw new Error(`${side}: covered ${covered}, expected at least 0.9`);
  },
  mutants: [
    {
      name: "the normal approximation (Wald)",
      subject:
        ({ a, b }) =>
        () => {
          const [p, q] = [a.successes / a.trials, b.successes / b.trials];
          const reach = 1.282 * Math.sqrt((p * (1 - p)) / a.trials + (q * (1 - q)) / b.trials);
          return { lower: Math.max(-1, p - q - reach), upper: Math.min(1, p - q + reach) };
        },
    },
    {
      name: "the level shared by both sides, twice",
      subject: (counts) => (level) => shareDifferenceBounds(counts)(1 - 2 * (1 - level)),
    },
    {
      name: "the upper bound of the groups exchanged",
      subject: (counts) => (level) => {
        const { lower } = shareDifferenceBounds(counts)(level);
        return { lower, upper: shareDifferenceBounds({ a: counts.b, b: counts.a })(level).upper };
      },
    },
  ],
};

/** A value that most networks give, another at the end of the range, and how many give it. */
export type NearlyConstant = {
  readonly value: number;
  readonly others: number;
  readonly networks: number;
  readonly level: number;
};

export const constantBoundsHold: Law<
  typeof constantBounds,
  NearlyConstant,
  "constant-bounds/coverage"
> = {
  id: "constant-bounds/coverage",
  says: "of equal values a mean is left out only if they had a chance below 1 − level",
  cite: "Clopper & Pearson 1934",
  needs: [],
  cases: () =>
    fc.record({
      value: evenly(-1, 1),
      others: evenly(0.001, 0.7),
      networks: fc.integer({ min: 1, max: 40 }),
      level: fc.constantFrom(0.9, 0.95, 0.99),
    }),
  holds(find, { value, others, networks, level }) {
    const { lower, upper } = find({ value, networks, least: -1, most: 1 })(level);
    if (!(lower >= -1 && lower <= value && value <= upper && upper <= 1))
      throw new Error(`${value}: ${lower} … ${upper}`);
    let chance = 1;
    for (let i = 0; i < networks; i++) chance *= 1 - others;
    const highest = value + others * (1 - value);
    const lowest = value - others * (1 + value);
    const slack = 1e-9;
    if (chance > 1 - level + slack && (upper < highest - slack || lower > lowest + slack))
      throw new Error(`${lowest} … ${highest} has a chance of ${chance}, not ${lower} … ${upper}`);
    // And they are no wider than that: a mean with less of a chance is left out.
    if (chance < 1 - level - slack && value < 0.9 && upper > highest + slack)
      throw new Error(`${highest} has a chance of ${chance}, and ${upper} holds it`);
  },
  mutants: [
    {
      name: "width 0",
      subject:
        ({ value }) =>
        () => ({ lower: value, upper: value }),
    },
    {
      name: "the whole range",
      subject:
        ({ least, most }) =>
        () => ({ lower: least, upper: most }),
    },
    {
      name: "half of the error on each side",
      subject: (given) => (level) => constantBounds(given)(1 - (1 - level) / 2),
    },
    {
      name: "one network more",
      subject: (given) => constantBounds({ ...given, networks: given.networks + 1 }),
    },
  ],
};
