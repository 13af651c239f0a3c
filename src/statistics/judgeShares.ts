import { binomialBounds } from "./binomialBounds.ts";
import {
  contradictionOf,
  type Judged,
  judgeApart,
  judged,
  type Registration,
  requireRegistration,
  shown,
} from "./judgeByWords.ts";
import {
  type Counts,
  shareDifference,
  shareDifferenceBounds,
  type TwoCounts,
} from "./shareDifference.ts";

/**
 * "At least a share δ of networks": supported if the exact lower bound at 1 − α is at least δ;
 * contradicted if the upper one at 1 − .05/k is below it; else inconclusive.
 * @source Clopper & Pearson 1934; claims C01, C04, C05, C11, C12, C18, C21
 * @throws RangeError for counts that are none, δ outside [0, 1], or α or parts as `judgeApart`.
 */
export function judgeShareAtLeast(counts: Counts, registered: Registration): Judged {
  const { delta, alpha } = requireShare(registered);
  const { low } = binomialBounds(counts, { level: 1 - alpha, sides: "lower" });
  const level = 1 - contradictionOf(registered);
  const { high } = binomialBounds(counts, { level, sides: "upper" });
  const seen = `${counts.successes} of ${counts.trials}`;
  if (low >= delta)
    return judged(
      "supported",
      `${seen}: the lower bound ${shown(low)} is at least ${shown(delta)}`,
    );
  if (high < delta)
    return judged(
      "contradicted",
      `${seen}: the upper bound ${shown(high)} is below ${shown(delta)}`,
    );
  return judged(
    "inconclusive",
    `${seen}: ${shown(delta)} lies between the bounds ${shown(low)} and ${shown(high)}`,
  );
}

/**
 * "At most a share δ of networks": supported if the exact upper bound at 1 − α is at most δ;
 * contradicted if the lower one at 1 − .05/k is above it; else inconclusive.
 * @source Clopper & Pearson 1934; claim C08
 * @throws RangeError as `judgeShareAtLeast`.
 */
export function judgeShareAtMost(counts: Counts, registered: Registration): Judged {
  const { delta, alpha } = requireShare(registered);
  const { high } = binomialBounds(counts, { level: 1 - alpha, sides: "upper" });
  const level = 1 - contradictionOf(registered);
  const { low } = binomialBounds(counts, { level, sides: "lower" });
  const seen = `${counts.successes} of ${counts.trials}`;
  if (high <= delta)
    return judged(
      "supported",
      `${seen}: the upper bound ${shown(high)} is at most ${shown(delta)}`,
    );
  if (low > delta)
    return judged(
      "contradicted",
      `${seen}: the lower bound ${shown(low)} is above ${shown(delta)}`,
    );
  return judged(
    "inconclusive",
    `${seen}: ${shown(delta)} lies between the bounds ${shown(low)} and ${shown(high)}`,
  );
}

/**
 * "A larger share of `a` than of `b`": as `judgeApart`, with the exact p and bounds of the
 * difference.
 * @source Chan & Zhang 1999
 * @throws RangeError for counts that are none, or a registration that `judgeApart` would not take.
 */
export function judgeProportions(counts: TwoCounts, registered: Registration): Judged {
  const { difference: estimate, greaterP: p } = shareDifference(counts);
  const { a, b } = counts;
  const found = { estimate, p, boundsAt: shareDifferenceBounds(counts) };
  const { verdict, why } = judgeApart(found, registered);
  const seen = `${a.successes} of ${a.trials} and ${b.successes} of ${b.trials}`;
  return { verdict, why: `${seen}: ${why[0].toLowerCase()}${why.slice(1)}` };
}

function requireShare(registered: Registration): Registration {
  requireRegistration(registered);
  if (!(registered.delta <= 1))
    throw new RangeError(`delta: expected a share, got ${registered.delta}`);
  return registered;
}
