import fc from "fast-check";
import type { Rng } from "../../src/numerics/rng.ts";
import { eValues, type MeanNull } from "../../src/statistics/bettingProcess.ts";
import {
  type ConfidenceSequence,
  confidenceSequence,
} from "../../src/statistics/confidenceSequence.ts";
import { type SequentialMean, sequentialMean } from "../../src/statistics/sequentialMean.ts";
import type { Law } from "../law.ts";
import { average } from "../representations/made.ts";
import { boundsHold, powerGrows } from "./chances.ts";
import { validUnderNull } from "./underNull.ts";

/** Any running e-values of observations in [0, 1] against a null. */
export type Betting = (observations: number[], against: MeanNull) => ArrayLike<number>;

/** The running product of factors, each of which may look at whatever it likes. */
const productOf =
  (factor: (past: readonly number[], now: number, against: MeanNull) => number): Betting =>
  (observations, against) => {
    let capital = 1;
    return observations.map((now, i) => {
      capital *= factor(observations.slice(0, i), now, against);
      return capital;
    });
  };

/** What one unit that is staked on an observation wins. */
const gain = (now: number, { mean, value }: MeanNull): number =>
  mean === "at most" ? now / value - 1 : (1 - now) / (1 - value) - 1;

const MUTANTS: readonly { readonly name: string; readonly subject: Betting }[] = [
  {
    name: "the bet knows the observation that it bets on",
    subject: productOf((_past, now, against) => {
      const won = gain(now, against);
      return 1 + (won > 0 ? 0.9 : 0.1) * won;
    }),
  },
  {
    name: "no truncation: a bet may lose more than it has",
    subject: productOf((_past, now, against) => 1 + 3 * gain(now, against)),
  },
  {
    name: "every second loss is forgotten",
    subject: productOf((past, now, against) => {
      const factor = 1 + 0.5 * gain(now, against);
      return past.length % 2 === 0 ? factor : Math.max(1, factor);
    }),
  },
  {
    name: "the best bet in hindsight for the mean of all bets",
    subject: (observations, against) => {
      const capital = new Array<number>(20).fill(1);
      return observations.map((now) => {
        for (const k of capital.keys()) capital[k] *= 1 + (k / 20) * gain(now, against);
        return Math.max(...capital);
      });
    },
  },
  {
    name: "the other tail too",
    subject: (observations, against) => {
      const other = {
        ...against,
        mean: against.mean === "at most" ? "at least" : "at most",
      } as const;
      const [one, two] = [eValues(observations, against), eValues(observations, other)];
      return one.map((e, i) => Math.max(e, two[i]));
    },
  },
];

/** Values in [0, 1]: a share of ones, or three values with the mean asked for. */
function draw(kind: "shares" | "bounded", mean: number, count: number, rng: Rng): number[] {
  return Array.from({ length: count }, () => {
    if (kind === "shares") return rng.uniform() < mean ? 1 : 0;
    // Half of the time the mean itself or its surroundings, as far as they lie within [0, 1].
    const reach = Math.min(mean, 1 - mean);
    return rng.uniform() < 0.5
      ? mean + reach * (2 * rng.uniform() - 1)
      : rng.uniform() < mean
        ? 1
        : 0;
  });
}

/** min(1, 1 / the largest e so far): at most α with probability at most α, by Ville. */
const everP = (e: ArrayLike<number>): number => Math.min(1, 1 / Math.max(...Array.from(e), 1));

const nullTrial = (
  kind: "shares" | "bounded",
  mean: number,
  against: MeanNull,
): { name: string; p: (find: Betting, rng: Rng) => number } => ({
  name: `${kind} of mean ${mean}, against ${against.mean} ${against.value}`,
  p: (find, rng) => everP(find(draw(kind, mean, 100, rng), against)),
});

export const bettingValid = validUnderNull<Betting, "betting/valid">({
  id: "betting/valid",
  says: "P(e ever ≥ 1/α) ≤ α under the null, at 100 looks at shares and bounded values",
  cite: "Ville 1939; Waudby-Smith & Ramdas 2023",
  replicates: 1000,
  trials: [
    nullTrial("shares", 0.5, { mean: "at most", value: 0.5 }),
    nullTrial("shares", 0.1, { mean: "at most", value: 0.1 }),
    nullTrial("shares", 0.75, { mean: "at least", value: 0.75 }),
    nullTrial("shares", 0.5, { mean: "at most", value: 0.6 }),
    nullTrial("bounded", 0.25, { mean: "at least", value: 0.25 }),
    nullTrial("bounded", 0.6, { mean: "at most", value: 0.6 }),
  ],
  mutants: MUTANTS,
});

/** Some observations, and two further values whose mean is the null's. */
export type Game = {
  readonly past: readonly number[];
  readonly low: number;
  readonly high: number;
  readonly against: MeanNull;
};

export const bettingFair: Law<Betting, Game, "betting/fair"> = {
  id: "betting/fair",
  says: "an e-value is never negative, starts from 1, and expects to stay as it is at the null",
  cite: "Ville 1939",
  needs: [],
  cases: () =>
    fc
      .record({
        past: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 }),
        value: fc.double({ min: 0.05, max: 0.95, noNaN: true }),
        down: fc.double({ min: 0.1, max: 1, noNaN: true }),
        up: fc.double({ min: 0.1, max: 1, noNaN: true }),
        mean: fc.constantFrom("at most" as const, "at least" as const),
      })
      .map(({ past, value, down, up, mean }) => ({
        past,
        low: value - down * value,
        high: value + up * (1 - value),
        against: { mean, value },
      })),
  holds(find, { past, low, high, against }) {
    const last = (observations: number[]): number => {
      const found = find(observations, against);
      for (const e of Array.from(found)) if (!(e >= 0)) throw new Error(`e = ${e}`);
      return found[observations.length - 1] ?? 1;
    };
    const now = last([...past]);
    const share = (against.value - low) / (high - low);
    const next = share * last([...past, high]) + (1 - share) * last([...past, low]);
    if (!(Math.abs(next - now) <= 1e-9 * now))
      throw new Error(`${past.length} observations: e ${now}, then ${next} on average`);
  },
  mutants: [
    ...MUTANTS,
    {
      name: "the latest observation is forgotten",
      subject: (observations, against) =>
        Array.from(eValues(observations, against)).map((_, i, all) => all[i - 1] ?? 1),
    },
    {
      name: "the bet follows the mean of all observations, later ones too",
      subject: (observations, against) => {
        const won = average(observations.map((now) => gain(now, against)));
        const stake = Math.max(0, Math.min(0.9, won));
        return productOf((_past, now, null0) => 1 + stake * gain(now, null0))(
          observations,
          against,
        );
      },
    },
  ],
};

export const bettingPower = powerGrows<Betting, "betting/power">({
  id: "betting/power",
  says: "the chance of e ≥ 20 grows with the effect and with the observations",
  cite: "Waudby-Smith & Ramdas 2023",
  replicates: 300,
  trials: [
    {
      name: "shares of 16, against at most 0.6",
      rising: [0.6, 0.8, 0.98],
      p: (find, share, rng) =>
        everP(find(draw("shares", share, 16, rng), { mean: "at most", value: 0.6 })),
    },
    {
      name: "bounded observations of mean 0.3, against at least 0.5",
      rising: [4, 20, 80],
      p: (find, count, rng) =>
        everP(find(draw("bounded", 0.3, count, rng), { mean: "at least", value: 0.5 })),
    },
  ],
  mutants: [
    {
      name: "the wrong sign: it bets on the null",
      subject: (observations, { mean, value }) =>
        eValues(observations, { mean: mean === "at most" ? "at least" : "at most", value }),
    },
    {
      name: "it stakes next to nothing",
      subject: productOf((_past, now, against) => 1 + 0.02 * gain(now, against)),
    },
  ],
});

/** Any confidence sequence of a mean. */
export type AnySequence = (observations: number[]) => ConfidenceSequence;

/** Ours. */
export const ourSequence: AnySequence = (observations) => confidenceSequence(observations, 0.9);

/** Bounds at each time that are right at that time alone: Hoeffding's. */
const hoeffding =
  (reach: (n: number) => number): AnySequence =>
  (observations) => {
    const means = observations.map((_, i) => average(observations.slice(0, i + 1)));
    return {
      lower: Float64Array.from(means, (mean, i) => Math.max(0, mean - reach(i + 1))),
      upper: Float64Array.from(means, (mean, i) => Math.min(1, mean + reach(i + 1))),
    };
  };

const coverageTrial = (kind: "shares" | "bounded", mean: number, count: number) => ({
  name: `${kind} of mean ${mean}, ${count} looks`,
  misses: (find: AnySequence, rng: Rng): boolean => {
    const { lower, upper } = find(draw(kind, mean, count, rng));
    return lower.some((low, i) => low > mean || upper[i] < mean);
  },
});

export const sequenceCovers = boundsHold<AnySequence, "confidence-sequence/coverage">({
  id: "confidence-sequence/coverage",
  says: "the 90 % bounds hold the mean at all times at once, nine times in ten at least",
  cite: "Waudby-Smith & Ramdas 2023",
  replicates: 250,
  error: 0.1,
  trials: [
    coverageTrial("shares", 0.5, 60),
    coverageTrial("shares", 0.9, 60),
    coverageTrial("bounded", 0.25, 60),
  ],
  mutants: [
    {
      name: "exact bounds at each time, not at all times",
      subject: hoeffding((n) => 0.82 / Math.sqrt(n)),
    },
    {
      name: "each side has all of the error, and more",
      subject: (observations) => confidenceSequence(observations, 0.5),
    },
    {
      name: "each observation twice",
      subject: (observations) => ourSequence(observations.flatMap((x) => [x, x])),
    },
  ],
});

export const sequencePrefix: Law<AnySequence, number[], "confidence-sequence/prefix"> = {
  id: "confidence-sequence/prefix",
  says: "bounds use no later observation, never widen, and are those of the e-values",
  cite: "Waudby-Smith & Ramdas 2023",
  needs: [],
  runs: 15,
  cases: () =>
    fc.array(fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true })), {
      minLength: 2,
      maxLength: 40,
    }),
  holds(find, observations) {
    const whole = find(observations);
    const cut = observations.slice(0, observations.length >> 1);
    const part = find(cut);
    for (const side of ["lower", "upper"] as const)
      for (const [i, bound] of Array.from(part[side]).entries())
        if (bound !== whole[side][i])
          throw new Error(`${side} after ${i + 1}: ${whole[side][i]}, ${bound} without the rest`);
    for (const i of observations.keys()) {
      const [low, high] = [whole.lower[i], whole.upper[i]];
      if (i > 0 && (low < whole.lower[i - 1] || high > whole.upper[i - 1]))
        throw new Error(`wider after ${i + 1}`);
    }
    const end = observations.length - 1;
    for (const [mean, bound, beyond] of [
      ["at most", whole.lower[end], 0.001],
      ["at least", whole.upper[end], -0.001],
    ] as const) {
      const most = (value: number): number => Math.max(...eValues(observations, { mean, value }));
      if (bound > 0 && bound < 1 && !(most(bound) >= 20 * (1 - 1e-9)))
        throw new Error(`${bound} is out, with e ${most(bound)}`);
      const next = bound + beyond;
      if (next > 0 && next < 1 && !(most(next) < 20 * (1 + 1e-9)))
        throw new Error(`${next} is in, with e ${most(next)}`);
    }
  },
  mutants: [
    {
      name: "the bounds at the end for all times",
      subject: (observations) => {
        const { lower, upper } = ourSequence(observations);
        const [low, high] = [lower[lower.length - 1], upper[upper.length - 1]];
        return { lower: lower.fill(low), upper: upper.fill(high) };
      },
    },
    { name: "wide enough to be right always", subject: hoeffding(() => 1) },
    { name: "may widen again", subject: hoeffding((n) => 3 / Math.sqrt(n)) },
    {
      name: "both sides have all of the error",
      subject: (observations) => confidenceSequence(observations, 0.8),
    },
  ],
};

/** A sequence of observations and what is claimed of it. */
export type SequentialCase = {
  readonly observations: number[];
  readonly claim: "above" | "below";
  readonly value: number;
  readonly alpha: number;
};

type Sequential = (
  observations: number[],
  asked: Omit<SequentialCase, "observations">,
) => Pick<SequentialMean, "verdict" | "decidedAt">;

const isOver = (e: ArrayLike<number>, alpha: number): number =>
  Array.from(e).findIndex((each) => each >= 1 / alpha);

export const sequentialVerdict: Law<Sequential, SequentialCase, "sequential/verdict"> = {
  id: "sequential/verdict",
  says: "the verdict is that of the first e-value that reaches 1/α, and then it stands",
  cite: "Ville 1939",
  needs: [],
  runs: 60,
  cases: () =>
    fc.record({
      observations: fc.array(fc.constantFrom(0, 1, 1, 1, 0.5), { minLength: 1, maxLength: 60 }),
      claim: fc.constantFrom("above" as const, "below" as const),
      value: fc.constantFrom(0.2, 0.5, 0.9),
      alpha: fc.constantFrom(0.3, 0.05, 0.01),
    }),
  holds(judge, { observations, ...asked }) {
    const { claim, value, alpha } = asked;
    const high = isOver(eValues(observations, { mean: "at most", value }), alpha);
    const low = isOver(eValues(observations, { mean: "at least", value }), alpha);
    const at = high < 0 ? low : low < 0 ? high : Math.min(high, low);
    const expected =
      at < 0 ? "not yet" : (at === high) === (claim === "above") ? "supported" : "contradicted";
    const found = judge(observations, asked);
    const shown = `${claim} ${value}: ${found.verdict} at ${found.decidedAt}`;
    if (found.verdict !== expected || found.decidedAt !== (at < 0 ? null : at + 1))
      throw new Error(`${shown}, expected ${expected} at ${at + 1}`);
    if (at < 0) return;
    const early = judge(observations.slice(0, at), asked);
    if (early.verdict !== "not yet") throw new Error(`${early.verdict} already after ${at}`);
  },
  mutants: [
    {
      name: "the verdict at the end alone",
      subject: (observations, asked) => {
        const { support, doubt } = sequentialMean(observations, asked);
        const end = observations.length - 1;
        const enough = 1 / asked.alpha;
        const verdict =
          support[end] >= enough ? "supported" : doubt[end] >= enough ? "contradicted" : "not yet";
        return { verdict, decidedAt: verdict === "not yet" ? null : end + 1 };
      },
    },
    {
      name: "above and below exchanged",
      subject: (observations, asked) =>
        sequentialMean(observations, {
          ...asked,
          claim: asked.claim === "above" ? "below" : "above",
        }),
    },
    {
      name: "not yet is contradicted",
      subject: (observations, asked) => {
        const found = sequentialMean(observations, asked);
        return found.verdict === "not yet"
          ? { verdict: "contradicted", decidedAt: observations.length }
          : found;
      },
    },
    {
      name: "observations counted from 0",
      subject: (observations, asked) => {
        const found = sequentialMean(observations, asked);
        return {
          ...found,
          decidedAt: found.decidedAt === null ? null : found.decidedAt - 1,
        };
      },
    },
  ],
};
