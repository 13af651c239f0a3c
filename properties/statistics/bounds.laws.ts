import type { Rng } from "../../src/numerics/rng.ts";
import type { Bounds } from "../../src/statistics/indistinguishable.ts";
import { meanBounds } from "../../src/statistics/meanBounds.ts";
import { sampleMean, sampleVariance } from "../../src/statistics/moments.ts";
import { boundsHold, powerGrows } from "./chances.ts";

/** Anything that bounds a mean from both sides, each at 95 %. */
export type MeanBounds = (sample: number[]) => Bounds;

const normals = (count: number, rng: Rng): number[] =>
  Array.from({ length: count }, () => 2 + 0.5 * rng.normal());

/** Bounds at ±1.645 standard errors that are `wide` times as wide as s / √n. */
const withReach =
  (reach: (n: number) => number): MeanBounds =>
  (sample) => {
    const mean = sampleMean(sample);
    const width = reach(sample.length) * Math.sqrt(sampleVariance(sample) / sample.length);
    return { lower: mean - width, upper: mean + width };
  };

export const meanBoundsHold = boundsHold<MeanBounds, "mean-bounds/coverage">({
  id: "mean-bounds/coverage",
  says: "each one-sided bound of a mean of normal values misses at most 5 %, for few values too",
  cite: "Student 1908",
  replicates: 4000,
  trials: [3, 5, 16].flatMap((n) => [
    { name: `lower, n = ${n}`, misses: (find, rng) => find(normals(n, rng)).lower > 2 },
    { name: `upper, n = ${n}`, misses: (find, rng) => find(normals(n, rng)).upper < 2 },
  ]),
  mutants: [
    { name: "the normal's quantile for t's", subject: withReach(() => 1.645) },
    { name: "s/n for s/√n", subject: withReach((n) => 2.92 / Math.sqrt(n)) },
    {
      name: "each network counted twice",
      subject: (sample) => meanBounds([...sample, ...sample]),
    },
  ],
});

export const meanBoundsNarrow = powerGrows<MeanBounds, "mean-bounds/narrow">({
  id: "mean-bounds/narrow",
  says: "the bounds leave a wrong mean out, the more often the further away or the more networks",
  cite: "Student 1908",
  replicates: 300,
  trials: [
    {
      name: "distance, lower",
      rising: [0, 0.2, 0.5],
      p: (find, distance, rng) => (find(normals(16, rng)).lower > 2 - distance ? 0 : 1),
    },
    {
      name: "networks, upper",
      rising: [4, 12, 48],
      p: (find, n, rng) => (find(normals(n, rng)).upper < 2.25 ? 0 : 1),
    },
  ],
  mutants: [
    { name: "the values' range", subject: withReach((n) => 2 * Math.sqrt(n)) },
    {
      name: "one bound for both",
      subject: (sample) => ({
        lower: meanBounds(sample).lower,
        upper: meanBounds(sample, 0.9999).upper,
      }),
    },
  ],
});
