import { describe, expect, it } from "vitest";
import { eValues } from "../../src/statistics/bettingProcess.ts";
import { binomialBounds } from "../../src/statistics/binomialBounds.ts";
import { confidenceSequence } from "../../src/statistics/confidenceSequence.ts";
import { distanceMatrix } from "../../src/statistics/distanceMatrix.ts";
import { equivalence } from "../../src/statistics/equivalence.ts";
import { jonckheere } from "../../src/statistics/jonckheere.ts";
import { mannWhitney } from "../../src/statistics/mannWhitney.ts";
import { pageTrend } from "../../src/statistics/pageTrend.ts";
import { permutationTest } from "../../src/statistics/permutation.ts";
import { signTest } from "../../src/statistics/signTest.ts";
import { slope } from "../../src/statistics/slope.ts";
import { stratifiedRanks } from "../../src/statistics/stratifiedRanks.ts";
import { welch } from "../../src/statistics/welch.ts";
import { madeRng } from "../representations/made.ts";
import { specLaws } from "../specLaws.ts";
import { statisticsLaws } from "./statistics.ts";

specLaws("statistics", statisticsLaws);

describe("statistics: examples", () => {
  // Reference values: scipy 1.17.1, `binomtest(k, n, alternative=…).proportion_ci(0.95, "exact")`.
  it("14 of 16 leave a lower bound above 0.60; 0 of 16 and 1 of 18 an upper one below 0.25", () => {
    const lower = { level: 0.95, sides: "lower" } as const;
    const upper = { level: 0.95, sides: "upper" } as const;
    expect(binomialBounds({ successes: 14, trials: 16 }, lower).low).toBeGreaterThan(0.6);
    expect(binomialBounds({ successes: 13, trials: 16 }, lower).low).toBeLessThan(0.6);
    expect(binomialBounds({ successes: 0, trials: 16 }, upper).high).toBeLessThan(0.25);
    expect(binomialBounds({ successes: 1, trials: 18 }, upper).high).toBeLessThan(0.25);
    expect(binomialBounds({ successes: 1, trials: 16 }, upper).high).toBeGreaterThan(0.25);
  });

  it("Mann–Whitney with ties is exact: of 6 ways to choose 2 of 1, 1, 2, 2 one has U = 0", () => {
    const test = { alternative: "less", method: "exact" } as const;
    expect(mannWhitney({ a: [1, 1], b: [2, 2] }, test)).toEqual({
      u: 0,
      superiority: 0,
      p: 1 / 6,
      method: "exact",
    });
  });

  // scipy 1.17.1: mannwhitneyu([1,2,2,3], [2,3,4,4,5], method="asymptotic")
  it("the normal approximation corrects for ties and continuity", () => {
    const test = { alternative: "two-sided", method: "normal" } as const;
    const found = mannWhitney({ a: [1, 2, 2, 3], b: [2, 3, 4, 4, 5] }, test);
    expect(found.u).toBe(2.5);
    expect(found.p).toBeCloseTo(0.07854585095119067, 12);
  });

  it("a trend without exception has the largest J, and the normal p is near the permuted", () => {
    const groups = [
      [1, 2, 3, 2],
      [3, 4, 5, 6],
      [6, 7, 8, 5],
    ];
    const found = jonckheere(groups, 999, madeRng(1, "jonckheere"));
    expect(found.p).toBe(0.001);
    expect(found.normalP).toBeLessThan(0.001);
    expect(
      jonckheere(
        [
          [1, 1],
          [1, 1],
        ],
        9,
        madeRng(1),
      ),
    ).toMatchObject({ z: 0, p: 1, normalP: 1 });
  });

  it("samples without spread have no p that is not a number", () => {
    expect(welch({ a: [1, 1], b: [1, 1] })).toMatchObject({ t: 0, p: 1 });
    expect(welch({ a: [2, 2], b: [1, 1] })).toMatchObject({ t: Number.POSITIVE_INFINITY, p: 0 });
    expect(equivalence([0, 0, 0], 0.1).p).toBe(0);
    expect(equivalence([0.1, 0.1, 0.1], 0.1).p).toBe(1);
  });

  it("a slope is the least-squares one", () => {
    const cells = [2, 3, 4].map((at) => ({ at, estimate: 5 * at, variance: 0.01, networks: 8 }));
    expect(slope(cells).slope).toBeCloseTo(5, 12);
    expect(slope(cells).standardError).toBeCloseTo(0.1 / Math.SQRT2, 12);
  });

  it("networks of one sign: 5 of 5 have p = 1/32; zeros say nothing", () => {
    expect(signTest([1, 2, 3, 4, 5], "greater").p).toBe(1 / 32);
    expect(signTest([1, 0, 2, 3, 0, 4, 5], "two-sided")).toEqual({
      positive: 5,
      negative: 0,
      zeros: 2,
      p: 1 / 16,
    });
    expect(signTest([0, 0], "greater").p).toBe(1);
    expect(signTest(new Float64Array(1900).fill(1), "greater").p).toBeLessThan(1e-300);
  });

  it("a stratum with one network in each group has the largest error that shares can have", () => {
    const settings = { permutations: 1, alternative: "greater" } as const;
    const found = stratifiedRanks([{ a: [2], b: [1] }], settings, madeRng(1));
    expect(found).toMatchObject({ superiority: 1, networks: 1 });
    expect(found.standardError).toBe(Math.SQRT1_2);
    const none = [{ a: [1, 2], b: [] }];
    expect(() => stratifiedRanks(none, settings, madeRng(1))).toThrow("strata: expected one");
  });

  it("values that are out of a confidence sequence stay out, the last one too", () => {
    const ones = new Array<number>(12000).fill(1);
    const { lower, upper } = confidenceSequence([...ones, ...new Array<number>(50).fill(0)]);
    expect(lower[11999]).toBe(0.999);
    expect(lower[12049]).toBe(0.999);
    expect(upper[11999]).toBe(1);
  });

  it("bad input is named", () => {
    const rng = madeRng(1);
    const rows = [
      [0, 1],
      [2, 0],
    ];
    expect(() => distanceMatrix(rows)).toThrow("distances[1][0]");
    expect(() => distanceMatrix([[1]])).toThrow("diagonal");
    expect(() => distanceMatrix([[0, 1]])).toThrow("distances[0]: expected 1 entries, got 2");
    expect(() => binomialBounds({ successes: 3, trials: 2 })).toThrow("successes");
    expect(() =>
      pageTrend([
        [1, 2, 3],
        [1, 2],
      ]),
    ).toThrow("table[1]");
    expect(() =>
      permutationTest(
        { labels: [0, 1], statistic: () => 0, permutations: 0, alternative: "greater" },
        rng,
      ),
    ).toThrow("permutations");
    expect(() => eValues([0.5, 1.5], { mean: "at most", value: 0.5 })).toThrow("observations[1]");
    expect(() => eValues([0.5], { mean: "at most", value: 1 })).toThrow("value");
    expect(() => confidenceSequence([1], 1)).toThrow("level");
    expect(() => signTest([], "less")).toThrow("sample");
    expect(() => mannWhitney({ a: [], b: [1] })).toThrow("a: expected at least 1 values, got 0");
  });
});
