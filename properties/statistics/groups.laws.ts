import fc from "fast-check";
import type { Rng } from "../../src/numerics/rng.ts";
import { slopeEstimate } from "../../src/statistics/contrast.ts";
import {
  type BoundsAt,
  boundsOfEstimate,
  combineVariances,
  type Estimate,
  pOfEstimate,
} from "../../src/statistics/estimate.ts";
import { groupJackknife } from "../../src/statistics/groupJackknife.ts";
import { deleteOneJackknife } from "../../src/statistics/jackknife.ts";
import { sampleMean, sampleVariance } from "../../src/statistics/moments.ts";
import { largestOf } from "../../src/statistics/omnibus.ts";
import type { SlopeCell } from "../../src/statistics/slope.ts";
import { welch } from "../../src/statistics/welch.ts";
import type { Law } from "../law.ts";
import { average } from "../representations/made.ts";
import { type BoundTrial, boundsHold } from "./chances.ts";
import type { SlopeBounds } from "./effects.laws.ts";
import type { SlopeTest } from "./parametric.laws.ts";

const normals = (count: number, rng: Rng, middle = 0, spread = 1): number[] =>
  Array.from({ length: count }, () => middle + spread * rng.normal());

/** Two samples. */
export type TwoSamples = { readonly a: readonly number[]; readonly b: readonly number[] };

const sample = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), {
  minLength: 2,
  maxLength: 9,
});

/** Labels and the difference of the means of the networks that are kept. */
function differenceOfMeans({ a, b }: TwoSamples): {
  readonly labels: readonly number[];
  readonly statistic: (kept: Int32Array) => number;
} {
  const values = [...a, ...b];
  const labels = values.map((_, i) => (i < a.length ? 0 : 1));
  const meanOf = (kept: Int32Array, group: number): number =>
    average(
      Array.from(
        kept.filter((i) => labels[i] === group),
        (i) => values[i],
      ),
    );
  return { labels, statistic: (kept) => meanOf(kept, 0) - meanOf(kept, 1) };
}

export const groupJackknifeIsWelch: Law<
  typeof groupJackknife,
  TwoSamples,
  "group-jackknife/welch"
> = {
  id: "group-jackknife/welch",
  says: "of a difference of means the error and its degrees are Welch's",
  cite: "Welch 1947; Satterthwaite 1946",
  needs: [],
  cases: () => fc.record({ a: sample, b: sample }),
  holds(jackknife, given) {
    const { labels, statistic } = differenceOfMeans(given);
    const found = jackknife(labels, statistic);
    const { standardError, degrees } = welch({ a: [...given.a], b: [...given.b] });
    const near = (what: string, actual: number, expected: number): void => {
      if (!(Math.abs(actual - expected) <= 1e-6 * (expected + 1e-3)))
        throw new Error(`${what}: ${actual}, expected ${expected}`);
    };
    near("standard error", found.standardError, standardError);
    // Of samples that hardly vary the error is rounding, and so are its degrees.
    if (standardError > 1e-3) near("degrees", found.degrees, degrees);
  },
  mutants: [
    {
      name: "all networks as one sample",
      subject: (labels, statistic) => {
        const { estimates, variance } = deleteOneJackknife(labels.length, statistic);
        return { estimates, standardError: Math.sqrt(variance), degrees: labels.length - 1 };
      },
    },
    {
      name: "degrees of the smallest group",
      subject: (labels, statistic) => {
        const first = Array.from(labels).filter((label) => label === labels[0]).length;
        const degrees = Math.min(first, labels.length - first) - 1;
        return { ...groupJackknife(labels, statistic), degrees };
      },
    },
    {
      name: "the first group's error alone",
      subject: (labels, statistic) => {
        const found = groupJackknife(labels, statistic);
        const own = found.estimates.filter((_, i) => labels[i] === labels[0]);
        const variance = ((own.length - 1) * (own.length - 1) * sampleVariance(own)) / own.length;
        return { ...found, standardError: Math.sqrt(variance) };
      },
    },
  ],
};

/** A slope's cells, as estimates with degrees of their own. */
const placed = (cells: readonly SlopeCell[]): Estimate =>
  slopeEstimate(
    cells.map(({ at, estimate, variance, networks }) => ({
      at,
      estimate,
      standardError: Math.sqrt(variance),
      degrees: networks - 1,
    })),
  );

/** Our slope with the degrees of all cells. */
export const ourSlopeEstimate: SlopeTest = (cells) => pOfEstimate(placed(cells)).greaterP;
/** Its bounds. */
export const ourSlopeEstimateBounds: SlopeBounds = (cells) => boundsOfEstimate(placed(cells))(0.95);

/** Anything that bounds the largest of several effects. */
export type Largest = (effects: readonly BoundsAt[]) => BoundsAt;

/** Ours. */
export const ourLargest: Largest = (effects) => largestOf(effects).boundsAt;

/** Means of n values whose truths are given, as bounds at any level. */
const effectsOf = (truths: readonly number[], networks: number, rng: Rng): readonly BoundsAt[] =>
  truths.map((truth) => {
    const values = normals(networks, rng, truth);
    return boundsOfEstimate({
      estimate: sampleMean(values),
      ...combineVariances([{ variance: sampleVariance(values) / networks, degrees: networks - 1 }]),
    });
  });

const largestTrial = (side: "lower" | "upper", truths: readonly number[]): BoundTrial<Largest> => ({
  name: `${side}, truths ${truths.join(", ")}`,
  misses: (find, rng) => {
    const bound = find(effectsOf(truths, 6, rng))(0.95)[side];
    const truth = Math.max(...truths);
    return side === "lower" ? bound > truth : bound < truth;
  },
});

export const largestBoundsHold = boundsHold<Largest, "omnibus/level">({
  id: "omnibus/level",
  says: "each bound of the largest of several effects misses at most 5 %, one large or all alike",
  cite: "Berger 1982",
  replicates: 3000,
  trials: [
    // The hardest case for the upper bound: one effect is largest by far.
    largestTrial("upper", [-9, 0, -9, -9]),
    largestTrial("upper", [0, 0]),
    largestTrial("lower", [0, 0, 0, 0, 0]),
    largestTrial("lower", [-9, 0]),
  ],
  mutants: [
    {
      name: "the smallest of the bounds",
      subject: (effects) => (level) => ({
        lower: largestOf(effects).boundsAt(level).lower,
        upper: Math.min(...effects.map((boundsAt) => boundsAt(level).upper)),
      }),
    },
    {
      name: "the mean for the largest",
      subject: (effects) => (level) => ({
        lower: largestOf(effects).boundsAt(level).lower,
        upper: average(effects.map((boundsAt) => boundsAt(level).upper)),
      }),
    },
    {
      name: "each lower bound at the level itself",
      subject: (effects) => (level) => ({
        lower: Math.max(...effects.map((boundsAt) => boundsAt(level).lower)),
        upper: largestOf(effects).boundsAt(level).upper,
      }),
    },
    {
      name: "each upper bound at 1 − k (1 − level)",
      subject: (effects) => (level) => ({
        lower: largestOf(effects).boundsAt(level).lower,
        upper: Math.max(
          ...effects.map((boundsAt) => boundsAt(1 - effects.length * (1 - level)).upper),
        ),
      }),
    },
  ],
});
