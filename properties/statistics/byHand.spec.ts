import { describe, expect, it } from "vitest";
import { eValues } from "../../src/statistics/bettingProcess.ts";
import { binomialBounds } from "../../src/statistics/binomialBounds.ts";
import { binomialUpperTail } from "../../src/statistics/binomialTail.ts";
import { judgeDifference } from "../../src/statistics/difference.ts";
import {
  distanceMatrix,
  euclideanDistances,
  selectDistances,
  toRows,
} from "../../src/statistics/distanceMatrix.ts";
import { equivalence, equivalenceOf } from "../../src/statistics/equivalence.ts";
import { bounds, indistinguishable } from "../../src/statistics/indistinguishable.ts";
import { stratifiedVariance } from "../../src/statistics/jackknife.ts";
import { jonckheere } from "../../src/statistics/jonckheere.ts";
import { kendallTau } from "../../src/statistics/kendallTau.ts";
import { mannWhitney } from "../../src/statistics/mannWhitney.ts";
import { meanBounds } from "../../src/statistics/meanBounds.ts";
import { sampleMean, sampleVariance } from "../../src/statistics/moments.ts";
import { pageTrend } from "../../src/statistics/pageTrend.ts";
import { permanova } from "../../src/statistics/permanova.ts";
import { permdisp } from "../../src/statistics/permdisp.ts";
import { type Alternative, permutationTest } from "../../src/statistics/permutation.ts";
import { midRanks, tieSizes } from "../../src/statistics/ranks.ts";
import { slope } from "../../src/statistics/slope.ts";
import { spearmanRho } from "../../src/statistics/spearmanRho.ts";
import { stratifiedRanks } from "../../src/statistics/stratifiedRanks.ts";
import { welch } from "../../src/statistics/welch.ts";
import { madeRng } from "../representations/made.ts";

/** P(T ≥ t) of Student's t with two degrees, in closed form. */
const tailOfTwo = (t: number): number => 0.5 - t / (2 * Math.sqrt(2 + t * t));
/** The 95 % quantiles of Student's t with one and two degrees, in closed form. */
const [ofOne, ofTwo] = [Math.tan(0.45 * Math.PI), 0.9 / Math.sqrt(2 * 0.95 * 0.05)];

describe("distances by hand", () => {
  it("halves that differ by rounding are averaged; what is below 0 by rounding is 0", () => {
    const more = 1 + 2e-10;
    const mean = (1 + more) / 2;
    const rows = [
      [0, 1, 4],
      [more, 0, 4],
      [4, 4, 0],
    ];
    expect(toRows(distanceMatrix(rows))).toEqual([
      [0, mean, 4],
      [mean, 0, 4],
      [4, 4, 0],
    ]);
    const below = [
      [1e-15, -1e-15],
      [-1e-15, 0],
    ];
    expect(distanceMatrix(below)).toEqual({
      size: 2,
      values: new Float64Array(4),
      mended:
        "diagonal set to 0 (it was up to 1.0e-15); 1 pair within rounding error of 0 set to 0",
    });
  });

  it("rounding is a share of the largest distance", () => {
    const off = (distance: number, by: number) => () =>
      distanceMatrix([
        [0, distance],
        [distance + by, 0],
      ]);
    expect(off(1e-3, 1.1e-9)).toThrow("distances[1][0]");
    expect(off(1e3, 9e-4)).not.toThrow();
    // However small all distances are, one that is as large as the others is no rounding error.
    expect(off(1e-15, 1e-15)).not.toThrow();
    expect(off(1e-25, 1e-25)).toThrow("distances[1][0]");
  });

  it("euclidean ones, and those of some items in another order", () => {
    const all = euclideanDistances([
      [0, 0],
      [3, 4],
      [3, 0],
    ]);
    expect(toRows(all)).toEqual([
      [0, 5, 3],
      [5, 0, 4],
      [3, 4, 0],
    ]);
    expect(toRows(selectDistances(all, [2, 1]))).toEqual([
      [0, 4],
      [4, 0],
    ]);
  });
});

describe("bounds and verdicts by hand", () => {
  it("t has n − 1 degrees", () => {
    const found = bounds({ estimate: 1, standardError: 2, networks: 2 });
    expect(found.upper).toBeCloseTo(1 + 2 * ofOne, 9);
    expect(found.lower).toBeCloseTo(1 - 2 * ofOne, 9);
    const { estimate, standardError, lower, upper, networks } = meanBounds([0, 1, 2]);
    expect({ estimate, standardError, networks }).toEqual({
      estimate: 1,
      standardError: Math.sqrt(1 / 3),
      networks: 3,
    });
    expect(upper).toBeCloseTo(1 + ofTwo / Math.sqrt(3), 9);
    expect(lower).toBeCloseTo(1 - ofTwo / Math.sqrt(3), 9);
  });

  it("equivalence has the p of each margin, and the larger one", () => {
    const found = equivalence([0, 1, 2], 2);
    expect(found.lowerP).toBeCloseTo(tailOfTwo(3 * Math.sqrt(3)), 12);
    expect(found.upperP).toBeCloseTo(tailOfTwo(Math.sqrt(3)), 12);
    expect(found.p).toBe(found.upperP);
    const sure = { mean: 0.1, standardError: 0, degrees: 2 };
    expect(equivalenceOf({ ...sure, margin: 0.2 })).toMatchObject({ lowerP: 0, upperP: 0 });
    expect(equivalenceOf({ ...sure, margin: 0.1 })).toMatchObject({ lowerP: 0, upperP: 1 });
  });

  it("both bounds of a share are asked for where nothing is said", () => {
    const { low, high } = binomialBounds({ successes: 0, trials: 16 });
    expect(low).toBe(0);
    expect(1 - high).toBeCloseTo(0.025 ** (1 / 16), 9);
    const turned = binomialBounds({ successes: 16, trials: 16 });
    expect(turned.high).toBe(1);
    expect(turned.low).toBeCloseTo(0.025 ** (1 / 16), 9);
    const upper = binomialBounds({ successes: 3, trials: 16 }, { level: 0.95, sides: "upper" });
    expect(upper.low).toBe(0);
    const lower = binomialBounds({ successes: 3, trials: 16 }, { level: 0.95, sides: "lower" });
    expect(lower.high).toBe(1);
  });

  it("the p of a share, and the variance of groups of fixed size", () => {
    expect(binomialUpperTail({ successes: 10, trials: 12 }, 0.5)).toBeCloseTo(79 / 4096, 14);
    expect(binomialUpperTail({ successes: 0, trials: 5 }, 0.3)).toBe(1);
    expect(binomialUpperTail({ successes: 2000, trials: 2000 }, 0.999)).toBeCloseTo(
      0.999 ** 2000,
      12,
    );
    // Three groups without any variation: a rank effect that only group sizes could move.
    expect(stratifiedVariance([1, 1, 2, 2, 5], [0, 0, 1, 1, 2])).toBe(0);
    expect(stratifiedVariance([1, 3, 5, 9], [7, 7, 4, 4])).toBe(0.5 * 2 + 0.5 * 8);
  });

  it("p = α supports; a bound at δ decides nothing", () => {
    const judge = (effect: number, p: number, upper: number) =>
      judgeDifference({ effect, p, upper }, { delta: 0.1 });
    expect(judge(1, 0.05, 2)).toBe("supported");
    expect(judge(0, 0.05, 2)).toBe("inconclusive");
    expect(judge(1, 0.5, 0.1)).toBe("inconclusive");
    const at = { estimate: 0.1, standardError: 0, networks: 8 };
    expect(indistinguishable(at, { delta: 0.1, sensitive: true })).toMatchObject({
      verdict: "inconclusive",
      because: "bounds on both sides of delta",
    });
  });

  it("a slope of places 0 and 2, with the degrees of its smallest cell", () => {
    const found = slope([
      { at: 0, estimate: 1, variance: 1, networks: 9 },
      { at: 2, estimate: 5, variance: 3, networks: 3 },
    ]);
    expect(found).toMatchObject({ slope: 2, standardError: 1, t: 2, degrees: 2 });
    expect(found.risingP).toBeCloseTo(tailOfTwo(2), 12);
    expect(found.fallingP).toBeCloseTo(1 - tailOfTwo(2), 12);
    expect(found.upper).toBeCloseTo(2 + ofTwo, 9);
    expect(found.lower).toBeCloseTo(2 - ofTwo, 9);
    const level = { estimate: 1, variance: 0, networks: 3 };
    const flat = slope([
      { at: 0, ...level },
      { at: 1, ...level },
    ]);
    expect(flat).toMatchObject({ slope: 0, t: 0, risingP: 0.5 });
  });

  it("Welch's t and its degrees", () => {
    const found = welch({ a: [0, 2], b: [1, 5] });
    expect(found.difference).toBe(-2);
    expect(found.standardError).toBeCloseTo(Math.sqrt(5), 14);
    expect(found.t).toBeCloseTo(-2 / Math.sqrt(5), 14);
    expect(found.degrees).toBeCloseTo(25 / 17, 14);
    expect(welch({ a: [0, 1, 2], b: [3, 5] }).degrees).toBeCloseTo(
      (1 / 3 + 1) ** 2 / (1 / 9 / 2 + 1 / 1),
      12,
    );
    const still = { standardError: 0, degrees: 3 };
    expect(welch({ a: [1, 1, 1], b: [1, 1] })).toMatchObject({ ...still, greaterP: 0.5, p: 1 });
    expect(welch({ a: [2, 2, 2], b: [1, 1] })).toMatchObject({ ...still, greaterP: 0, p: 0 });
    expect(welch({ a: [1, 1, 1], b: [2, 2] })).toMatchObject({ ...still, greaterP: 1, p: 0 });
  });

  it("the first bets: 1 + f, then the mean of (1 + f)²", () => {
    const squares = 1 / 3 - 1 / (12 * 32 * 32);
    const won = eValues([1, 1], { mean: "at most", value: 0.5 });
    expect(won[0]).toBe(1.5);
    expect(won[1]).toBeCloseTo(2 + squares, 12);
    expect(eValues([0, 0], { mean: "at least", value: 0.5 })).toEqual(won);
    expect(eValues([0.5], { mean: "at most", value: 0.25 })[0]).toBe(1.5);
    expect(eValues([0.5], { mean: "at least", value: 0.75 })[0]).toBe(1.5);
  });
});

describe("ranks and trends by hand", () => {
  it("ties share the mean of their ranks, and are counted", () => {
    expect(Array.from(midRanks([3, 1, 2, 1]))).toEqual([4, 1.5, 3, 1.5]);
    expect(tieSizes([3, 1, 2, 1, 3, 3])).toEqual([3, 2]);
    expect([sampleMean([1, 2, 6]), sampleVariance([0, 2, 4])]).toEqual([3, 4]);
  });

  it("rank correlations, without ties and with", () => {
    const [x, y] = [
      [1, 2, 3, 4],
      [1, 3, 2, 4],
    ];
    expect(kendallTau(x, y)).toBeCloseTo(2 / 3, 14);
    expect(spearmanRho(x, y)).toBeCloseTo(0.8, 14);
    expect(kendallTau([1, 1, 2], [1, 2, 3])).toBeCloseTo(2 / Math.sqrt(6), 14);
    expect(spearmanRho([1, 1, 2], [1, 2, 3])).toBeCloseTo(Math.sqrt(3) / 2, 14);
    for (const correlation of [kendallTau, spearmanRho]) {
      expect(correlation([1, 1], [1, 2])).toBe(0);
      expect(correlation([1, 2], [1, 1])).toBe(0);
    }
  });

  it("exact as long as counting is quick, and normal beyond: it says which", () => {
    const rng = madeRng(3);
    const drawn = (size: number, round = (x: number) => x) =>
      Array.from({ length: size }, () => round(rng.normal()));
    const method = (size: number, round?: (x: number) => number) =>
      mannWhitney({ a: drawn(size, round), b: drawn(size, round) }).method;
    expect([100, 168, 169].map((size) => method(size))).toEqual(["exact", "exact", "normal"]);
    expect([70, 71].map((size) => method(size, Math.round))).toEqual(["exact", "normal"]);
    // Both ways to the tail agree where the normal form is good, and the counts add up to 1.
    const samples = { a: drawn(200), b: drawn(200) };
    const [exact, normal] = (["exact", "normal"] as const).map(
      (how) => mannWhitney(samples, { alternative: "greater", method: how }).p,
    );
    expect(exact).toBeCloseTo(normal, 3);
    const ends = (["greater", "less"] as const).map(
      (alternative) =>
        mannWhitney(
          { a: drawn(200).map((x) => x + 100), b: drawn(200) },
          { alternative, method: "exact" },
        ).p,
    );
    expect(ends[1]).toBe(1);
    // One of the C(400, 200) ways: every digit counts, also so far out.
    const ways = Array.from({ length: 200 }, (_, i) => (200 + i + 1) / (i + 1));
    expect(ends[0] * ways.reduce((product, ratio) => product * ratio, 1)).toBeCloseTo(1, 10);
    const many = { a: drawn(501), b: drawn(500) };
    expect(() => mannWhitney(many, { method: "exact" })).toThrow("a, b: expected fewer values");
  });

  it("the largest of three values: of three choices of one, one is as large", () => {
    const [a, b] = [[3], [1, 2]];
    const p = (alternative: Alternative) =>
      mannWhitney({ a, b }, { alternative, method: "exact" }).p;
    expect(p("greater")).toBeCloseTo(1 / 3, 14);
    expect(p("less")).toBe(1);
    expect(p("two-sided")).toBeCloseTo(2 / 3, 14);
    const middle = mannWhitney({ a: [2], b: [1, 3] });
    expect(middle).toEqual({ u: 1, superiority: 0.5, p: 1, method: "exact" });
    const whole = { u: 2, superiority: 1, p: p("two-sided"), method: "exact" };
    expect(mannWhitney({ a, b })).toEqual(whole);
    for (const alternative of ["greater", "less", "two-sided"] as const) {
      const equal = mannWhitney({ a: [1, 1], b: [1] }, { alternative, method: "normal" });
      expect(equal.p).toBe(1);
    }
  });

  it("Page's L of two rows is 27, 1.5 deviations above its mean", () => {
    const { l, p } = pageTrend([
      [1, 2, 3],
      [2, 1, 3],
    ]);
    expect(l).toBe(27);
    // Φ(−1.5), of any table of the normal distribution.
    expect(p).toBeCloseTo(0.0668072, 7);
  });

  it("Jonckheere's z with a tie: J = 3.5, mean 2, variance 3/2 over the six labellings", () => {
    const found = jonckheere(
      [
        [1, 2],
        [2, 3],
      ],
      1,
      madeRng(1),
    );
    expect(found.j).toBe(3.5);
    expect(found.z).toBeCloseTo(Math.sqrt(1.5), 14);
  });

  it("the superiority of one stratum, with the jackknife of its shares", () => {
    const settings = { permutations: 1, alternative: "greater" } as const;
    const found = stratifiedRanks([{ a: [2, 4], b: [1, 3] }], settings, madeRng(1));
    expect(found.superiority).toBeCloseTo(0.75, 14);
    expect(found.standardError).toBeCloseTo(Math.sqrt(1 / 8), 14);
    const uneven = [
      { a: [2, 4], b: [1, 3] },
      { a: [1], b: [2, 3, 4] },
    ];
    const pooled = stratifiedRanks(uneven, settings, madeRng(1));
    // The weights are 4/5 and 3/5; the second stratum has superiority 0.
    expect(pooled.superiority).toBeCloseTo(3 / 7, 14);
    expect(pooled.networks).toBe(3);
    expect(pooled.standardError).toBeCloseTo(Math.sqrt(0.64 / 8 + 0.36 * 0.25) / 1.4, 14);
  });
});

describe("labels by hand", () => {
  const onLine = (...places: number[]) => euclideanDistances(places.map((place) => [place]));

  it("a statistic that never changes has every p at 1", () => {
    for (const alternative of ["greater", "less", "two-sided"] as const)
      expect(
        permutationTest(
          { labels: [0, 1, 1], statistic: () => 3, permutations: 7, alternative },
          madeRng(1),
        ),
      ).toEqual({
        ...{ observed: 3, p: 1, mean: 3, atLeast: 7, atMost: 7, permutations: 7 },
        labellings: "shuffled",
      });
  });

  it("labels stay within their stratum", () => {
    const seen = new Set<string>();
    permutationTest(
      {
        labels: [1, 2, 3, 4, 5],
        strata: [7, 8, 7, 8, 7],
        statistic: (labels) => {
          seen.add(labels.join(""));
          return labels[0];
        },
        permutations: 400,
        alternative: "greater",
      },
      madeRng(1),
    );
    // All 3! × 2! of them.
    expect(seen.size).toBe(12);
    for (const labels of seen) {
      expect([labels[0], labels[2], labels[4]].sort()).toEqual(["1", "3", "5"]);
      expect([labels[1], labels[3]].sort()).toEqual(["2", "4"]);
    }
  });

  it("the pseudo-F of 0, 1 and 3, 4 is 18", () => {
    const distances = onLine(0, 1, 3, 4);
    const labels = [5, 5, 2, 2];
    expect(permanova({ distances, labels, permutations: 1 }, madeRng(1)).observed).toBe(18);
    const same = onLine(1, 1, 1, 1);
    expect(permanova({ distances: same, labels, permutations: 1 }, madeRng(1)).observed).toBe(0);
  });

  it("the spreads of three on a line, and their F", () => {
    const distances = onLine(0, 3, 6, 20, 26, 32);
    const labels = [2, 2, 2, 1, 1, 1];
    const found = permdisp({ distances, labels, permutations: 1 }, madeRng(1));
    const correction = Math.sqrt(1 - 1 / 3);
    expect(found.spreads[0]).toBeCloseTo(2 / correction, 12);
    expect(found.spreads[1]).toBeCloseTo(4 / correction, 12);
    // Between 6 with one degree, within 30 with four.
    expect(found.f).toBeCloseTo(0.8, 12);
    const alike = { distances: onLine(0, 1, 5, 6), labels: [0, 0, 1, 1], permutations: 3 };
    expect(permdisp(alike, madeRng(1))).toMatchObject({ f: 0, p: 1 });
  });
});
