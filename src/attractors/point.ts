import type { Network } from "../model/model.ts";
import { type Certificate, certify } from "./certificate.ts";
import { type Degeneracy, degeneracyOf, isRounding } from "./degenerate.ts";
import { evaluate, evaluationOf, fieldOf } from "./field.ts";
import { fixedPointIndex } from "./index.ts";
import { type Kink, kinkAt, unitsAtKink } from "./kink.ts";
import { requirePlace, residualAt } from "./solve.ts";
import { decomposedAt, type Stability, stabilityFrom } from "./stability.ts";
import { type StabilityVerdict, stabilityVerdict } from "./stabilityCertificate.ts";

/** A fixed point x* = x_{t+1} = x_t of a network under a constant input, with its stability. */
export interface FixedPoint extends Stability {
  /** x* as `[unit]`, as near as float64 allows. */
  readonly state: Float64Array;
  /** |x_{t+1} − x_t| at `state`. */
  readonly residual: number;
  /** |F(x*)| = |−x + W_rec f(x) + W_in u| at `state`; α plays no part in it. */
  readonly fieldNorm: number;
  /** sign det(I − W_rec diag f'(x*)); 0 where it is 0, or where float64 cannot tell. */
  readonly index: -1 | 0 | 1;
  /** Whether a true fixed point is proven to lie at `state`, how near, and how alone. */
  readonly certificate: Certificate;
  /** What is proven about its stability; `stable` is what the eigenvalues say, proven or not. */
  readonly certifiedStability: StabilityVerdict;
  /** What is known where F' is singular to rounding, so that nothing is certified; else null. */
  readonly degenerate: Degeneracy | null;
  /** What is known where units of relu lie at their kink; else null. */
  readonly kink: Kink | null;
}

/**
 * |F(x)|: how far a state is from being a fixed point, whatever α.
 * @throws RangeError for a network that is not well formed, or a state or input that does not fit.
 */
export function fieldNormOf(place: {
  readonly network: Network;
  /** u as `[channel]`. */
  readonly input: ArrayLike<number>;
  /** x as `[unit]`. */
  readonly state: Float64Array;
}): number {
  requirePlace(place);
  return fieldNormAt(place);
}

/** |F(x)| of `fieldNormOf`; arguments are taken as checked. */
export function fieldNormAt({ network, input, state }: Parameters<typeof fieldNormOf>[0]): number {
  const field = fieldOf(network, input);
  return Math.sqrt(evaluate(field, state, evaluationOf(field.units)));
}

/** What there is to say of a state x* as a fixed point under the input u, be it one or not. */
export function pointAt(given: {
  readonly network: Network;
  /** u as `[channel]`. */
  readonly input: ArrayLike<number>;
  /** x* as `[unit]`. */
  readonly state: Float64Array;
}): FixedPoint {
  const { network, input, state } = given;
  const field = fieldOf(network, input);
  const certificate = certify(given);
  const isOpen = certificate.verdict !== "certified" && isRounding(field, state);
  const atKink = isOpen ? unitsAtKink(field, state) : [];
  const kink = atKink.length > 0 ? kinkAt(field, state, atKink) : null;
  const degenerate = isOpen && kink === null ? degeneracyOf(field, state) : null;
  const decomposed = decomposedAt(network, state);
  const stability = stabilityFrom(decomposed);
  return {
    state,
    residual: residualAt(given),
    fieldNorm: fieldNormAt(given),
    certificate,
    certifiedStability: stabilityVerdict({ network, state, certificate }, decomposed),
    degenerate,
    kink,
    ...stability,
    index: indexOf(network, state, { kink, degenerate }),
    stable: isStable(stability, { kink, degenerate }),
  };
}

type Open = { readonly kink: Kink | null; readonly degenerate: Degeneracy | null };

function indexOf(network: Network, state: Float64Array, { kink, degenerate }: Open): -1 | 0 | 1 {
  if (kink !== null) return 0;
  return degenerate === null ? fixedPointIndex(network, state) : (degenerate.index ?? 0);
}

/** At a kink, and where an eigenvalue is 1 to rounding, eigenvalues alone do not say. */
function isStable(stability: Stability, { kink, degenerate }: Open): boolean {
  if (kink !== null) return kink.verdict === "stable";
  if (degenerate === null) return stability.stable;
  return degenerate.along === "attracts" && stability.eigenvalues.every(isInside);
}

/** The eigenvalue of the degenerate direction is 1 within what rounding leaves of it. */
const isInside = ({ re, im }: { readonly re: number; readonly im: number }): boolean =>
  Math.hypot(re, im) < 1 + 1e-4;
