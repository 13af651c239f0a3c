import { requireFields, requireFlag, requireHas } from "../numerics/gate.ts";
import { tQuantile } from "./studentT.ts";

/** An effect with its jackknifed standard error, from groups of n networks each. */
export type Effect = {
  readonly estimate: number;
  readonly standardError: number;
  /** Networks per group (n): the bounds are t's with n − 1 degrees. */
  readonly networks: number;
};

/** One-sided bounds of an effect. */
export type Bounds = { readonly lower: number; readonly upper: number };

/** What a comparison comes to, and why. */
export type Judgement = Bounds & {
  readonly verdict: "supported" | "contradicted" | "inconclusive";
  readonly because:
    | "upper bound below delta"
    | "lower bound above delta"
    | "bounds on both sides of delta"
    | "no assay sensitivity";
};

/**
 * One-sided bounds, estimate ± t · standard error, t with n − 1 degrees.
 * @throws RangeError for fewer than two networks, or a negative standard error.
 */
export function bounds(effect: Effect, level = 0.95): Bounds {
  requireHas("effect", effect, ["estimate", "standardError", "networks"]);
  const { estimate, standardError, networks } = effect;
  if (!(Number.isInteger(networks) && networks >= 2))
    throw new RangeError(`networks: expected at least 2, got ${networks}`);
  if (!Number.isFinite(estimate))
    throw new RangeError(`estimate: expected a finite number, got ${estimate}`);
  if (!(Number.isFinite(standardError) && standardError >= 0))
    throw new RangeError(`standardError: expected no negative number, got ${standardError}`);
  const reach = tQuantile(level, networks - 1) * standardError;
  return { lower: estimate - reach, upper: estimate + reach };
}

/**
 * Whether two groups are indistinguishable: supported where the upper bound of the excess lies
 * below δ and the measure, at the same n, does separate its positive control (`sensitive`).
 * Contradicted where the lower bound lies above δ; inconclusive otherwise.
 * @source claims "indistinguishable"
 * @throws RangeError for δ ≤ 0; see `bounds`.
 */
export function indistinguishable(
  excess: Effect,
  form: { readonly delta: number; readonly sensitive: boolean; readonly level?: number },
): Judgement {
  requireFields("form", form, { needed: ["delta", "sensitive"], optional: ["level"] });
  const { delta, sensitive, level = 0.05 } = form;
  requireFlag("sensitive", sensitive);
  if (!(Number.isFinite(delta) && delta > 0))
    throw new RangeError(`delta: expected a positive number, got ${delta}`);
  const { lower, upper } = bounds(excess, 1 - level);
  if (lower > delta)
    return { verdict: "contradicted", because: "lower bound above delta", lower, upper };
  if (!(upper < delta))
    return { verdict: "inconclusive", because: "bounds on both sides of delta", lower, upper };
  return sensitive
    ? { verdict: "supported", because: "upper bound below delta", lower, upper }
    : { verdict: "inconclusive", because: "no assay sensitivity", lower, upper };
}
