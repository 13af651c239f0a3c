import fc from "fast-check";
import type { Rng } from "../../src/numerics/rng.ts";
import { euclideanDistances } from "../../src/statistics/distanceMatrix.ts";
import { type Estimate, pOfEstimate } from "../../src/statistics/estimate.ts";
import {
  type GroupedDistances,
  omegaDifference,
  omegaEstimate,
  omegaSquared,
} from "../../src/statistics/omegaSquared.ts";
import type { Law } from "../law.ts";
import { average, madeRng, normalRows } from "../representations/made.ts";
import { coveredBy, intervalsCover } from "./coverage.ts";
import { validUnderNull } from "./underNull.ts";

/** Groups of numbers. */
export type NumberGroups = readonly (readonly number[])[];

const groupsOf = (groups: NumberGroups): GroupedDistances => ({
  distances: euclideanDistances(groups.flat().map((value) => [value])),
  labels: groups.flatMap((group, g) => group.map(() => g)),
});

/** The analysis of variance of numbers, from their means. */
function ofNumbers(groups: NumberGroups) {
  const all = groups.flat();
  const squaresAbout = (values: readonly number[], middle: number): number =>
    values.reduce((sum, value) => sum + (value - middle) * (value - middle), 0);
  const total = squaresAbout(all, average(all));
  const within = groups.reduce((sum, group) => sum + squaresAbout(group, average(group)), 0);
  const degrees = groups.length - 1;
  const error = within / (all.length - groups.length);
  const omega = (total - within - degrees * error) / (total + error);
  return { total, within, f: (total - within) / degrees / error, omega };
}

export const omegaDefinition: Law<typeof omegaSquared, NumberGroups, "omega-squared/definition"> = {
  id: "omega-squared/definition",
  says: "of numbers it is the analysis of variance; scale, order and names of groups do not count",
  cite: "Hays 1963; Anderson 2001",
  needs: [],
  cases: () =>
    fc.array(fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 2, maxLength: 6 }), {
      minLength: 2,
      maxLength: 4,
    }),
  holds(find, groups) {
    const found = find(groupsOf(groups));
    const { total, within, f, omega } = ofNumbers(groups);
    const near = (what: string, actual: number, expected: number): void => {
      if (!(Math.abs(actual - expected) <= 1e-9 * (Math.abs(expected) + 1)))
        throw new Error(`${what}: ${actual}, expected ${expected}`);
    };
    near("total", found.total, total);
    near("within", found.within, within);
    near("omega squared", found.omegaSquared, total === 0 ? 0 : omega);
    if (within > 0) near("F", found.f, f);
    const turned = groups.toReversed().map((group) => group.map((x) => 3 - 2 * x).toReversed());
    near("scaled, in another order", find(groupsOf(turned)).omegaSquared, found.omegaSquared);
  },
  mutants: [
    {
      name: "R² for ω²",
      subject: (given) => {
        const found = omegaSquared(given);
        return { ...found, omegaSquared: found.total > 0 ? found.between / found.total : 0 };
      },
    },
    {
      name: "distances for their squares",
      subject: (given) => {
        const values = given.distances.values.map(Math.sqrt);
        return omegaSquared({ ...given, distances: { ...given.distances, values } });
      },
    },
    {
      name: "SS_T alone below the line (ε²)",
      subject: (given) => {
        const found = omegaSquared(given);
        const error = found.within / (given.labels.length - 1);
        return { ...found, omegaSquared: (found.between - error) / (found.total || 1) };
      },
    },
  ],
};

/** Groups of networks along one of three axes, each `gap` further than the one before. */
const made = (sizes: readonly number[], gap: number, rng: Rng): GroupedDistances => {
  const labels = sizes.flatMap((size, group) => new Array<number>(size).fill(group));
  const rows = normalRows({ rows: labels.length, columns: 3 }, rng);
  for (const [i, row] of rows.entries()) row[0] += gap * labels[i];
  return { distances: euclideanDistances(rows), labels };
};

/** The share of variance between equally large groups whose centres lie like those of `made`. */
const truthOf = (groups: number, gap: number): number => {
  const centres = Array.from({ length: groups }, (_, g) => gap * g);
  const middle = average(centres);
  const between = average(centres.map((x) => (x - middle) * (x - middle)));
  return between / (between + 3);
};

export const omegaUnbiased: Law<typeof omegaSquared, number, "omega-squared/unbiased"> = {
  id: "omega-squared/unbiased",
  says: "its mean is the share of variance, also of few networks",
  cite: "Hays 1963; claims, statistics",
  needs: [],
  runs: 1,
  cases: () => fc.constant(600),
  holds(find, count) {
    for (const [sizes, gap] of [
      [[4, 4, 4, 4], 0],
      [[3, 9], 0],
      [[5, 5, 5], 1],
    ] as const) {
      const found = Array.from(
        { length: count },
        (_, i) => find(made(sizes, gap, madeRng(i, "omega", gap))).omegaSquared,
      );
      const truth = truthOf(sizes.length, gap);
      if (!(Math.abs(average(found) - truth) < 0.02))
        throw new Error(`${sizes}, ${gap} apart: mean ${average(found)}, expected ${truth}`);
    }
  },
  mutants: [
    {
      name: "R² for ω²",
      subject: (given) => {
        const found = omegaSquared(given);
        return { ...found, omegaSquared: found.between / found.total };
      },
    },
    {
      name: "none below 0",
      subject: (given) => {
        const found = omegaSquared(given);
        return { ...found, omegaSquared: Math.max(0, found.omegaSquared) };
      },
    },
  ],
};

const omegaTrial = (sizes: readonly number[], gap: number, widest: number) => ({
  name: `${sizes.join(" v ")}, ${gap} apart`,
  truth: () => truthOf(sizes.length, gap),
  widest,
  find: (find: typeof omegaEstimate, rng: Rng) => coveredBy(find(made(sizes, gap, rng))),
});

/** Our estimate with another standard error. */
const withError =
  (change: (found: Estimate, given: GroupedDistances) => number): typeof omegaEstimate =>
  (given) => {
    const found = omegaEstimate(given);
    return { ...found, standardError: change(found, given) };
  };

export const omegaEstimateCovers = intervalsCover<typeof omegaEstimate, "omega-estimate/coverage">({
  id: "omega-estimate/coverage",
  says: "95 % intervals hold the share of variance 93 times in 100, and are hardly too wide",
  cite: "Arvesen 1969; claims, statistics",
  replicates: 400,
  trials: [
    omegaTrial([8, 8, 8, 8], 0, 1.75),
    omegaTrial([8, 8, 8, 8], 1, 1.3),
    omegaTrial([10, 10], 2, 1.3),
  ],
  mutants: [
    {
      name: "pairs as units",
      subject: withError(
        ({ standardError }, { labels }) => standardError * Math.sqrt(2 / (labels.length - 1)),
      ),
    },
    { name: "an error twice as wide", subject: withError((found) => 2 * found.standardError) },
    {
      name: "R² with ω²'s error",
      subject: (given) => {
        const { between, total } = omegaSquared(given);
        return { ...omegaEstimate(given), estimate: between / total };
      },
    },
  ],
});

/** Any test for "ω² is larger in the first condition": its p. */
export type OmegaTest = (more: GroupedDistances, less: GroupedDistances, rng: Rng) => number;

/** Ours. */
export const ourOmegaDifference: OmegaTest = (more, less) =>
  pOfEstimate(omegaDifference({ more, less })).greaterP;

const nullTrial = (sizes: readonly number[], gap: number) => ({
  name: `${sizes.join(" v ")}, ${gap} apart in both`,
  p: (test: OmegaTest, rng: Rng) => test(made(sizes, gap, rng), made(sizes, gap, rng), rng),
});

export const omegaDifferenceValid = validUnderNull<OmegaTest, "omega-difference/valid">({
  id: "omega-difference/valid",
  says: "P(p ≤ α) ≤ α where both conditions have one share of variance, none or some",
  cite: "claims C10, C14",
  replicates: 800,
  trials: [nullTrial([6, 6, 6], 0), nullTrial([8, 8], 1.5), nullTrial([6, 6, 6], 1)],
  mutants: [
    {
      name: "the other condition taken as known",
      subject: (more, less) =>
        pOfEstimate(omegaEstimate(more), omegaEstimate(less).estimate).greaterP,
    },
    {
      name: "either direction",
      subject: (more, less, rng) =>
        Math.min(ourOmegaDifference(more, less, rng), ourOmegaDifference(less, more, rng)),
    },
  ],
});
