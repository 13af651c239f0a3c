import { describe, expect, it } from "vitest";
import { eValues } from "../../src/statistics/bettingProcess.ts";
import { binomialBounds } from "../../src/statistics/binomialBounds.ts";
import { binomialUpperTail } from "../../src/statistics/binomialTail.ts";
import { confidenceSequence } from "../../src/statistics/confidenceSequence.ts";
import { judgeDifference } from "../../src/statistics/difference.ts";
import { distanceMatrix, euclideanDistances } from "../../src/statistics/distanceMatrix.ts";
import { equivalence, equivalenceOf } from "../../src/statistics/equivalence.ts";
import { holm } from "../../src/statistics/holm.ts";
import { bounds, indistinguishable } from "../../src/statistics/indistinguishable.ts";
import { deleteOneJackknife, stratifiedVariance } from "../../src/statistics/jackknife.ts";
import { jonckheere } from "../../src/statistics/jonckheere.ts";
import { kendallTau } from "../../src/statistics/kendallTau.ts";
import { mannWhitney } from "../../src/statistics/mannWhitney.ts";
import { meanBounds } from "../../src/statistics/meanBounds.ts";
import { requireSample, sampleMean, sampleVariance } from "../../src/statistics/moments.ts";
import { pageTrend } from "../../src/statistics/pageTrend.ts";
import { numberGroups } from "../../src/statistics/permanova.ts";
import { permdisp } from "../../src/statistics/permdisp.ts";
import { type PermutationQuestion, permutationTest } from "../../src/statistics/permutation.ts";
import { midRanks } from "../../src/statistics/ranks.ts";
import { sequentialMean } from "../../src/statistics/sequentialMean.ts";
import { signTest } from "../../src/statistics/signTest.ts";
import { type SlopeCell, slope } from "../../src/statistics/slope.ts";
import { spearmanRho } from "../../src/statistics/spearmanRho.ts";
import { stratifiedRanks } from "../../src/statistics/stratifiedRanks.ts";
import { tQuantile, tUpperTail } from "../../src/statistics/studentT.ts";
import { welch } from "../../src/statistics/welch.ts";
import { madeRng } from "../representations/made.ts";

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;

const even = { mean: "at most", value: 0.5 } as const;
const share = (successes: number, trials: number, level = 0.9) =>
  binomialBounds({ successes, trials }, { level, sides: "both" });
const difference = (p: number, delta = 0.1) =>
  judgeDifference({ effect: 1, p, upper: 2 }, { delta });
const effect = { estimate: 0, standardError: 0.1, networks: 8 };
const alike = (delta: number) => indistinguishable(effect, { delta, sensitive: true });
const tost = { mean: 0, standardError: 1, degrees: 3, margin: 1 };
const cell: SlopeCell = { at: 0, estimate: 0, variance: 1, networks: 8 };
const sloped = (changes: Partial<SlopeCell>) =>
  slope([
    { ...cell, at: 1 },
    { ...cell, ...changes },
  ]);
const sequential = (alpha: number) => sequentialMean([1], { claim: "above", value: 0.5, alpha });
const ranked = (a: number[], b: number[]) =>
  stratifiedRanks([{ a, b }], { permutations: 1, alternative: "less" }, madeRng(1));
const shuffled = (changes: Partial<PermutationQuestion>) =>
  permutationTest(
    { labels: [0, 1], statistic: () => 0, permutations: 1, alternative: "less", ...changes },
    madeRng(1),
  );
const four = euclideanDistances([[0], [1], [3], [4]]);
const dispersed = (labels: number[]) =>
  permdisp({ distances: four, labels, permutations: 1 }, madeRng(1));

describe("what statistics refuses", () => {
  it.each([
    ["value", () => eValues([0.5], { mean: "at most", value: 0 })],
    ["value", () => eValues([0.5], { mean: "at most", value: 1 })],
    ["observations[0]", () => eValues([-0.1], even)],
    ["observations[1]", () => eValues([0, 1.1], even)],
    ["observations[0]", () => confidenceSequence([2])],
    ["level", () => confidenceSequence([1], 0)],
    ["level", () => confidenceSequence([1], 1)],
    ["trials", () => share(0, 0)],
    ["trials", () => share(0, 1.5)],
    ["successes", () => share(-1, 2)],
    ["successes", () => share(0.5, 2)],
    ["successes", () => share(3, 2)],
    ["level", () => share(1, 2, 0)],
    ["level", () => share(1, 2, 1)],
    ["p", () => difference(-0.1)],
    ["p", () => difference(1.1)],
    ["p", () => difference(nan)],
    ["delta", () => difference(0.5, 0)],
    ["delta", () => difference(0.5, infinity)],
    ["distances", () => distanceMatrix([])],
    ["distances[1]", () => distanceMatrix([[0, 1], [1]])],
    [
      "distances[0][1]",
      () =>
        distanceMatrix([
          [0, nan],
          [1, 0],
        ]),
    ],
    [
      "distances[1][1]",
      () =>
        distanceMatrix([
          [0, 1],
          [1, 2e-6],
        ]),
    ],
    [
      "distances[0][0]",
      () =>
        distanceMatrix([
          [-2e-6, 1],
          [1, 0],
        ]),
    ],
    [
      "distances[1][0]",
      () =>
        distanceMatrix([
          [0, -1],
          [-1, 0],
        ]),
    ],
    [
      "distances[1][0]",
      () =>
        distanceMatrix([
          [0, 1],
          [1 + 2e-6, 0],
        ]),
    ],
    [
      "distances[1][0]",
      () =>
        distanceMatrix([
          [0, 1 + 2e-6],
          [1, 0],
        ]),
    ],
    ["rows", () => euclideanDistances([])],
    ["rows[1]", () => euclideanDistances([[1], [1, 2]])],
    ["rows[1]", () => euclideanDistances([[1, 2], [1]])],
    ["rows[1][0]", () => euclideanDistances([[1], [infinity]])],
    ["sample", () => equivalence([1], 1)],
    ["margin", () => equivalence([1, 2], 0)],
    ["margin", () => equivalence([1, 2], infinity)],
    ["standardError", () => equivalenceOf({ ...tost, standardError: -1 })],
    ["standardError", () => equivalenceOf({ ...tost, standardError: infinity })],
    ["pValues[1]", () => holm([0, -0.1])],
    ["pValues[0]", () => holm([1.1, 1])],
    ["networks", () => bounds({ ...effect, networks: 1 })],
    ["networks", () => bounds({ ...effect, networks: 2.5 })],
    ["estimate", () => bounds({ ...effect, estimate: nan })],
    ["standardError", () => bounds({ ...effect, standardError: -1 })],
    ["standardError", () => bounds({ ...effect, standardError: infinity })],
    ["probability", () => bounds(effect, 1)],
    ["delta", () => alike(0)],
    ["delta", () => alike(infinity)],
    ["size", () => deleteOneJackknife(1, () => 0)],
    ["of", () => stratifiedVariance([1, 2], [0])],
    ["trials", () => binomialUpperTail({ successes: 0, trials: 2001 }, 0.5)],
    ["successes", () => binomialUpperTail({ successes: 3, trials: 2 }, 0.5)],
    ["probability", () => binomialUpperTail({ successes: 1, trials: 2 }, 1)],
    ["size", () => deleteOneJackknife(2.5, () => 0)],
    ["statistic", () => deleteOneJackknife(2, () => nan)],
    ["groups", () => jonckheere([[1, 2]], 1, madeRng(1))],
    ["groups[1]", () => jonckheere([[1], []], 1, madeRng(1))],
    ["x", () => kendallTau([1], [1])],
    ["y", () => kendallTau([1, 2], [1])],
    ["y", () => kendallTau([1, 2], [1, 2, 3])],
    ["x[1]", () => kendallTau([1, nan], [1, 2])],
    ["y[1]", () => kendallTau([1, 2], [1, nan])],
    ["x", () => spearmanRho([1], [1])],
    ["x[1]", () => spearmanRho([1, nan], [1, 2])],
    ["y[1]", () => spearmanRho([1, 2], [1, nan])],
    ["y", () => spearmanRho([1, 2], [1])],
    ["y", () => spearmanRho([1, 2], [1, 2, 3])],
    ["a", () => mannWhitney({ a: [], b: [1] })],
    ["b", () => mannWhitney({ a: [1], b: [] })],
    ["sample", () => meanBounds([1])],
    ["sample", () => sampleMean([])],
    ["sample", () => sampleVariance([1])],
    ["weights[1]", () => requireSample("weights", [1, nan], 1)],
    ["sample[0]", () => midRanks([infinity])],
    ["table", () => pageTrend([[1, 2, 3]])],
    [
      "table",
      () =>
        pageTrend([
          [1, 2],
          [1, 2],
        ]),
    ],
    [
      "table[1]",
      () =>
        pageTrend([
          [1, 2, 3],
          [1, 2, 3, 4],
        ]),
    ],
    ["labels", () => numberGroups([0, 1], 3)],
    ["labels", () => numberGroups([0, 0, 0], 3)],
    ["labels", () => numberGroups([0, 1, 2], 3)],
    ["labels", () => dispersed([0, 0, 0, 1])],
    ["labels", () => shuffled({ labels: [0] })],
    ["permutations", () => shuffled({ permutations: 0 })],
    ["permutations", () => shuffled({ permutations: 1.5 })],
    ["statistic", () => shuffled({ statistic: () => infinity })],
    ["strata", () => shuffled({ strata: [0] })],
    ["strata", () => shuffled({ strata: [0, 0, 0] })],
    ["alpha", () => sequential(0)],
    ["alpha", () => sequential(1)],
    ["sample", () => signTest(new Float64Array(2001).fill(1), "less")],
    ["cells[1]", () => sloped({ at: nan })],
    ["cells[1]", () => sloped({ estimate: infinity })],
    ["cells[1].variance", () => sloped({ variance: -1 })],
    ["cells[1].variance", () => sloped({ variance: infinity })],
    ["cells[1].networks", () => sloped({ networks: 1 })],
    ["cells[1].networks", () => sloped({ networks: 2.5 })],
    ["cells", () => sloped({ at: 1 })],
    ["strata[0].a[0]", () => ranked([nan], [1])],
    ["strata[0].b[0]", () => ranked([1], [nan])],
    ["strata", () => ranked([], [1])],
    ["strata", () => ranked([1], [])],
    ["degrees", () => tUpperTail(1, 0)],
    ["degrees", () => tUpperTail(1, infinity)],
    ["degrees", () => tQuantile(0.5, 0)],
    ["probability", () => tQuantile(0, 3)],
    ["probability", () => tQuantile(1, 3)],
    ["a", () => welch({ a: [1], b: [1, 2] })],
    ["b", () => welch({ a: [1, 2], b: [1] })],
  ])("%s, and says so: %s", (name, wrong) => {
    expect(wrong).toThrow(RangeError);
    expect(wrong).toThrow(`${name}: `);
  });
});

describe("what statistics takes, at the edge of what it refuses", () => {
  it.each([
    () => eValues([0, 1], even),
    () => confidenceSequence([0, 1], 0.5),
    () => [share(0, 1), share(1, 1)],
    () => [difference(0), difference(1)],
    () => distanceMatrix([[0]]),
    () => euclideanDistances([[]]),
    () => equivalenceOf({ ...tost, standardError: 0 }),
    () => holm([0, 1]),
    () => holm([]),
    () => bounds({ ...effect, networks: 2, standardError: 0 }),
    () => deleteOneJackknife(2, () => 0),
    () => jonckheere([[1], [2]], 1, madeRng(1)),
    () => [kendallTau([1, 2], [1, 2]), spearmanRho([1, 2], [1, 2])],
    () => mannWhitney({ a: [1], b: [1] }),
    () => [meanBounds([1, 2]), sampleMean([1]), sampleVariance([1, 2])],
    () => midRanks([]),
    () =>
      pageTrend([
        [1, 2, 3],
        [1, 2, 3],
      ]),
    () => [numberGroups([0, 1, 1], 3), dispersed([0, 0, 1, 1])],
    () => shuffled({ strata: [0, 0] }),
    () => signTest(new Float64Array(2000).fill(1), "less"),
    () => sloped({ variance: 0, networks: 2 }),
    () => ranked([1], [2]),
    () => welch({ a: [1, 2], b: [3, 4] }),
  ])("%s", (right) => {
    expect(right).not.toThrow();
  });
});
