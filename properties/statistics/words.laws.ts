import fc from "fast-check";
import { binomialBounds } from "../../src/statistics/binomialBounds.ts";
import { boundsOfEstimate, pOfEstimate } from "../../src/statistics/estimate.ts";
import {
  type Found,
  type Judged,
  judgeAlike,
  judgeApart,
  judgeFlat,
  judgeSlope,
  type Registration,
} from "../../src/statistics/judgeByWords.ts";
import { judgeShareAtLeast, judgeShareAtMost } from "../../src/statistics/judgeShares.ts";
import type { Counts } from "../../src/statistics/shareDifference.ts";
import type { Law } from "../law.ts";
import { evenly } from "./coverage.ts";

/** An estimate and what was registered of it. */
export type Effect = Registration & {
  readonly estimate: number;
  readonly standardError: number;
  readonly sensitive: boolean;
};

const effects: fc.Arbitrary<Effect> = fc.record({
  estimate: evenly(-0.5, 0.5),
  standardError: evenly(0.001, 0.15),
  delta: fc.constantFrom(0.02, 0.1, 0.3),
  alpha: fc.constantFrom(0.05, 0.025, 0.01),
  parts: fc.integer({ min: 1, max: 6 }),
  sensitive: fc.boolean(),
});

const DEGREES = 20;

const foundOf = ({ estimate, standardError }: Effect): Found => {
  const given = { estimate, standardError, degrees: DEGREES };
  return { estimate, p: pOfEstimate(given).greaterP, boundsAt: boundsOfEstimate(given) };
};

/** What was registered, without the rest of the case. */
const of = ({ delta, alpha, parts }: Registration): Registration => ({ delta, alpha, parts });

function mustBe({ verdict, why }: Judged, expected: Judged["verdict"], given: unknown): void {
  if (verdict !== expected)
    throw new Error(`${JSON.stringify(given)}: ${verdict}, not ${expected}: ${why}`);
  if (!/^[A-Z0-9].*\.$/.test(why)) throw new Error(`no sentence: ${why}`);
}

/** p alone, as if no smallest effect had been registered. */
const byPAlone: typeof judgeApart = (found, registered) =>
  found.p <= registered.alpha
    ? { verdict: "supported", why: "It is." }
    : judgeApart(found, registered);

export const apartVerdict: Law<typeof judgeApart, Effect, "judge/apart"> = {
  id: "judge/apart",
  says: "supported by p ≤ α and an estimate of δ or more, contradicted by an upper bound below δ",
  cite: "claims, apart",
  needs: [],
  runs: 400,
  cases: () => effects,
  holds(judge, given) {
    const found = foundOf(given);
    const { delta, alpha, parts } = given;
    const supported = found.p <= alpha && found.estimate >= delta;
    const { upper } = found.boundsAt(1 - 0.05 / parts);
    const expected = supported ? "supported" : upper < delta ? "contradicted" : "inconclusive";
    mustBe(judge(found, of(given)), expected, given);
    const whole = judge({ ...found, p: alpha, estimate: delta }, of(given));
    mustBe(whole, "supported", "p = α and the estimate δ");
  },
  mutants: [
    { name: "p alone", subject: byPAlone },
    {
      name: "p < α",
      subject: (found, given) => judgeApart(found, { ...given, alpha: given.alpha * 0.999 }),
    },
    {
      name: "each part contradicts at .05",
      subject: (found, given) => judgeApart(found, { ...given, parts: 1 }),
    },
    {
      name: "contradicted where it is not significant",
      subject: (found, given) =>
        found.p <= given.alpha && found.estimate >= given.delta
          ? judgeApart(found, given)
          : { verdict: "contradicted", why: "It is not." },
    },
    {
      name: "the estimate for its bound",
      subject: (found, given) =>
        judgeApart(
          { ...found, boundsAt: () => ({ lower: found.estimate, upper: found.estimate }) },
          given,
        ),
    },
  ],
};

export const slopeVerdict: Law<typeof judgeSlope, Effect, "judge/slope"> = {
  id: "judge/slope",
  says: "a slope that is claimed to fall is judged as its mirror image that is claimed to rise",
  cite: "claims, slope",
  needs: [],
  runs: 200,
  cases: () => effects,
  holds(judge, given) {
    const found = foundOf(given);
    const mirror = foundOf({ ...given, estimate: -given.estimate });
    const { verdict } = judgeApart(found, of(given));
    mustBe(judge(found, { ...of(given), claim: "rises" }), verdict, given);
    mustBe(judge({ ...mirror, p: found.p }, { ...of(given), claim: "falls" }), verdict, given);
  },
  mutants: [
    {
      name: "either sign",
      subject: (found, given) =>
        judgeSlope({ ...found, estimate: Math.abs(found.estimate) }, given),
    },
    {
      name: "bounds that are not turned",
      subject: (found, given) =>
        given.claim === "falls"
          ? judgeApart({ ...found, estimate: -found.estimate }, of(given))
          : judgeSlope(found, given),
    },
  ],
};

export const alikeVerdict: Law<typeof judgeAlike, Effect, "judge/alike"> = {
  id: "judge/alike",
  says: "supported by an upper bound below δ and a seen control, contradicted at .05/k",
  cite: "claims, alike",
  needs: [],
  runs: 400,
  cases: () => effects,
  holds(judge, given) {
    const { boundsAt } = foundOf(given);
    const { delta, alpha, parts, sensitive } = given;
    const { upper } = boundsAt(1 - alpha);
    const { lower } = boundsAt(1 - 0.05 / parts);
    const expected =
      lower > delta ? "contradicted" : upper < delta && sensitive ? "supported" : "inconclusive";
    mustBe(judge({ boundsAt }, { ...of(given), sensitive }), expected, given);
  },
  mutants: [
    {
      name: "no control is asked for",
      subject: (found, given) => judgeAlike(found, { ...given, sensitive: true }),
    },
    {
      name: "no difference found is alike",
      subject: (found, given) =>
        found.boundsAt(0.95).lower <= 0
          ? { verdict: "supported", why: "None was found." }
          : judgeAlike(found, given),
    },
    {
      name: "each part contradicts at .05",
      subject: (found, given) => judgeAlike(found, { ...given, parts: 1 }),
    },
    {
      name: "supported at .05/k",
      subject: (found, given) => judgeAlike(found, { ...given, alpha: 0.05 / given.parts }),
    },
  ],
};

export const flatVerdict: Law<typeof judgeFlat, Effect, "judge/flat"> = {
  id: "judge/flat",
  says: "supported by both bounds within ±δ at α, contradicted beyond at .05/2k",
  cite: "Schuirmann 1987; claim C07",
  needs: [],
  runs: 400,
  cases: () => effects,
  holds(judge, given) {
    const { boundsAt } = foundOf(given);
    const { delta, alpha, parts } = given;
    const within = boundsAt(1 - alpha);
    const beyond = boundsAt(1 - 0.05 / parts / 2);
    const contradicted = beyond.lower > delta || beyond.upper < -delta;
    const supported = within.lower > -delta && within.upper < delta;
    const expected = contradicted ? "contradicted" : supported ? "supported" : "inconclusive";
    mustBe(judge({ boundsAt }, of(given)), expected, given);
    const mirror = foundOf({ ...given, estimate: -given.estimate });
    mustBe(judge(mirror, of(given)), expected, "the mirror image");
  },
  mutants: [
    {
      name: "one side",
      subject: (found, given) => judgeAlike(found, { ...given, sensitive: true }),
    },
    {
      name: "all of the error on each side",
      subject: (found, given) => {
        const beyond = found.boundsAt(1 - 0.05 / given.parts);
        return beyond.lower > given.delta || beyond.upper < -given.delta
          ? { verdict: "contradicted", why: "It is not." }
          : judgeFlat(found, given);
      },
    },
  ],
};

/** Counts and what was registered of their share. */
export type ShareCase = Registration & Counts;

const shareCases: fc.Arbitrary<ShareCase> = fc.integer({ min: 1, max: 60 }).chain((trials) =>
  fc.record({
    trials: fc.constant(trials),
    successes: fc.integer({ min: 0, max: trials }),
    delta: fc.constantFrom(0.25, 0.5, 0.6),
    alpha: fc.constantFrom(0.05, 0.0125),
    parts: fc.integer({ min: 1, max: 8 }),
  }),
);

/** Both judges of a share. */
export type ShareJudges = {
  readonly atLeast: typeof judgeShareAtLeast;
  readonly atMost: typeof judgeShareAtMost;
};

/** Ours. */
export const ourShareJudges: ShareJudges = { atLeast: judgeShareAtLeast, atMost: judgeShareAtMost };

export const shareVerdict: Law<ShareJudges, ShareCase, "judge/share"> = {
  id: "judge/share",
  says: "exact bounds decide; at most δ is at least 1 − δ of the rest",
  cite: "Clopper & Pearson 1934; claims C01, C08",
  needs: [],
  runs: 300,
  cases: () => shareCases,
  holds({ atLeast, atMost }, given) {
    const { trials, successes, delta, alpha, parts } = given;
    const counts = { successes, trials };
    const { low } = binomialBounds(counts, { level: 1 - alpha, sides: "lower" });
    const { high } = binomialBounds(counts, { level: 1 - 0.05 / parts, sides: "upper" });
    const expected = low >= delta ? "supported" : high < delta ? "contradicted" : "inconclusive";
    mustBe(atLeast(counts, of(given)), expected, given);
    const rest = { successes: trials - successes, trials };
    mustBe(atMost(rest, { ...of(given), delta: 1 - delta }), expected, "of the rest");
  },
  mutants: [
    {
      name: "the share for its bound",
      subject: {
        ...ourShareJudges,
        atLeast: (counts, given) =>
          counts.successes / counts.trials >= given.delta
            ? { verdict: "supported", why: "It is." }
            : judgeShareAtLeast(counts, given),
      },
    },
    {
      name: "both bounds at α",
      subject: {
        ...ourShareJudges,
        atLeast: (counts, given) =>
          judgeShareAtLeast(counts, { ...given, parts: Math.round(0.05 / given.alpha) }),
      },
    },
    {
      name: "at most as at least",
      subject: { ...ourShareJudges, atMost: judgeShareAtLeast },
    },
  ],
};
