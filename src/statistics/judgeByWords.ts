import {
  shown as inWords,
  requireFields,
  requireFinite,
  requireFlag,
  requireFunction,
  requireHas,
  requireInteger,
  requireNotNegative,
  requireShare,
  requireWord,
} from "../numerics/gate.ts";
import { askedBounds, type BoundsAt } from "./estimate.ts";

/** A verdict and its reason in one sentence. */
export type Judged = {
  readonly verdict: "supported" | "contradicted" | "inconclusive";
  readonly why: string;
};

/** What was found of one effect; positive is the claimed sign. */
export type Found = {
  readonly estimate: number;
  /** One-sided, against no effect; see each judge for whether it is asked. */
  readonly p: number;
  readonly boundsAt: BoundsAt;
};

/** What was registered of one part of a claim. */
export type Registration = {
  /** The smallest effect that matters (δ); 0 where any will do. */
  readonly delta: number;
  /** The error with which a part may be supported: `claimLevel` of its figure's claims. */
  readonly alpha: number;
  /** Parts of the claim (k): each may contradict it, at .05/k. */
  readonly parts: number;
};

/** The error with which a whole claim may be contradicted. */
const CONTRADICTION = 0.05;

/**
 * α of each of m claims of one figure, .05/m, so that each can be judged by itself.
 * @source Bonferroni; claims "Statistics"
 * @throws RangeError unless m is a positive integer.
 */
export function claimLevel(claims: number): number {
  requireInteger("claims", claims, 1);
  return 0.05 / claims;
}

/**
 * "Apart": supported if p ≤ α and the estimate is at least δ; contradicted if the upper bound at
 * 1 − .05/k is below δ, also where there is an effect, but too small; else inconclusive.
 * @source claims "Apart, trend, slope"
 * @throws RangeError for δ below 0, α outside (0, 1), no parts, or p outside [0, 1].
 */
export const judgeApart = (found: Found, registered: Registration): Judged =>
  judgeEffect(found, registered, "effect");

/** "Rises over ordered groups": as `judgeApart`, of an effect such as 2J/J_max − 1. */
export const judgeTrend = (found: Found, registered: Registration): Judged =>
  judgeEffect(found, registered, "trend");

/**
 * "The slope rises", or falls: as `judgeApart`; of a slope that is claimed to fall the sign is
 * turned. p is that of the claimed direction.
 */
export function judgeSlope(
  found: Found,
  registered: Registration & { readonly claim: "rises" | "falls" },
): Judged {
  requireFields("registered", registered, { needed: [...REGISTERED, "claim"] });
  const { claim, ...registration } = registered;
  requireWord("claim", claim, ["rises", "falls"]);
  requireFound(found);
  return claim === "rises"
    ? judgeEffect(found, registration, "slope")
    : judgeEffect(turned(found), registration, "fall");
}

/**
 * "Alike": supported if the upper bound at 1 − α is below δ and the same measure at the same n
 * tells its control apart (`sensitive`); contradicted if the lower bound at 1 − .05/k is above δ;
 * else inconclusive. p is not asked: no difference found is not none there. Of an omnibus bound,
 * `largestOf`, whose lower bound has its own k, parts are those beside it.
 * @source claims "Alike"
 * @throws RangeError as `judgeApart`, or for δ = 0.
 */
export function judgeAlike(
  found: Pick<Found, "boundsAt">,
  registered: Registration & { readonly sensitive: boolean },
): Judged {
  requireFields("registered", registered, { needed: [...REGISTERED, "sensitive"] });
  const { sensitive, ...registration } = registered;
  requireFlag("sensitive", sensitive);
  const { delta, alpha } = requireRegistration(registration);
  const boundsAt = boundsOf(found);
  if (delta === 0) throw new RangeError("delta: expected a positive number, got 0");
  const { upper } = boundsAt(1 - alpha);
  const { lower } = boundsAt(1 - contradictionOf(registered));
  if (lower > delta)
    return judged("contradicted", `The lower bound ${shown(lower)} is above ${shown(delta)}`);
  if (!(upper < delta))
    return judged(
      "inconclusive",
      `The upper bound ${shown(upper)} is not below ${shown(delta)}, nor the lower one ` +
        `${shown(lower)} above it`,
    );
  const below = `The upper bound ${shown(upper)} is below ${shown(delta)}`;
  return sensitive
    ? judged("supported", `${below}, and the measure tells its control apart`)
    : judged("inconclusive", `${below}, but the measure does not tell its control apart`);
}

/**
 * "Flat": supported if both one-sided bounds at 1 − α lie within ±δ (two one-sided tests);
 * contradicted if, with .05/k shared by both sides, the slope lies beyond δ or −δ; else
 * inconclusive.
 * @source Schuirmann 1987; claim C07
 * @throws RangeError as `judgeAlike`.
 */
export function judgeFlat(found: Pick<Found, "boundsAt">, registered: Registration): Judged {
  const { delta, alpha } = requireRegistration(registered);
  const boundsAt = boundsOf(found);
  if (delta === 0) throw new RangeError("delta: expected a positive number, got 0");
  const within = boundsAt(1 - alpha);
  const beyond = boundsAt(1 - contradictionOf(registered) / 2);
  const margin = `within ±${shown(delta)}`;
  if (beyond.lower > delta || beyond.upper < -delta)
    return judged(
      "contradicted",
      `The slope's bounds ${shown(beyond.lower)} and ${shown(beyond.upper)} are not ${margin}`,
    );
  const bounds = `The slope's bounds ${shown(within.lower)} and ${shown(within.upper)}`;
  return within.lower > -delta && within.upper < delta
    ? judged("supported", `${bounds} are ${margin}`)
    : judged("inconclusive", `${bounds} are not both ${margin}`);
}

function judgeEffect(found: Found, registered: Registration, what: string): Judged {
  const { delta, alpha } = requireRegistration(registered);
  requireFound(found);
  const { estimate, p } = found;
  const boundsAt = boundsOf(found);
  if (p <= alpha && estimate >= delta)
    return judged(
      "supported",
      `The ${what} ${shown(estimate)} is at least ${shown(delta)}, p ${shown(p)} at most ` +
        shown(alpha),
    );
  const { upper } = boundsAt(1 - contradictionOf(registered));
  if (upper < delta)
    return judged(
      "contradicted",
      `The upper bound ${shown(upper)} of the ${what} is below ${shown(delta)}` +
        (p <= alpha && estimate > 0 ? ": there is one, but it is too small" : ""),
    );
  const lacking = [
    ...(p <= alpha ? [] : [`p ${shown(p)} is above ${shown(alpha)}`]),
    ...(estimate >= delta ? [] : [`the ${what} ${shown(estimate)} is below ${shown(delta)}`]),
    `the upper bound ${shown(upper)} is not below ${shown(delta)}`,
  ];
  return judged("inconclusive", `Undecided: ${lacking.join(", ")}`);
}

const REGISTERED = ["delta", "alpha", "parts"] as const;

/** @throws RangeError for an estimate that is not finite, p outside [0, 1], or no bounds. */
function requireFound(found: Found): void {
  requireHas("found", found, ["estimate", "p", "boundsAt"]);
  requireFinite("estimate", found.estimate);
  if (!(Number.isFinite(found.p) && found.p >= 0 && found.p <= 1))
    throw new RangeError(`p: expected a number in [0, 1], got ${inWords(found.p)}`);
  requireFunction("boundsAt", found.boundsAt, "of a level");
}

function boundsOf(found: Pick<Found, "boundsAt">): BoundsAt {
  requireHas("found", found, ["boundsAt"]);
  requireFunction("boundsAt", found.boundsAt, "of a level");
  return (level) => askedBounds("boundsAt", found.boundsAt, level);
}

const turned = ({ estimate, p, boundsAt }: Found): Found => ({
  estimate: -estimate,
  p,
  boundsAt: (level) => {
    const { lower, upper } = askedBounds("boundsAt", boundsAt, level);
    return { lower: -upper, upper: -lower };
  },
});

/** A verdict with its sentence. */
export const judged = (verdict: Judged["verdict"], why: string): Judged => ({
  verdict,
  why: `${why}.`,
});

/** Three digits, without zeros that say nothing. */
export const shown = (value: number): string => String(Number(value.toPrecision(3)));

/** The error of each bound that may contradict. */
export const contradictionOf = ({ parts }: Pick<Registration, "parts">): number =>
  CONTRADICTION / parts;

/** @throws RangeError for δ below 0, α outside (0, 1), or parts that are no positive integer. */
export function requireRegistration(registered: Registration): Registration {
  requireFields("registered", registered, { needed: REGISTERED });
  requireNotNegative("delta", registered.delta);
  requireShare("alpha", registered.alpha);
  requireInteger("parts", registered.parts, 1);
  return registered;
}
