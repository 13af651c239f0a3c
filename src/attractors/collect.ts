import type { Network } from "../model/model.ts";
import { clampState } from "../model/step.ts";
import { distance, lengthOf } from "./distance.ts";
import { evaluate, evaluationOf, type Field, fieldOf } from "./field.ts";
import { isConnected, type NearPoint } from "./nearPoints.ts";
import { polish } from "./newton.ts";
import { type FixedPoint, fieldNormOf, pointAt } from "./point.ts";
import { ROOT_RESIDUAL, residualOf } from "./solve.ts";

/**
 * Two roots nearer than this, relative to 1 + |x|, are one. Newton's method leaves a simple root
 * uncertain by about 1e-14 and a double one by 1e-8; distinct points of a network lie 1e-2 and
 * more apart, save at a bifurcation.
 */
export const DISTINCT_DISTANCE = 1e-6;

/** |F| at the level of rounding, relative to 1 + |x|: nothing is known about F below it. */
const ROUNDING_NORM = 1e-14;

/** A state with a larger |F| is no root that Newton's method has left: no proof is tried. */
const CANDIDATE_NORM = 1e-6;

/** What a state turned out to be: the number of its fixed point, or a near place, or neither. */
export type Found =
  | { readonly kind: "point"; readonly point: number }
  | { readonly kind: "near" | "nothing" };

/** The distinct fixed points met so far, and the places that are nearly one. */
export interface Collection {
  readonly points: readonly FixedPoint[];
  /** Takes in a state at which a solver stopped, and answers what it is. */
  take(state: Float64Array): Found;
  /** The near places that belong to no fixed point, merged where they are connected. */
  nearPoints(): readonly NearPoint[];
}

/** An empty collection of the fixed points of a network under the input u. */
export function collectPoints(network: Network, input: ArrayLike<number>): Collection {
  const field = fieldOf(network, input);
  const points: FixedPoint[] = [];
  const near: NearPoint[] = [];
  return {
    points,
    take(stopped) {
      if (!stopped.every(Number.isFinite)) return { kind: "nothing" };
      const state = clampState(network, polish(field, stopped));
      const known = points.findIndex((point) => isSame(field, point.state, state));
      if (known >= 0) return { kind: "point", point: known };
      const fieldNorm = fieldNormOf({ network, input, state });
      const residual = residualOf({ network, input, state });
      const isNear = residual < ROOT_RESIDUAL;
      if (!(isNear || fieldNorm < CANDIDATE_NORM)) return { kind: "nothing" };
      const point = pointAt({ network, input, state });
      const isPoint =
        point.certificate.verdict === "certified" ||
        point.degenerate !== null ||
        point.kink !== null;
      if (isPoint) return { kind: "point", point: points.push(point) - 1 };
      if (!isNear) return { kind: "nothing" };
      mergeNear(field, near, { state, residual, fieldNorm });
      return { kind: "near" };
    },
    nearPoints: () =>
      near.filter(
        ({ state }) =>
          !points.some((point) => isConnected(field, [point.state, state], ROOT_RESIDUAL)),
      ),
  };
}

/** Adds a near place, in one with all that it is connected to; the smallest |F| stands for it. */
function mergeNear(field: Field, near: NearPoint[], place: NearPoint): void {
  let best = place;
  for (let k = near.length - 1; k >= 0; k--) {
    if (!isConnected(field, [near[k].state, place.state], ROOT_RESIDUAL)) continue;
    if (near[k].fieldNorm < best.fieldNorm) best = near[k];
    near.splice(k, 1);
  }
  near.push(best);
}

/**
 * Whether float64 cannot tell two roots apart: they are nearer than `DISTINCT_DISTANCE`, or F is
 * rounding alone at three places between them, as at a root of higher order.
 */
function isSame(field: Field, a: Float64Array, b: Float64Array): boolean {
  const scale = 1 + lengthOf(a);
  if (distance(a, b) < DISTINCT_DISTANCE * scale) return true;
  const at = evaluationOf(field.units);
  return [0.5, 0.25, 0.75].every((share) => {
    const between = a.map((x, i) => x + share * (b[i] - x));
    return Math.sqrt(evaluate(field, between, at)) < ROUNDING_NORM * scale;
  });
}
