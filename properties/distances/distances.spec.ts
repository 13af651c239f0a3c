import { describe, expect, it } from "vitest";
import { excessEstimate } from "../../src/distances/excessEstimate.ts";
import { rawStress, smacof } from "../../src/distances/mds.ts";
import { silhouette } from "../../src/distances/silhouette.ts";
import { svcca, svccaDistances } from "../../src/distances/svcca.ts";
import { euclideanDistances, toRows } from "../../src/statistics/distanceMatrix.ts";
import { madeRng, normalRows } from "../representations/made.ts";
import { specLaws } from "../specLaws.ts";
import { distancesLaws } from "./distances.ts";
import { cellsApart, pageOnSilhouettes } from "./trend.laws.ts";

specLaws("distances", distancesLaws);

describe("distances: examples", () => {
  const still = Array.from({ length: 20 }, () => [1, 2]);
  const moving = Array.from({ length: 20 }, (_, t) => [t, t * t]);

  it("activity that never changes: SVCCA says so, and is no NaN", () => {
    expect(svcca(still, moving)).toEqual({
      outcome: "no variance",
      correlations: [],
      mean: 0,
      max: 0,
      componentsA: 0,
      componentsB: 1,
      note: null,
    });
    const distances = svccaDistances([still, moving, still], "mean");
    expect(distances[0]).toEqual([0, 1, 1]);
    expect(() => svcca(still, moving.slice(1))).toThrow("samples: expected the same number");
  });

  it("the silhouette's metric `rows` takes rows as features", () => {
    const rows = normalRows({ rows: 6, columns: 3 }, madeRng(3));
    const labels = [0, 0, 0, 1, 1, 1];
    const precomputed = toRows(euclideanDistances(rows));
    expect(silhouette(rows, labels, { metric: "rows" })).toEqual(
      silhouette(precomputed, labels, { metric: "precomputed" }),
    );
  });

  it("bad labels and matrices are named", () => {
    const distances = toRows(euclideanDistances(normalRows({ rows: 4, columns: 2 }, madeRng(4))));
    const precomputed = { metric: "precomputed" } as const;
    expect(() => silhouette(distances, [0, 1, 1], precomputed)).toThrow("labels: expected 4");
    expect(() => silhouette(distances, [0, 0, 0, 0], precomputed)).toThrow("got 1");
    expect(() => silhouette(distances, [0, 1, 2, 3], precomputed)).toThrow("got 4");
    const holed = distances.map((row, i) => row.map((d, j) => (i === 2 && j === 1 ? NaN : d)));
    expect(() => silhouette(holed, [0, 0, 1, 1], precomputed)).toThrow("distances[2][1]");
  });

  it("SMACOF from random starts: same key, same map; more starts, no more stress", () => {
    const distances = toRows(euclideanDistances(normalRows({ rows: 8, columns: 4 }, madeRng(5))));
    const from = (restarts: number) =>
      smacof(distances, { kind: "random", restarts, dimensions: 2, rng: madeRng(6) });
    expect(from(3)).toEqual(from(3));
    expect(from(6).stress).toBeLessThanOrEqual(from(1).stress);
    expect(from(1).stress).toBeCloseTo(rawStress(distances, from(1).embedding), 12);
    expect(from(1).outcome).toBe("converged");
  });

  it("the jackknifed excess of separated groups is small beside the excess", () => {
    const rows = normalRows({ rows: 16, columns: 2 }, madeRng(7)).map((row, i) =>
      row.map((x) => x + (i < 8 ? 4 : 0)),
    );
    const distances = euclideanDistances(rows);
    const labels = rows.map((_, i) => (i < 8 ? 0 : 1));
    const { estimate, standardError } = excessEstimate(
      { distances, labels, permutations: 199 },
      madeRng(8),
    );
    expect(estimate).toBeGreaterThan(0.5);
    expect(standardError).toBeLessThan(0.1);
  });

  it("Page's L on silhouettes of shared matrices finds trends that are not there", () => {
    const falsely = (gap: number): number => {
      let found = 0;
      for (let i = 0; i < 300; i++) {
        const rng = madeRng(i, "page", gap);
        if (pageOnSilhouettes(cellsApart({ gap, rise: 0 }, rng), rng) <= 0.05) found += 1;
      }
      return found / 300;
    };
    // The further the groups are apart, the more of a cell's silhouettes move together.
    expect(falsely(1)).toBeGreaterThan(0.08);
    expect(falsely(2)).toBeGreaterThan(0.15);
  });
});
