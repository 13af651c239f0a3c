import fc from "fast-check";
import { cka } from "../../src/distances/cka.ts";
import { crossProduct, frobenius } from "../../src/distances/crossProduct.ts";
import { debiasedCka } from "../../src/distances/debiasedCka.ts";
import { procrustes } from "../../src/distances/procrustes.ts";
import { pwcca } from "../../src/distances/pwcca.ts";
import { silhouette } from "../../src/distances/silhouette.ts";
import { svcca } from "../../src/distances/svcca.ts";
import { activityFromRows, centred } from "../../src/representations/activity.ts";
import {
  type DistanceMatrix,
  distanceMatrix,
  toRows,
} from "../../src/statistics/distanceMatrix.ts";
import { permanova } from "../../src/statistics/permanova.ts";
import type { Law } from "../law.ts";
import {
  dot,
  type Made,
  madeActivity,
  madeCases,
  madeRng,
  madeRotation,
  normalRows,
  orthonormal,
  product,
  transposed,
} from "../representations/made.ts";

type Rows = number[][];

/** Any distance of two activities `[sample][unit]` that is blind to their scale. */
export type ActivityDistance = (a: Rows, b: Rows) => number;

/** Ours, by name. */
export const ourDistances: Readonly<Record<string, ActivityDistance>> = {
  cka: (a, b) => 1 - cka(a, b),
  "debiased-cka": (a, b) => 1 - debiasedCka(a, b),
  procrustes,
  svcca: (a, b) => 1 - svcca(a, b).mean,
  pwcca: (a, b) => 1 - pwcca(a, b).score,
};

/** CKA as its formula says, with the rounding error that this leaves. */
const plainCka: ActivityDistance = (a, b) => {
  const [x, y] = [a, b].map((rows) => centred(activityFromRows(rows)));
  const within = frobenius(crossProduct(x, x)) * frobenius(crossProduct(y, y));
  const between = frobenius(crossProduct(x, y));
  return Math.max(0, 1 - (between * between) / within);
};

/** Procrustes from 2 − 2 · overlap, of which nothing is left below 1e-8. */
const differenceOfOnes: ActivityDistance = (a, b) => {
  const distance = procrustes(a, b);
  const overlap = 1 - (distance * distance) / 2;
  return Math.sqrt(2 - 2 * overlap);
};

export const copiesAreSame: Law<ActivityDistance, Made, "distance/scaled-copies"> = {
  id: "distance/scaled-copies",
  says: "copies of one activity, times any factors, are at distance 0: no rounding error is left",
  needs: [],
  runs: 40,
  cases: () => madeCases,
  holds(distance, given) {
    const rng = madeRng(given.seed, "factors");
    const a = madeActivity(given, "a");
    const copies = [1, 2, 3].map(() => {
      const factor = 0.1 + 9 * rng.uniform();
      return a.map((row) => row.map((x) => factor * x));
    });
    for (const one of copies)
      for (const other of copies) {
        const found = distance(one, other);
        if (found !== 0) throw new Error(`copies are at ${found}`);
      }
  },
  mutants: [
    { name: "CKA with its rounding error", subject: plainCka },
    {
      name: "what is not scaled",
      subject: (a, b) => Math.sqrt(a.flat().reduce((sum, x, i) => sum + (x - b.flat()[i]) ** 2, 0)),
    },
  ],
};

/** How far apart two activities are made. */
export type Apart = { readonly seed: number; readonly exponent: number };

export const procrustesKnown: Law<ActivityDistance, Apart, "procrustes/near"> = {
  id: "procrustes/near",
  says: "signals that are turned by an angle θ are at 2 sin(θ / 2), from 1e-11 to 1",
  cite: "Schönemann 1966",
  needs: [],
  runs: 60,
  cases: () =>
    fc.record({
      seed: fc.nat(1_000_000),
      exponent: fc.integer({ min: -110, max: 0 }).map((tenths) => tenths / 10),
    }),
  holds(distance, { seed, exponent }) {
    const angle = 10 ** exponent;
    const rng = madeRng(seed, "near");
    const samples = 30;
    const [, s1, s2, n1, n2] = orthonormal([
      new Array<number>(samples).fill(1),
      ...normalRows({ rows: 4, columns: samples }, rng),
    ]);
    const turned = (s: number[], n: number[]) =>
      s.map((x, t) => Math.cos(angle) * x + Math.sin(angle) * n[t]);
    const a = transposed([s1, s2]);
    // A silent unit more on one side, and another basis: neither moves anything.
    const b = product(
      transposed([turned(s1, n1), turned(s2, n2), s1.map(() => 0)]),
      madeRotation(3, rng),
    );
    const [found, expected] = [distance(a, b), 2 * Math.sin(angle / 2)];
    if (!(Math.abs(found - expected) <= 1e-4 * expected))
      throw new Error(`at angle ${angle}: ${found}, expected ${expected}`);
  },
  mutants: [
    { name: "the root of 2 − 2 · overlap", subject: differenceOfOnes },
    {
      name: "what is below 1e-7 counts as 0",
      subject: (a, b) => (procrustes(a, b) < 1e-7 ? 0 : procrustes(a, b)),
    },
  ],
};

/** A matrix of distances 1 − s, s all but 1, as it comes out of float64 or float32. */
export type Noise = { readonly seed: number; readonly single: boolean };

/** What is said of a matrix of rounding errors in two groups: the silhouette, F and p. */
export type SaysOfNoise = (rows: Rows, labels: string[]) => readonly [number, number, number];

const saysOf =
  (read: (rows: Rows) => DistanceMatrix): SaysOfNoise =>
  (rows, labels) => {
    const distances = read(rows);
    const { observed, p } = permanova({ distances, labels, permutations: 99 }, madeRng(1));
    return [silhouette(toRows(distances), labels, { metric: "precomputed" }).score, observed, p];
  };

/** Ours. */
export const ourSaysOfNoise: SaysOfNoise = saysOf(distanceMatrix);

export const noiseIsNothing: Law<SaysOfNoise, Noise, "distance/rounding-decides-nothing"> = {
  id: "distance/rounding-decides-nothing",
  says: "where all distances 1 − s are rounding error, silhouette and F are 0 and p is 1",
  needs: [],
  runs: 30,
  cases: () => fc.record({ seed: fc.nat(1_000_000), single: fc.boolean() }),
  holds(says, { seed, single }) {
    const rng = madeRng(seed, "noise");
    const round = (value: number) => (single ? Math.fround(value) : value);
    const ulp = single ? 2 ** -24 : 2 ** -53;
    // Group b has other factors, and so other rounding errors, than group a.
    const size = 12;
    const rows = Array.from({ length: size }, () => new Array<number>(size).fill(0));
    for (let i = 0; i < size; i++)
      for (let j = 0; j < i; j++) {
        const similarity = round(1 - (i < size / 2 ? 0 : ulp * rng.integer(9)));
        rows[i][j] = round(1 - similarity);
        rows[j][i] = single ? round(1 - round(similarity - ulp * rng.integer(2))) : rows[i][j];
      }
    const labels = rows.map((_, i) => (i < size / 2 ? "a" : "b"));
    const [score, f, p] = says(rows, labels);
    if (score !== 0 || f !== 0 || p !== 1)
      throw new Error(`silhouette ${score}, F ${f}, p ${p} of rounding error alone`);
  },
  mutants: [
    {
      name: "distances as they come",
      subject: saysOf((rows) => ({
        size: rows.length,
        values: Float64Array.from(rows.flatMap((row, i) => row.map((d, j) => d + rows[j][i]))),
      })),
    },
    { name: "a given error of 0", subject: saysOf((rows) => distanceMatrix(rows, { error: 0 })) },
  ],
};

/** Any reader of nested rows as distances. */
export type MatrixReader = (rows: Rows) => Rows;

/** Ours. */
export const ourReader: MatrixReader = (rows) => toRows(distanceMatrix(rows));

export const singlePrecisionTaken: Law<MatrixReader, Made, "distance/single-precision"> = {
  id: "distance/single-precision",
  says: "1 − correlation in float32 is taken, made symmetric, with zeros on its diagonal",
  needs: [],
  runs: 30,
  cases: () => madeCases,
  holds(read, given) {
    const rows = madeActivity(given, "a").map((row) => {
      const length = Math.sqrt(dot(row, row));
      return row.map((x) => Math.fround(x / length));
    });
    // Each half is summed in an order of its own, as a blocked product does.
    const similarity = (a: number[], b: number[]) =>
      a.reduce((sum, x, k) => Math.fround(sum + Math.fround(x * b[k])), 0);
    const distances = rows.map((a, i) =>
      rows.map((b, j) =>
        Math.fround(1 - (i < j ? similarity(a, b) : similarity(a.toReversed(), b.toReversed()))),
      ),
    );
    const found = read(distances);
    for (const [i, row] of found.entries())
      for (const [j, distance] of row.entries()) {
        if (distance !== found[j][i]) throw new Error(`not symmetric at ${i}, ${j}`);
        if (i === j && distance !== 0) throw new Error(`${distance} on the diagonal`);
        const mean = (distances[i][j] + distances[j][i]) / 2;
        if (i !== j && Math.abs(distance - mean) > 2 ** -20)
          throw new Error(`${distance} for the mean ${mean}`);
        if (i !== j && mean > 2 ** -20 && distance !== mean)
          throw new Error(`${distance}, ${mean}`);
      }
    const torn = found.map((row, i) => row.map((d, j) => (i === 0 && j === 1 ? d + 0.01 : d)));
    let refused = false;
    try {
      read(torn);
    } catch {
      refused = true;
    }
    if (!refused) throw new Error("halves that differ by 0.01 were taken");
  },
  mutants: [
    { name: "as it is", subject: (rows) => rows },
    {
      name: "the upper half alone",
      subject: (rows) =>
        ourReader(rows.map((row, i) => row.map((d, j) => (i < j ? d : rows[j][i])))),
    },
    {
      name: "no more than float64 rounds",
      subject: (rows) => {
        for (const [i, row] of rows.entries())
          for (const [j, d] of row.entries())
            if (Math.abs(d - rows[j][i]) > 1e-10) throw new Error(`${d} for ${rows[j][i]}`);
        return ourReader(rows);
      },
    },
  ],
};
