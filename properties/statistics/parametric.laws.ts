import type { Rng } from "../../src/numerics/rng.ts";
import { equivalence } from "../../src/statistics/equivalence.ts";
import { mannWhitney } from "../../src/statistics/mannWhitney.ts";
import { sampleMean, sampleVariance } from "../../src/statistics/moments.ts";
import { pageTrend } from "../../src/statistics/pageTrend.ts";
import { type SlopeCell, slope } from "../../src/statistics/slope.ts";
import { tUpperTail } from "../../src/statistics/studentT.ts";
import { welch } from "../../src/statistics/welch.ts";
import { normalRows } from "../representations/made.ts";
import { validUnderNull } from "./underNull.ts";

const normals = (count: number, rng: Rng): number[] =>
  Array.from({ length: count }, () => rng.normal());

/** Any test of two samples: its p. */
export type TwoSampleTest = (a: number[], b: number[]) => number;

/** Ours. */
export const ourMannWhitney: TwoSampleTest = (a, b) => mannWhitney({ a, b }).p;
export const ourWelch: TwoSampleTest = (a, b) => welch({ a, b }).p;

export const mannWhitneyValid = validUnderNull<TwoSampleTest, "mann-whitney/valid">({
  id: "mann-whitney/valid",
  says: "P(p ≤ α) ≤ α for small unequal samples, with ties too",
  cite: "Mann & Whitney 1947; Streitberg & Röhmel 1986",
  replicates: 3000,
  trials: [
    { name: "3 v 5", p: (test, rng) => test(normals(3, rng), normals(5, rng)) },
    {
      name: "4 v 7, ties",
      p: (test, rng) => test(normals(4, rng).map(Math.round), normals(7, rng).map(Math.round)),
    },
  ],
  mutants: [
    {
      name: "one tail, whichever is smaller",
      subject: (a, b) =>
        Math.min(
          mannWhitney({ a, b }, { alternative: "greater", method: "exact" }).p,
          mannWhitney({ a, b }, { alternative: "less", method: "exact" }).p,
        ),
    },
    {
      name: "each value counted twice",
      subject: (a, b) => ourMannWhitney([...a, ...a], [...b, ...b]),
    },
    {
      name: "only larger statistics count",
      subject: (a, b) => {
        const test = { method: "exact" } as const;
        const greater = mannWhitney({ a, b }, { ...test, alternative: "greater" }).p;
        const less = mannWhitney({ a, b }, { ...test, alternative: "less" }).p;
        return Math.max(0, 2 * Math.min(1 - less, 1 - greater));
      },
    },
  ],
});

export const welchValid = validUnderNull<TwoSampleTest, "welch/valid">({
  id: "welch/valid",
  says: "P(p ≤ α) ≤ α for unequal samples of unequal spread (normal values)",
  cite: "Welch 1947",
  replicates: 2000,
  trials: [
    {
      name: "12 v 12, spread 3 and 1",
      p: (test, rng) =>
        test(
          normals(12, rng).map((x) => 3 * x),
          normals(12, rng),
        ),
    },
    {
      name: "10 v 30, spread 4 and 1",
      p: (test, rng) =>
        test(
          normals(10, rng).map((x) => 4 * x),
          normals(30, rng),
        ),
    },
  ],
  mutants: [
    {
      name: "pooled variance",
      subject: (a, b) => {
        const degrees = a.length + b.length - 2;
        const pooled =
          ((a.length - 1) * sampleVariance(a) + (b.length - 1) * sampleVariance(b)) / degrees;
        const error = Math.sqrt(pooled * (1 / a.length + 1 / b.length));
        return 2 * tUpperTail(Math.abs(sampleMean(a) - sampleMean(b)) / error, degrees);
      },
    },
    {
      name: "each value counted twice",
      subject: (a, b) => ourWelch([...a, ...a], [...b, ...b]),
    },
  ],
});

/** Any equivalence test of one sample: its p. */
export type EquivalenceTest = (sample: number[], margin: number) => number;

/** Ours. */
export const ourEquivalence: EquivalenceTest = (sample, margin) => equivalence(sample, margin).p;

export const equivalenceValid = validUnderNull<EquivalenceTest, "equivalence/valid">({
  id: "equivalence/valid",
  says: "P(p ≤ α) ≤ α where the mean lies on the margin",
  cite: "Schuirmann 1987",
  replicates: 3000,
  trials: [
    {
      name: "mean = margin, n = 6",
      p: (test, rng) =>
        test(
          normals(6, rng).map((x) => x + 2),
          2,
        ),
    },
    {
      name: "mean = margin, n = 4, little power",
      p: (test, rng) =>
        test(
          normals(4, rng).map((x) => x + 0.3),
          0.3,
        ),
    },
    {
      name: "mean = −margin, n = 12",
      p: (test, rng) =>
        test(
          normals(12, rng).map((x) => x - 1),
          1,
        ),
    },
  ],
  mutants: [
    {
      name: "the smaller of the two p-values",
      subject: (sample, margin) => {
        const { lowerP, upperP } = equivalence(sample, margin);
        return Math.min(lowerP, upperP);
      },
    },
    {
      name: "no significant difference is equivalence",
      subject: (sample) => {
        const error = Math.sqrt(sampleVariance(sample) / sample.length);
        const t = Math.abs(sampleMean(sample)) / error;
        return 2 * tUpperTail(t, sample.length - 1) > 0.05 ? 0.01 : 1;
      },
    },
    {
      name: "each value counted ten times",
      subject: (sample, margin) =>
        ourEquivalence(Array.from({ length: 10 }, () => sample).flat(), margin),
    },
  ],
});

/** Any trend test of a table `[network][condition]`: its p for "increasing". */
export type TableTest = (table: number[][]) => number;

/** Ours. */
export const ourPage: TableTest = (table) => pageTrend(table).p;

export const pageValid = validUnderNull<TableTest, "page/valid">({
  id: "page/valid",
  says: "P(p ≤ α) ≤ α but for the normal approximation, each row a network of its own",
  cite: "Page 1963",
  replicates: 2000,
  trials: [
    {
      name: "16 networks, 5 conditions, each network at a level of its own",
      p: (test, rng) =>
        test(
          normalRows({ rows: 16, columns: 5 }, rng).map((row) => {
            const level = 5 * rng.normal();
            return row.map((x) => x + level);
          }),
        ),
    },
  ],
  mutants: [
    { name: "each network counted twice", subject: (table) => ourPage([...table, ...table]) },
    {
      name: "either direction",
      subject: (table) => Math.min(ourPage(table), ourPage(table.map((row) => [...row].reverse()))),
    },
  ],
});

/** Any slope test: its p for "rising". */
export type SlopeTest = (cells: readonly SlopeCell[]) => number;

/** Ours. */
export const ourSlope: SlopeTest = (cells) => slope(cells).risingP;

/** Cells whose estimate is the mean of n values; its jackknife variance is s² / n. */
const meanCells = (networks: number, rng: Rng): SlopeCell[] =>
  [2, 3, 4, 5, 6].map((at) => {
    const values = normals(networks, rng);
    const [estimate, variance] = [sampleMean(values), sampleVariance(values) / networks];
    return { at, estimate, variance, networks };
  });

export const slopeValid = validUnderNull<SlopeTest, "slope/valid">({
  id: "slope/valid",
  says: "P(p ≤ α) ≤ α for cells of few networks without a trend",
  cite: "claims, slope",
  replicates: 3000,
  trials: [
    { name: "n = 4", p: (test, rng) => test(meanCells(4, rng)) },
    { name: "n = 16", p: (test, rng) => test(meanCells(16, rng)) },
  ],
  mutants: [
    {
      name: "pairs as units",
      subject: (cells) =>
        ourSlope(
          cells.map((cell) => ({ ...cell, variance: (2 * cell.variance) / (cell.networks - 1) })),
        ),
    },
    {
      name: "standard errors for variances",
      subject: (cells) =>
        ourSlope(cells.map((cell) => ({ ...cell, variance: cell.variance * cell.variance }))),
    },
    {
      name: "the last cell v the first, the variance of one",
      subject: (cells) => {
        const [first, last] = [cells[0], cells[cells.length - 1]];
        const t = (last.estimate - first.estimate) / Math.sqrt(first.variance);
        return tUpperTail(t, first.networks - 1);
      },
    },
  ],
});
