import fc from "fast-check";
import { binomialBounds } from "../../src/statistics/binomialBounds.ts";
import { judgeDifference } from "../../src/statistics/difference.ts";
import { holm } from "../../src/statistics/holm.ts";
import { bounds, indistinguishable } from "../../src/statistics/indistinguishable.ts";
import { deleteOneJackknife } from "../../src/statistics/jackknife.ts";
import { kendallTau } from "../../src/statistics/kendallTau.ts";
import { sampleMean, sampleVariance } from "../../src/statistics/moments.ts";
import { spearmanRho } from "../../src/statistics/spearmanRho.ts";
import type { Law } from "../law.ts";
import { average, mustLieWithin } from "../representations/made.ts";

/** A share, how many trials, and the level of the bounds. */
export type Coverage = { readonly share: number; readonly trials: number; readonly level: number };

/** The chance of each number of successes. */
function binomial({ share, trials }: Coverage): number[] {
  let row = [1];
  for (let trial = 0; trial < trials; trial++)
    row = Array.from(
      { length: row.length + 1 },
      (_, k) => (row[k] ?? 0) * (1 - share) + (row[k - 1] ?? 0) * share,
    );
  return row;
}

export const boundsCover: Law<typeof binomialBounds, Coverage, "binomial/coverage"> = {
  id: "binomial/coverage",
  says: "the bounds hold the true share at least as often as they say, whatever it is",
  cite: "Clopper & Pearson 1934",
  needs: [],
  cases: () =>
    fc.record({
      share: fc.double({ min: 0.001, max: 0.999, noNaN: true }),
      trials: fc.integer({ min: 1, max: 40 }),
      level: fc.constantFrom(0.8, 0.95, 0.99),
    }),
  holds(find, given) {
    for (const sides of ["both", "lower", "upper"] as const) {
      let covered = 0;
      for (const [successes, chance] of binomial(given).entries()) {
        const { low, high } = find(
          { successes, trials: given.trials },
          { level: given.level, sides },
        );
        const share = successes / given.trials;
        if (!(low >= 0 && low <= share && share <= high && high <= 1))
          throw new Error(`${successes} of ${given.trials}: ${low} … ${high}`);
        if (low <= given.share && given.share <= high) covered += chance;
      }
      if (!(covered >= given.level - 1e-9))
        throw new Error(`${sides}: covered ${covered}, expected at least ${given.level}`);
    }
  },
  mutants: [
    {
      name: "the normal approximation (Wald)",
      subject: ({ successes, trials }) => {
        const share = successes / trials;
        const reach = 1.96 * Math.sqrt((share * (1 - share)) / trials);
        return { low: Math.max(0, share - reach), high: Math.min(1, share + reach) };
      },
    },
    {
      name: "all the error on each side",
      subject: (counts, settings) => {
        const level = settings?.level ?? 0.95;
        return {
          low: binomialBounds(counts, { level, sides: "lower" }).low,
          high: binomialBounds(counts, { level, sides: "upper" }).high,
        };
      },
    },
  ],
};

const samples = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), {
  minLength: 3,
  maxLength: 12,
});

export const jackknifeOfMean: Law<typeof deleteOneJackknife, number[], "jackknife/mean"> = {
  id: "jackknife/mean",
  says: "the jackknife variance of a mean is s² / n",
  cite: "Efron & Stein 1981",
  needs: [],
  cases: () => samples,
  holds(jackknife, sample) {
    const found = jackknife(sample.length, (kept) => average(Array.from(kept, (i) => sample[i])));
    const variance = sampleVariance(sample) / sample.length;
    if (!(Math.abs(found.variance - variance) <= 1e-9 * (variance + 1)))
      throw new Error(`variance ${found.variance}, expected ${variance}`);
    const mean = sampleMean(sample);
    if (!(Math.abs(found.mean - mean) <= 1e-9 * (Math.abs(mean) + 1)))
      throw new Error(`mean ${found.mean}, expected ${mean}`);
  },
  mutants: [
    {
      name: "1 / n for (n − 1) / n",
      subject: (size, statistic) => {
        const found = deleteOneJackknife(size, statistic);
        return { ...found, variance: found.variance / (size - 1) };
      },
    },
    {
      name: "1 for (n − 1) / n",
      subject: (size, statistic) => {
        const found = deleteOneJackknife(size, statistic);
        return { ...found, variance: (found.variance * size) / (size - 1) };
      },
    },
    {
      name: "the first network never left out",
      subject: (size, statistic) =>
        deleteOneJackknife(size, (kept) =>
          statistic(kept[0] === 0 ? kept : Int32Array.from({ length: size }, (_, i) => i)),
        ),
    },
  ],
};

export const holmMonotone: Law<typeof holm, number[], "holm/monotone"> = {
  id: "holm/monotone",
  says: "adjusted p-values keep the order, lie between p and m · p, the smallest is m · p",
  cite: "Holm 1979",
  needs: [],
  cases: () => fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 8 }),
  holds(adjust, pValues) {
    const adjusted = adjust(pValues);
    const count = pValues.length;
    const order = [...pValues.keys()].sort((a, b) => pValues[a] - pValues[b]);
    for (const [place, i] of order.entries()) {
      const high = Math.min(1, count * pValues[i]);
      mustLieWithin(`adjusted p of ${pValues[i]}`, adjusted[i], { low: pValues[i], high });
      if (place > 0 && adjusted[i] < adjusted[order[place - 1]])
        throw new Error(`${pValues} became ${adjusted}: not in order`);
      // The step-down rule: rejected at α only if all smaller ones are, at α / (m − k + 1).
      const expected = Math.min(
        1,
        Math.max(...order.slice(0, place + 1).map((j, k) => (count - k) * pValues[j])),
      );
      if (adjusted[i] !== expected) throw new Error(`${pValues}: ${adjusted[i]}, not ${expected}`);
    }
  },
  mutants: [
    {
      name: "no running maximum",
      subject: (pValues) => {
        const order = [...pValues.keys()].sort((a, b) => pValues[a] - pValues[b]);
        return pValues.map((p, i) => Math.min(1, (pValues.length - order.indexOf(i)) * p));
      },
    },
    {
      name: "Bonferroni",
      subject: (pValues) => pValues.map((p) => Math.min(1, pValues.length * p)),
    },
    {
      name: "in sorted order",
      subject: (pValues) => holm(pValues).sort((a, b) => a - b),
    },
  ],
};

/** Any rank correlation of paired values. */
export type RankCorrelation = (x: number[], y: number[]) => number;

/** Pairs of small integers (many ties). */
export type Pairs = readonly (readonly [number, number])[];

export const rankCorrelation: Law<RankCorrelation, Pairs, "rank-correlation/order"> = {
  id: "rank-correlation/order",
  says: "it lies in [−1, 1], is 1 with itself, turns its sign with one side, and sees only order",
  cite: "Kendall 1945; Spearman 1904",
  needs: [],
  cases: () =>
    fc.array(fc.tuple(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -3, max: 3 })), {
      minLength: 3,
      maxLength: 12,
    }),
  holds(correlate, pairs) {
    const x = pairs.map(([a]) => a);
    const y = pairs.map(([, b]) => b);
    const found = correlate(x, y);
    mustLieWithin("correlation", found, { low: -1, high: 1 });
    const close = (what: string, actual: number, expected: number) => {
      if (!(Math.abs(actual - expected) < 1e-12))
        throw new Error(`${what}: ${actual}, expected ${expected}`);
    };
    const constant = new Set(x).size === 1;
    close("with itself", correlate(x, x), constant ? 0 : 1);
    const against = x.map((value) => -value);
    close("with its opposite", correlate(x, against), constant ? 0 : -1);
    close("turned", correlate(against, y), -found);
    close("swapped", correlate(y, x), found);
    const warped = x.map((value) => value * value * value + 10);
    close("warped", correlate(warped, y), found);
  },
  mutants: [
    {
      name: "τ-a: tied pairs in the denominator",
      subject: (x, y) => {
        const distinct = (v: number[]) =>
          v.reduce((sum, a, i) => sum + v.slice(i + 1).filter((b) => b !== a).length, 0);
        const pairs = (x.length * (x.length - 1)) / 2;
        return (kendallTau(x, y) * Math.sqrt(distinct(x) * distinct(y))) / pairs;
      },
    },
    {
      name: "the correlation of the values",
      subject: (x, y) => {
        const [meanX, meanY] = [average(x), average(y)];
        let [product, squareX, squareY] = [0, 0, 0];
        for (const [i, value] of x.entries()) {
          product += (value - meanX) * (y[i] - meanY);
          squareX += (value - meanX) * (value - meanX);
          squareY += (y[i] - meanY) * (y[i] - meanY);
        }
        return squareX * squareY === 0 ? 0 : product / Math.sqrt(squareX * squareY);
      },
    },
    { name: "its size without its sign", subject: (x, y) => Math.abs(spearmanRho(x, y)) },
  ],
};

/** An estimate of an excess, and the smallest effect of interest. */
export type Excess = {
  readonly estimate: number;
  readonly standardError: number;
  readonly networks: number;
  readonly delta: number;
};

const excesses: fc.Arbitrary<Excess> = fc.record({
  estimate: fc.double({ min: -0.5, max: 0.5, noNaN: true }),
  standardError: fc.double({ min: 0, max: 0.1, noNaN: true }),
  networks: fc.integer({ min: 2, max: 20 }),
  delta: fc.double({ min: 0.01, max: 0.3, noNaN: true }),
});

export const alikeNeedsSensitivity: Law<
  typeof indistinguishable,
  Excess,
  "indistinguishable/verdict"
> = {
  id: "indistinguishable/verdict",
  says: "supported only below δ and with assay sensitivity, contradicted only above δ",
  cite: "claims, indistinguishable",
  needs: [],
  runs: 300,
  cases: () => excesses,
  holds(judge, { delta, ...excess }) {
    const { lower, upper } = bounds(excess);
    for (const sensitive of [true, false]) {
      const found = judge(excess, { delta, sensitive });
      const expected =
        lower > delta ? "contradicted" : upper < delta && sensitive ? "supported" : "inconclusive";
      if (found.verdict !== expected)
        throw new Error(`${lower} … ${upper}, δ ${delta}: ${found.verdict}, not ${expected}`);
      if (found.lower !== lower || found.upper !== upper)
        throw new Error(`bounds ${found.lower} … ${found.upper}, expected ${lower} … ${upper}`);
    }
  },
  mutants: [
    {
      name: "assay sensitivity not asked for",
      subject: (excess, { delta }) => indistinguishable(excess, { delta, sensitive: true }),
    },
    {
      name: "no significant excess is alike",
      subject: (excess, { delta, sensitive }) => {
        const found = indistinguishable(excess, { delta, sensitive });
        return found.lower <= 0 ? { ...found, verdict: "supported" } : found;
      },
    },
    {
      name: "the estimate for its bounds",
      subject: (excess, settings) => indistinguishable({ ...excess, standardError: 0 }, settings),
    },
  ],
};

export const differenceVerdict: Law<typeof judgeDifference, Excess, "difference/verdict"> = {
  id: "difference/verdict",
  says: "supported needs the claimed sign and p ≤ .05, contradicted an upper bound below δ",
  cite: "claims, difference",
  needs: [],
  runs: 300,
  cases: () => excesses,
  holds(judge, { delta, estimate, standardError, networks }) {
    const { upper } = bounds({ estimate, standardError, networks });
    for (const p of [0.001, 0.05, 0.051, 0.9]) {
      const found = judge({ effect: estimate, p, upper }, { delta });
      const supported = p <= 0.05 && estimate > 0;
      const expected = supported ? "supported" : upper < delta ? "contradicted" : "inconclusive";
      if (found !== expected)
        throw new Error(`effect ${estimate}, p ${p}, upper ${upper}: ${found}, not ${expected}`);
    }
  },
  mutants: [
    {
      name: "either sign",
      subject: (found, settings) =>
        judgeDifference({ ...found, effect: Math.abs(found.effect) }, settings),
    },
    {
      name: "not significant is contradicted",
      subject: ({ effect, p }) => (p <= 0.05 && effect > 0 ? "supported" : "contradicted"),
    },
    {
      name: "p < .05",
      subject: (found, settings) => judgeDifference(found, { ...settings, alpha: 0.0499 }),
    },
  ],
};
