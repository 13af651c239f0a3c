import { describe, expect, it } from "vitest";
import { cka } from "../../src/distances/cka.ts";
import { crossProduct, frobenius } from "../../src/distances/crossProduct.ts";
import { classicalMds, rawStress, smacof } from "../../src/distances/mds.ts";
import { nearestNeighbours } from "../../src/distances/neighbours.ts";
import { procrustes } from "../../src/distances/procrustes.ts";
import { silhouette } from "../../src/distances/silhouette.ts";
import {
  type ProbedPoint,
  releaseTopologyFeatures,
  topologyFeatures,
} from "../../src/distances/topology.ts";
import { activityFromRows } from "../../src/representations/activity.ts";
import { euclideanDistances, toRows } from "../../src/statistics/distanceMatrix.ts";
import { madeRng } from "../representations/made.ts";

const column = (...values: number[]) => values.map((value) => [value]);
const onLine = (...places: number[]) => toRows(euclideanDistances(column(...places)));
const precomputed = { metric: "precomputed" } as const;

describe("similarity by hand", () => {
  // The correlation of 0, 1, 2 and 0, 1, 1 is √3/2.
  const [a, b, still] = [column(0, 1, 2), column(0, 1, 1), column(1, 1, 1)];

  it("of single units: CKA is r², and Procrustes √(2 − 2r)", () => {
    expect(cka(a, b)).toBeCloseTo(0.75, 14);
    expect(cka(activityFromRows(a), activityFromRows(b))).toBeCloseTo(0.75, 14);
    expect(procrustes(a, b)).toBeCloseTo(Math.sqrt(2 - Math.sqrt(3)), 12);
    expect(procrustes(activityFromRows(a), activityFromRows(b))).toBe(procrustes(a, b));
  });

  it("of what never changes: CKA 0; Procrustes √2, and 0 from another such", () => {
    expect([cka(still, a), cka(a, still), cka(still, still)]).toEqual([0, 0, 0]);
    expect(procrustes(still, a)).toBe(Math.SQRT2);
    expect(procrustes(a, still)).toBe(Math.SQRT2);
    expect(procrustes(still, still)).toBe(0);
  });

  it("XᵀY sums over samples; the Frobenius norm of 3 and 4 is 5", () => {
    const x = activityFromRows([
      [1, 2],
      [0, 3],
    ]);
    expect(crossProduct(x, activityFromRows(column(4, 5))).to2DArray()).toEqual([[4], [23]]);
    expect(frobenius(crossProduct(activityFromRows([[3, 4]]), activityFromRows([[1]])))).toBe(5);
  });

  it("neighbours: itself, then the nearest; equal distances by index", () => {
    expect(nearestNeighbours(column(0, 1, -1, 5), 3)).toEqual([
      [0, 1, 2],
      [1, 0, 2],
      [2, 0, 1],
      [3, 1, 0],
    ]);
  });
});

describe("silhouettes by hand", () => {
  it("0 and 1 against 3 and 4", () => {
    const { score, samples } = silhouette(onLine(0, 1, 3, 4), [7, 7, 2, 2], precomputed);
    const expected = [2.5 / 3.5, 1.5 / 2.5, 1.5 / 2.5, 2.5 / 3.5];
    for (const [i, sample] of samples.entries()) expect(sample).toBeCloseTo(expected[i], 14);
    expect(score).toBeCloseTo((5 / 7 + 3 / 5) / 2, 14);
  });

  it("a sample nearer to another group is below 0; the only one of its label is at 0", () => {
    // Of the sample at 4: a = 4, b = 1 (to the group at 5), not 6 (to that at 10).
    const { samples } = silhouette(onLine(0, 4, 5, 10), [0, 0, 1, 2], precomputed);
    expect(samples).toEqual([1 / 5, -3 / 4, 0, 0]);
    const zeros = silhouette(onLine(1, 1, 1), [0, 0, 1], precomputed);
    expect(zeros).toEqual({ score: 0, samples: [0, 0, 0] });
  });
});

describe("maps by hand", () => {
  it("classical: two items at distance 3, and three that no map can hold", () => {
    const pair = classicalMds(onLine(0, 3), 1);
    expect(pair.eigenvalues[0]).toBeCloseTo(4.5, 12);
    expect(pair.eigenvalues[1]).toBeCloseTo(0, 12);
    expect(Math.abs(pair.embedding[0][0])).toBeCloseTo(1.5, 12);
    expect(pair.embedding[1][0]).toBeCloseTo(-pair.embedding[0][0], 12);
    expect(pair.gram[0][1]).toBeCloseTo(-2.25, 12);
    const impossible = [
      [0, 1, 1],
      [1, 0, 3],
      [1, 3, 0],
    ];
    const { embedding, eigenvalues } = classicalMds(impossible, 3);
    // −½ J D² J has the eigenvalues 9/2, 0 and −5/6.
    for (const [k, expected] of [9 / 2, 0, -5 / 6].entries())
      expect(eigenvalues[k]).toBeCloseTo(expected, 12);
    for (const point of embedding) expect(Math.abs(point[2])).toBe(0);
    expect(classicalMds(impossible).embedding[0]).toHaveLength(2);
  });

  it("SMACOF puts two points right in one step, and stops", () => {
    const target = onLine(0, 3);
    const start = { kind: "given", embedding: column(0, 1) } as const;
    expect(smacof(target, start)).toEqual({
      embedding: column(-1.5, 1.5),
      stress: 0,
      stresses: [4, 0],
      iterations: 1,
      outcome: "converged",
    });
    const none = { maxIterations: 0, tolerance: 1e-9 };
    expect(smacof(target, start, none)).toEqual({
      embedding: column(0, 1),
      stress: 4,
      stresses: [4],
      iterations: 0,
      outcome: "iterations",
    });
    expect(rawStress(target, column(0, 1))).toBe(4);
  });

  it("SMACOF's first step of three points, with two that coincide", () => {
    const start = { kind: "given", embedding: column(0, 0, 2) } as const;
    const once = smacof(onLine(0, 1, 4), start, { maxIterations: 1, tolerance: 0 });
    // Pulls of δ/3: 4/3 on the first, 1 on the second, both on the third.
    const moved = [-4 / 3, -1, 7 / 3];
    for (const [i, [place]] of once.embedding.entries()) expect(place).toBeCloseTo(moved[i], 12);
    expect(once).toMatchObject({ iterations: 1, outcome: "iterations" });
    expect(once.stresses[0]).toBe(1 + 4 + 1);
    expect(once.stress).toBeCloseTo(rawStress(onLine(0, 1, 4), column(...moved)), 12);
  });
});

describe("SMACOF from random starts, by hand", () => {
  const target = onLine(0, 3);
  const none = { maxIterations: 0, tolerance: 1e-9 };

  it.each([1, 2, 3, 4, 5, 6])("the least stress of two starts, seed %i", (seed) => {
    // The mean square of all four distances is 9/2: coordinates of variance 9/4 in one dimension.
    const rng = madeRng(seed, "start");
    const starts = [1, 2].map(() => column(1.5 * rng.normal(), 1.5 * rng.normal()));
    const stresses = starts.map((start) => rawStress(target, start));
    const start = {
      kind: "random",
      restarts: 2,
      dimensions: 1,
      rng: madeRng(seed, "start"),
    } as const;
    const found = smacof(target, start, none);
    expect(found.stress).toBeCloseTo(Math.min(...stresses), 12);
    const best = starts[stresses[0] <= stresses[1] ? 0 : 1];
    for (const [i, [place]] of found.embedding.entries()) expect(place).toBeCloseTo(best[i][0], 12);
  });

  it("in two dimensions the scale is smaller by √2", () => {
    const start = { kind: "random", restarts: 1, dimensions: 2, rng: madeRng(7) } as const;
    const rng = madeRng(7);
    const drawn = [1, 2].map(() => [1, 2].map(() => (1.5 / Math.SQRT2) * rng.normal()));
    const { embedding } = smacof(target, start, none);
    for (const [i, point] of embedding.entries())
      for (const [k, place] of point.entries()) expect(place).toBeCloseTo(drawn[i][k], 12);
  });
});

describe("topology by hand", () => {
  const at = (place: number, changes: Partial<ProbedPoint>): ProbedPoint => ({
    state: [place],
    context: 0,
    probeIndex: 0,
    value: 0,
    firstChannel: 0,
    stable: true,
    ...changes,
  });

  it("four points and a saddle, of two contexts with three inputs", () => {
    const points = [
      at(0, { probeIndex: 0 }),
      at(1, { probeIndex: 2 }),
      at(1.5, { probeIndex: 1, stable: false }),
      at(3, { context: 1, probeIndex: 1 }),
      at(7, { context: 1, probeIndex: 1 }),
    ];
    const layout = { contexts: 2, probes: 3 };
    // Neighbours: 0 → 1, 3; 1 → 0, 3; 3 → 1, 0; 7 → 3, 1.
    const count = [1, 0, 1, 0, 2, 0];
    const inputDistance = [1.5, 0, 1.5, 0, 0.75, 0];
    const otherContext = [0.5, 0, 0.5, 0, 0.75, 0];
    const of = (scales: Parameters<typeof topologyFeatures>[1]["scales"]) =>
      Array.from(topologyFeatures(points, { ...layout, scales }));
    expect(of({ count: 1, inputDistance: 1, otherContext: 1 })).toEqual([
      ...count,
      ...inputDistance,
      ...otherContext,
    ]);
    expect(of({ inputDistance: 0.5 })).toEqual(inputDistance.map((value) => 2 * value));
    expect(of({ otherContext: 0.5 })).toEqual(otherContext.map((value) => 2 * value));
  });

  it("points without others have no neighbours, and none have no features but zeros", () => {
    const layout = { contexts: 1, probes: 2, scales: { count: 1, inputDistance: 1 } };
    expect(Array.from(topologyFeatures([at(0, {})], layout))).toEqual([1, 0, 0, 0]);
    expect(Array.from(topologyFeatures([], layout))).toEqual([0, 0, 0, 0]);
  });

  it("the release: ten roots by the size of their input, each with its two nearest", () => {
    // Places on a line in the order of |input|; the eleventh root has the largest and is left out.
    const inputs = [0, -1, 1, -2, 2, -3, 3, -4, 4, -5, 5];
    const points = inputs.map((value, place) =>
      at(place, { value, probeIndex: value + 5, firstChannel: value / 100 }),
    );
    const rows = inputs
      .slice(0, 10)
      .flatMap((_, i) =>
        (i === 0 ? [0, 1, 2] : i === 9 ? [9, 8, 7] : [i, i - 1, i + 1]).map((j) => inputs[j] / 100),
      );
    expect(releaseTopologyFeatures([...points].reverse())).toEqual({
      outcome: "measured",
      features: Float64Array.from(rows),
    });
    expect(releaseTopologyFeatures(points.slice(0, 10)).outcome).toBe("measured");
    expect(releaseTopologyFeatures(points.slice(0, 9))).toEqual({
      outcome: "too few roots",
      roots: 9,
    });
  });
});
