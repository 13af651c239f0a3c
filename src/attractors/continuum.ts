import { isRounding } from "./degenerate.ts";
import { distance, lengthOf } from "./distance.ts";
import type { Field } from "./field.ts";
import { linearContinuum } from "./linearContinuum.ts";
import { fieldNormAt } from "./point.ts";
import { valleyPlace } from "./reduced.ts";
import { nullDirections, type SoftDirection, softDirections } from "./soft.ts";
import { stabilityOf } from "./stability.ts";
import { LONGEST_STEP, walkValley } from "./valley.ts";

/**
 * Fixed points that are not isolated: a line, a ring, a face. It is neither a point nor several,
 * and degree and indices do not apply to it. For relu it is exact, a chain of pieces each within
 * one linear region; for tanh F vanishes along it to rounding, and no better is known.
 */
export interface Continuum {
  readonly dimension: number;
  /**
   * `closed`: a ring. `bounded`: it was followed to its ends. `unbounded`: it goes on without end
   * (relu alone). `not followed`: the steps ran out, or it has too many dimensions to be walked.
   */
  readonly shape: "closed" | "bounded" | "unbounded" | "not followed";
  /** Its ends where it is a line that has some; each x as `[unit]`. */
  readonly ends: readonly Float64Array[];
  /** The largest distance between two of its states that was met; ∞ where it is unbounded. */
  readonly extent: number;
  /** Some of its states, each x as `[unit]`. */
  readonly sample: readonly Float64Array[];
  /** The largest |F| in the sample. */
  readonly fieldNorm: number;
  /** |λ| > 1 across it, at the first state of the sample: 0 where it attracts. */
  readonly unstableDirections: number;
  /** Whether a root lies on it. */
  readonly holds: (root: Float64Array) => boolean;
}

/** |F| along a walk may be this many times what rounding can come to: its size is stated. */
const WALK_SLACK = 16;

/** Steps from one root to another on a face of several dimensions. */
const MOST_STEPS = 150;
/** How far beside a root F must vanish too, relative to 1 + |x|, for a walk to begin. */
const BESIDE = 5e-3;
/** A walk that comes no farther than this, relative to 1 + |x|, was about one degenerate point. */
const SHORTEST_EXTENT = 0.05;
const MOST_SAMPLED = 64;

/** What there is to say of states of a continuum, whoever found them. */
export type FoundStates = Pick<Continuum, "dimension" | "shape" | "ends" | "holds"> & {
  /** States along it, in order; its end is the last of them. */
  readonly states: readonly Float64Array[];
  /** A state within it, at which F' exists. */
  readonly inside: Float64Array;
};

/** The continuum through a root at which F' is singular to rounding, or null where it is alone. */
export function continuumThrough(field: Field, root: Float64Array): Continuum | null {
  const found = field.bounded ? curvedContinuum(field, root) : linearContinuum(field, root);
  if (found === null) return null;
  const { states, inside, ...rest } = found;
  const every = Math.max(1, Math.ceil(states.length / MOST_SAMPLED));
  const sample = [inside, ...states.filter((_, k) => k % every === 0)];
  const { network, input } = field;
  const norms = sample.map((state) => fieldNormAt({ network, input, state }));
  return {
    ...rest,
    extent: rest.shape === "unbounded" ? Number.POSITIVE_INFINITY : extentOf(sample),
    sample,
    fieldNorm: Math.max(...norms),
    unstableDirections: acrossUnstable(field, inside, rest.dimension),
  };
}

function extentOf(sample: readonly Float64Array[]): number {
  let most = 0;
  for (const a of sample) for (const b of sample) most = Math.max(most, distance(a, b));
  return most;
}

/** Along a continuum eigenvalues are 1: as many as it has dimensions, the nearest, are left out. */
function acrossUnstable(field: Field, state: Float64Array, dimension: number): number {
  const { eigenvalues } = stabilityOf(field.network, state);
  const fromOne = ({ re, im }: { readonly re: number; readonly im: number }): number =>
    Math.hypot(re - 1, im);
  return [...eigenvalues]
    .sort((a, b) => fromOne(a) - fromOne(b))
    .slice(dimension)
    .filter(({ re, im }) => Math.hypot(re, im) > 1).length;
}

function curvedContinuum(field: Field, root: Float64Array): FoundStates | null {
  const soft = nullDirections(softDirections(field, root));
  const scale = 1 + lengthOf(root);
  // Along a continuum F vanishes beside the root too, in every one of its directions.
  const isFlat = ({ right }: SoftDirection): boolean =>
    [1, -1].every((side) => {
      const guess = root.map((x, i) => x + side * BESIDE * scale * right[i]);
      const place = valleyPlace(field, guess, soft);
      return place !== null && isRounding(field, place.state, WALK_SLACK);
    });
  const ends = soft.length === 1 ? isFlatSomewhere(field, root, soft) : soft.every(isFlat);
  if (!ends) return null;
  if (soft.length > 1) return manyDimensions(field, root, soft);
  return curve(field, root, scale);
}

/** At an end of a line F vanishes on one side alone. */
function isFlatSomewhere(
  field: Field,
  root: Float64Array,
  soft: readonly SoftDirection[],
): boolean {
  const scale = 1 + lengthOf(root);
  return [1, -1].some((side) => {
    const guess = root.map((x, i) => x + side * BESIDE * scale * soft[0].right[i]);
    const place = valleyPlace(field, guess, soft);
    return place !== null && isRounding(field, place.state, WALK_SLACK);
  });
}

function curve(field: Field, root: Float64Array, scale: number): FoundStates | null {
  const isInside = (state: Float64Array): boolean => isRounding(field, state, WALK_SLACK);
  const ahead = walkValley(field, root, { side: 1, isInside });
  const behind = ahead.ending === "closed" ? null : walkValley(field, root, { side: -1, isInside });
  const states = [...(behind?.states ?? []).slice().reverse(), root, ...ahead.states];
  const last = states[states.length - 1];
  if (behind !== null && !(distance(states[0], last) > SHORTEST_EXTENT * scale)) return null;
  const holds = (other: Float64Array): boolean =>
    states.some((state) => distance(state, other) <= LONGEST_STEP * scale);
  const isOpen = [ahead, behind].some((way) => way?.ending === "out of steps");
  const shape = behind === null ? "closed" : isOpen ? "not followed" : "bounded";
  const ends = shape === "bounded" ? [states[0], last] : [];
  return { dimension: 1, shape, ends, states, inside: root, holds };
}

/** A face of several dimensions is not walked: its states lie either way along each of them. */
function manyDimensions(
  field: Field,
  root: Float64Array,
  soft: readonly SoftDirection[],
): FoundStates {
  const scale = 1 + lengthOf(root);
  const states = soft.flatMap(({ right }) =>
    [1, -1].flatMap((side) => {
      const guess = root.map((x, i) => x + side * LONGEST_STEP * scale * right[i]);
      const place = valleyPlace(field, guess, soft);
      return place === null ? [] : [place.state];
    }),
  );
  return {
    dimension: soft.length,
    shape: "not followed",
    ends: [],
    states,
    inside: root,
    holds: (other) => isReached(field, [root, other], soft.length),
  };
}

/** Whether steps along the null directions, corrected across them, lead from a root to another. */
function isReached(
  field: Field,
  [from, to]: readonly [Float64Array, Float64Array],
  dimension: number,
): boolean {
  const scale = 1 + lengthOf(from);
  let place = from;
  for (let count = 0; count < MOST_STEPS; count++) {
    const left = distance(place, to);
    if (left < 1e-6 * scale) return true;
    const soft = softDirections(field, place).slice(0, dimension);
    const step = Math.min(1, (5 * LONGEST_STEP * scale) / left);
    const guess = place.map((x, i) => x + step * (to[i] - x));
    const next = valleyPlace(field, guess, soft);
    if (next === null || !isRounding(field, next.state, WALK_SLACK)) return false;
    if (!(distance(next.state, to) < left)) return false;
    place = next.state;
  }
  return false;
}
