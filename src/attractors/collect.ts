import type { Network } from "../model/model.ts";
import { clampState } from "../model/step.ts";
import { type Certificate, certify } from "./certificate.ts";
import { evaluate, evaluationOf, type Field, fieldOf } from "./field.ts";
import { fixedPointIndex } from "./index.ts";
import { polish } from "./newton.ts";
import { residualOf } from "./solve.ts";
import { type Stability, stabilityOf } from "./stability.ts";
import { certifyStability, type StabilityVerdict } from "./stabilityCertificate.ts";

/** A fixed point x* = x_{t+1} = x_t of a network under a constant input, with its stability. */
export interface FixedPoint extends Stability {
  /** x* as `[unit]`, as near as float64 allows. */
  readonly state: Float64Array;
  /** |x_{t+1} − x_t| at `state`. */
  readonly residual: number;
  /** sign det(I − W_rec diag f'(x*)); 0 where float64 cannot tell. */
  readonly index: -1 | 0 | 1;
  /** Whether a true fixed point is proven to lie at `state`, how near, and how alone. */
  readonly certificate: Certificate;
  /** What is proven about its stability; `stable` is what the eigenvalues say, proven or not. */
  readonly certifiedStability: StabilityVerdict;
}

/**
 * Two roots nearer than this, relative to 1 + |x|, are one. Newton's method leaves a simple root
 * uncertain by about 1e-14 and a double one by 1e-8; distinct points of a network lie 1e-2 and
 * more apart, save at a bifurcation.
 */
export const DISTINCT_DISTANCE = 1e-6;

/** |F| at the level of rounding, relative to 1 + |x|: nothing is known about F below it. */
const ROUNDING_NORM = 1e-14;

/** The distinct fixed points met so far. */
export interface Collection {
  readonly points: readonly FixedPoint[];
  /** Takes in a root, and answers the number of its point. */
  add(root: Float64Array): number;
}

/** What there is to say of a state x* as a fixed point under the input u, be it one or not. */
export function pointAt({
  network,
  input,
  state,
}: {
  readonly network: Network;
  /** u as `[channel]`. */
  readonly input: ArrayLike<number>;
  /** x* as `[unit]`. */
  readonly state: Float64Array;
}): FixedPoint {
  const certificate = certify({ network, input, state });
  return {
    state,
    residual: residualOf({ network, input, state }),
    index: fixedPointIndex(network, state),
    certificate,
    certifiedStability: certifyStability({ network, state, certificate }),
    ...stabilityOf(network, state),
  };
}

/** An empty collection of the fixed points of a network under the input u. */
export function collectPoints(network: Network, input: ArrayLike<number>): Collection {
  const field = fieldOf(network, input);
  const points: FixedPoint[] = [];
  return {
    points,
    add(root) {
      const state = clampState(network, polish(field, root));
      const known = points.findIndex((point) => isSame(field, point.state, state));
      if (known >= 0) return known;
      points.push(pointAt({ network, input, state }));
      return points.length - 1;
    },
  };
}

/**
 * Whether float64 cannot tell two roots apart: they are nearer than `DISTINCT_DISTANCE`, or F is
 * rounding alone at three places between them, as at a root of higher order or along a line of
 * fixed points.
 */
function isSame(field: Field, a: Float64Array, b: Float64Array): boolean {
  const scale = 1 + norm(a);
  if (distance(a, b) < DISTINCT_DISTANCE * scale) return true;
  const at = evaluationOf(field.units);
  return [0.5, 0.25, 0.75].every((share) => {
    const between = a.map((x, i) => x + share * (b[i] - x));
    return Math.sqrt(evaluate(field, between, at)) < ROUNDING_NORM * scale;
  });
}

function norm(vector: Float64Array): number {
  let square = 0;
  for (const x of vector) square += x * x;
  return Math.sqrt(square);
}

/** The euclidean distance of two states. */
export function distance(a: Float64Array, b: Float64Array): number {
  let square = 0;
  for (let i = 0; i < a.length; i++) square += (a[i] - b[i]) * (a[i] - b[i]);
  return Math.sqrt(square);
}
