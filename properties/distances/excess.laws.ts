import fc from "fast-check";
import { excessEstimate } from "../../src/distances/excessEstimate.ts";
import { excessSilhouette } from "../../src/distances/excessSilhouette.ts";
import { silhouette } from "../../src/distances/silhouette.ts";
import type { Rng } from "../../src/numerics/rng.ts";
import {
  type DistanceMatrix,
  euclideanDistances,
  toRows,
} from "../../src/statistics/distanceMatrix.ts";
import { boundsOfEstimate } from "../../src/statistics/estimate.ts";
import type { Bounds } from "../../src/statistics/indistinguishable.ts";
import { sampleMean, sampleVariance } from "../../src/statistics/moments.ts";
import { tUpperTail } from "../../src/statistics/studentT.ts";
import type { Law } from "../law.ts";
import { average, madeRng, normalRows } from "../representations/made.ts";
import { boundsHold } from "../statistics/chances.ts";
import { mostByChance, validUnderNull } from "../statistics/underNull.ts";

/** Anything that gives the excess silhouette of labels, and its p. */
export type ExcessOf = (
  distances: DistanceMatrix,
  labels: number[],
  rng: Rng,
) => { readonly excess: number; readonly p: number };

/** Ours. */
export const ourExcess: ExcessOf = (distances, labels, rng) => {
  const found = excessSilhouette({ distances, labels, permutations: 19 }, rng);
  return { excess: found.excess, p: found.test.p };
};

const groups = (sizes: readonly number[]): number[] =>
  sizes.flatMap((size, group) => new Array<number>(size).fill(group));

const alike = (sizes: readonly number[], rng: Rng): DistanceMatrix =>
  euclideanDistances(
    normalRows({ rows: sizes.reduce((sum, size) => sum + size, 0), columns: 3 }, rng),
  );

const trial = (sizes: readonly number[]) => ({
  name: sizes.join(" v "),
  p: (find: ExcessOf, rng: Rng): number => find(alike(sizes, rng), groups(sizes), rng).p,
});

export const excessValid = validUnderNull<ExcessOf, "excess-silhouette/valid">({
  id: "excess-silhouette/valid",
  says: "P(p ≤ α) ≤ α for alike networks of one shared distance matrix, unequal groups too",
  cite: "Phipson & Smyth 2010; claims, excess silhouette",
  replicates: 1500,
  trials: [trial([8, 8]), trial([3, 9]), trial([4, 4, 4])],
  mutants: [
    {
      name: "p = b / m",
      subject: (distances, labels, rng) => {
        const found = excessSilhouette({ distances, labels, permutations: 19 }, rng);
        return { excess: found.excess, p: found.test.atLeast / 19 };
      },
    },
    {
      name: "a t-test of the networks' silhouettes, as if they were independent",
      subject: (distances, labels, rng) => {
        const { excess } = ourExcess(distances, labels, rng);
        const { samples } = silhouette(toRows(distances), labels, { metric: "precomputed" });
        const error = Math.sqrt(sampleVariance(samples) / samples.length);
        return { excess, p: tUpperTail(sampleMean(samples) / error, samples.length - 1) };
      },
    },
  ],
});

/** Alike groups of more than two: their plain silhouette is below 0. */
export const excessCentred: Law<ExcessOf, number, "excess-silhouette/centred"> = {
  id: "excess-silhouette/centred",
  says: "alike groups have excess 0 on average; all distances zero give exactly 0",
  cite: "claims, excess silhouette",
  needs: [],
  runs: 1,
  cases: () => fc.constant(400),
  holds(find, count) {
    const sizes = [6, 6, 6, 6];
    const found = Array.from({ length: count }, (_, i) => {
      const rng = madeRng(i, "excess");
      return find(alike(sizes, rng), groups(sizes), rng).excess;
    });
    // A sign test: the excess is symmetric enough for it at this size, and a mean for its centre.
    const above = found.filter((excess) => excess > 0).length;
    const most = mostByChance({ trials: count, share: 0.6 });
    if (above > most || count - above > most)
      throw new Error(`${above} of ${count} excesses lie above 0`);
    if (!(Math.abs(average(found)) < 0.01)) throw new Error(`mean excess ${average(found)}`);
    const zeros = { size: 24, values: new Float64Array(24 * 24) };
    const { excess, p } = find(zeros, groups(sizes), madeRng(0));
    if (excess !== 0 || p !== 1) throw new Error(`of zeros: excess ${excess}, p ${p}`);
  },
  mutants: [
    {
      name: "the plain silhouette",
      subject: (distances, labels, rng) => {
        const found = excessSilhouette({ distances, labels, permutations: 19 }, rng);
        return { excess: found.score, p: found.test.p };
      },
    },
  ],
};

/** Anything that bounds the excess silhouette of labels from both sides, each at 95 %. */
export type ExcessBounds = (distances: DistanceMatrix, labels: number[], rng: Rng) => Bounds;

/** Ours. */
export const ourExcessBounds: ExcessBounds = (distances, labels, rng) =>
  boundsOfEstimate(excessEstimate({ distances, labels, permutations: 19, rounds: 10 }, rng))(0.95);

/** Two groups whose centres lie 1.5 standard deviations apart, along one of three axes. */
const apart = (sizes: readonly number[], rng: Rng): DistanceMatrix =>
  euclideanDistances(
    normalRows({ rows: sizes[0] + sizes[1], columns: 3 }, rng).map((row, i) =>
      row.map((x, j) => (i < sizes[0] && j === 0 ? x + 1.5 : x)),
    ),
  );

/** The mean excess of `apart`, from the estimate of 1,500 draws; its standard error is .002. */
const APART = { sizes: [8, 8], draws: 1500 } as const;

let truth: number | null = null;

function meanExcessApart(): number {
  truth ??= average(
    Array.from({ length: APART.draws }, (_, i) => {
      const rng = madeRng(i, "mean excess");
      return ourExcess(apart(APART.sizes, rng), groups(APART.sizes), rng).excess;
    }),
  );
  return truth;
}

/** Our bounds with another standard error. */
const withError =
  (change: (error: number, networks: number) => number): ExcessBounds =>
  (distances, labels, rng) => {
    const given = { distances, labels, permutations: 19, rounds: 10 };
    const { estimate, standardError, degrees } = excessEstimate(given, rng);
    const networks = labels.length / 2;
    const changed = { estimate, standardError: change(standardError, networks), degrees };
    return boundsOfEstimate(changed)(0.95);
  };

export const excessBoundsHold = boundsHold<ExcessBounds, "excess-silhouette/bounds">({
  id: "excess-silhouette/bounds",
  says: "each one-sided bound misses the mean excess at most 5 % of the time",
  cite: "claims, indistinguishable",
  replicates: 300,
  trials: [
    {
      name: "6 v 12 alike, lower",
      misses: (find, rng) => find(alike([6, 12], rng), groups([6, 12]), rng).lower > 0,
    },
    {
      name: "8 v 8 apart, lower",
      misses: (find, rng) =>
        find(apart(APART.sizes, rng), groups(APART.sizes), rng).lower > meanExcessApart(),
    },
    {
      name: "8 v 8 apart, upper",
      misses: (find, rng) =>
        find(apart(APART.sizes, rng), groups(APART.sizes), rng).upper < meanExcessApart(),
    },
  ],
  mutants: [
    {
      name: "pairs as units",
      subject: withError((error, n) => error * Math.sqrt(2 / (n - 1))),
    },
    { name: "1/n for (n − 1)/n", subject: withError((error, n) => error / Math.sqrt(2 * n - 1)) },
    { name: "the estimate for its bounds", subject: withError(() => 0) },
  ],
});
