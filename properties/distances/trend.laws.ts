import { excessEstimate } from "../../src/distances/excessEstimate.ts";
import { silhouette } from "../../src/distances/silhouette.ts";
import type { Rng } from "../../src/numerics/rng.ts";
import { type PlacedEstimate, slopeEstimate } from "../../src/statistics/contrast.ts";
import {
  type DistanceMatrix,
  euclideanDistances,
  toRows,
} from "../../src/statistics/distanceMatrix.ts";
import { pOfEstimate } from "../../src/statistics/estimate.ts";
import { sampleMean, sampleVariance } from "../../src/statistics/moments.ts";
import { pageTrend } from "../../src/statistics/pageTrend.ts";
import { slope } from "../../src/statistics/slope.ts";
import { normalRows } from "../representations/made.ts";
import { powerGrows } from "../statistics/chances.ts";
import { validUnderNull } from "../statistics/underNull.ts";

/** Two groups of 8 networks at one place of a trend, with their shared distance matrix. */
export type TrendCell = { readonly at: number; readonly distances: DistanceMatrix };

/** Any test for "silhouettes rise over cells": its p. */
export type SilhouetteTrend = (cells: readonly TrendCell[], rng: Rng) => number;

const NETWORKS = 8;
const LABELS = Array.from({ length: 2 * NETWORKS }, (_, i) => (i < NETWORKS ? 0 : 1));

const placed = ({ at, distances }: TrendCell, rng: Rng): PlacedEstimate => {
  const found = excessEstimate({ distances, labels: LABELS, permutations: 9, rounds: 9 }, rng);
  const { estimate, standardError, degrees } = found;
  return { at, estimate, standardError, degrees };
};

/** Ours: the slope of excess silhouettes with their errors within groups. */
export const ourSilhouetteTrend: SilhouetteTrend = (cells, rng) =>
  pOfEstimate(slopeEstimate(cells.map((cell) => placed(cell, rng)))).greaterP;

/** Page's L on the silhouettes of a cell, a row for each network. */
export const pageOnSilhouettes: SilhouetteTrend = (cells) => {
  const samples = cells.map(samplesOf);
  return pageTrend(LABELS.map((_, i) => samples.map((column) => column[i]))).p;
};

/** Cells whose two groups lie `gap` + k · `rise` apart. */
export const cellsApart = (
  { gap, rise }: { readonly gap: number; readonly rise: number },
  rng: Rng,
): TrendCell[] =>
  [2, 3, 4, 5].map((at, k) => ({
    at,
    distances: euclideanDistances(
      normalRows({ rows: 2 * NETWORKS, columns: 3 }, rng).map((row, i) =>
        row.map((x, j) => (j === 0 && LABELS[i] === 1 ? x + gap + k * rise : x)),
      ),
    ),
  }));

const samplesOf = ({ distances }: TrendCell): number[] =>
  silhouette(toRows(distances), LABELS, { metric: "precomputed" }).samples;

export const silhouetteTrendValid = validUnderNull<SilhouetteTrend, "silhouette-trend/valid">({
  id: "silhouette-trend/valid",
  says: "P(p ≤ α) ≤ α without a trend, though the silhouettes of a cell share its distances",
  cite: "claims, slope",
  replicates: 250,
  trials: [
    { name: "alike groups", p: (test, rng) => test(cellsApart({ gap: 0, rise: 0 }, rng), rng) },
    { name: "groups apart", p: (test, rng) => test(cellsApart({ gap: 2, rise: 0 }, rng), rng) },
  ],
  mutants: [
    {
      name: "Page's L on silhouettes: a row for each network",
      subject: pageOnSilhouettes,
    },
    {
      name: "the networks' silhouettes as if they were independent",
      subject: (cells) =>
        slope(
          cells.map((cell) => {
            const samples = samplesOf(cell);
            const variance = sampleVariance(samples) / samples.length;
            const networks = samples.length;
            return { at: cell.at, estimate: sampleMean(samples), variance, networks };
          }),
        ).risingP,
    },
  ],
});

export const silhouetteTrendPower = powerGrows<SilhouetteTrend, "silhouette-trend/power">({
  id: "silhouette-trend/power",
  says: "power grows with the rise of the groups' distance over cells",
  cite: "claims, slope",
  replicates: 60,
  trials: [
    {
      name: "rise",
      rising: [0, 0.6, 2],
      p: (test, rise, rng) => test(cellsApart({ gap: 0, rise }, rng), rng),
    },
  ],
  mutants: [
    {
      name: "a falling trend",
      subject: (cells, rng) =>
        pOfEstimate(slopeEstimate(cells.map((cell) => placed(cell, rng)))).lessP,
    },
    {
      name: "n² for n in the variance",
      subject: (cells, rng) => {
        const wider = cells
          .map((cell) => placed(cell, rng))
          .map((cell) => ({ ...cell, standardError: cell.standardError * NETWORKS }));
        return pOfEstimate(slopeEstimate(wider)).greaterP;
      },
    },
  ],
});
