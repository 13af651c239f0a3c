import fc from "fast-check";
import type { Rng } from "../../src/numerics/rng.ts";
import { mannWhitney } from "../../src/statistics/mannWhitney.ts";
import { sampleMean, sampleVariance } from "../../src/statistics/moments.ts";
import type { Alternative } from "../../src/statistics/permutation.ts";
import { type SignTest, signTest } from "../../src/statistics/signTest.ts";
import { type RankStratum, stratifiedRanks } from "../../src/statistics/stratifiedRanks.ts";
import { tUpperTail } from "../../src/statistics/studentT.ts";
import type { Law } from "../law.ts";
import { average, madeRng } from "../representations/made.ts";
import { powerGrows } from "./chances.ts";
import { validUnderNull } from "./underNull.ts";

const ALTERNATIVES = ["greater", "less", "two-sided"] as const;

/** How many signs are drawn, and zeros beside them. */
export type Signs = { readonly trials: number; readonly zeros: number; readonly scale: number };

type OurSignTest = (sample: number[], alternative: Alternative) => SignTest;

/** The chance of k heads of n fair coins, for every k. */
function fairCoins(n: number): number[] {
  let row = [1];
  for (let i = 0; i < n; i++)
    row = Array.from({ length: row.length + 1 }, (_, k) => ((row[k] ?? 0) + (row[k - 1] ?? 0)) / 2);
  return row;
}

/** The same test with all that is not its p. */
const withP = (
  p: (found: SignTest, alternative: Alternative, sample: number[]) => number,
): OurSignTest => {
  return (sample, alternative) => {
    const found = signTest(sample, alternative);
    return { ...found, p: p(found, alternative, sample) };
  };
};

export const signTestExact: Law<OurSignTest, Signs, "sign-test/exact"> = {
  id: "sign-test/exact",
  says: "P(p ≤ α) ≤ α at every α, and a one-sided p is the chance of a p as small",
  cite: "Dixon & Mood 1946",
  needs: [],
  runs: 60,
  cases: () =>
    fc.record({
      trials: fc.integer({ min: 1, max: 40 }),
      zeros: fc.integer({ min: 0, max: 5 }),
      scale: fc.constantFrom(1, 1e-300, 1e6),
    }),
  holds(test, { trials, zeros, scale }) {
    const chances = fairCoins(trials);
    for (const alternative of ALTERNATIVES) {
      const found = chances.map((_, positive) => {
        const signs = Array.from({ length: trials }, (_, i) => (i < positive ? 1 : -1));
        const sizes = signs.map((sign, i) => sign * scale * (1 + i));
        return test([...sizes, ...new Array<number>(zeros).fill(0)], alternative).p;
      });
      for (const p of found) {
        const asSmall = chances.reduce((sum, c, k) => sum + (found[k] <= p ? c : 0), 0);
        if (!(asSmall <= p * (1 + 1e-12)))
          throw new Error(`${alternative}, n ${trials}: P(p ≤ ${p}) = ${asSmall}`);
        if (alternative !== "two-sided" && !(asSmall >= p * (1 - 1e-12)))
          throw new Error(`${alternative}, n ${trials}: p ${p} where ${asSmall} would do`);
      }
      const all = new Array<number>(trials).fill(scale);
      if (alternative === "greater" && !(test(all, alternative).p <= test([-1], alternative).p))
        throw new Error("all positive is no evidence for positive");
    }
  },
  mutants: [
    {
      name: "only more positive networks count, not as many",
      subject: withP(({ positive, negative, p }, alternative) =>
        alternative === "greater" ? Math.max(0, p - fairCoins(positive + negative)[positive]) : p,
      ),
    },
    {
      name: "zeros count as positive",
      subject: (sample, alternative) =>
        signTest(
          sample.map((value) => (value === 0 ? 1 : value)),
          alternative,
        ),
    },
    {
      name: "two-sided is the smaller tail",
      subject: withP(({ p }, alternative) => (alternative === "two-sided" ? p / 2 : p)),
    },
    {
      name: "the other sign",
      subject: withP((_found, alternative, sample) =>
        alternative === "two-sided"
          ? signTest(sample, alternative).p
          : signTest(
              sample.map((value) => -value),
              alternative,
            ).p,
      ),
    },
    {
      name: "each network counted twice",
      subject: (sample, alternative) => signTest([...sample, ...sample], alternative),
    },
    {
      name: "a t-test: sizes for signs",
      subject: withP(({ p }, alternative, sample) => {
        if (sample.length < 2 || alternative !== "greater") return p;
        const error = Math.sqrt(sampleVariance(sample) / sample.length);
        return error === 0 ? p : tUpperTail(sampleMean(sample) / error, sample.length - 1);
      }),
    },
  ],
};

export const signTestPower = powerGrows<OurSignTest, "sign-test/power">({
  id: "sign-test/power",
  says: "power grows with the share of positive networks, and with their number",
  cite: "Dixon & Mood 1946",
  replicates: 300,
  trials: [
    {
      name: "the median of 16 networks rises",
      rising: [0, 0.5, 1.5],
      p: (test, effect, rng) =>
        test(
          Array.from({ length: 16 }, () => rng.normal() + effect),
          "greater",
        ).p,
    },
    {
      name: "networks",
      rising: [6, 16, 60],
      p: (test, networks, rng) =>
        test(
          Array.from({ length: networks }, () => rng.normal() + 0.6),
          "greater",
        ).p,
    },
  ],
  mutants: [
    {
      name: "the other sign",
      subject: (sample, alternative) =>
        signTest(
          sample.map((value) => -value),
          alternative,
        ),
    },
    {
      name: "three networks in four left out",
      subject: (sample, alternative) =>
        signTest(sample.slice(0, Math.max(1, sample.length >> 2)), alternative),
    },
  ],
});

/** Any rank test of groups in strata: its p for "`a` is larger". */
export type StratifiedTest = (strata: RankStratum[], rng: Rng) => number;

/** Ours. */
export const ourStratifiedRanks: StratifiedTest = (strata, rng) =>
  stratifiedRanks(strata, { permutations: 19, alternative: "greater" }, rng).p;

const normals = (count: number, rng: Rng): number[] =>
  Array.from({ length: count }, () => rng.normal());

/** Strata of the given sizes `[n_a, n_b]`; all values of stratum s lie 3 s higher. */
const alikeStrata = (
  sizes: readonly (readonly [number, number])[],
  rng: Rng,
  shift = 0,
): RankStratum[] =>
  sizes.map(([a, b], s) => ({
    a: normals(a, rng).map((x) => x + 3 * s + shift),
    b: normals(b, rng).map((x) => x + 3 * s),
  }));

const counts = (strata: RankStratum[]): RankStratum[] =>
  strata.map(({ a, b }) => ({
    a: Array.from(a, Math.round),
    b: Array.from(b, Math.round),
  }));

const together = (strata: readonly RankStratum[]): { a: number[]; b: number[] } => ({
  a: strata.flatMap(({ a }) => Array.from(a)),
  b: strata.flatMap(({ b }) => Array.from(b)),
});

export const stratifiedRanksValid = validUnderNull<StratifiedTest, "stratified-ranks/valid">({
  id: "stratified-ranks/valid",
  says: "P(p ≤ α) ≤ α where both the groups' shares and the values follow the strata",
  cite: "van Elteren 1960; claim C11",
  replicates: 1500,
  trials: [
    {
      name: "unequal groups, `a` mostly in the high stratum",
      p: (test, rng) =>
        test(
          alikeStrata(
            [
              [2, 7],
              [4, 4],
              [7, 2],
            ],
            rng,
          ),
          rng,
        ),
    },
    {
      name: "counts with ties",
      p: (test, rng) =>
        test(
          counts(
            alikeStrata(
              [
                [3, 5],
                [8, 3],
              ],
              rng,
            ),
          ),
          rng,
        ),
    },
    {
      name: "a stratum that lacks a group",
      p: (test, rng) =>
        test(
          alikeStrata(
            [
              [0, 6],
              [4, 4],
              [5, 0],
            ],
            rng,
          ),
          rng,
        ),
    },
  ],
  mutants: [
    {
      name: "strata ignored",
      subject: (strata, rng) =>
        stratifiedRanks([together(strata)], { permutations: 19, alternative: "greater" }, rng).p,
    },
    {
      name: "p = b / m",
      subject: (strata, rng) => Math.max(0, (20 * ourStratifiedRanks(strata, rng) - 1) / 19),
    },
    {
      name: "either direction",
      subject: (strata, rng) =>
        Math.min(
          ourStratifiedRanks(strata, rng),
          ourStratifiedRanks(
            strata.map(({ a, b }) => ({ a: b, b: a })),
            rng,
          ),
        ),
    },
    {
      name: "each network counted twice",
      subject: (strata, rng) =>
        ourStratifiedRanks(
          strata.map(({ a, b }) => ({
            a: [...Array.from(a), ...Array.from(a)],
            b: [...Array.from(b), ...Array.from(b)],
          })),
          rng,
        ),
    },
    {
      name: "the best of the strata",
      subject: (strata, rng) =>
        Math.min(
          ...strata
            .filter(({ a, b }) => a.length > 0 && b.length > 0)
            .map((one) => ourStratifiedRanks([one], rng)),
        ),
    },
  ],
});

export const stratifiedRanksPower = powerGrows<StratifiedTest, "stratified-ranks/power">({
  id: "stratified-ranks/power",
  says: "power grows with the shift within strata and with networks, however far apart strata are",
  cite: "van Elteren 1960",
  replicates: 200,
  trials: [
    {
      name: "shift",
      rising: [0, 0.7, 2],
      p: (test, shift, rng) =>
        test(
          alikeStrata(
            [
              [6, 6],
              [4, 8],
              [8, 4],
            ],
            rng,
            shift,
          ),
          rng,
        ),
    },
    {
      name: "networks a group and stratum",
      rising: [3, 7, 24],
      p: (test, n, rng) =>
        test(
          alikeStrata(
            [
              [n, n],
              [n, n],
            ],
            rng,
            0.8,
          ),
          rng,
        ),
    },
  ],
  mutants: [
    {
      name: "the other group",
      subject: (strata, rng) =>
        ourStratifiedRanks(
          strata.map(({ a, b }) => ({ a: b, b: a })),
          rng,
        ),
    },
    {
      name: "the first stratum alone",
      subject: ([first], rng) => ourStratifiedRanks([first], rng),
    },
  ],
});

/** What is said of the size of an effect. */
export type Superiority = (strata: RankStratum[]) => {
  readonly superiority: number;
  readonly standardError: number;
};

/** Ours. */
export const ourSuperiority: Superiority = (strata) =>
  stratifiedRanks(strata, { permutations: 1, alternative: "greater" }, madeRng(1));

const smallStratum: fc.Arbitrary<RankStratum> = fc.record({
  a: fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 2, maxLength: 6 }),
  b: fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 2, maxLength: 6 }),
});

/** Σ w P / Σ w, from its definition. */
function definedSuperiority(strata: readonly RankStratum[]): number {
  let [sum, weights] = [0, 0];
  for (const stratum of strata) {
    const { superiority } = mannWhitney(stratum);
    const weight =
      (stratum.a.length * stratum.b.length) / (stratum.a.length + stratum.b.length + 1);
    sum += weight * superiority;
    weights += weight;
  }
  return sum / weights;
}

/** The delete-one jackknife with the weights held, group by group. */
function definedError(strata: readonly RankStratum[]): number {
  const weights = strata.map(({ a, b }) => (a.length * b.length) / (a.length + b.length + 1));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let variance = 0;
  for (const [s, stratum] of strata.entries())
    for (const side of ["a", "b"] as const) {
      const group = Array.from(stratum[side]);
      const without = group.map(
        (_, i) => mannWhitney({ ...stratum, [side]: group.filter((_, j) => j !== i) }).superiority,
      );
      const mean = average(without);
      const squares = without.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
      const share = weights[s] / total;
      variance += share * share * ((group.length - 1) / group.length) * squares;
    }
  return Math.sqrt(variance);
}

export const stratifiedSuperiority: Law<
  Superiority,
  readonly RankStratum[],
  "stratified-ranks/superiority"
> = {
  id: "stratified-ranks/superiority",
  says: "the effect is Σ w P / Σ w, its error the jackknife's; it sees order and strata alone",
  cite: "van Elteren 1960; DeLong et al. 1988",
  needs: [],
  cases: () => fc.array(smallStratum, { minLength: 1, maxLength: 3 }),
  holds(find, strata) {
    const found = find([...strata]);
    const near = (what: string, actual: number, expected: number): void => {
      if (!(Math.abs(actual - expected) < 1e-12))
        throw new Error(`${what}: ${actual}, expected ${expected}`);
    };
    near("superiority", found.superiority, definedSuperiority(strata));
    near("standard error", found.standardError, definedError(strata));
    const swapped = find(strata.map(({ a, b }) => ({ a: b, b: a })));
    near("swapped", swapped.superiority, 1 - found.superiority);
    const warp = (values: ArrayLike<number>, s: number): number[] =>
      Array.from(values, (value) => value * value * value + 50 * s).reverse();
    const warped = find(strata.map(({ a, b }, s) => ({ a: warp(a, s), b: warp(b, s) })).reverse());
    near("warped, in another order", warped.superiority, found.superiority);
    near("its error", warped.standardError, found.standardError);
  },
  mutants: [
    { name: "strata ignored", subject: (strata) => ourSuperiority([together(strata)]) },
    {
      name: "a tie counts for `a`",
      subject: (strata) =>
        ourSuperiority(strata.map(({ a, b }) => ({ a: Array.from(a, (value) => value + 0.5), b }))),
    },
    {
      name: "strata of equal weight",
      subject: (strata) => {
        const each = strata.map((one) => ourSuperiority([one]));
        return {
          superiority: average(each.map(({ superiority }) => superiority)),
          standardError: each[0].standardError,
        };
      },
    },
    {
      name: "pairs as units",
      subject: (strata) => {
        const found = ourSuperiority(strata);
        const pairs = strata.reduce((sum, { a, b }) => sum + a.length * b.length, 0);
        const { superiority } = found;
        return { superiority, standardError: Math.sqrt((superiority * (1 - superiority)) / pairs) };
      },
    },
  ],
};
