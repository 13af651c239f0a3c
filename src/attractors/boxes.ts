import { activationFunctions } from "../model/activation.ts";
import { activationBounds } from "./activationBounds.ts";
import { invert } from "./dense.ts";
import type { Field } from "./field.ts";
import type { FixedPoint } from "./point.ts";
import { type ReducedSpace, reducedSpace } from "./reducedSpace.ts";

/** A box of z: all within `radius` of `middle`, coordinate by coordinate. */
interface Box {
  readonly middle: Float64Array;
  readonly radius: Float64Array;
}

const MOST_DIMENSIONS = 3;
const MOST_BOXES = 30_000;
const SMALLEST_BOX = 1e-9;
/** Sums of a few terms are made wider by this, relative to their terms: more than they round. */
const WIDER = 1e-12;

/**
 * Proves that a bounded network of few units or low rank has no fixed points but the certified
 * ones: all z that a fixed point can have are cut into boxes, until each is shown to hold none (by
 * the range of f, or by Krawczyk's operator), or lies in the uniqueness radius of a certified one.
 * `tryFrom` is given the states of boxes that seem to hold a further one. Answers false where the
 * boxes run out, or the time, or a point is degenerate.
 * @source Krawczyk 1969; Neumaier 1990, "Interval Methods for Systems of Equations"
 */
export function provenByBoxes(
  field: Field,
  {
    points,
    tryFrom,
    isOver,
  }: {
    /** It grows where `tryFrom` finds a further point. */
    readonly points: readonly FixedPoint[];
    readonly tryFrom: (state: Float64Array) => boolean;
    readonly isOver: () => boolean;
  },
): boolean {
  if (!field.bounded) return false;
  const space = reducedSpace(field, MOST_DIMENSIONS);
  if (space === null) return false;
  const stack: Box[] = [wholeOf(field, space)];
  for (let count = 0; stack.length > 0; count++) {
    const box = stack.pop();
    if (box === undefined) break;
    if (count > MOST_BOXES || (count % 64 === 0 && isOver())) return false;
    const cut = cutBox(field, space, box);
    if (cut.box === null || isKnown(cut.states, points)) continue;
    if (cut.seemsToHold) {
      tryFrom(cut.states.middle);
      if (isKnown(cut.states, points)) continue;
    }
    if (box.radius.every((radius) => radius < SMALLEST_BOX)) return false;
    if (shrank(box, cut.box)) stack.push(cut.box);
    else stack.push(...halves(space, cut.box));
  }
  return true;
}

/** All z = R f(x) of a bounded f. */
function wholeOf({ units, network }: Field, { dimensions, right }: ReducedSpace): Box {
  const shift = network.model.activation === "shifted-tanh" ? 1 : 0;
  const middle = new Float64Array(dimensions);
  const radius = new Float64Array(dimensions);
  for (let k = 0; k < dimensions; k++)
    for (let j = 0; j < units; j++) {
      middle[k] += shift * right[k * units + j];
      radius[k] += Math.abs(right[k * units + j]) * (1 + WIDER);
    }
  return { middle, radius: radius.map((r) => r * (1 + WIDER) + WIDER) };
}

/** Whether all states of a box lie where one certified point alone can be. */
function isKnown({ middle, radius }: Box, points: readonly FixedPoint[]): boolean {
  return points.some(
    ({ state, certificate }) =>
      certificate.verdict === "certified" &&
      state.every(
        (x, i) => (Math.abs(middle[i] - x) + radius[i]) * (1 + WIDER) < certificate.uniqueness,
      ),
  );
}

/** The x of a box of z. */
function statesOf({ units, drive }: Field, space: ReducedSpace, box: Box): Box {
  const { dimensions, left, doubt } = space;
  const middle = drive.slice();
  const radius = doubt.slice();
  for (let i = 0; i < units; i++) {
    let size = Math.abs(drive[i]);
    for (let k = 0; k < dimensions; k++) {
      const entry = left[i * dimensions + k];
      middle[i] += entry * box.middle[k];
      radius[i] += Math.abs(entry) * box.radius[k];
      size += Math.abs(entry * box.middle[k]);
    }
    radius[i] += WIDER * (size + radius[i]);
  }
  return { middle, radius };
}

/** f and f' over a box of x, each as a box. */
function rangesOf(field: Field, states: Box): { readonly rate: Box; readonly slope: Box } {
  const { activation } = field.network.model;
  const { value, slope } = activationFunctions[activation];
  const error = activationBounds[activation];
  const boxes = [0, 1, 2, 3].map(() => new Float64Array(field.units));
  const [rateMiddle, rateRadius, slopeMiddle, slopeRadius] = boxes;
  for (let i = 0; i < field.units; i++) {
    const [low, high] = [states.middle[i] - states.radius[i], states.middle[i] + states.radius[i]];
    const [least, most] = [value(low), value(high)];
    rateMiddle[i] = (least + most) / 2;
    rateRadius[i] = (most - least) / 2 + error.rate + WIDER;
    // tanh' is largest at 0, and falls to both sides.
    const top = low <= 0 && high >= 0 ? 1 : Math.max(slope(low), slope(high));
    const bottom = Math.min(slope(low), slope(high));
    slopeMiddle[i] = (top + bottom) / 2;
    slopeRadius[i] = (top - bottom) / 2 + error.slope + WIDER;
  }
  return {
    rate: { middle: rateMiddle, radius: rateRadius },
    slope: { middle: slopeMiddle, radius: slopeRadius },
  };
}

/** R times a box of rates. */
function gathered({ units }: Field, { dimensions, right }: ReducedSpace, rate: Box): Box {
  const middle = new Float64Array(dimensions);
  const radius = new Float64Array(dimensions);
  for (let k = 0; k < dimensions; k++) {
    let size = 0;
    for (let j = 0; j < units; j++) {
      const entry = right[k * units + j];
      middle[k] += entry * rate.middle[j];
      radius[k] += Math.abs(entry) * rate.radius[j];
      size += Math.abs(entry * rate.middle[j]);
    }
    radius[k] += WIDER * (size + radius[k]);
  }
  return { middle, radius };
}

/** What is left of a box by the range of f and by Krawczyk's operator; null if nothing. */
function cutBox(
  field: Field,
  space: ReducedSpace,
  box: Box,
): { readonly box: Box | null; readonly states: Box; readonly seemsToHold: boolean } {
  const states = statesOf(field, space, box);
  const { rate, slope } = rangesOf(field, states);
  const first = meet(box, gathered(field, space, rate));
  if (first === null) return { box: null, states, seemsToHold: false };
  const image = krawczyk(field, space, { box, slope });
  if (image === null) return { box: first, states, seemsToHold: false };
  const seemsToHold = image.middle.every(
    (middle, k) => Math.abs(middle - box.middle[k]) + image.radius[k] < box.radius[k],
  );
  return { box: meet(first, image), states, seemsToHold };
}

/**
 * K(Z) = z̄ − C G(z̄) + (I − C G'(Z))(Z − z̄), with C near G'(z̄)⁻¹ and G(z) = z − R f(Lz + drive).
 */
function krawczyk(
  field: Field,
  space: ReducedSpace,
  { box, slope }: { readonly box: Box; readonly slope: Box },
): Box | null {
  const { dimensions, left, right } = space;
  const { units } = field;
  const at = { middle: box.middle, radius: new Float64Array(dimensions) };
  const image = gathered(field, space, rangesOf(field, statesOf(field, space, at)).rate);
  const derivative = new Float64Array(dimensions * dimensions);
  const spread = new Float64Array(dimensions * dimensions);
  for (let k = 0; k < dimensions; k++)
    for (let l = 0; l < dimensions; l++) {
      let sum = 0;
      let size = 0;
      for (let j = 0; j < units; j++) {
        const product = right[k * units + j] * left[j * dimensions + l];
        sum += product * slope.middle[j];
        size += Math.abs(product) * (slope.radius[j] + WIDER);
      }
      derivative[k * dimensions + l] = (k === l ? 1 : 0) - sum;
      spread[k * dimensions + l] = size + WIDER;
    }
  const inverse = invert(derivative, dimensions);
  if (inverse === null) return null;
  const middle = new Float64Array(dimensions);
  const radius = new Float64Array(dimensions);
  for (let k = 0; k < dimensions; k++) {
    middle[k] = box.middle[k];
    for (let l = 0; l < dimensions; l++) {
      const c = inverse[k * dimensions + l];
      middle[k] -= c * (box.middle[l] - image.middle[l]);
      radius[k] += Math.abs(c) * (image.radius[l] + WIDER * (1 + Math.abs(box.middle[l])));
      let rest = k === l ? 1 : 0;
      let wide = 0;
      for (let m = 0; m < dimensions; m++) {
        const factor = inverse[k * dimensions + m];
        rest -= factor * derivative[m * dimensions + l];
        wide += Math.abs(factor) * (spread[m * dimensions + l] + WIDER);
      }
      radius[k] += (Math.abs(rest) + wide) * box.radius[l];
    }
    radius[k] += WIDER * (1 + Math.abs(middle[k]) + radius[k]);
  }
  return middle.every(Number.isFinite) && radius.every(Number.isFinite) ? { middle, radius } : null;
}

/** What two boxes have in common, or null. */
function meet(a: Box, b: Box): Box | null {
  const middle = new Float64Array(a.middle.length);
  const radius = new Float64Array(a.middle.length);
  for (let k = 0; k < middle.length; k++) {
    const low = Math.max(a.middle[k] - a.radius[k], b.middle[k] - b.radius[k]);
    const high = Math.min(a.middle[k] + a.radius[k], b.middle[k] + b.radius[k]);
    if (low > high) return null;
    middle[k] = (low + high) / 2;
    radius[k] = ((high - low) / 2) * (1 + WIDER) + WIDER * Math.abs(middle[k]) * WIDER;
  }
  return { middle, radius };
}

/** Whether some side was cut to less than seven tenths. */
const shrank = (before: Box, after: Box): boolean =>
  after.radius.some((radius, k) => radius < 0.7 * before.radius[k]);

/** The halves of a box across the side that moves x most. */
function halves({ dimensions, left }: ReducedSpace, { middle, radius }: Box): readonly Box[] {
  const reach = Array.from(radius, (r, k) => {
    let most = 0;
    for (let i = k; i < left.length; i += dimensions) most = Math.max(most, Math.abs(left[i]));
    return r * most;
  });
  const widest = reach.indexOf(Math.max(...reach));
  return [-0.5, 0.5].map((side) => ({
    middle: middle.map((m, k) => (k === widest ? m + side * radius[k] : m)),
    radius: radius.map((r, k) => (k === widest ? (r / 2) * (1 + WIDER) : r)),
  }));
}
