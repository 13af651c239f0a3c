import fc from "fast-check";
import type { Rng } from "../../src/numerics/rng.ts";
import {
  type BoundsAt,
  boundsOfEstimate,
  intervalOf,
  pOfEstimate,
} from "../../src/statistics/estimate.ts";
import { deleteOneJackknife } from "../../src/statistics/jackknife.ts";
import { jonckheereEffect } from "../../src/statistics/jonckheereEffect.ts";
import { jonckheereExact } from "../../src/statistics/jonckheereExact.ts";
import { mannWhitney } from "../../src/statistics/mannWhitney.ts";
import { stratifiedDifference } from "../../src/statistics/stratifiedDifference.ts";
import type { RankStratum } from "../../src/statistics/stratifiedRanks.ts";
import { vanElteren } from "../../src/statistics/vanElteren.ts";
import { welch } from "../../src/statistics/welch.ts";
import type { Law } from "../law.ts";
import { average, madeRng } from "../representations/made.ts";
import { coveredBy, evenly, intervalsCover } from "./coverage.ts";

/** Few counts in few ordered groups, `[group][network]`. */
export type CountGroups = readonly (readonly number[])[];

/** Every way to put the labels of groups of these sizes on networks. */
function labellings(sizes: readonly number[]): number[][] {
  const left = sizes.flatMap((size, g) => (size > 0 ? [g] : []));
  if (left.length === 0) return [[]];
  return left.flatMap((g) =>
    labellings(sizes.map((size, h) => (h === g ? size - 1 : size))).map((rest) => [g, ...rest]),
  );
}

/** The share of all labellings whose statistic is at least that of the first one given. */
function enumerated(
  sizes: readonly number[],
  statistic: (labels: readonly number[]) => number,
): number {
  const given = sizes.flatMap((size, g) => new Array<number>(size).fill(g));
  const all = labellings(sizes);
  const observed = statistic(given);
  return all.filter((labels) => statistic(labels) >= observed - 1e-9).length / all.length;
}

const rises = (values: readonly number[], labels: readonly number[]): number => {
  let count = 0;
  for (const [i, value] of values.entries())
    for (const [j, other] of values.entries())
      if (labels[i] < labels[j]) count += value < other ? 1 : value === other ? 0.5 : 0;
  return count;
};

/** Any exact test of a rising trend; null where it declines to count. */
export type ExactTrend = (groups: CountGroups) => number | null;

const smallGroups: fc.Arbitrary<CountGroups> = fc.array(
  fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 3 }),
  { minLength: 2, maxLength: 3 },
);

export const jonckheereExactly: Law<ExactTrend, CountGroups, "jonckheere-exact/enumeration"> = {
  id: "jonckheere-exact/enumeration",
  says: "p is the share of all labellings with as many rising pairs, ties and all",
  cite: "Jonckheere 1954",
  needs: [],
  runs: 60,
  cases: () => smallGroups,
  holds(test, groups) {
    const values = groups.flat();
    const sizes = groups.map((group) => group.length);
    const expected = enumerated(sizes, (labels) => rises(values, labels));
    const near = (what: string, found: number | null): void => {
      if (found === null || !(Math.abs(found - expected) < 1e-9))
        throw new Error(`${what}: ${found}, expected ${expected}`);
    };
    near("p", test(groups));
    near(
      "p of a rising function of the values, in another order",
      test(groups.map((group) => group.map((x) => x * x * x - 5).toReversed())),
    );
  },
  mutants: [
    {
      name: "as many and more do not count, only more",
      subject: (groups) => 1 - (jonckheereExact(groups.toReversed()) ?? 0),
    },
    {
      name: "the other direction",
      subject: (groups) => jonckheereExact(groups.toReversed()),
    },
    {
      name: "ties broken in the order of groups",
      subject: (groups) =>
        jonckheereExact(groups.map((group, g) => group.map((x, i) => x + g / 9 + i / 99))),
    },
    {
      name: "the first group against all others",
      subject: ([first, ...rest]) =>
        mannWhitney({ a: rest.flat(), b: first }, { alternative: "greater", method: "exact" }).p,
    },
  ],
};

/** Values of three groups that rise by `rise` from one to the next, as counts or not. */
const rising = (
  networks: number,
  { rise, counts }: { readonly rise: number; readonly counts: boolean },
  rng: Rng,
): number[][] =>
  [0, 1, 2].map((g) =>
    Array.from({ length: networks }, () => {
      const value = rng.normal() + rise * g;
      return counts ? Math.round(value) : value;
    }),
  );

type TrendEffect = typeof jonckheereEffect;

/** The effect of endlessly many networks, from 25 draws of 80 a group; right to about .01. */
const truthOf = (rise: number, counts: boolean): number =>
  average(
    Array.from({ length: 25 }, (_, i) => {
      const groups = rising(80, { rise, counts }, madeRng(i, "trend's truth", rise));
      return jonckheereEffect(groups).estimate;
    }),
  );

const trendTrial = (networks: number, rise: number, counts: boolean, widest: number) => ({
  name: `${networks} a group, rise ${rise}${counts ? ", counts" : ""}`,
  truth: () => truthOf(rise, counts),
  widest,
  find: (find: TrendEffect, rng: Rng) => {
    const { estimate, boundsAt } = find(rising(networks, { rise, counts }, rng));
    return { estimate, interval: intervalOf(boundsAt) };
  },
});

/** Our effect with other bounds. */
const withBounds =
  (change: (found: ReturnType<TrendEffect>, networks: number) => BoundsAt): TrendEffect =>
  (groups) => {
    const found = jonckheereEffect(groups);
    return { ...found, boundsAt: change(found, groups.flatMap((g) => Array.from(g)).length) };
  };

export const trendEffectCovers = intervalsCover<TrendEffect, "jonckheere-effect/coverage">({
  id: "jonckheere-effect/coverage",
  says: "95 % intervals of a trend hold it 93 times in 100, also near its ends and with ties",
  cite: "Arvesen 1969; claim C09",
  replicates: 800,
  trials: [
    trendTrial(8, 0, false, 1.35),
    trendTrial(8, 0.5, true, 1.35),
    trendTrial(7, 2.5, false, 2.5),
  ],
  mutants: [
    {
      name: "t's interval without Fisher's z",
      subject: withBounds((found) => boundsOfEstimate(found)),
    },
    {
      name: "pairs as units",
      subject: withBounds((found, networks) =>
        boundsOfEstimate({ ...found, standardError: found.standardError / Math.sqrt(networks) }),
      ),
    },
    { name: "the whole range", subject: withBounds(() => () => ({ lower: -1, upper: 1 })) },
  ],
});

export const trendEffectDefinition: Law<TrendEffect, CountGroups, "jonckheere-effect/definition"> =
  {
    id: "jonckheere-effect/definition",
    says: "it is 2J/J_max − 1, its error the jackknife's within groups; it sees order alone",
    cite: "Jonckheere 1954; Arvesen 1969",
    needs: [],
    cases: () =>
      fc.array(fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 2, maxLength: 5 }), {
        minLength: 2,
        maxLength: 4,
      }),
    holds(find, groups) {
      const found = find(groups);
      const near = (what: string, actual: number, expected: number): void => {
        if (!(Math.abs(actual - expected) < 1e-9))
          throw new Error(`${what}: ${actual}, expected ${expected}`);
      };
      near("effect", found.estimate, effectOf(groups));
      let variance = 0;
      for (const [g, group] of groups.entries()) {
        const { variance: own } = deleteOneJackknife(group.length, (kept) =>
          effectOf(groups.map((each, h) => (h === g ? Array.from(kept, (i) => group[i]) : each))),
        );
        variance += own;
      }
      near("standard error", found.standardError, Math.sqrt(variance));
      near("turned", find(groups.toReversed()).estimate, -found.estimate);
      const warped = groups.map((group) => group.map((x) => x * x * x + x).toReversed());
      near("warped", find(warped).estimate, found.estimate);
      const { lower, upper } = found.boundsAt(0.9);
      if (!(lower >= -1 && lower <= found.estimate && found.estimate <= upper && upper <= 1))
        throw new Error(`${found.estimate} with bounds ${lower} … ${upper}`);
      if (!(upper > lower)) throw new Error(`bounds ${lower} … ${upper} have no width`);
    },
    mutants: [
      {
        name: "J/J_max",
        subject: (groups) => {
          const found = jonckheereEffect(groups);
          return { ...found, estimate: (found.estimate + 1) / 2 };
        },
      },
      {
        name: "all networks as one sample",
        subject: (groups) => {
          const numbers = groups.map((group) => Array.from(group));
          const places = numbers.flatMap((group, g) => group.map((_, i) => ({ g, i })));
          const { variance } = deleteOneJackknife(places.length, (kept) => {
            const left = new Set(Array.from(kept, (k) => places[k]));
            return effectOf(
              numbers.map((group, g) =>
                group.filter((_, i) =>
                  places.some((at) => left.has(at) && at.g === g && at.i === i),
                ),
              ),
            );
          });
          return { ...jonckheereEffect(groups), standardError: Math.sqrt(variance) };
        },
      },
      {
        name: "width 0 where no network differs",
        subject: withBounds((found) =>
          found.standardError > 1e-12
            ? found.boundsAt
            : () => ({ lower: found.estimate, upper: found.estimate }),
        ),
      },
    ],
  };

function effectOf(groups: CountGroups): number {
  const labels = groups.flatMap((group, g) => group.map(() => g));
  let pairs = 0;
  for (const [g, group] of groups.entries())
    for (const later of groups.slice(g + 1)) pairs += group.length * later.length;
  return (2 * rises(groups.flat(), labels)) / pairs - 1;
}

/** Any exact van Elteren test: its p for "`a` is larger". */
export type ExactStrata = (strata: readonly RankStratum[]) => number | null;

/** Ours. */
export const ourVanElteren: ExactStrata = (strata) => vanElteren(strata).exactP;

const smallStratum: fc.Arbitrary<RankStratum> = fc.record({
  a: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 3 }),
  b: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 3 }),
});

/** Σ R/(N + 1) by counting: R = Σ_{i in a} (1 + below + ties/2). */
function statisticOf(strata: readonly RankStratum[]): number {
  return strata.reduce((sum, { a, b }) => {
    const u = mannWhitney({ a, b }).u;
    return sum + (u + (a.length * (a.length + 1)) / 2) / (a.length + b.length + 1);
  }, 0);
}

/** Every way to choose which of a stratum's values are `a`'s. */
function choices({ a, b }: RankStratum): RankStratum[] {
  const values = [...Array.from(a), ...Array.from(b)];
  return labellings([a.length, b.length]).map((labels) => ({
    a: values.filter((_, i) => labels[i] === 0),
    b: values.filter((_, i) => labels[i] === 1),
  }));
}

export const vanElterenExactly: Law<
  ExactStrata,
  readonly RankStratum[],
  "van-elteren/enumeration"
> = {
  id: "van-elteren/enumeration",
  says: "p is the share of all labellings within strata with as large a statistic",
  cite: "van Elteren 1960",
  needs: [],
  runs: 40,
  cases: () => fc.array(smallStratum, { minLength: 1, maxLength: 2 }),
  holds(test, strata) {
    let all: RankStratum[][] = [[]];
    for (const stratum of strata)
      all = all.flatMap((before) => choices(stratum).map((choice) => [...before, choice]));
    const observed = statisticOf(strata);
    const expected =
      all.filter((choice) => statisticOf(choice) >= observed - 1e-9).length / all.length;
    const near = (what: string, found: number | null): void => {
      if (found === null || !(Math.abs(found - expected) < 1e-9))
        throw new Error(`${what}: ${found}, expected ${expected}`);
    };
    near("p", test(strata));
    near("with a stratum that lacks a group", test([{ a: [7], b: [] }, ...strata]));
    near(
      "in another order, each stratum elsewhere",
      test(
        strata
          .map(({ a, b }, s) => ({
            a: Array.from(a, (x) => x + 9 * s),
            b: Array.from(b, (x) => x + 9 * s),
          }))
          .toReversed(),
      ),
    );
  },
  mutants: [
    {
      name: "strata ignored",
      subject: (strata) =>
        ourVanElteren([
          {
            a: strata.flatMap(({ a }) => Array.from(a)),
            b: strata.flatMap(({ b }) => Array.from(b)),
          },
        ]),
    },
    {
      name: "the other group",
      subject: (strata) => ourVanElteren(strata.map(({ a, b }) => ({ a: b, b: a }))),
    },
    {
      name: "a tie counts for `a`",
      subject: (strata) =>
        ourVanElteren(strata.map(({ a, b }) => ({ a: Array.from(a, (x) => x + 0.5), b }))),
    },
    { name: "the normal approximation", subject: (strata) => vanElteren(strata).normalP },
  ],
};

type StratumDifference = typeof stratifiedDifference;

/** Strata of `[n_a, n_b]` with middles of their own; `a` lies `shift` higher and spreads wider. */
const shifted = (
  sizes: readonly (readonly [number, number])[],
  shift: number,
  rng: Rng,
): RankStratum[] =>
  sizes.map(([a, b], s) => ({
    a: Array.from({ length: a }, () => shift + 5 * s + 2 * rng.normal()),
    b: Array.from({ length: b }, () => 5 * s + rng.normal()),
  }));

const differenceTrial = (sizes: readonly (readonly [number, number])[], shift: number) => ({
  name: `${sizes.map((each) => each.join(" v ")).join(", ")}, shift ${shift}`,
  truth: () => shift,
  widest: 1.35,
  find: (find: StratumDifference, rng: Rng) => coveredBy(find(shifted(sizes, shift, rng))),
});

export const stratifiedDifferenceCovers = intervalsCover<
  StratumDifference,
  "stratified-difference/coverage"
>({
  id: "stratified-difference/coverage",
  says: "95 % intervals hold the difference within strata 93 times in 100, unequal spread and n",
  cite: "Mantel & Haenszel 1959; Satterthwaite 1946; claim C11",
  replicates: 1000,
  trials: [
    differenceTrial(
      [
        [4, 12],
        [10, 5],
        [6, 6],
      ],
      1,
    ),
    differenceTrial(
      [
        [5, 9],
        [12, 4],
        [0, 7],
      ],
      0,
    ),
  ],
  mutants: [
    {
      name: "strata ignored",
      subject: (strata) =>
        stratifiedDifference([
          {
            a: strata.flatMap(({ a }) => Array.from(a)),
            b: strata.flatMap(({ b }) => Array.from(b)),
          },
        ]),
    },
    {
      name: "the first stratum alone",
      subject: (strata) => stratifiedDifference(strata.slice(0, 1)),
    },
    {
      name: "errors added without their weights",
      subject: (strata) => ({
        ...stratifiedDifference(strata),
        standardError: Math.sqrt(
          strata.reduce((sum, { a, b }) => {
            if (a.length < 2 || b.length < 2) return sum;
            const { standardError } = welch({ a, b });
            return sum + standardError * standardError;
          }, 0),
        ),
      }),
    },
    {
      name: "the error of a share",
      subject: (strata) => ({ ...stratifiedDifference(strata), standardError: 0.25 }),
    },
  ],
});

/** p and bounds of one estimate say the same: the bound at 1 − p lies at the null. */
export const estimateDual: Law<
  typeof pOfEstimate,
  readonly [number, number, number],
  "estimate/duality"
> = {
  id: "estimate/duality",
  says: "the lower bound at level 1 − p is the null itself, and so the upper one",
  cite: "Neyman 1937",
  needs: [],
  cases: () => fc.tuple(evenly(-2, 2), evenly(0.5, 3), evenly(1.5, 40)),
  holds(find, [estimate, standardError, degrees]) {
    const given = { estimate, standardError, degrees };
    const { greaterP, lessP } = find(given, 0.25);
    const boundsAt = boundsOfEstimate(given);
    for (const bound of [boundsAt(1 - greaterP).lower, boundsAt(1 - lessP).upper])
      if (!(Math.abs(bound - 0.25) < 1e-6)) throw new Error(`bound ${bound}, null 0.25`);
  },
  mutants: [
    {
      name: "two-sided",
      subject: (given, at) => {
        const { greaterP, lessP } = pOfEstimate(given, at);
        const p = Math.min(0.99, 2 * Math.min(greaterP, lessP));
        return { greaterP: p, lessP: p };
      },
    },
    { name: "against 0", subject: (given) => pOfEstimate(given) },
    {
      name: "the normal for t",
      subject: (given, at) => pOfEstimate({ ...given, degrees: 1e6 }, at),
    },
  ],
};
