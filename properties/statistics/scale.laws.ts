import fc from "fast-check";
import { euclideanDistances } from "../../src/statistics/distanceMatrix.ts";
import { type Equivalence, equivalence } from "../../src/statistics/equivalence.ts";
import { meanBounds } from "../../src/statistics/meanBounds.ts";
import { sampleMean, sampleVariance } from "../../src/statistics/moments.ts";
import { omegaContrast } from "../../src/statistics/omegaContrast.ts";
import { omegaSquared } from "../../src/statistics/omegaSquared.ts";
import { permanova } from "../../src/statistics/permanova.ts";
import { permdisp } from "../../src/statistics/permdisp.ts";
import { slope } from "../../src/statistics/slope.ts";
import { tUpperTail } from "../../src/statistics/studentT.ts";
import { twoWayPermanova } from "../../src/statistics/twoWayPermanova.ts";
import { welch } from "../../src/statistics/welch.ts";
import { mustBeClose } from "../close.ts";
import type { Law } from "../law.ts";
import { madeRng } from "../representations/made.ts";

/** What a procedure says of two samples that has no unit, where k is the size of a unit. */
export type UnitFree = (a: readonly number[], b: readonly number[], k: number) => readonly number[];

const grouped = (a: readonly number[], b: readonly number[]) => ({
  distances: euclideanDistances([...a, ...b].map((x, i) => [x, i % 2 === 0 ? x : -x])),
  labels: [...a.map(() => "a"), ...b.map(() => "b")],
  permutations: 19,
});

/** Two factors of two levels, two networks a cell. */
const crossed = (a: readonly number[], b: readonly number[]) => ({
  distances: euclideanDistances([...a.slice(0, 4), ...b.slice(0, 4)].map((x) => [x])),
  first: [..."aaaabbbb"],
  second: [..."ccddccdd"],
});

/** Ours, by name. */
export const unitFree: Readonly<Record<string, UnitFree>> = {
  welch: (a, b, k) => {
    const { t, degrees, p, greaterP, difference, standardError } = welch({ a, b });
    return [t, degrees, p, greaterP, difference / k, standardError / k];
  },
  equivalence: (a, _, k) => {
    const { p, lowerP, upperP, standardError } = equivalence(a, 2 * k);
    return [p, lowerP, upperP, standardError / k];
  },
  "mean-bounds": (a, _, k) => {
    const { estimate, standardError, lower, upper } = meanBounds(a);
    return [estimate / k, standardError / k, lower / k, upper / k];
  },
  permanova: (a, b) => {
    const { observed, r2, p } = permanova(grouped(a, b), madeRng(1));
    return [observed, r2, p];
  },
  // Sums of squares have a unit, and its square may be no number.
  "omega-squared": (a, b) => {
    const { permutations: _, ...given } = grouped(a, b);
    const { f, omegaSquared: share } = omegaSquared(given);
    return [f, share];
  },
  "two-way": (a, b) => {
    const found = twoWayPermanova({ ...crossed(a, b), permutations: 19 }, madeRng(1));
    return [found.first.f, found.second.omegaSquared, found.firstP, found.secondP];
  },
  "omega-contrast": (a, b) => {
    const { estimate, standardError } = omegaContrast({ ...crossed(a, b), draws: 99 }, madeRng(1));
    return [estimate, standardError];
  },
  permdisp: (a, b, k) => {
    const { f, p, spreads } = permdisp(grouped(a, b), madeRng(1));
    return [f, p, ...spreads.map((spread) => spread / k)];
  },
  // The places of cells have the unit; their estimates are shares.
  slope: (a, _, k) => {
    const cells = a.map((at, i) => ({ at, estimate: i * i, variance: 1 + i, networks: 8 }));
    const found = slope(cells);
    return [found.t, found.risingP, found.slope * k, found.standardError * k];
  },
};

/** Welch's test by its formula: squares that vanish or overflow. */
const plainWelch: UnitFree = (a, b) => {
  const [partA, partB] = [sampleVariance(a) / a.length, sampleVariance(b) / b.length];
  const t = (sampleMean(a) - sampleMean(b)) / Math.sqrt(partA + partB);
  return [Number.isFinite(t) ? t : 0];
};

/** TOST by its formula. */
const plainTost: UnitFree = (a, _, k) => {
  const error = Math.sqrt(sampleVariance(a) / a.length);
  return [error === 0 ? 0 : tUpperTail((2 * k - sampleMean(a)) / error, a.length - 1)];
};

/** Two samples, and the size of a unit. */
export type Sized = { readonly seed: number; readonly exponent: number };

export const unitIsNothing: Law<UnitFree, Sized, "statistics/scale"> = {
  id: "statistics/scale",
  says: "k times the data gives what the data give, for k from 1e-200 to 1e200",
  needs: [],
  runs: 60,
  cases: () =>
    fc.record({
      seed: fc.nat(1_000_000),
      exponent: fc.integer({ min: -2000, max: 2000 }).map((tenths) => tenths / 10),
    }),
  holds(says, { seed, exponent }) {
    const rng = madeRng(seed, "sized");
    const [a, b] = [6, 7].map((size) => Array.from({ length: size }, () => rng.normal()));
    const k = 10 ** exponent;
    const times = (list: readonly number[]) => list.map((x) => x * k);
    const [found, expected] = [says(times(a), times(b), k), says(a, b, 1)];
    for (const [i, value] of expected.entries())
      mustBeClose(`number ${i} at k = ${k}`, [found[i]], [value], 1e-8);
  },
  mutants: [
    { name: "Welch by its formula", subject: plainWelch },
    { name: "TOST by its formula", subject: plainTost },
    { name: "what has a unit", subject: (a, b) => [welch({ a, b }).difference] },
  ],
};

/** Any test that a mean lies between two bounds. */
export type Between = (
  sample: readonly number[],
  bounds: { readonly low: number; readonly high: number },
) => Pick<Equivalence, "p" | "lowerP" | "upperP">;

export const boundsOfTheirOwn: Law<Between, Sized, "equivalence/unequal-bounds"> = {
  id: "equivalence/unequal-bounds",
  says: "bounds of any two places are those about their middle, of data moved there",
  cite: "Schuirmann 1987",
  needs: [],
  runs: 60,
  cases: () => fc.record({ seed: fc.nat(1_000_000), exponent: fc.integer({ min: -3, max: 3 }) }),
  holds(test, { seed, exponent }) {
    const rng = madeRng(seed, "between");
    const sample = Array.from({ length: 8 }, () => rng.normal());
    const low = exponent / 4 - rng.uniform();
    const high = low + 0.1 + 2 * rng.uniform();
    const middle = (low + high) / 2;
    const moved = sample.map((x) => x - middle);
    const { p, lowerP, upperP } = test(sample, { low, high });
    const expected = equivalence(moved, (high - low) / 2);
    mustBeClose("p of each side", [lowerP, upperP], [expected.lowerP, expected.upperP], 1e-9);
    if (p !== Math.max(lowerP, upperP)) throw new Error(`p ${p} of ${lowerP}, ${upperP}`);
  },
  mutants: [
    {
      name: "the wider bound on both sides",
      subject: (sample, { low, high }) =>
        equivalence(sample, Math.max(Math.abs(low), Math.abs(high))),
    },
    {
      name: "the smaller of the two p",
      subject: (sample, bounds) => {
        const found = equivalence(sample, bounds);
        return { ...found, p: Math.min(found.lowerP, found.upperP) };
      },
    },
  ],
};
