import { cka } from "../../src/distances/cka.ts";
import { procrustes } from "../../src/distances/procrustes.ts";
import { type SvccaScore, svcca, svccaDistances } from "../../src/distances/svcca.ts";
import { activityFromRows, centred } from "../../src/representations/activity.ts";
import type { Law } from "../law.ts";
import {
  dot,
  type Made,
  madeActivity,
  madeCases,
  madeRng,
  madeRotation,
  mustLieWithin,
  product,
} from "../representations/made.ts";

/** A number that says how alike, or how far apart, two activities `[sample][unit]` are. */
export type Comparison = {
  readonly compare: (a: number[][], b: number[][]) => number;
  /** What it says of an activity and itself. */
  readonly same: number;
  readonly low: number;
  readonly high: number;
};

/** Ours, as comparisons. */
export const ourCka: Comparison = { compare: cka, same: 1, low: 0, high: 1 };
export const ourProcrustes: Comparison = {
  compare: procrustes,
  same: 0,
  low: 0,
  high: Math.SQRT2,
};

const mirrored = (rows: number[][]) => [...rows, ...rows.map((row) => row.map((x) => -x))];

/** min over Q of ‖X − YQ‖ for centred X and Y as they are. */
function unscaledProcrustes(a: number[][], b: number[][]): number {
  const size = (rows: number[][]) => Math.sqrt(sum(centred(activityFromRows(rows)).values));
  const sum = (values: Float64Array) => dot(values, values);
  const [x, y, distance] = [size(a), size(b), procrustes(a, b)];
  return Math.sqrt(Math.max(0, x * x + y * y - (2 - distance * distance) * x * y));
}

/** What CKA and Procrustes share with SVCCA. */
export const comparisonInvariant: Law<Comparison, Made, "comparison/invariant"> = {
  id: "comparison/invariant",
  says: "a comparison is symmetric, within its range, and blind to rotation, scale and means",
  cite: "Kornblith et al. 2019; Williams et al. 2021",
  needs: [],
  cases: () => madeCases,
  holds({ compare, same, low, high }, given) {
    const [a, b] = [madeActivity(given, "a"), madeActivity(given, "b")];
    const rng = madeRng(given.seed, "change");
    const rotated = product(b, madeRotation(given.units, rng));
    const scale = 0.1 + 10 * rng.uniform();
    const moved = rotated.map((row) => row.map((x, i) => scale * x + i));
    const expected = compare(a, b);
    mustLieWithin("comparison", expected, { low, high });
    const close = (what: string, actual: number, wanted: number, tolerance: number) => {
      if (!(Math.abs(actual - wanted) <= tolerance))
        throw new Error(`${what}: ${actual}, expected ${wanted}`);
    };
    close("of (b, a)", compare(b, a), expected, 1e-9);
    close("of b rotated, scaled, shifted", compare(a, moved), expected, 1e-9);
    // A distance is the root of a rounding error here: √1e-15.
    close("with itself, moved", compare(b, moved), same, 1e-6);
  },
  mutants: [
    {
      name: "CKA of activity that is not centred",
      subject: { ...ourCka, compare: (a, b) => cka(mirrored(a), mirrored(b)) },
    },
    {
      name: "Procrustes of activity that is not scaled to norm 1",
      subject: { ...ourProcrustes, compare: unscaledProcrustes },
    },
  ],
};

/** Anything that makes a distance matrix of many activities. */
export type MatrixMaker = (activities: number[][][], score: SvccaScore) => number[][];

/** How the matrix hangs together with its pairs. */
export const matrixOfPairs: Law<MatrixMaker, Made, "svcca/matrix"> = {
  id: "svcca/matrix",
  says: "entry (i, j) is 1 − the score of networks i and j; the diagonal is 0",
  cite: "§2.4",
  needs: [],
  runs: 30,
  cases: () => madeCases,
  holds(make, given) {
    const activities = ["a", "b", "c"].map((side) => madeActivity(given, side));
    for (const score of ["max", "mean"] as const) {
      const distances = make(activities, score);
      for (const [i, a] of activities.entries())
        for (const [j, b] of activities.entries()) {
          const expected = i === j ? 0 : 1 - svcca(a, b)[score];
          if (!(Math.abs(distances[i][j] - expected) < 1e-12))
            throw new Error(`${score} [${i}][${j}]: ${distances[i][j]}, expected ${expected}`);
          if (distances[i][j] !== distances[j][i]) throw new Error(`not symmetric at ${i}, ${j}`);
        }
    }
  },
  mutants: [
    { name: "max for mean", subject: (activities) => svccaDistances(activities, "max") },
    {
      name: "scores for distances",
      subject: (activities, score) =>
        svccaDistances(activities, score).map((row) => row.map((distance) => 1 - distance)),
    },
  ],
};
