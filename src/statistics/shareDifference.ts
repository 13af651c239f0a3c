import { requireHas, requireShare, shown } from "../numerics/gate.ts";
import { binomialChances } from "./binomialChances.ts";
import type { BoundsAt } from "./estimate.ts";

/** How many of how many. */
export type Counts = { readonly successes: number; readonly trials: number };

/** Two groups of networks, of which some have a property. */
export type TwoCounts = { readonly a: Counts; readonly b: Counts };

/** An exact test of two shares. */
export type ShareDifference = {
  /** The share of `a` less that of `b`. */
  readonly difference: number;
  /** The p against "the difference is at most the margin". */
  readonly greaterP: number;
  /** The p against "the difference is at least the margin". */
  readonly lessP: number;
};

/** More trials than this would cost too much. */
const MOST_TRIALS = 500;
/** Scores that differ by less than this are the same: they are rounded differently. */
const ROUNDING = 1e-9;
/** Steps in which a bound is first looked for. */
const STEPS = 100;
/** How often a step is then halved: a bound is right to 2/100/2^30, that is 2e-11. */
const HALVINGS = 30;

/**
 * The exact unconditional test of a difference of two shares: with z the score of a table (its
 * difference less the margin, over the standard error where the margin is the truth),
 * p = max over the unknown share of P(z of two binomials ≥ z). Tables that lie further out than one
 * that counts do count too, so that the largest P has the difference at the margin itself.
 * @source Chan & Zhang 1999; Farrington & Manning 1990 (the score); Röhmel & Mansmann 1999
 * @throws RangeError for counts that are none, more than 500 trials, or a margin outside (−1, 1).
 */
export function shareDifference(given: TwoCounts, margin = 0): ShareDifference {
  requireCounts(given);
  if (!(Number.isFinite(margin) && margin > -1 && margin < 1))
    throw new RangeError(`margin: expected a number in (−1, 1), got ${shown(margin)}`);
  const { a, b } = given;
  return {
    difference: a.successes / a.trials - b.successes / b.trials,
    greaterP: pAbove(given, margin),
    lessP: pAbove({ a: b, b: a }, -margin),
  };
}

/**
 * Exact one-sided bounds of a difference of two shares, by inverting `shareDifference`: the lower
 * bound is the smallest difference whose p is above 1 − level. It does not rest on p's rising
 * all the way: it is looked for from −1 upwards, in steps of .02, then halved.
 * @source Chan & Zhang 1999; Santner & Snell 1980
 * @throws RangeError for counts that are none or more than 500 trials; when asked, for a level
 * outside (0, 1).
 */
export function shareDifferenceBounds(given: TwoCounts): BoundsAt {
  requireCounts(given);
  const { a, b } = given;
  return (level) => {
    requireShare("level", level);
    const upper = -lowerBound({ a: b, b: a }, 1 - level);
    return { lower: lowerBound(given, 1 - level), upper: upper === 0 ? 0 : upper };
  };
}

function lowerBound(given: TwoCounts, error: number): number {
  const { a, b } = given;
  if (a.successes === 0 && b.successes === b.trials) return -1;
  let low = -1;
  let high = 1;
  for (let step = 1; step < STEPS; step++) {
    const at = -1 + (2 * step) / STEPS;
    if (pAbove(given, at) > error) {
      high = at;
      break;
    }
    low = at;
  }
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (pAbove(given, middle) > error) high = middle;
    else low = middle;
  }
  return low;
}

/** The p against a difference of at most `margin`. */
function pAbove({ a, b }: TwoCounts, margin: number): number {
  const most = outermost({ a, b }, margin);
  const tail = (shareOfB: number): number => {
    const inA = binomialChances(a.trials, Math.min(1, Math.max(0, shareOfB + margin)));
    const below = binomialChances(b.trials, shareOfB);
    for (let k = 1; k <= b.trials; k++) below[k] += below[k - 1];
    let sum = 0;
    for (let k = 0; k <= a.trials; k++) if (most[k] >= 0) sum += inA[k] * below[most[k]];
    return sum;
  };
  const [low, high] = [Math.max(0, -margin), Math.min(1, 1 - margin)];
  // Fine enough for the narrowest peak that binomials of so many trials have.
  const pieces = 2 * (a.trials + b.trials) + 20;
  const at = (k: number): number => Math.min(high, low + ((high - low) * k) / pieces);
  let best = 0;
  let largest = 0;
  for (let k = 0; k <= pieces; k++) {
    const found = tail(at(k));
    if (found > largest) [largest, best] = [found, k];
  }
  const peak = highest(tail, at(Math.max(0, best - 1)), at(Math.min(pieces, best + 1)));
  return Math.min(1, Math.max(largest, peak));
}

/** The largest value of a function with one peak between two places, by thirds. */
function highest(of: (at: number) => number, from: number, to: number): number {
  let [low, high] = [from, to];
  for (let i = 0; i < 25; i++) {
    const third = (high - low) / 3;
    if (of(low + third) < of(high - third)) low += third;
    else high -= third;
  }
  return of((low + high) / 2);
}

/**
 * For each number of successes in `a` the most in `b` that count as far out as what was seen; −1
 * for none. It never falls with the successes in `a`.
 */
function outermost({ a, b }: TwoCounts, margin: number): Int32Array {
  const seen = score(a.successes / a.trials, b.successes / b.trials, { a, b }, margin);
  const slack = ROUNDING * Math.max(1, Math.abs(seen));
  const most = new Int32Array(a.trials + 1);
  let reached = -1;
  for (let k = 0; k <= a.trials; k++) {
    while (
      reached < b.trials &&
      score(k / a.trials, (reached + 1) / b.trials, { a, b }, margin) >= seen - slack
    )
      reached += 1;
    most[k] = reached;
  }
  return most;
}

/** The score of a table against a difference of `margin`. */
function score(shareA: number, shareB: number, { a, b }: TwoCounts, margin: number): number {
  const off = shareA - shareB - margin;
  const likely = likeliestShare(shareA, shareB, b.trials / a.trials, margin);
  const variance =
    (likely * (1 - likely)) / a.trials + ((likely - margin) * (1 - likely + margin)) / b.trials;
  if (Math.abs(off) < ROUNDING) return 0;
  // Both shares at an end, where nothing varies: any difference is as far out as can be.
  return off / Math.sqrt(Math.max(variance, 1e-15));
}

/** The likeliest share of `a` where it is that of `b` plus `margin`: the root of a cubic. */
function likeliestShare(shareA: number, shareB: number, ratio: number, margin: number): number {
  const cube = 1 + ratio;
  const square = -(1 + ratio + shareA + ratio * shareB + margin * (ratio + 2));
  const line = margin * margin + margin * (2 * shareA + ratio + 1) + shareA + ratio * shareB;
  const rest = -shareA * margin * (1 + margin);
  const third = square / (3 * cube);
  const v = third * third * third - (square * line) / (6 * cube * cube) + rest / (2 * cube);
  const u = Math.sign(v || 1) * Math.sqrt(Math.max(0, third * third - line / (3 * cube)));
  const cosine = u === 0 ? 0 : Math.max(-1, Math.min(1, v / (u * u * u)));
  const share = 2 * u * Math.cos((Math.PI + Math.acos(cosine)) / 3) - third;
  return Math.max(Math.max(0, margin), Math.min(Math.min(1, 1 + margin), share));
}

function requireCounts(given: TwoCounts): void {
  requireHas("given", given, ["a", "b"]);
  for (const name of ["a", "b"] as const) {
    requireHas(name, given[name], ["successes", "trials"]);
    const { successes, trials } = given[name];
    if (!(Number.isInteger(trials) && trials >= 1 && trials <= MOST_TRIALS))
      throw new RangeError(
        `${name}.trials: expected an integer in 1 … ${MOST_TRIALS}, got ${shown(trials)}`,
      );
    if (!(Number.isInteger(successes) && successes >= 0 && successes <= trials))
      throw new RangeError(
        `${name}.successes: expected an integer in 0 … ${trials}, got ${shown(successes)}`,
      );
  }
}
