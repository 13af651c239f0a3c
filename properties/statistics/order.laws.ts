import normalCdf from "@stdlib/stats-base-dists-normal-cdf";
import fc from "fast-check";
import type { Rng } from "../../src/numerics/rng.ts";
import { euclideanDistances } from "../../src/statistics/distanceMatrix.ts";
import type { holm } from "../../src/statistics/holm.ts";
import { jonckheere } from "../../src/statistics/jonckheere.ts";
import { jonckheereEffect } from "../../src/statistics/jonckheereEffect.ts";
import { jonckheereExact } from "../../src/statistics/jonckheereExact.ts";
import { mannWhitney } from "../../src/statistics/mannWhitney.ts";
import { meanBounds } from "../../src/statistics/meanBounds.ts";
import { omegaEstimate } from "../../src/statistics/omegaSquared.ts";
import { pageTrend } from "../../src/statistics/pageTrend.ts";
import { permanova } from "../../src/statistics/permanova.ts";
import { permdisp } from "../../src/statistics/permdisp.ts";
import { permutationTest } from "../../src/statistics/permutation.ts";
import { signTest } from "../../src/statistics/signTest.ts";
import { stratifiedDifference } from "../../src/statistics/stratifiedDifference.ts";
import { stratifiedRanks } from "../../src/statistics/stratifiedRanks.ts";
import { vanElteren } from "../../src/statistics/vanElteren.ts";
import { welch } from "../../src/statistics/welch.ts";
import type { Law } from "../law.ts";
import { madeRng } from "../representations/made.ts";
import { mostByChance } from "./underNull.ts";

/** What a procedure says of three groups of networks, each value the measure of one network. */
export type Said = {
  /** Statistics and p-values without chance. */
  readonly exact: readonly number[];
  /** p-values from 999 shuffled labellings. */
  readonly drawn: readonly number[];
};

/** All that a procedure says of groups `[group][network]` (three of them). */
export type Procedure = (groups: readonly (readonly number[])[], rng: Rng) => Said;

const SHUFFLES = 999;

/** Each procedure whose answer the order of networks must not change, by name. */
export const procedures: Readonly<Record<string, Procedure>> = {
  permutation(groups, rng) {
    const values = groups.flat();
    const labels = groups.flatMap((group, g) => group.map(() => g));
    // A statistic that sees all labels: the sum of the squares of the groups' sums.
    const statistic = (shuffled: readonly number[]): number => {
      const sums = groups.map(() => 0);
      for (const [i, value] of values.entries()) sums[shuffled[i]] += value;
      return sums.reduce((sum, each, g) => sum + (each * each) / groups[g].length, 0);
    };
    const question = { labels, statistic, permutations: SHUFFLES, alternative: "greater" } as const;
    const { observed, p } = permutationTest(question, rng);
    return { exact: [observed], drawn: [p] };
  },
  jonckheere(groups, rng) {
    const { j, z, normalP, p } = jonckheere(groups, SHUFFLES, rng);
    return { exact: [j, z, normalP], drawn: [p] };
  },
  "mann-whitney"([a, b]) {
    const { u, p } = mannWhitney({ a, b });
    return { exact: [u, p], drawn: [] };
  },
  welch([a, b]) {
    const { t, degrees, p } = welch({ a, b });
    return { exact: [t, degrees, p], drawn: [] };
  },
  permanova(groups, rng) {
    const labels = groups.flatMap((group, g) => group.map(() => g));
    const distances = euclideanDistances(groups.flat().map((x) => [x, x * x]));
    const { observed, p } = permanova({ distances, labels, permutations: SHUFFLES }, rng);
    return { exact: [observed], drawn: [p] };
  },
  permdisp(groups, rng) {
    const labels = groups.flatMap((group, g) => group.map(() => g));
    const distances = euclideanDistances(groups.flat().map((x) => [x, x * x]));
    const { f, spreads, p } = permdisp({ distances, labels, permutations: SHUFFLES }, rng);
    return { exact: [f, ...spreads], drawn: [p] };
  },
  "stratified-ranks"([a, b, c], rng) {
    const settings = { permutations: SHUFFLES, alternative: "two-sided" } as const;
    const strata = [
      { a, b },
      { a: b, b: c },
    ];
    const { superiority, standardError, p } = stratifiedRanks(strata, settings, rng);
    return { exact: [superiority, standardError], drawn: [p] };
  },
  "sign-test": ([a]) => ({ exact: [signTest(a, "two-sided").p], drawn: [] }),
  "mean-bounds": ([a]) => {
    const { estimate, lower, upper } = meanBounds(a);
    return { exact: [estimate, lower, upper], drawn: [] };
  },
  "omega-estimate"(groups) {
    const labels = groups.flatMap((group, g) => group.map(() => g));
    const distances = euclideanDistances(groups.flat().map((x) => [x, x * x]));
    const { estimate, standardError, degrees } = omegaEstimate({ distances, labels });
    return { exact: [estimate, standardError, degrees], drawn: [] };
  },
  "jonckheere-effect"(groups) {
    const { estimate, standardError, degrees } = jonckheereEffect(groups);
    return { exact: [estimate, standardError, degrees, jonckheereExact(groups) ?? -1], drawn: [] };
  },
  "van-elteren"([a, b, c]) {
    const strata = [
      { a, b },
      { a: b, b: c },
    ];
    const { z, exactP } = vanElteren(strata);
    const { estimate, standardError, degrees } = stratifiedDifference(strata);
    return { exact: [z, exactP ?? -1, estimate, standardError, degrees], drawn: [] };
  },
  // Networks are the rows of a table here: a row is a value with two of its powers.
  page: ([a]) => {
    const { l, p } = pageTrend(a.map((x) => [x, x * x, 3 * x]));
    return { exact: [l, p], drawn: [] };
  },
};

/** Three groups of networks, and a seed for another order of each. */
export type Ordered = { readonly groups: readonly (readonly number[])[]; readonly seed: number };

const group = fc.array(fc.integer({ min: -4, max: 6 }), { minLength: 4, maxLength: 9 });

export const orderIrrelevant: Law<Procedure, Ordered, "statistics/order"> = {
  id: "statistics/order",
  says: "the order of networks within their groups changes nothing",
  needs: [],
  runs: 12,
  cases: () =>
    fc.record({ groups: fc.tuple(group, group, group), seed: fc.integer({ min: 0, max: 1e6 }) }),
  holds(procedure, { groups, seed }) {
    const rng = madeRng(seed, "order");
    const shuffled = groups.map((values) => {
      const left = [...values];
      return values.map(() => left.splice(rng.integer(left.length), 1)[0]);
    });
    const first = procedure(groups, madeRng(seed, "one"));
    const other = procedure(shuffled, madeRng(seed, "two"));
    for (const [i, value] of first.exact.entries()) {
      const change = Math.abs(value - other.exact[i]);
      if (change > 1e-9 * Math.max(1, Math.abs(value)))
        throw new Error(`number ${i + 1}: ${value}, in another order ${other.exact[i]}`);
    }
    for (const [i, p] of first.drawn.entries()) {
      // Both are drawn: five standard errors of their difference at p = ½.
      if (!(Math.abs(p - other.drawn[i]) <= 5 * Math.sqrt(0.5 / SHUFFLES)))
        throw new Error(`p ${p}, in another order ${other.drawn[i]}`);
    }
  },
  mutants: [
    {
      name: "networks paired by their places",
      subject: ([a, b]) => ({
        exact: [a.slice(0, b.length).filter((x, i) => x > b[i]).length],
        drawn: [],
      }),
    },
    {
      name: "a group's first network stands for it",
      subject: (groups) => ({ exact: groups.map(([first]) => first), drawn: [] }),
    },
    {
      name: "groups cut to the size of the smallest",
      subject: (groups, rng) => {
        const size = Math.min(...groups.map((values) => values.length));
        return procedures.jonckheere(
          groups.map((values) => values.slice(0, Math.max(2, size - 1))),
          rng,
        );
      },
    },
  ],
};

type OurJonckheere = (groups: number[][]) => { readonly j: number; readonly z: number };

/** Ours. */
export const ourJonckheereStatistic: OurJonckheere = (groups) => jonckheere(groups, 1, madeRng(1));

export const jonckheereDefinition: Law<OurJonckheere, number[][], "jonckheere/definition"> = {
  id: "jonckheere/definition",
  says: "J counts rising pairs, ties as ½, and z turns its sign with the order of the groups",
  cite: "Jonckheere 1954; Hollander & Wolfe 1999, ch. 6.2",
  needs: [],
  cases: () => fc.array(group, { minLength: 2, maxLength: 4 }),
  holds(find, groups) {
    let expected = 0;
    for (const [g, low] of groups.entries())
      for (const high of groups.slice(g + 1))
        for (const a of low) for (const b of high) expected += b > a ? 1 : b === a ? 0.5 : 0;
    const { j, z } = find(groups);
    if (j !== expected) throw new Error(`J ${j}, expected ${expected}`);
    const turned = find([...groups].reverse()).z;
    if (!(Math.abs(turned + z) < 1e-9)) throw new Error(`z ${z}, of reversed groups ${turned}`);
  },
  mutants: [
    {
      name: "ties count 1",
      subject: (groups) => {
        const found = ourJonckheereStatistic(groups);
        return {
          ...found,
          j: ourJonckheereStatistic(groups.map((values, g) => values.map((x) => x + g / 10))).j,
        };
      },
    },
    {
      name: "neighbouring groups alone",
      subject: (groups) => ({
        ...ourJonckheereStatistic(groups),
        j: groups
          .slice(1)
          .reduce((sum, high, g) => sum + ourJonckheereStatistic([groups[g], high]).j, 0),
      }),
    },
  ],
};

type Adjust = typeof holm;

export const holmFamily: Law<Adjust, number, "holm/family"> = {
  id: "holm/family",
  says: "P(any true null is rejected) ≤ 5 % in a family with effects among it, dependent or not",
  cite: "Holm 1979",
  needs: [],
  runs: 1,
  cases: () => fc.constant(4000),
  holds(adjust, count) {
    for (const shared of [0, 0.7]) {
      let wrong = 0;
      let found = 0;
      for (let i = 0; i < count; i++) {
        const rng = madeRng(i, "holm", shared);
        const common = rng.normal();
        // Four true nulls, and two claims that hold.
        const p = [0, 0, 0, 0, 3.5, 3.5].map((effect) =>
          normalCdf(
            -(effect + Math.sqrt(shared) * common + Math.sqrt(1 - shared) * rng.normal()),
            0,
            1,
          ),
        );
        const adjusted = adjust(p);
        if (adjusted.slice(0, 4).some((each) => each <= 0.05)) wrong += 1;
        if (adjusted.slice(4).every((each) => each <= 0.05)) found += 1;
      }
      const most = mostByChance({ trials: count, share: 0.05 });
      if (wrong > most) throw new Error(`shared ${shared}: wrong ${wrong} of ${count}, ${most}`);
      if (found < 0.6 * count) throw new Error(`shared ${shared}: found ${found} of ${count}`);
    }
  },
  mutants: [
    { name: "no correction", subject: (p) => [...p] },
    {
      name: "the share of false discoveries (Benjamini–Hochberg)",
      subject: (p) => {
        const order = [...p.keys()].sort((a, b) => p[b] - p[a]);
        const adjusted = new Array<number>(p.length).fill(1);
        let smallest = 1;
        for (const [place, i] of order.entries()) {
          smallest = Math.min(smallest, (p.length * p[i]) / (p.length - place));
          adjusted[i] = smallest;
        }
        return adjusted;
      },
    },
    {
      name: "each p ten times over",
      subject: (p) => p.map((each) => 10 * p.length * each),
    },
  ],
};
