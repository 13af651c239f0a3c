import fc from "fast-check";
import { type ClassicalMds, classicalMds, rawStress, smacof } from "../../src/distances/mds.ts";
import { euclideanDistances, toRows } from "../../src/statistics/distanceMatrix.ts";
import { mustBeClose } from "../close.ts";
import type { Law } from "../law.ts";
import { madeRng, normalRows } from "../representations/made.ts";

/** Points to be mapped. */
export type Placed = { readonly seed: number; readonly count: number; readonly dimensions: number };

const placedCases: fc.Arbitrary<Placed> = fc.record({
  seed: fc.nat(1_000_000),
  count: fc.integer({ min: 4, max: 9 }),
  dimensions: fc.integer({ min: 1, max: 3 }),
});

const placedPoints = ({ seed, count, dimensions }: Placed): number[][] =>
  normalRows({ rows: count, columns: dimensions }, madeRng(seed, "placed"));

const distancesOf = (points: number[][]): number[][] => toRows(euclideanDistances(points));
const mapped = (rows: number[][], f: (x: number) => number) => rows.map((row) => row.map(f));

/** Any classical multidimensional scaling. */
export type ClassicalScaling = (distances: number[][], dimensions: number) => ClassicalMds;

export const classicalRecovers: Law<ClassicalScaling, Placed, "mds/classical"> = {
  id: "mds/classical",
  says: "euclidean distances come back, and the eigenvalues are the embedding's variances",
  cite: "Torgerson 1952",
  needs: [],
  cases: () => placedCases,
  holds(scale, given) {
    const distances = distancesOf(placedPoints(given));
    const { embedding, eigenvalues, gram } = scale(distances, given.dimensions);
    mustBeClose("distances", distancesOf(embedding).flat(), distances.flat(), 1e-9);
    const squares = Array.from({ length: given.dimensions }, (_, k) =>
      embedding.reduce((sum, point) => sum + point[k] * point[k], 0),
    );
    mustBeClose("eigenvalues", squares, eigenvalues.slice(0, given.dimensions), 1e-9);
    const trace = gram.reduce((sum, row, i) => sum + row[i], 0);
    mustBeClose("trace of the Gram matrix", [trace], [squares.reduce((a, b) => a + b, 0)], 1e-9);
  },
  mutants: [
    {
      name: "distances that are not squared",
      subject: (distances, dimensions) => classicalMds(mapped(distances, Math.sqrt), dimensions),
    },
    {
      name: "the ½ left out",
      subject: (distances, dimensions) =>
        classicalMds(
          mapped(distances, (x) => x * Math.SQRT2),
          dimensions,
        ),
    },
    {
      name: "axes of length 1",
      subject: (distances, dimensions) => {
        const found = classicalMds(distances, dimensions);
        const embedding = found.embedding.map((point) =>
          point.map((x, k) => x / Math.sqrt(found.eigenvalues[k])),
        );
        return { ...found, embedding };
      },
    },
  ],
};

/** Any metric scaling from a given start; `stresses` as it went, the answer's last. */
export type MetricScaling = (
  distances: number[][],
  start: number[][],
) => {
  readonly embedding: number[][];
  readonly stress: number;
  readonly stresses: readonly number[];
};

/** Ours. */
export const ourSmacof: MetricScaling = (distances, embedding) =>
  smacof(distances, { kind: "given", embedding });

/** Steps of the Guttman transform times `factor`, taken whether or not they help. */
const stepping =
  (factor: number): MetricScaling =>
  (distances, start) => {
    let embedding = start;
    const stresses = [rawStress(distances, embedding)];
    for (let step = 0; step < 20; step++) {
      const near = distancesOf(embedding);
      embedding = embedding.map((point, i) =>
        point.map(
          (_, k) =>
            embedding.reduce(
              (sum, other, j) =>
                j === i ? sum : sum + (distances[i][j] / near[i][j]) * (point[k] - other[k]),
              0,
            ) *
            (factor / embedding.length),
        ),
      );
      stresses.push(rawStress(distances, embedding));
    }
    return { embedding, stress: stresses[stresses.length - 1], stresses };
  };

/** The stress by its definition. */
function stressOf(distances: number[][], embedding: number[][]): number {
  let stress = 0;
  for (let i = 0; i < distances.length; i++)
    for (let j = 0; j < i; j++) {
      const difference = Math.hypot(...embedding[i].map((x, k) => x - embedding[j][k]));
      stress += (difference - distances[i][j]) * (difference - distances[i][j]);
    }
  return stress;
}

export const stressFalls: Law<MetricScaling, Placed, "mds/smacof"> = {
  id: "mds/smacof",
  says: "the stress never rises, and is Σ_{i<j} (d_ij − δ_ij)² of the answer",
  cite: "de Leeuw 1977",
  needs: [],
  runs: 40,
  cases: () => placedCases,
  holds(scale, given) {
    const distances = distancesOf(placedPoints({ ...given, dimensions: 3 }));
    const start = normalRows({ rows: given.count, columns: 2 }, madeRng(given.seed, "start"));
    const { embedding, stress, stresses } = scale(distances, start);
    const least = 1e-12 * stresses[0];
    mustBeClose("stress", [stress], [stressOf(distances, embedding)], 1e-9);
    mustBeClose("first stress", [stresses[0]], [stressOf(distances, start)], 1e-9);
    mustBeClose("last stress", [stresses[stresses.length - 1]], [stress], 1e-12);
    for (let i = 1; i < stresses.length; i++)
      if (!(stresses[i] <= stresses[i - 1] + least))
        throw new Error(`iteration ${i}: ${stresses[i - 1]} rose to ${stresses[i]}`);
  },
  mutants: [
    {
      name: "each pair counted twice",
      subject: (distances, start) => {
        const found = ourSmacof(distances, start);
        return {
          ...found,
          stress: 2 * found.stress,
          stresses: found.stresses.map((stress) => 2 * stress),
        };
      },
    },
    { name: "steps that overshoot", subject: stepping(2.5) },
    {
      name: "the stress of the step before",
      subject: (distances, start) => {
        const { embedding, stresses } = stepping(1)(distances, start);
        const before = stresses.slice(0, -1);
        return { embedding, stress: before[before.length - 1], stresses: before };
      },
    },
  ],
};

export const stressStationary: Law<MetricScaling, Placed, "mds/stationary"> = {
  id: "mds/stationary",
  says: "no further step of the Guttman transform lowers the stress by more than a millionth",
  cite: "de Leeuw 1977",
  needs: [],
  runs: 40,
  cases: () => placedCases,
  holds(scale, given) {
    const distances = distancesOf(placedPoints({ ...given, dimensions: 3 }));
    const start = normalRows({ rows: given.count, columns: 2 }, madeRng(given.seed, "start"));
    const { embedding, stress } = scale(distances, start);
    const further = stepping(1)(distances, embedding).stresses[1];
    if (!(stress - further <= 1e-6 * stress + 1e-12))
      throw new Error(`stress ${stress} falls to ${further}`);
  },
  mutants: [
    { name: "no step at all", subject: (distances, start) => unmoved(distances, start) },
    { name: "steps half as long", subject: stepping(0.5) },
  ],
};

function unmoved(distances: number[][], embedding: number[][]): ReturnType<MetricScaling> {
  const stress = rawStress(distances, embedding);
  return { embedding, stress, stresses: [stress] };
}
