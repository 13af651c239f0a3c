import * as attest from "../../src/index.ts";

export const rng = () => attest.createRng(attest.deriveKey(null, "public door"));
export const drawn = (rows: number, columns: number): number[][] => {
  const stream = rng();
  return Array.from({ length: rows }, () =>
    Array.from({ length: columns }, () => stream.normal() + columns),
  );
};
export const distancesOf = (points: readonly (readonly number[])[]): number[][] =>
  points.map((a) => points.map((b) => Math.hypot(...a.map((x, k) => x - b[k]))));

export const [X, Y] = [drawn(8, 3), drawn(8, 2).map((row, i) => row.map((x) => x * i + 1))];
export const D = distancesOf(X.slice(0, 6));
export const matrix = attest.distanceMatrix(D);
export const labels = ["a", "a", "a", "b", "b", "b"];
export const numbers = [3, 1, 4, 1.5, 9, 2.6];
export const more = [2, 7, 1, 8, 2.8, 1.2];
export const start = { kind: "given", embedding: X.slice(0, 6).map((row) => row.slice(0, 2)) };
export const settings = { maxIterations: 3, tolerance: 1e-6 };
export const labelled = { distances: matrix, labels, permutations: 9 };
export const pair = { right: [X, Y], samples: ["0", "1"] };
