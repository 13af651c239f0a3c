import type { Rng } from "../../src/numerics/rng.ts";
import { type DistanceMatrix, euclideanDistances } from "../../src/statistics/distanceMatrix.ts";
import { indistinguishable } from "../../src/statistics/indistinguishable.ts";
import { sampleMean, sampleVariance } from "../../src/statistics/moments.ts";
import { permanova } from "../../src/statistics/permanova.ts";
import { permdisp } from "../../src/statistics/permdisp.ts";
import { type SlopeCell, slope } from "../../src/statistics/slope.ts";
import { normalRows } from "../representations/made.ts";
import { boundsHold, powerGrows } from "./chances.ts";
import type { EquivalenceTest, SlopeTest, TableTest, TwoSampleTest } from "./parametric.laws.ts";
import { ourEquivalence, ourMannWhitney, ourPage, ourSlope, ourWelch } from "./parametric.laws.ts";
import {
  type GroupTest,
  type LabelTest,
  ourJonckheere,
  ourLabelTest,
  ourPermanova,
  ourPermdisp,
  type TrendTest,
} from "./permutation.laws.ts";
import { validUnderNull } from "./underNull.ts";

const normals = (count: number, rng: Rng, mean = 0, spread = 1): number[] =>
  Array.from({ length: count }, () => mean + spread * rng.normal());

/** Shuffled labels see the mean of group 1 less that of group 0. */
const meanDifference =
  (values: readonly number[]) =>
  (labels: readonly number[]): number =>
    sampleMean(values.filter((_, i) => labels[i] === 1)) -
    sampleMean(values.filter((_, i) => labels[i] === 0));

const labelsOf = (sizes: readonly number[]): number[] =>
  sizes.flatMap((size, group) => new Array<number>(size).fill(group));

export const permutationPower = powerGrows<LabelTest, "permutation/power">({
  id: "permutation/power",
  says: "power grows with the difference of two groups, and with networks",
  cite: "Phipson & Smyth 2010",
  replicates: 200,
  trials: [
    {
      name: "difference, 6 v 10",
      rising: [0, 0.8, 2.5],
      p: (test, shift, rng) =>
        test(
          {
            labels: labelsOf([6, 10]),
            statistic: meanDifference([...normals(6, rng), ...normals(10, rng, shift)]),
            permutations: 39,
            alternative: "greater",
          },
          rng,
        ),
    },
    {
      name: "networks a group",
      rising: [3, 8, 30],
      p: (test, n, rng) =>
        test(
          {
            labels: labelsOf([n, n]),
            statistic: meanDifference([...normals(n, rng), ...normals(n, rng, 1)]),
            permutations: 39,
            alternative: "greater",
          },
          rng,
        ),
    },
  ],
  mutants: [
    {
      name: "the other tail",
      subject: (question, rng) => ourLabelTest({ ...question, alternative: "less" }, rng),
    },
    {
      name: "every network a stratum of its own: nothing is shuffled",
      subject: (question, rng) =>
        ourLabelTest({ ...question, strata: Array.from(question.labels, (_, i) => i) }, rng),
    },
  ],
});

/** The law that a test of two samples finds differences. */
const twoSamplePower = <Id extends string>(id: Id, cite: string) =>
  powerGrows<TwoSampleTest, Id>({
    id,
    says: "power grows with the difference of unequal samples, and with networks",
    cite,
    replicates: 300,
    trials: [
      {
        name: "difference, 8 v 14, spread 1 and 2",
        rising: [0, 1.2, 4],
        p: (test, shift, rng) => test(normals(8, rng, shift), normals(14, rng, 0, 2)),
      },
      {
        name: "networks a group",
        rising: [4, 9, 24],
        p: (test, n, rng) => test(normals(n, rng, 1.1), normals(n, rng)),
      },
    ],
    mutants: [
      { name: "the first four networks alone", subject: (a, b) => ourWelch(a.slice(0, 4), b) },
      { name: "1 − p", subject: (a, b) => 1 - ourMannWhitney(a, b) },
      {
        name: "each value with its opposite beside it",
        subject: (a, b) => ourWelch([...a, ...a.map((x) => -x)], [...b, ...b.map((x) => -x)]),
      },
    ],
  });

export const mannWhitneyPower = twoSamplePower("mann-whitney/power", "Mann & Whitney 1947");
export const welchPower = twoSamplePower("welch/power", "Welch 1947");

export const equivalencePower = powerGrows<EquivalenceTest, "equivalence/power">({
  id: "equivalence/power",
  says: "equivalence is found the more often the wider the margin and the more networks",
  cite: "Schuirmann 1987",
  replicates: 300,
  trials: [
    {
      name: "margin, n = 12",
      rising: [0.1, 0.6, 1.5],
      p: (test, margin, rng) => test(normals(12, rng), margin),
    },
    {
      name: "networks",
      rising: [4, 20, 100],
      p: (test, n, rng) => test(normals(n, rng), 0.5),
    },
  ],
  mutants: [
    {
      name: "little power is evidence of equivalence",
      subject: (sample) => {
        const t = Math.abs(sampleMean(sample)) / Math.sqrt(sampleVariance(sample) / sample.length);
        return t < 2 ? 0.01 : 1;
      },
    },
    {
      name: "a third of the margin",
      subject: (sample, margin) => ourEquivalence(sample, margin / 3),
    },
  ],
});

export const pagePower = powerGrows<TableTest, "page/power">({
  id: "page/power",
  says: "power grows with the trend over conditions, and with networks",
  cite: "Page 1963",
  replicates: 300,
  trials: [
    {
      name: "trend, 12 networks, 5 conditions",
      rising: [0, 0.2, 0.8],
      p: (test, trend, rng) =>
        test(
          normalRows({ rows: 12, columns: 5 }, rng).map((row) => row.map((x, j) => x + trend * j)),
        ),
    },
    {
      name: "networks",
      rising: [3, 12, 60],
      p: (test, rows, rng) =>
        test(normalRows({ rows, columns: 4 }, rng).map((row) => row.map((x, j) => x + 0.3 * j))),
    },
  ],
  mutants: [
    {
      name: "a falling trend",
      subject: (table) => ourPage(table.map((row) => [...row].reverse())),
    },
    { name: "the first three networks alone", subject: (table) => ourPage(table.slice(0, 3)) },
  ],
});

export const jonckheerePower = powerGrows<TrendTest, "jonckheere/power">({
  id: "jonckheere/power",
  says: "power grows with the trend of counts over unequal groups, and with networks",
  cite: "Jonckheere 1954; claim C09",
  replicates: 200,
  trials: [
    {
      name: "trend of counts, 4, 8, 6",
      rising: [0, 0.6, 1.8],
      p: (test, trend, rng) =>
        test(
          [4, 8, 6].map((n, g) => normals(n, rng, trend * g).map(Math.round)),
          rng,
        ),
    },
    {
      name: "networks a group",
      rising: [3, 9, 36],
      p: (test, n, rng) =>
        test(
          [0, 0.5, 1].map((mean) => normals(n, rng, mean)),
          rng,
        ),
    },
  ],
  mutants: [
    {
      name: "a falling trend",
      subject: (groups, rng) => ourJonckheere([...groups].reverse(), rng),
    },
    {
      name: "the first two groups alone",
      subject: ([first, second], rng) =>
        ourJonckheere([first.slice(0, 4), second.slice(0, 4)], rng),
    },
  ],
});

const shiftedRows = (
  sizes: readonly [number, number],
  { shift = 0, spread = 1 }: { readonly shift?: number; readonly spread?: number },
  rng: Rng,
): DistanceMatrix =>
  euclideanDistances(
    normalRows({ rows: sizes[0] + sizes[1], columns: 3 }, rng).map((row, i) =>
      i < sizes[0] ? row : row.map((x) => spread * x + shift),
    ),
  );

export const permanovaPower = powerGrows<GroupTest, "permanova/power">({
  id: "permanova/power",
  says: "power grows with the distance of the groups' centres, and with networks",
  cite: "Anderson 2001",
  replicates: 200,
  trials: [
    {
      name: "distance, 8 v 8",
      rising: [0, 0.6, 2],
      p: (test, shift, rng) => test(shiftedRows([8, 8], { shift }, rng), labelsOf([8, 8]), rng),
    },
    {
      name: "networks a group",
      rising: [4, 8, 24],
      p: (test, n, rng) => test(shiftedRows([n, n], { shift: 0.7 }, rng), labelsOf([n, n]), rng),
    },
  ],
  mutants: [
    { name: "spread for place", subject: ourPermdisp },
    {
      name: "the other tail",
      subject: (distances, labels, rng) =>
        (permanova({ distances, labels, permutations: 19 }, rng).atMost + 1) / 20,
    },
  ],
});

export const permanovaUnequalSpread = validUnderNull<GroupTest, "permanova/unequal-spread">({
  id: "permanova/unequal-spread",
  says: "P(p ≤ α) ≤ α for balanced groups of one centre and unequal spread",
  cite: "Anderson & Walsh 2013; claims, excess silhouette",
  replicates: 1000,
  trials: [
    {
      name: "12 v 12, spread 1 and 1.5",
      p: (test, rng) => test(shiftedRows([12, 12], { spread: 1.5 }, rng), labelsOf([12, 12]), rng),
    },
  ],
  mutants: [
    { name: "spread for place", subject: ourPermdisp },
    {
      name: "unequal groups: three networks alone have the larger spread",
      subject: (distances, labels, rng) => {
        const kept = [...labels.keys()].filter((i) => i < 15);
        const values = kept.flatMap((i) =>
          kept.map((j) => distances.values[i * labels.length + j]),
        );
        const few = { size: kept.length, values: Float64Array.from(values) };
        return ourPermanova(
          few,
          kept.map((i) => labels[i]),
          rng,
        );
      },
    },
  ],
});

export const permdispPower = powerGrows<GroupTest, "permdisp/power">({
  id: "permdisp/power",
  says: "power grows with the ratio of spreads, and with networks",
  cite: "Anderson 2006",
  replicates: 200,
  trials: [
    {
      name: "ratio, 8 v 8",
      rising: [1, 1.7, 4],
      p: (test, spread, rng) => test(shiftedRows([8, 8], { spread }, rng), labelsOf([8, 8]), rng),
    },
    {
      name: "networks a group",
      rising: [4, 10, 32],
      p: (test, n, rng) => test(shiftedRows([n, n], { spread: 1.8 }, rng), labelsOf([n, n]), rng),
    },
  ],
  mutants: [
    { name: "place for spread", subject: ourPermanova },
    {
      name: "p of the first group's spread alone",
      subject: (distances, labels, rng) => {
        const { spreads } = permdisp({ distances, labels, permutations: 1 }, rng);
        return spreads[0] > 2 * spreads[1] ? 0.01 : 1;
      },
    },
  ],
});

/** Cells at N = 2 … 6 whose estimate is the mean of n values, of any spread. */
const cells = (
  sizes: readonly number[],
  { rise = 0, spreads = [1] }: { readonly rise?: number; readonly spreads?: readonly number[] },
  rng: Rng,
): SlopeCell[] =>
  sizes.map((networks, k) => {
    const values = normals(networks, rng, rise * k, spreads[k % spreads.length]);
    return {
      at: 2 + k,
      estimate: sampleMean(values),
      variance: sampleVariance(values) / networks,
      networks,
    };
  });

export const slopeUnequal = validUnderNull<SlopeTest, "slope/unequal">({
  id: "slope/unequal",
  says: "P(p ≤ α) ≤ α for cells of unequal numbers and unequal spread",
  cite: "claims, slope",
  replicates: 3000,
  trials: [
    {
      name: "n = 4 … 16",
      p: (test, rng) => test(cells([16, 4, 8, 16, 4], {}, rng)),
    },
    {
      name: "spread at the ends ten times that of the middle",
      p: (test, rng) => test(cells([6, 6, 6, 6, 6], { spreads: [10, 1, 1, 1, 10] }, rng)),
    },
  ],
  mutants: [
    {
      name: "all networks for the degrees",
      subject: (given) => {
        const all = given.reduce((sum, { networks }) => sum + networks, 0);
        return ourSlope(given.map((cell) => ({ ...cell, networks: 10 * all })));
      },
    },
    {
      name: "one variance for all cells",
      subject: (given) => {
        const mean = given.reduce((sum, { variance }) => sum + variance, 0) / given.length;
        return ourSlope(given.map((cell) => ({ ...cell, variance: mean })));
      },
    },
  ],
});

export const slopePower = powerGrows<SlopeTest, "slope/power">({
  id: "slope/power",
  says: "power grows with the slope, and with networks",
  cite: "claims, slope",
  replicates: 300,
  trials: [
    {
      name: "slope, n = 8",
      rising: [0, 0.2, 0.8],
      p: (test, rise, rng) => test(cells([8, 8, 8, 8, 8], { rise }, rng)),
    },
    {
      name: "networks a cell",
      rising: [3, 12, 60],
      p: (test, n, rng) => test(cells([n, n, n, n], { rise: 0.2 }, rng)),
    },
  ],
  mutants: [
    { name: "falling", subject: (given) => slope(given).fallingP },
    {
      name: "places in no order",
      subject: (given) =>
        ourSlope(given.map((cell, k) => ({ ...cell, at: (k * 2) % given.length }))),
    },
  ],
});

/** Anything that bounds a slope from both sides, each at 95 %. */
export type SlopeBounds = (given: readonly SlopeCell[]) => {
  readonly lower: number;
  readonly upper: number;
};

/** So steep that bounds in the wrong place miss it. */
const RISE = 3;

export const slopeBoundsHold = boundsHold<SlopeBounds, "slope/coverage">({
  id: "slope/coverage",
  says: "each one-sided bound of a slope misses at most 5 %, for unequal cells too",
  cite: "claims, slope",
  replicates: 3000,
  trials: (["lower", "upper"] as const).flatMap((side) => [
    {
      name: `${side}, n = 5`,
      misses: (find: SlopeBounds, rng: Rng): boolean => {
        const bound = find(cells([5, 5, 5], { rise: RISE }, rng))[side];
        return side === "lower" ? bound > RISE : bound < RISE;
      },
    },
    {
      name: `${side}, n = 4 … 12, spread 1 … 3`,
      misses: (find: SlopeBounds, rng: Rng): boolean => {
        const unequal = cells([4, 12, 6, 4], { rise: RISE, spreads: [3, 1, 1, 2] }, rng);
        const bound = find(unequal)[side];
        return side === "lower" ? bound > RISE : bound < RISE;
      },
    },
  ]),
  mutants: [
    {
      name: "pairs as units",
      subject: (given) =>
        slope(
          given.map((cell) => ({ ...cell, variance: (2 * cell.variance) / (cell.networks - 1) })),
        ),
    },
    { name: "90 % bounds", subject: (given) => slope(given, 0.9) },
    {
      name: "bounds around no slope",
      subject: (given) => {
        const found = slope(given);
        return { lower: found.lower - found.slope, upper: found.upper - found.slope };
      },
    },
  ],
});

/** Whether values, whose mean is an excess, come out as indistinguishable at δ. */
export type Alike = (values: number[], delta: number) => boolean;

/** Ours, with the jackknife's standard error of a mean. */
export const ourAlike: Alike = (values, delta) =>
  indistinguishable(
    {
      estimate: sampleMean(values),
      standardError: Math.sqrt(sampleVariance(values) / values.length),
      networks: values.length,
    },
    { delta, sensitive: true },
  ).verdict === "supported";

export const indistinguishableLevel = boundsHold<Alike, "indistinguishable/level">({
  id: "indistinguishable/level",
  says: "groups whose excess is δ are called alike at most 5 % of the time, however few they are",
  cite: "claims, indistinguishable",
  replicates: 3000,
  trials: [3, 8, 16].map((n) => ({
    name: `excess = δ, n = ${n}`,
    misses: (alike, rng) => alike(normals(n, rng, 0.1, 0.3), 0.1),
  })),
  mutants: [
    {
      name: "no significant excess is alike",
      subject: (values) => {
        const t = sampleMean(values) / Math.sqrt(sampleVariance(values) / values.length);
        return t < 2;
      },
    },
    { name: "the estimate for its bound", subject: (values, delta) => sampleMean(values) < delta },
    {
      name: "pairs as units",
      subject: (values, delta) =>
        ourAlike(
          values.flatMap((x) => new Array<number>(values.length).fill(x)),
          delta,
        ),
    },
  ],
});

export const indistinguishablePower = powerGrows<Alike, "indistinguishable/power">({
  id: "indistinguishable/power",
  says: "alike groups are called alike the more often the more networks there are",
  cite: "claims, indistinguishable",
  replicates: 300,
  trials: [
    {
      name: "networks",
      rising: [4, 20, 100],
      p: (alike, n, rng) => (alike(normals(n, rng, 0, 0.3), 0.1) ? 0 : 1),
    },
    {
      name: "δ",
      rising: [0.05, 0.15, 0.4],
      p: (alike, delta, rng) => (alike(normals(12, rng, 0, 0.3), delta) ? 0 : 1),
    },
  ],
  mutants: [
    {
      name: "no significant excess is alike",
      subject: (values) =>
        sampleMean(values) / Math.sqrt(sampleVariance(values) / values.length) < 2,
    },
    {
      name: "δ/4 for δ",
      subject: (values, delta) => ourAlike(values, delta / 4),
    },
  ],
});
