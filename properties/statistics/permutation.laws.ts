import type { Rng } from "../../src/numerics/rng.ts";
import { type DistanceMatrix, euclideanDistances } from "../../src/statistics/distanceMatrix.ts";
import { jonckheere } from "../../src/statistics/jonckheere.ts";
import { permanova } from "../../src/statistics/permanova.ts";
import { permdisp } from "../../src/statistics/permdisp.ts";
import { type PermutationQuestion, permutationTest } from "../../src/statistics/permutation.ts";
import { average, normalRows } from "../representations/made.ts";
import { validUnderNull } from "./underNull.ts";

/** Any label permutation test: its p. */
export type LabelTest = (question: PermutationQuestion, rng: Rng) => number;

/** Ours. */
export const ourLabelTest: LabelTest = (question, rng) => permutationTest(question, rng).p;

const normals = (count: number, rng: Rng): number[] =>
  Array.from({ length: count }, () => rng.normal());

/** Labels 0 and 1 of groups with these sizes. */
const twoGroups = (a: number, b: number): number[] =>
  Array.from({ length: a + b }, (_, i) => (i < a ? 0 : 1));

const differenceOf =
  (values: readonly number[]) =>
  (labels: readonly number[]): number =>
    average(values.filter((_, i) => labels[i] === 0)) -
    average(values.filter((_, i) => labels[i] === 1));

/** How much nearer the members of a group are to each other, of one shared distance matrix. */
const nearness =
  ({ size, values }: DistanceMatrix) =>
  (labels: readonly number[]): number => {
    const sums = [0, 0];
    const counts = [0, 0];
    for (let i = 0; i < size; i++)
      for (let j = 0; j < i; j++) {
        const kind = labels[i] === labels[j] ? 0 : 1;
        sums[kind] += values[i * size + j];
        counts[kind] += 1;
      }
    return sums[1] / counts[1] - sums[0] / counts[0];
  };

/** The question with strata that the values hang on. */
function stratified(rng: Rng): PermutationQuestion {
  const strata = [0, 0, 0, 0, 0, 1, 1, 1, 1, 1];
  // Labels and values both follow the stratum; within it they are independent.
  const labels = [0, 0, 0, 0, 1, 0, 1, 1, 1, 1];
  const values = strata.map((stratum) => rng.normal() - 3 * stratum);
  return {
    labels,
    strata,
    statistic: differenceOf(values),
    permutations: 19,
    alternative: "greater",
  };
}

const withoutStrata = ({ strata: _, ...question }: PermutationQuestion): PermutationQuestion =>
  question;

/** Pairs of networks shuffled as if they were independent. */
const pairsAsUnits: LabelTest = (question, rng) => {
  const labels = Array.from(question.labels);
  const within: number[] = [];
  for (let i = 0; i < labels.length; i++)
    for (let j = 0; j < i; j++) within.push(labels[i] === labels[j] ? 1 : 0);
  const observed = question.statistic(labels);
  // The spread of the statistic shrinks with the number of pairs, as it would for free pairs.
  const shrink = Math.sqrt(labels.length / within.length);
  const wide = question.statistic;
  const statistic = (shuffled: readonly number[]): number =>
    shuffled.every((label, i) => label === labels[i]) ? observed : shrink * wide(shuffled);
  return permutationTest({ ...question, statistic }, rng).p;
};

export const permutationValid = validUnderNull<LabelTest, "permutation/valid">({
  id: "permutation/valid",
  says: "P(p ≤ α) ≤ α for unequal groups, ties, strata and a shared distance matrix",
  cite: "Phipson & Smyth 2010",
  replicates: 1500,
  trials: [
    {
      name: "3 v 12",
      p: (test, rng) =>
        test(
          {
            labels: twoGroups(3, 12),
            statistic: differenceOf(normals(15, rng)),
            permutations: 19,
            alternative: "greater",
          },
          rng,
        ),
    },
    {
      name: "4 v 6, ties, two-sided",
      p: (test, rng) =>
        test(
          {
            labels: twoGroups(4, 6),
            statistic: differenceOf(normals(10, rng).map(Math.round)),
            permutations: 39,
            alternative: "two-sided",
          },
          rng,
        ),
    },
    { name: "strata", p: (test, rng) => test(stratified(rng), rng) },
    {
      name: "4 v 8, shared distance matrix",
      p: (test, rng) =>
        test(
          {
            labels: twoGroups(4, 8),
            statistic: nearness(euclideanDistances(normalRows({ rows: 12, columns: 2 }, rng))),
            permutations: 19,
            alternative: "greater",
          },
          rng,
        ),
    },
  ],
  mutants: [
    {
      name: "p = b / m",
      subject: (question, rng) => {
        const found = permutationTest(question, rng);
        return found.atLeast / found.permutations;
      },
    },
    {
      name: "strata ignored",
      subject: (question, rng) => permutationTest(withoutStrata(question), rng).p,
    },
    { name: "pairs as units", subject: pairsAsUnits },
    {
      name: "the better of the two one-sided p-values",
      subject: (question, rng) => {
        const { atLeast, atMost, permutations } = permutationTest(question, rng);
        return (Math.min(atLeast, atMost) + 1) / (permutations + 1);
      },
    },
  ],
});

/** Any trend test over ordered groups: its p for "increasing". */
export type TrendTest = (groups: number[][], rng: Rng) => number;

/** Ours. */
export const ourJonckheere: TrendTest = (groups, rng) => jonckheere(groups, 19, rng).p;

/** Values of three groups, tied where they are counts. */
const threeGroups = (sizes: readonly number[], counts: boolean, rng: Rng): number[][] =>
  sizes.map((size) => normals(size, rng).map((x) => (counts ? Math.round(1 + x) : x)));

export const jonckheereValid = validUnderNull<TrendTest, "jonckheere/valid">({
  id: "jonckheere/valid",
  says: "P(p ≤ α) ≤ α for unequal groups of counts with ties",
  cite: "Jonckheere 1954; claim C09",
  replicates: 1500,
  trials: [
    { name: "4, 4, 4", p: (test, rng) => test(threeGroups([4, 4, 4], false, rng), rng) },
    { name: "2, 5, 9, ties", p: (test, rng) => test(threeGroups([2, 5, 9], true, rng), rng) },
  ],
  mutants: [
    {
      name: "pairs of networks as independent trials",
      subject: (groups, rng) => {
        const { j } = jonckheere(groups, 1, rng);
        let pairs = 0;
        for (const [g, group] of groups.entries())
          for (const later of groups.slice(g + 1)) pairs += group.length * later.length;
        // A sign test of all pairs.
        const z = (j - pairs / 2) / Math.sqrt(pairs / 4);
        return z > 1.645 ? 0.05 : z > 0 ? 0.5 : 1;
      },
    },
    {
      name: "p = b / m",
      subject: (groups, rng) => Math.max(0, (jonckheere(groups, 19, rng).p * 20 - 1) / 19),
    },
  ],
});

/** Any test of groups of a distance matrix: its p. */
export type GroupTest = (distances: DistanceMatrix, labels: number[], rng: Rng) => number;

/** Ours. */
export const ourPermanova: GroupTest = (distances, labels, rng) =>
  permanova({ distances, labels, permutations: 19 }, rng).p;
export const ourPermdisp: GroupTest = (distances, labels, rng) =>
  permdisp({ distances, labels, permutations: 19 }, rng).p;

const asDistances = (rows: number[][]) => euclideanDistances(rows);

export const permanovaValid = validUnderNull<GroupTest, "permanova/valid">({
  id: "permanova/valid",
  says: "P(p ≤ α) ≤ α for groups alike",
  cite: "Anderson 2001",
  replicates: 1500,
  trials: [
    {
      name: "4 v 8",
      p: (test, rng) =>
        test(asDistances(normalRows({ rows: 12, columns: 3 }, rng)), twoGroups(4, 8), rng),
    },
  ],
  mutants: [
    {
      name: "p = b / m",
      subject: (distances, labels, rng) => {
        const found = permanova({ distances, labels, permutations: 19 }, rng);
        return found.atLeast / found.permutations;
      },
    },
    {
      name: "the other tail too",
      subject: (distances, labels, rng) => {
        const { atLeast, atMost } = permanova({ distances, labels, permutations: 19 }, rng);
        return (Math.min(atLeast, atMost) + 1) / 20;
      },
    },
  ],
});

/** Two groups with one spread, far from each other. */
const apart = (sizes: readonly [number, number], rng: Rng): number[][] =>
  normalRows({ rows: sizes[0] + sizes[1], columns: 8 }, rng).map((row, i) =>
    row.map((x) => (i < sizes[0] ? x + 20 : x)),
  );

export const permdispValid = validUnderNull<GroupTest, "permdisp/valid">({
  id: "permdisp/valid",
  says: "P(p ≤ α) ≤ α for groups of one spread, wherever they lie",
  cite: "Anderson 2006",
  replicates: 1000,
  trials: [
    {
      name: "8 v 8, apart",
      p: (test, rng) => test(asDistances(apart([8, 8], rng)), twoGroups(8, 8), rng),
    },
    {
      name: "6 v 16, apart",
      p: (test, rng) => test(asDistances(apart([6, 16], rng)), twoGroups(6, 16), rng),
    },
  ],
  mutants: [
    {
      name: "place for spread",
      subject: (distances, labels, rng) =>
        permanova({ distances, labels, permutations: 19 }, rng).p,
    },
    {
      name: "p = b / m",
      subject: (distances, labels, rng) =>
        (permdisp({ distances, labels, permutations: 19 }, rng).p * 20 - 1) / 19,
    },
  ],
});
