import {
  requireFinite,
  requireFunction,
  requireHas,
  requireList,
  requireNotNegative,
  requireShare,
  shown,
} from "../numerics/gate.ts";
import type { Bounds } from "./indistinguishable.ts";
import { tQuantile, tUpperTail } from "./studentT.ts";

/** A number that networks gave, with what is known of its error. */
export type Estimate = {
  readonly estimate: number;
  readonly standardError: number;
  /** Degrees of freedom of the standard error; need not be a whole number. */
  readonly degrees: number;
};

/** One-sided bounds at any level in (0, 1): each misses with probability 1 − level at most. */
export type BoundsAt = (level: number) => Bounds;

/** A variance of its own, with its degrees of freedom. */
export type VariancePart = { readonly variance: number; readonly degrees: number };

/**
 * The standard error of a sum of independent parts, √(Σ V), with the degrees of Welch and
 * Satterthwaite, (Σ V)² / Σ (V²/ν): those of the smallest part where no part varies.
 * @source Satterthwaite 1946; Welch 1947
 * @throws RangeError for no parts, a negative variance, degrees that are not positive, or
 * variances whose sum is too large to be a number.
 */
export function combineVariances(
  parts: readonly VariancePart[],
): Pick<Estimate, "standardError" | "degrees"> {
  requireList("parts", parts);
  if (parts.length === 0) throw new RangeError("parts: expected at least one, got none");
  for (let i = 0; i < parts.length; i++) {
    requireHas(`parts[${i}]`, parts[i], ["variance", "degrees"]);
    requireNotNegative(`parts[${i}].variance`, parts[i].variance);
    requireDegrees(`parts[${i}].degrees`, parts[i].degrees);
  }
  const variance = parts.reduce((sum, part) => sum + part.variance, 0);
  requireFinite("parts, summed", variance);
  if (variance === 0)
    return { standardError: 0, degrees: Math.min(...parts.map(({ degrees }) => degrees)) };
  // Shares, not products, of the variances: products of tiny ones vanish.
  const inverse = parts.reduce((sum, part) => {
    const share = part.variance / variance;
    return sum + (share * share) / part.degrees;
  }, 0);
  return { standardError: Math.sqrt(variance), degrees: 1 / inverse };
}

/**
 * One-sided bounds of an estimate at any level: estimate ± t · standard error.
 * @throws RangeError for an estimate that is not finite, a negative standard error, degrees that
 * are not positive or, when asked, a level outside (0, 1).
 */
export function boundsOfEstimate(given: Estimate): BoundsAt {
  requireEstimate("given", given);
  const { estimate, standardError, degrees } = given;
  return (level) => {
    requireShare("level", level);
    const reach = tQuantile(level, degrees) * standardError;
    return { lower: estimate - reach, upper: estimate + reach };
  };
}

/**
 * The two-sided interval of an estimate or of anything with one-sided bounds: each side has half
 * of the error.
 * @throws RangeError for what has no bounds, or a level outside (0, 1).
 */
export function intervalOf(boundsAt: BoundsAt, level = 0.95): readonly [number, number] {
  requireFunction("boundsAt", boundsAt, "of a level");
  requireShare("level", level);
  const { lower, upper } = askedBounds("boundsAt", boundsAt, 1 - (1 - level) / 2);
  return [lower, upper];
}

/**
 * The one-sided p of an estimate against "the truth is at most `at`" (`greaterP`) and "at least"
 * (`lessP`), from t. Without any error p is 0 or 1, and 1 where the estimate is `at` itself.
 * @throws RangeError as `boundsOfEstimate`, or for an `at` that is not finite.
 */
export function pOfEstimate(
  given: Estimate,
  at = 0,
): { readonly greaterP: number; readonly lessP: number } {
  requireEstimate("given", given);
  requireFinite("at", at);
  const { estimate, standardError, degrees } = given;
  if (standardError === 0) return { greaterP: estimate > at ? 0 : 1, lessP: estimate < at ? 0 : 1 };
  const t = (estimate - at) / standardError;
  return { greaterP: tUpperTail(t, degrees), lessP: tUpperTail(-t, degrees) };
}

/**
 * The bounds at a level, of a function that came in at the public door.
 * @throws RangeError for an answer that is no two numbers.
 */
export function askedBounds(name: string, boundsAt: BoundsAt, level: number): Bounds {
  const answer = boundsAt(level);
  const isBounds = typeof answer === "object" && answer !== null;
  for (const side of ["lower", "upper"] as const) {
    const bound = isBounds ? answer[side] : answer;
    if (typeof bound !== "number" || Number.isNaN(bound))
      throw new RangeError(
        `${name}: expected a function that answers a number as ${side}, got ${shown(bound)}`,
      );
  }
  return answer;
}

/** @throws RangeError for what is no estimate with its error. */
export function requireEstimate(name: string, given: Estimate): void {
  requireHas(name, given, ["estimate", "standardError", "degrees"]);
  requireFinite(`${name}.estimate`, given.estimate);
  requireNotNegative(`${name}.standardError`, given.standardError);
  requireDegrees(`${name}.degrees`, given.degrees);
}

function requireDegrees(name: string, degrees: number): void {
  if (!(Number.isFinite(degrees) && degrees > 0))
    throw new RangeError(`${name}: expected a positive number, got ${shown(degrees)}`);
}
