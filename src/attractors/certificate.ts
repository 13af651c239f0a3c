import { type Network, requireInput, requireNetwork } from "../model/model.ts";
import {
  requireHas,
  requireList,
  requireNotNegative,
  requireNumbers,
  requireTyped,
  requireWord,
  shown,
} from "../numerics/gate.ts";
import { activationBounds } from "./activationBounds.ts";
import { absolute, type Dense, invert, multiply, times } from "./dense.ts";
import { type Evaluation, evaluate, evaluationOf, type Field, fieldOf } from "./field.ts";
import { gamma, UNIT_ROUNDOFF, upper } from "./rounding.ts";

/**
 * What is proven about a state x̄ (in the norm max_i |x_i|): `certified` says that exactly one true
 * fixed point lies within `existence` of x̄, and no other within `uniqueness`.
 */
export type Certificate =
  | { readonly verdict: "certified"; readonly existence: number; readonly uniqueness: number }
  | { readonly verdict: "not certified"; readonly reason: string };

/** A state and the network and constant input that it may be a fixed point of. */
export interface FixedPointCandidate {
  readonly network: Network;
  /** u as `[channel]`. */
  readonly input: ArrayLike<number>;
  /** x̄ as `[unit]`. */
  readonly state: Float64Array;
}

/**
 * Proves, where it can, that a true fixed point lies near a state, with the rounding of every step
 * bounded. With A near F'(x̄)⁻¹, T(x) = x − AF(x), Y ≥ |AF(x̄)|, Z₁ ≥ ‖I − AF'(x̄)‖ and
 * Z₂ ≥ ‖AW_rec‖·max|f''|: where Y + Z₁r + Z₂r²/2 < r and Z₁ + Z₂r < 1, T contracts the ball of
 * radius r about x̄ into itself; where Z₁ + Z₂ρ < 1 the ball of radius ρ has at most one fixed
 * point. For relu Z₂ = 0 as far as no unit's sign changes: both radii end at the kink that is
 * nearest, so that a unit within rounding of 0 is never certified.
 * @source Newton–Kantorovich; radii polynomials: Day, Lessard & Mischaikow 2007
 */
export function certify(candidate: FixedPointCandidate): Certificate {
  requireHas("candidate", candidate, ["network", "input", "state"]);
  const network = requireNetwork(candidate.network);
  requireInput("input", network, candidate.input);
  requireList("state", candidate.state, { size: network.units });
  candidate.state.forEach((x, i) => {
    if (typeof x !== "number")
      throw new RangeError(`state[${i}]: expected a number, got ${shown(x)}`);
  });
  const bounds = boundsAt(candidate);
  if (typeof bounds === "string") return no(bounds);
  return radii({ ...bounds, kink: nearestKink(candidate.network, candidate.state) });
}

/** Y, Z₁ and Z₂ of `certify`, or why there are none. */
function boundsAt({
  network,
  input,
  state,
}: FixedPointCandidate): { readonly y: number; readonly z1: number; readonly z2: number } | string {
  const field = fieldOf(network, input);
  if (!state.every(Number.isFinite)) return "the state is not finite";
  const at = evaluationOf(field.units);
  evaluate(field, state, at);
  const derivative = derivativeOf(field, at.slope);
  const inverse = invert(derivative, field.units);
  if (inverse === null) return "F' is singular in float64";
  const nearness = absolute(inverse);
  return {
    y: residualBound(field, { state, at, nearness }),
    z1: defectBound(field, { derivative, inverse, nearness }),
    z2: curvatureBound(field, { inverse, nearness }),
  };
}

/**
 * How far the true solution of a relu network's own linear region may be from a state, in the norm
 * max_i |x_i|; ∞ where that region has no single one.
 */
export function regionError(candidate: FixedPointCandidate): number {
  const bounds = boundsAt(candidate);
  if (typeof bounds === "string" || !(bounds.z1 < 1)) return Number.POSITIVE_INFINITY;
  return (bounds.y / (1 - bounds.z1)) * 1.001;
}

/** How far the nearest kink of relu is, in the norm max_i |x_i|; ∞ for a smooth f. */
function nearestKink({ model }: Network, state: Float64Array): number {
  if (model.activation !== "relu") return Number.POSITIVE_INFINITY;
  // A clamped unit keeps its value exactly, wherever it lies.
  const clamped = new Set(model.clamped.map(({ unit }) => unit));
  return state.reduce(
    (least, x, i) => (clamped.has(i) ? least : Math.min(least, Math.abs(x))),
    Number.POSITIVE_INFINITY,
  );
}

/**
 * The radius about x̄ from within which Newton's method reaches the certified root x*, in the norm
 * max_i |x_i|; 0 where nothing is certified. With e the existence radius and ρ that of uniqueness,
 * Z₁ + Z₂ρ < 1; a step from x, with d = ‖x − x*‖, ends at ‖x⁺ − x*‖ ≤ (Z₂d/2) d / (1 − Z₁ −
 * Z₂(d + e)), which is less than d where d < ⅔(ρ − e); and d ≤ ‖x − x̄‖ + e.
 * @source Rheinboldt 1975; Deuflhard 2011, "Newton methods for nonlinear problems", §2.1
 */
export function newtonRadius(certificate: Certificate): number {
  if (certificate.verdict !== "certified") return 0;
  const { existence, uniqueness } = certificate;
  // Far enough below to outweigh the rounding of this line and of the distance.
  return Math.max(0, (2 * uniqueness - 5 * existence) / 3) * (1 - 1e-9);
}

const no = (reason: string): Certificate => ({ verdict: "not certified", reason });

/** F'(x̄) = −I + W_rec diag f'(x̄), as computed. */
function derivativeOf({ units, weights }: Field, slope: Float64Array): Dense {
  const derivative = new Float64Array(units * units);
  for (let i = 0; i < units; i++) {
    for (let j = 0; j < units; j++) derivative[i * units + j] = weights[i * units + j] * slope[j];
    derivative[i * units + i] -= 1;
  }
  return derivative;
}

/** Y ≥ |A F(x̄)|: |A| times |F| as computed, plus all that rounding may have hidden in F. */
function residualBound(
  field: Field,
  {
    state,
    at,
    nearness,
  }: {
    readonly state: Float64Array;
    readonly at: Evaluation;
    readonly nearness: Dense;
  },
): number {
  const { units } = field;
  const rounding = roundingOf(field, state, at);
  const bound = rounding.map((size, i) => Math.abs(at.value[i]) + size);
  return upper(largest(times(nearness, bound)), 2 * units + 4);
}

/** What rounding may have hidden in each F_i as `evaluate` computes it, `[unit]`. */
export function roundingOf(field: Field, state: Float64Array, at: Evaluation): Float64Array {
  const { units, weights, network, input } = field;
  const { rate: rateError } = activationBounds[network.model.activation];
  const clamped = new Set(network.model.clamped.map(({ unit }) => unit));
  const roundings = gamma(units + network.channels + 4);
  const bound = new Float64Array(units);
  for (let i = 0; i < units; i++) {
    let terms = Math.abs(state[i]);
    if (clamped.has(i)) terms += Math.abs(field.drive[i]);
    else
      for (let c = 0; c < network.channels; c++)
        terms += Math.abs(network.weights.input[i * network.channels + c] * input[c]);
    let weight = 0;
    for (let j = 0; j < units; j++) {
      const size = Math.abs(weights[i * units + j]);
      weight += size;
      terms += size * (Math.abs(at.rate[j]) + rateError);
    }
    bound[i] = upper(roundings * terms + rateError * weight, 2 * units + 9);
  }
  return bound;
}

/** Z₁ ≥ ‖I − AF'(x̄)‖: as computed, plus the rounding of the product and of F' itself. */
function defectBound(
  { units, weights, network }: Field,
  {
    derivative,
    inverse,
    nearness,
  }: {
    readonly derivative: Dense;
    readonly inverse: Dense;
    readonly nearness: Dense;
  },
): number {
  const { slope: slopeError } = activationBounds[network.model.activation];
  const product = multiply({ left: inverse, right: derivative, size: units });
  const computed = new Float64Array(units);
  const derivativeSize = new Float64Array(units);
  const derivativeError = new Float64Array(units);
  for (let i = 0; i < units; i++)
    for (let j = 0; j < units; j++) {
      const k = i * units + j;
      computed[i] += Math.abs((i === j ? 1 : 0) - product[k]);
      derivativeSize[i] += Math.abs(derivative[k]);
      derivativeError[i] +=
        Math.abs(weights[k]) * slopeError + 3 * UNIT_ROUNDOFF * (Math.abs(derivative[k]) + 1);
    }
  const spread = times(nearness, derivativeSize);
  const carried = times(nearness, derivativeError);
  const rows = computed.map((sum, i) => sum + gamma(units + 2) * (spread[i] + 2) + carried[i]);
  return upper(largest(rows), 4 * units + 8);
}

/** Z₂ ≥ ‖A W_rec‖·max|f''|: how fast AF' changes with x. */
function curvatureBound(
  { units, weights, network }: Field,
  { inverse, nearness }: { readonly inverse: Dense; readonly nearness: Dense },
): number {
  const { lipschitz } = activationBounds[network.model.activation];
  if (lipschitz === 0) return 0;
  const product = multiply({ left: inverse, right: weights, size: units });
  const weightSize = new Float64Array(units);
  const rows = new Float64Array(units);
  for (let i = 0; i < units; i++)
    for (let j = 0; j < units; j++) {
      weightSize[i] += Math.abs(weights[i * units + j]);
      rows[i] += Math.abs(product[i * units + j]);
    }
  const lost = times(nearness, weightSize);
  return upper(
    lipschitz * largest(rows.map((sum, i) => sum + gamma(units + 2) * lost[i])),
    4 * units + 8,
  );
}

/** The two radii from Y, Z₁ and Z₂, each tested in arithmetic rounded against us. */
function radii({
  y,
  z1,
  z2,
  kink,
}: {
  readonly y: number;
  readonly z1: number;
  readonly z2: number;
  readonly kink: number;
}): Certificate {
  if (!(z1 < 1)) return no(`‖I − AF'‖ is ${z1}, not below 1`);
  // Far enough below the exact quotient to outweigh its rounding. Without weights it is ∞.
  const uniqueness = Math.min((1 - z1) / z2, kink, Number.MAX_VALUE) * (1 - 1e-9);
  const first = Math.max((y / (1 - z1)) * 1.001, 1e-300);
  for (let existence = first; existence < uniqueness; existence *= 1.5) {
    const image = upper(y + z1 * existence + (z2 * existence * existence) / 2, 8);
    const contraction = upper(z1 + z2 * existence, 4);
    if (image < existence && contraction < 1)
      return { verdict: "certified", existence, uniqueness };
  }
  if (first >= kink) return no(`a unit is ${kink} from relu's kink, within rounding (${first})`);
  return no(`no radius r has Y + Z₁r + Z₂r²/2 < r for Y = ${y}, Z₁ = ${z1}, Z₂ = ${z2}`);
}

/** The largest entry; NaN if there is any. */
function largest(values: Float64Array): number {
  return values.reduce((most, value) => (value <= most ? most : value), 0);
}

/**
 * Whether two certified states of one network and input belong to the same true fixed point. Their
 * certificates decide; `undecided` where they do not say.
 * @throws RangeError for what is no state with its certificate, or states of other lengths.
 */
export function compareCertified(a: WithCertificate, b: WithCertificate): Compared {
  requireWithCertificate("a", a);
  requireWithCertificate("b", b, a.state.length);
  return compareStates(a, b);
}

/** A state, and what is proven about it. */
type WithCertificate = { readonly state: Float64Array; readonly certificate: Certificate };
type Compared = "same" | "distinct" | "undecided";

function requireWithCertificate(name: string, of: WithCertificate, size?: number): void {
  requireHas(name, of, ["state", "certificate"]);
  requireList(`${name}.state`, of.state);
  requireTyped(`${name}.state`, of.state, size ?? of.state.length);
  requireNumbers(`${name}.state`, of.state);
  requireCertificate(`${name}.certificate`, of.certificate);
}

/** @throws RangeError for what is no certificate. */
export function requireCertificate(name: string, certificate: Certificate): void {
  requireHas(name, certificate, ["verdict"]);
  requireWord(`${name}.verdict`, certificate.verdict, ["certified", "not certified"]);
  if (certificate.verdict !== "certified") return;
  requireHas(name, certificate, ["existence", "uniqueness"]);
  requireNotNegative(`${name}.existence`, certificate.existence);
  requireNotNegative(`${name}.uniqueness`, certificate.uniqueness);
}

/** The answer of `compareCertified`; arguments are taken as checked. */
export function compareStates(a: WithCertificate, b: WithCertificate): Compared {
  if (a.certificate.verdict !== "certified" || b.certificate.verdict !== "certified")
    return "undecided";
  const apart = largest(a.state.map((x, i) => Math.abs(x - b.state[i])));
  const far = apart * (1 + 4 * UNIT_ROUNDOFF);
  const near = apart * (1 - 4 * UNIT_ROUNDOFF);
  if (near > (a.certificate.existence + b.certificate.existence) * (1 + 4 * UNIT_ROUNDOFF))
    return "distinct";
  const inside = (one: { readonly uniqueness: number }, other: { readonly existence: number }) =>
    (far + other.existence) * (1 + 4 * UNIT_ROUNDOFF) < one.uniqueness;
  return inside(a.certificate, b.certificate) || inside(b.certificate, a.certificate)
    ? "same"
    : "undecided";
}
