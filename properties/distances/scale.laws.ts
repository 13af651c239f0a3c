import fc from "fast-check";
import { cka } from "../../src/distances/cka.ts";
import { crossProduct, frobenius } from "../../src/distances/crossProduct.ts";
import { debiasedCka } from "../../src/distances/debiasedCka.ts";
import { classicalMds, nonmetricMds, smacof, stress1 } from "../../src/distances/mds.ts";
import { procrustes } from "../../src/distances/procrustes.ts";
import { pwcca } from "../../src/distances/pwcca.ts";
import { silhouette } from "../../src/distances/silhouette.ts";
import { svcca } from "../../src/distances/svcca.ts";
import { activityFromRows, centred } from "../../src/representations/activity.ts";
import { euclideanDistances, toRows } from "../../src/statistics/distanceMatrix.ts";
import { mustBeClose } from "../close.ts";
import type { Law } from "../law.ts";
import { type Made, madeActivity, madeCases, madeRng } from "../representations/made.ts";

type Rows = number[][];

/** Whatever is said of activities, or of distances, that has no unit: numbers. */
export type ScaleFree = (a: Rows, b: Rows) => readonly number[];

const placed = (count: number) => (_: unknown, i: number) => Math.floor((3 * i) / count);

/** The distances between rows, the rows being at scale k too. */
const distancesOf = (rows: Rows): Rows => toRows(euclideanDistances(rows));

/** Ours, by name: of activities. */
export const ofActivities: Readonly<Record<string, ScaleFree>> = {
  cka: (a, b) => [cka(a, b)],
  "debiased-cka": (a, b) => [debiasedCka(a, b)],
  procrustes: (a, b) => [procrustes(a, b)],
  svcca: (a, b) => svcca(a, b).correlations,
  pwcca: (a, b) => [pwcca(a, b).score],
  silhouette: (a) => silhouette(a, a.map(placed(a.length)), { metric: "rows" }).samples,
  "silhouette-distances": (a) =>
    silhouette(distancesOf(a), a.map(placed(a.length)), { metric: "precomputed" }).samples,
  "stress-1": (a, b) => {
    const size = Math.max(...a.flat().map(Math.abs));
    const points = b.map((row) => row.map((x) => (x / Math.max(...b.flat().map(Math.abs))) * size));
    return [stress1(distancesOf(a), points)];
  },
  "nonmetric-mds": (a) => {
    const start = { kind: "random", restarts: 1, dimensions: 2, rng: madeRng(1) } as const;
    return nonmetricMds(distancesOf(a), start, { maxIterations: 2, tolerance: 0 }).embedding.flat();
  },
};

/** The same data times k, and times another k. */
export type Scaled = Made & { readonly first: number; readonly second: number };

/** Doubles would be all but 0 most of the time: tenths are spread over all. */
const exponent = (most: number) =>
  fc.integer({ min: -10 * most, max: 10 * most }).map((tenths) => tenths / 10);

const scaledCases = (most: number): fc.Arbitrary<Scaled> =>
  fc
    .tuple(madeCases, exponent(most), exponent(most))
    .map(([made, first, second]) => ({ ...made, first: 10 ** first, second: 10 ** second }));

const times = (rows: Rows, k: number): Rows => rows.map((row) => row.map((x) => x * k));

/** CKA as its formula says: fourth powers of the data, which vanish or overflow. */
const plainCka: ScaleFree = (a, b) => {
  const [x, y] = [a, b].map((rows) => centred(activityFromRows(rows)));
  const within = frobenius(crossProduct(x, x)) * frobenius(crossProduct(y, y));
  return [within === 0 ? 0 : frobenius(crossProduct(x, y)) ** 2 / within];
};

/** Euclidean distances as their formula says. */
const plainDistances = (rows: Rows): Rows =>
  rows.map((a) =>
    rows.map((b) => Math.sqrt(a.reduce((sum, x, k) => sum + (x - b[k]) * (x - b[k]), 0))),
  );

export const scaleIsNothing: Law<ScaleFree, Scaled, "comparison/scale"> = {
  id: "comparison/scale",
  says: "k X gives what X gives, for k from 1e-200 to 1e200",
  needs: [],
  runs: 40,
  cases: () => scaledCases(200),
  holds(says, given) {
    const [a, b] = [madeActivity(given, "a"), madeActivity(given, "b")];
    const expected = says(a, b);
    const found = says(times(a, given.first), times(b, given.second));
    mustBeClose(`k = ${given.first}, ${given.second}`, found, expected, 1e-9);
  },
  mutants: [
    { name: "CKA by its formula", subject: plainCka },
    {
      name: "distances by their formula",
      subject: (a) => {
        const labels = a.map(placed(a.length));
        return silhouette(plainDistances(a), labels, { metric: "precomputed" }).samples;
      },
    },
    { name: "what has a unit", subject: (a, b) => [a[0][0], b[0][0]] },
  ],
};

/** A map of distances: its points `[item][dimension]`. */
export type MapMaker = (distances: Rows) => Rows;

/** Ours, by name. */
export const ourMaps: Readonly<Record<string, MapMaker>> = {
  classical: (distances) => classicalMds(distances).embedding,
  smacof: (distances) => {
    const start = { kind: "random", restarts: 1, dimensions: 2, rng: madeRng(1) } as const;
    return smacof(distances, start, { maxIterations: 3, tolerance: 0 }).embedding;
  },
};

export const mapsScale: Law<MapMaker, Scaled, "mds/scale"> = {
  id: "mds/scale",
  says: "the map of k D is k times that of D; distances whose squares are no numbers are refused",
  needs: [],
  runs: 30,
  cases: () => scaledCases(200),
  holds(make, given) {
    const distances = distancesOf(madeActivity(given, "a").slice(0, 12));
    const k = given.first;
    let found: Rows;
    try {
      found = make(times(distances, k));
    } catch (error) {
      const isRefusal = error instanceof RangeError && error.message.startsWith("distances: ");
      if (isRefusal && !(k > 1e-140 && k < 1e140)) return;
      throw error;
    }
    // Axes of a map may turn round: its distances may not.
    const [ours, expected] = [distancesOf(found), times(distancesOf(make(distances)), k)];
    mustBeClose(`map at k = ${k}`, ours.flat(), expected.flat(), 1e-7);
  },
  mutants: [
    {
      name: "decomposed as it is",
      subject: (distances) => {
        const squares = distances.flat().reduce((sum, d) => sum + d ** 4, 0);
        const lost = !(squares > 0 && squares < Number.POSITIVE_INFINITY);
        return lost ? distances.map(() => [0, 0]) : classicalMds(distances).embedding;
      },
    },
    {
      name: "eigenvectors of length 1",
      subject: (distances) => {
        const { embedding, eigenvalues } = classicalMds(distances);
        return embedding.map((point) => point.map((x, k) => x / Math.sqrt(eigenvalues[k])));
      },
    },
  ],
};
