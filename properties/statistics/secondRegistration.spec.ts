import { describe, expect, it } from "vitest";
import { binomialChances } from "../../src/statistics/binomialChances.ts";
import { constantBounds } from "../../src/statistics/constantBounds.ts";
import { contrast, meanEstimate, slopeEstimate } from "../../src/statistics/contrast.ts";
import { euclideanDistances } from "../../src/statistics/distanceMatrix.ts";
import {
  boundsOfEstimate,
  combineVariances,
  intervalOf,
  pOfEstimate,
} from "../../src/statistics/estimate.ts";
import { errorOfGroups, groupJackknife } from "../../src/statistics/groupJackknife.ts";
import { groupVariances } from "../../src/statistics/jackknife.ts";
import { jonckheereEffect } from "../../src/statistics/jonckheereEffect.ts";
import { jonckheereExact } from "../../src/statistics/jonckheereExact.ts";
import {
  claimLevel,
  judgeAlike,
  judgeApart,
  judgeFlat,
  judgeSlope,
  judgeTrend,
} from "../../src/statistics/judgeByWords.ts";
import {
  judgeProportions,
  judgeShareAtLeast,
  judgeShareAtMost,
} from "../../src/statistics/judgeShares.ts";
import { mixtureEffect, sharesApart } from "../../src/statistics/mixtureEffect.ts";
import { omegaContrast } from "../../src/statistics/omegaContrast.ts";
import { omegaDifference, omegaEstimate, omegaSquared } from "../../src/statistics/omegaSquared.ts";
import { largestOf } from "../../src/statistics/omnibus.ts";
import { shareDifference, shareDifferenceBounds } from "../../src/statistics/shareDifference.ts";
import { simulateTest } from "../../src/statistics/simulateTest.ts";
import { spreadRatio } from "../../src/statistics/spreadRatio.ts";
import { stratifiedDifference } from "../../src/statistics/stratifiedDifference.ts";
import { crossedDesign, twoWayPermanova } from "../../src/statistics/twoWayPermanova.ts";
import { vanElteren } from "../../src/statistics/vanElteren.ts";
import { madeRng } from "../representations/made.ts";

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;

const six = euclideanDistances([[0], [1], [3], [10], [11], [14]]);
const labels = [0, 0, 0, 1, 1, 1];
const crossed = {
  distances: euclideanDistances([[0], [1], [3], [4], [10], [11], [14], [15]]),
  first: [0, 0, 0, 0, 1, 1, 1, 1],
  second: [0, 0, 1, 1, 0, 0, 1, 1],
};
const estimate = { estimate: 1, standardError: 0.5, degrees: 4 };
const counts = (a: number, m: number, b: number, n: number) => ({
  a: { successes: a, trials: m },
  b: { successes: b, trials: n },
});
const wide = { delta: 0.1, alpha: 0.05, parts: 1 };
const found = { estimate: 0.3, p: 0.01, boundsAt: () => ({ lower: 0.2, upper: 0.4 }) };
const mix = {
  distances: six,
  mixtures: sharesApart([true, true, true, false, false, false], { difference: 0.5 }),
  networks: 4,
  simulations: 2,
  statistic: () => 0,
};
const stratum = { a: [1, 2], b: [3, 4] };

describe("by hand", () => {
  it("parts of a variance go by group, in order of occurrence", () => {
    expect(groupVariances([1, 3, 5, 9, 4], [7, 7, 4, 4, 1])).toEqual([
      { networks: 2, variance: 1 },
      { networks: 2, variance: 4 },
      { networks: 1, variance: 0 },
    ]);
    const { standardError, degrees } = errorOfGroups([1, 3, 5, 9], [7, 7, 4, 4]);
    expect(standardError).toBeCloseTo(Math.sqrt(5), 12);
    expect(degrees).toBeCloseTo(25 / 17, 12);
  });

  it("two equal variances have the degrees of both; none varies: those of the smaller", () => {
    const parts = [
      { variance: 2, degrees: 3 },
      { variance: 2, degrees: 3 },
    ];
    expect(combineVariances(parts)).toEqual({ standardError: 2, degrees: 6 });
    const nothing = [
      { variance: 0, degrees: 3 },
      { variance: 0, degrees: 2 },
    ];
    expect(combineVariances(nothing)).toEqual({ standardError: 0, degrees: 2 });
  });

  it("an estimate without error has p of 0 or 1, and bounds on itself", () => {
    const exact = { estimate: 0.2, standardError: 0, degrees: 3 };
    expect(pOfEstimate(exact)).toEqual({ greaterP: 0, lessP: 1 });
    expect(pOfEstimate(exact, 0.2)).toEqual({ greaterP: 1, lessP: 1 });
    expect(intervalOf(boundsOfEstimate(exact))).toEqual([0.2, 0.2]);
  });

  it("a slope over two places is their difference; a mean of two is half of each", () => {
    const places = [
      { at: 2, estimate: 1, standardError: 3, degrees: 5 },
      { at: 4, estimate: 4, standardError: 4, degrees: 5 },
    ];
    expect(slopeEstimate(places)).toMatchObject({ estimate: 1.5, standardError: 2.5 });
    expect(meanEstimate(places)).toMatchObject({ estimate: 2.5, standardError: 2.5 });
    expect(contrast(places, [1, -1]).estimate).toBe(-3);
  });

  it("0, 1, 3 v 10, 11, 14: SS_T 166, SS_W 40/3", () => {
    const {
      total,
      within,
      between,
      omegaSquared: omega,
    } = omegaSquared({ distances: six, labels });
    expect(total).toBeCloseTo(427 - (39 * 39) / 6, 9);
    expect(within).toBeCloseTo(14 / 3 + 26 / 3, 9);
    expect(between).toBeCloseTo(total - within, 12);
    expect(omega).toBeCloseTo((between - within / 4) / (total + within / 4), 12);
  });

  it("0, 1, 3 are spread as 10, 11, 13, and half as widely as 10, 12, 16", () => {
    const ratio = (second: number[]) => {
      const distances = euclideanDistances([0, 1, 3, ...second].map((x) => [x]));
      return spreadRatio({ distances, labels }, madeRng(1));
    };
    expect(ratio([10, 11, 13]).estimate).toBeCloseTo(0, 12);
    expect(ratio([10, 12, 16]).estimate).toBeCloseTo(-Math.LN2, 12);
    expect(ratio([10, 10, 10]).estimate).toBeGreaterThan(20);
  });

  it("of identical networks nothing lies between", () => {
    const zeros = { size: 6, values: new Float64Array(36) };
    expect(omegaSquared({ distances: zeros, labels })).toMatchObject({ f: 0, omegaSquared: 0 });
    expect(omegaEstimate({ distances: zeros, labels })).toMatchObject({
      estimate: 0,
      standardError: 0,
    });
    const none = { ...crossed, distances: { size: 8, values: new Float64Array(64) } };
    expect(twoWayPermanova({ ...none, permutations: 9 }, madeRng(1))).toMatchObject({
      firstP: 1,
      secondP: 1,
      total: 0,
    });
  });

  it("the first factor has nearly all of the variance, and the squares add up", () => {
    const { first, second, interaction, residual, total } = twoWayPermanova(
      { ...crossed, permutations: 99 },
      madeRng(1),
    );
    expect(first.squares).toBeCloseTo(220.5, 9);
    expect(second.squares).toBeCloseTo(24.5, 9);
    expect(interaction.squares).toBeCloseTo(0.5, 9);
    expect(residual).toEqual({ squares: 2, degrees: 4 });
    expect(total).toBeCloseTo(247.5, 9);
    expect(first.f).toBeCloseTo(441, 9);
  });

  it("van Elteren: 1 of 36 labellings is as far out; of one stratum it is Mann–Whitney's p", () => {
    const strata = [
      { a: [5, 6], b: [1, 2] },
      { a: [4, 9], b: [3, 3] },
    ];
    expect(vanElteren(strata).exactP).toBeCloseTo(1 / 36, 12);
    expect(vanElteren([{ a: [1, 1], b: [2, 2] }]).exactP).toBe(1);
    expect(vanElteren([{ a: [2, 2], b: [1, 1] }]).exactP).toBeCloseTo(1 / 6, 12);
    expect(vanElteren([{ a: [1, 1], b: [1] }])).toMatchObject({ z: 0, normalP: 1, exactP: 1 });
  });

  it("too many sums are left to shuffled labels", () => {
    const long = Array.from({ length: 300 }, (_, i) => i);
    expect(vanElteren([{ a: long, b: long }]).exactP).toBeNull();
    const primes = [10, 12, 16, 18, 22, 28, 30, 36, 40, 42, 46, 52];
    const strata = primes.map((n) => ({ a: long.slice(0, n / 2), b: long.slice(0, n / 2) }));
    expect(vanElteren(strata).exactP).toBeNull();
    expect(jonckheereExact([long, long, long])).toBeNull();
    expect(jonckheereExact([long, long, long, long])).toBeNull();
  });

  it("a trend without exception has effect 1, bounded by the exact share of 4 networks", () => {
    const { estimate: effect, boundsAt } = jonckheereEffect([
      [1, 2, 3, 4],
      [5, 6, 7, 8],
    ]);
    expect(effect).toBe(1);
    const most = 1 - 0.05 ** 0.25;
    expect(boundsAt(0.95).upper).toBe(1);
    expect(boundsAt(0.95).lower).toBeCloseTo(1 - 2 * most, 9);
    expect(jonckheereExact([[1], [2], [3]])).toBeCloseTo(1 / 6, 12);
  });

  it("0 of 16 equal values in [0, 1] leave room for a share of .17", () => {
    const bounds = constantBounds({ value: 0, networks: 16, least: 0, most: 1 })(0.95);
    expect(bounds.lower).toBe(0);
    expect(bounds.upper).toBeCloseTo(1 - 0.05 ** (1 / 16), 9);
  });

  // P(5 of 5 and 0 of 5) is p^5 (1 − p)^5, at most 2^−10.
  it("5 of 5 v 0 of 5 has p = 1/1024", () => {
    expect(shareDifference(counts(5, 5, 0, 5)).greaterP).toBeCloseTo(1 / 1024, 12);
    expect(shareDifference(counts(3, 5, 3, 5))).toMatchObject({ difference: 0 });
    expect(shareDifferenceBounds(counts(0, 5, 5, 5))(0.95).lower).toBe(-1);
    expect(shareDifferenceBounds(counts(5, 5, 0, 5))(0.95).upper).toBe(1);
  });

  it("chances of a binomial: 1/4, 1/2, 1/4; and where it is certain", () => {
    expect([...binomialChances(2, 0.5)]).toEqual([0.25, 0.5, 0.25]);
    expect([...binomialChances(2, 0)]).toEqual([1, 0, 0]);
    expect([...binomialChances(2, 1)]).toEqual([0, 0, 1]);
    expect([...binomialChances(0, 0.3)]).toEqual([1]);
  });

  it("the largest bound is said with its own level", () => {
    const at = (shift: number) => (level: number) => ({
      lower: shift - level,
      upper: shift + level,
    });
    const { boundsAt, parts } = largestOf([at(0), at(1), at(0.5)]);
    expect(parts).toBe(3);
    expect(boundsAt(0.7).upper).toBeCloseTo(1.7, 12);
    expect(boundsAt(0.7).lower).toBeCloseTo(1 - 0.9, 12);
  });
});

describe("verdicts by words", () => {
  it("say why in one sentence", () => {
    expect(judgeApart(found, wide)).toEqual({
      verdict: "supported",
      why: "The effect 0.3 is at least 0.1, p 0.01 at most 0.05.",
    });
    expect(judgeTrend({ ...found, p: 0.2 }, wide).why).toBe(
      "Undecided: p 0.2 is above 0.05, the upper bound 0.4 is not below 0.1.",
    );
    const small = { estimate: 0.03, p: 0.001, boundsAt: () => ({ lower: 0.01, upper: 0.05 }) };
    expect(judgeApart(small, wide)).toEqual({
      verdict: "contradicted",
      why: "The upper bound 0.05 of the effect is below 0.1: there is one, but it is too small.",
    });
    expect(judgeSlope(found, { ...wide, claim: "falls" }).verdict).toBe("contradicted");
    expect(judgeAlike(small, { ...wide, sensitive: false }).why).toBe(
      "The upper bound 0.05 is below 0.1, but the measure does not tell its control apart.",
    );
    expect(judgeFlat(small, wide).verdict).toBe("supported");
    expect(judgeShareAtLeast({ successes: 14, trials: 16 }, { ...wide, delta: 0.6 }).why).toBe(
      "14 of 16: the lower bound 0.656 is at least 0.6.",
    );
    expect(judgeShareAtMost({ successes: 0, trials: 16 }, { ...wide, delta: 0.25 }).verdict).toBe(
      "supported",
    );
    const proportions = judgeProportions(counts(15, 16, 4, 16), wide);
    expect(proportions.verdict).toBe("supported");
    expect(proportions.why).toMatch(/^15 of 16 and 4 of 16: the effect 0.688 is at least 0.1, p /);
    expect(judgeProportions(counts(4, 16, 15, 16), wide).verdict).toBe("contradicted");
  });

  it("α of one of four claims is .0125", () => {
    expect(claimLevel(4)).toBe(0.0125);
  });
});

const replicated = (replicates: number) => () =>
  simulateTest({ generate: () => 0, isFound: () => true, replicates, key: [1, 2, 3, 4] });

describe("what is refused, and says so", () => {
  it.each([
    ["parts", () => combineVariances([])],
    ["parts[0].variance", () => combineVariances([{ variance: -1, degrees: 1 }])],
    ["parts[0].variance", () => combineVariances([{ variance: infinity, degrees: 1 }])],
    ["parts[0].degrees", () => combineVariances([{ variance: 1, degrees: 0 }])],
    ["estimate", () => boundsOfEstimate({ ...estimate, estimate: nan })],
    ["standardError", () => boundsOfEstimate({ ...estimate, standardError: -1 })],
    ["degrees", () => boundsOfEstimate({ ...estimate, degrees: 0 })],
    ["level", () => boundsOfEstimate(estimate)(1)],
    ["at", () => pOfEstimate(estimate, infinity)],
    ["of", () => groupVariances([1], [0, 1])],
    ["labels", () => groupJackknife([0, 0, 1], () => 0)],
    ["statistic", () => groupJackknife([0, 0], () => nan)],
    ["weights", () => contrast([estimate], [])],
    ["weights[0]", () => contrast([estimate], [nan])],
    ["estimates", () => contrast([], [])],
    ["cells", () => slopeEstimate([{ at: 1, ...estimate }])],
    ["effects", () => largestOf([])],
    ["labels", () => omegaSquared({ distances: six, labels: [0, 1] })],
    ["labels", () => omegaEstimate({ distances: six, labels: [0, 0, 1, 1, 1, 1] })],
    [
      "less",
      () =>
        omegaDifference({
          more: { distances: six, labels },
          less: { distances: six, labels: [0, 0, 1, 1, 1, 1] },
        }),
    ],
    ["labels", () => spreadRatio({ distances: six, labels: [0, 0, 1, 1, 1, 1] }, madeRng(1))],
    ["labels", () => spreadRatio({ distances: six, labels: [0, 0, 1, 1, 2, 2] }, madeRng(1))],
    ["first", () => crossedDesign({ ...crossed, first: [0, 1] })],
    ["second", () => crossedDesign({ ...crossed, second: [1, 1, 1, 1, 1, 1, 1, 1] })],
    ["first, second", () => crossedDesign({ ...crossed, first: [0, 0, 0, 1, 1, 1, 1, 1] })],
    [
      "first, second",
      () => crossedDesign({ distances: six, first: [0, 0, 0, 1, 1, 1], second: labels }),
    ],
    ["permutations", () => twoWayPermanova({ ...crossed, permutations: 0 }, madeRng(1))],
    ["draws", () => omegaContrast({ ...crossed, draws: 98 }, madeRng(1))],
    ["level", () => omegaContrast({ ...crossed, draws: 99 }, madeRng(1)).boundsAt(0.995)],
    ["level", () => omegaContrast({ ...crossed, draws: 99 }, madeRng(1)).boundsAt(0.5)],
    ["groups", () => jonckheereEffect([[1, 2]])],
    ["groups[1]", () => jonckheereEffect([[1, 2], [3]])],
    ["groups", () => jonckheereExact([[1, 2]])],
    ["groups[1]", () => jonckheereExact([[1], []])],
    ["strata", () => vanElteren([{ a: [1], b: [] }])],
    ["strata[0].a[0]", () => vanElteren([{ a: [nan], b: [1] }])],
    ["strata", () => stratifiedDifference([{ a: [1], b: [1, 2] }])],
    ["strata[1].b[0]", () => stratifiedDifference([stratum, { a: [1, 2], b: [nan, 1] }])],
    ["value", () => constantBounds({ value: 2, networks: 3, least: 0, most: 1 })],
    ["least, most", () => constantBounds({ value: 1, networks: 3, least: 1, most: 1 })],
    ["networks", () => constantBounds({ value: 1, networks: 0, least: 0, most: 1 })],
    ["level", () => constantBounds({ value: 1, networks: 1, least: 0, most: 1 })(1)],
    ["trials", () => binomialChances(-1, 0.5)],
    ["probability", () => binomialChances(1, 1.1)],
    ["a.trials", () => shareDifference(counts(0, 0, 1, 2))],
    ["a.trials", () => shareDifference(counts(0, 501, 1, 2))],
    ["b.successes", () => shareDifference(counts(1, 2, 3, 2))],
    ["margin", () => shareDifference(counts(1, 2, 1, 2), 1)],
    ["level", () => shareDifferenceBounds(counts(1, 2, 1, 2))(0)],
    ["claims", () => claimLevel(0)],
    ["delta", () => judgeApart(found, { ...wide, delta: -0.1 })],
    ["alpha", () => judgeApart(found, { ...wide, alpha: 0 })],
    ["parts", () => judgeApart(found, { ...wide, parts: 0.5 })],
    ["p", () => judgeApart({ ...found, p: 1.1 }, wide)],
    ["delta", () => judgeAlike(found, { ...wide, delta: 0, sensitive: true })],
    ["delta", () => judgeFlat(found, { ...wide, delta: 0 })],
    ["delta", () => judgeShareAtLeast({ successes: 1, trials: 2 }, { ...wide, delta: 1.1 })],
    ["delta", () => judgeShareAtMost({ successes: 1, trials: 2 }, { ...wide, delta: 1.1 })],
    ["replicates", replicated(0)],
    ["mixtures[0]", () => mixtureEffect({ ...mix, mixtures: [[], mix.mixtures[1]] }, madeRng(1))],
    [
      "mixtures[1][0]",
      () =>
        mixtureEffect(
          { ...mix, mixtures: [mix.mixtures[0], [{ members: [6], share: 1 }]] },
          madeRng(1),
        ),
    ],
    [
      "mixtures[0][0]",
      () =>
        mixtureEffect(
          { ...mix, mixtures: [[{ members: [], share: 1 }], mix.mixtures[1]] },
          madeRng(1),
        ),
    ],
    ["networks", () => mixtureEffect({ ...mix, networks: 1 }, madeRng(1))],
    ["simulations", () => mixtureEffect({ ...mix, simulations: 1 }, madeRng(1))],
    ["has", () => sharesApart([true, true], { difference: 0.25 })],
    ["difference", () => sharesApart([true, false], { difference: 0 })],
    ["difference", () => sharesApart([true, false], { difference: 0.5, around: 0.9 })],
  ])("%s: %s", (name, wrong) => {
    expect(wrong).toThrow(RangeError);
    expect(wrong).toThrow(`${name}: `);
  });

  it("and what is at the edge is taken", () => {
    expect(replicated(1)().share).toBe(1);
    expect(mixtureEffect(mix, madeRng(1))).toEqual({ mean: 0, standardError: 0, deviation: 0 });
    expect(sharesApart([true, false], { difference: 0.2, around: 0.9 })[0]).toEqual([
      { members: [0], share: 1 },
      { members: [1], share: 0 },
    ]);
    expect(stratifiedDifference([stratum, { a: [1], b: [] }])).toMatchObject({
      estimate: -2,
      strata: 1,
    });
    expect(omegaContrast({ ...crossed, draws: 99 }, madeRng(1)).boundsAt(0.99).lower).toBeLessThan(
      omegaContrast({ ...crossed, draws: 99 }, madeRng(1)).boundsAt(0.9).lower,
    );
  });
});
