import type { Network } from "../model/model.ts";
import { clampState } from "../model/step.ts";
import { newtonRadius } from "./certificate.ts";
import { type Continuum, continuumThrough } from "./continuum.ts";
import { isRounding } from "./degenerate.ts";
import { distance, lengthOf } from "./distance.ts";
import { evaluate, evaluationOf, type Field, fieldOf } from "./field.ts";
import { isConnected, type NearPoint } from "./nearPoints.ts";
import { polish } from "./newton.ts";
import { type FixedPoint, fieldNormAt, pointAt } from "./point.ts";
import { softDirections } from "./soft.ts";
import { ROOT_RESIDUAL, residualAt, type StatePlace } from "./solve.ts";
import { LONGEST_STEP, MOST_WALKED_UNITS, type Walk, walkValley } from "./valley.ts";

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

/** What a state turned out to be: the number of its point or continuum, or neither. */
export type Found =
  | { readonly kind: "point"; readonly point: number }
  | { readonly kind: "continuum"; readonly continuum: number }
  | { readonly kind: "near" | "nothing" };

/** The distinct fixed points met so far, and the places that are nearly one. */
export interface Collection {
  readonly points: readonly FixedPoint[];
  readonly continua: readonly Continuum[];
  /**
   * Takes in a state at which a solver stopped, and answers what it is. One that Newton's method
   * has left already is not polished again.
   */
  take(state: Float64Array, polished?: "polished"): Found;
  /** The number of the point that Newton's method reaches from a state for certain, or null. */
  knownAt(place: StatePlace): number | null;
  /** The near places that belong to no fixed point, merged where they are connected. */
  nearPoints(): readonly NearPoint[];
}

/** Walks along slow valleys, for each collection: each may take a thousand steps. */
const MOST_VALLEYS = 16;
/** A singular value of F' below this makes a valley that is worth a walk. */
const SOFT = 1e-2;

/** A soft valley that was walked: its states, and those near its roots. */
type Valley = Pick<Walk, "states" | "crossings">;

/** What a collection holds. */
interface Held {
  readonly field: Field;
  /** |x_{t+1} − x_t| below which a place that is not certified is near. */
  readonly nearBelow: number;
  readonly points: FixedPoint[];
  /** From how near Newton's method reaches each point for certain. */
  readonly radii: number[];
  readonly continua: Continuum[];
  readonly near: NearPoint[];
  readonly valleys: Valley[];
  /** How many more walks for a continuum may end without one. */
  readonly walks: { left: number };
}

/** An empty collection of the fixed points of a network under the input u. */
export function collectPoints(
  network: Network,
  input: ArrayLike<number>,
  nearBelow = ROOT_RESIDUAL,
): Collection {
  const field = fieldOf(network, input);
  const held: Held = {
    nearBelow,
    field,
    points: [],
    radii: [],
    continua: [],
    near: [],
    valleys: [],
    walks: { left: MOST_VALLEYS },
  };
  return {
    points: held.points,
    continua: held.continua,
    take: (stopped, polished) => take(held, stopped, polished),
    knownAt: (place) => knownAt(held, place),
    nearPoints: () => apartOf(held),
  };
}

/** The first point in whose ball a state lies; the balls of two points have no state in common. */
function knownAt({ points, radii }: Held, { values, from, stride }: StatePlace): number | null {
  for (let k = radii.length; k < points.length; k++)
    radii.push(newtonRadius(points[k].certificate));
  for (let k = 0; k < points.length; k++) {
    const { state } = points[k];
    const radius = radii[k];
    let i = 0;
    while (i < state.length && Math.abs(values[from + i * stride] - state[i]) < radius) i++;
    if (i === state.length) return k;
  }
  return null;
}

function take(held: Held, stopped: Float64Array, polished?: "polished"): Found {
  const { field, points, continua } = held;
  const { network, input } = field;
  if (!stopped.every(Number.isFinite)) return { kind: "nothing" };
  const left = polished === undefined ? polish(field, stopped) : stopped;
  const state = snapped(field, clampState(network, left));
  const on = continua.findIndex(({ holds }) => isRounding(field, state, 16) && holds(state));
  if (on >= 0) return { kind: "continuum", continuum: on };
  const known = points.findIndex((point) => isSame(field, point.state, state));
  if (known >= 0) return { kind: "point", point: known };
  const fieldNorm = fieldNormAt({ network, input, state });
  const residual = residualAt({ network, input, state });
  const isNear = residual < held.nearBelow;
  if (!(isNear || fieldNorm < CANDIDATE_NORM)) return { kind: "nothing" };
  const point = pointAt({ network, input, state });
  const isOpen = point.degenerate !== null || point.kink !== null;
  const continuum = isOpen && held.walks.left > 0 ? continuumThrough(field, state) : null;
  if (isOpen && continuum === null) held.walks.left -= 1;
  if (continuum !== null) return { kind: "continuum", continuum: continua.push(continuum) - 1 };
  if (isOpen || point.certificate.verdict === "certified")
    return { kind: "point", point: points.push(point) - 1 };
  if (!isNear) return { kind: "nothing" };
  takeNear(held, { state, residual, fieldNorm });
  return { kind: "near" };
}

/**
 * A near place in a soft valley is one with all of that valley: it is walked once, and its roots
 * are taken in. Where it has some, the place belongs to them.
 */
function takeNear(held: Held, place: NearPoint): void {
  const { field, valleys, near } = held;
  let valley = valleys.find((each) => isOnValley(each, place.state));
  const isWalked = field.bounded && field.units <= MOST_WALKED_UNITS;
  if (valley === undefined && isWalked && valleys.length < MOST_VALLEYS) {
    valley = valleyThrough(held, place.state) ?? undefined;
    if (valley !== undefined) valleys.push(valley);
    for (const crossing of valley?.crossings ?? []) take(held, crossing);
  }
  if (valley === undefined) {
    mergeNear(held, place);
    return;
  }
  if (valley.crossings.length > 0) return;
  const { states } = valley;
  const before = near.findIndex(({ state }) => isOnValley({ states }, state));
  if (before < 0) near.push(place);
  else if (place.fieldNorm < near[before].fieldNorm) near[before] = place;
}

/** The valley of a state, as far as |F| stays small, or null where F' is not soft. */
function valleyThrough({ field, nearBelow }: Held, state: Float64Array): Valley | null {
  const [soft] = softDirections(field, state);
  if (!(soft.size < SOFT)) return null;
  const slow = nearBelow / field.network.model.alpha;
  const most = Math.max(slow, Math.min(1e3 * slow, 1e-3));
  const at = evaluationOf(field.units);
  const isInside = (x: Float64Array): boolean => Math.sqrt(evaluate(field, x, at)) < most;
  return alongValley(field, state, isInside);
}

/** A valley both ways from a state; its states reach as near to each other as a step. */
function alongValley(
  field: Field,
  from: Float64Array,
  isInside: (state: Float64Array) => boolean,
): Valley {
  const ahead = walkValley(field, from, { side: 1, isInside });
  if (ahead.ending === "closed") return { ...ahead, states: [from, ...ahead.states] };
  const behind = walkValley(field, from, { side: -1, isInside });
  return {
    states: [...[...behind.states].reverse(), from, ...ahead.states],
    crossings: [...behind.crossings, ...ahead.crossings],
  };
}

const isOnValley = ({ states }: Pick<Valley, "states">, state: Float64Array): boolean =>
  states.some((other) => distance(other, state) <= LONGEST_STEP * (1 + lengthOf(state)));

/** The near places that are connected with no fixed point, and with no continuum. */
function apartOf({
  field,
  nearBelow,
  points,
  continua,
  near,
  valleys,
}: Held): readonly NearPoint[] {
  const known = [
    ...points.map(({ state }) => state),
    ...continua.flatMap(({ sample }) => [...sample]),
  ];
  return near.filter(
    ({ state }) =>
      !valleys.some((valley) => valley.crossings.length > 0 && isOnValley(valley, state)) &&
      !known.some((other) => isConnected(field, [other, state], nearBelow)),
  );
}

/** A unit of relu that is nearer to its kink than this, relative to 1 + |x|, may lie at it. */
const SNAP = 1e-9;

/** The state with units of relu at their kink where they are near it, and F is rounding there. */
function snapped(field: Field, state: Float64Array): Float64Array {
  if (field.network.model.activation !== "relu") return state;
  const tolerance = SNAP * (1 + lengthOf(state));
  const moved = clampState(
    field.network,
    state.map((x) => (Math.abs(x) < tolerance ? 0 : x)),
  );
  return isRounding(field, moved) ? moved : state;
}

/** Adds a near place, in one with all that it is connected to; the smallest |F| stands for it. */
function mergeNear({ field, near, nearBelow }: Held, place: NearPoint): void {
  let best = place;
  for (let k = near.length - 1; k >= 0; k--) {
    if (!isConnected(field, [near[k].state, place.state], nearBelow)) continue;
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
