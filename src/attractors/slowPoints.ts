import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { speedsOf } from "../engine/descent/flow.ts";
import { type Network, requireInput, requireNetwork, requireState } from "../model/model.ts";
import { requireFields, requireHas, requireList, requireRows, shown } from "../numerics/gate.ts";
import { residualAt } from "./solve.ts";
import { requireEigenvalues, type Stability } from "./stability.ts";

/** The states among many at which the network hardly moves. */
export interface SlowPoints {
  /** ε: the speed below which a state counts, a distance per step. */
  readonly speedBelow: number;
  /** Each x as `[unit]`, in the order given. */
  readonly states: readonly Float64Array[];
  /** |x_{t+1} − x_t| of each, a distance per step. */
  readonly speeds: readonly number[];
  /** The part of the given states that is slow, 0 … 1. */
  readonly share: number;
  /** The part of the slow states' variance on one axis: 1 on a line; NaN below two states. */
  readonly lineShare: number;
}

/**
 * Which of the given states are slow, |x_{t+1} − x_t| < ε under a constant input, for several ε,
 * and how near to a line they lie. With ε = 1 nearly every state qualifies: give smaller ones too.
 * @source §2.4; §3.3, Fig. 4b,e
 * @throws RangeError where an ε is not above 0, or a shape does not fit.
 */
export function slowPoints(given: {
  readonly network: Network;
  /** u as `[channel]`. */
  readonly input: ArrayLike<number>;
  /** Each x as `[unit]`, mostly of trajectories. */
  readonly states: readonly Float64Array[];
  readonly speedsBelow: readonly number[];
}): readonly SlowPoints[] {
  requireFields("given", given, { needed: ["network", "input", "states", "speedsBelow"] });
  const { network, input, states, speedsBelow } = given;
  requireNetwork(network);
  requireInput("input", network, input);
  requireList("states", states);
  for (let k = 0; k < states.length; k++) requireState(`states[${k}]`, network, states[k]);
  requireList("speedsBelow", speedsBelow);
  // A clamped unit that is elsewhere jumps to its value, which F does not say.
  const isHeld = states.every((state) =>
    network.model.clamped.every(({ unit, value }) => state[unit] === value),
  );
  const speeds = isHeld
    ? speedsOf({ network, input, states })
    : states.map((state) => residualAt({ network, input, state }));
  return speedsBelow.map((speedBelow) => {
    if (!(Number.isFinite(speedBelow) && speedBelow > 0))
      throw new RangeError(`speedsBelow: expected numbers above 0, got ${shown(speedBelow)}`);
    const slow = states.filter((_, k) => speeds[k] < speedBelow);
    return {
      speedBelow,
      states: slow,
      speeds: speeds.filter((speed) => speed < speedBelow),
      share: states.length === 0 ? 0 : slow.length / states.length,
      lineShare: lineShare(slow),
    };
  });
}

/** The largest eigenvalue of the states' covariance over its trace: 1 where they lie on a line. */
export function lineShare(states: readonly Float64Array[]): number {
  requireList("states", states);
  if (states.length > 0) requireRows("states", states);
  if (states.length < 2) return Number.NaN;
  const units = states[0].length;
  const centre = Float64Array.from({ length: units }, (_, i) =>
    states.reduce((sum, state) => sum + state[i] / states.length, 0),
  );
  const covariance = Matrix.zeros(units, units);
  for (const state of states)
    for (let i = 0; i < units; i++)
      for (let j = 0; j <= i; j++) {
        const product = (state[i] - centre[i]) * (state[j] - centre[j]);
        covariance.set(i, j, covariance.get(i, j) + product);
        covariance.set(j, i, covariance.get(i, j));
      }
  const { realEigenvalues } = new EigenvalueDecomposition(covariance, { assumeSymmetric: true });
  const trace = covariance.trace();
  return trace > 0 ? Math.max(...realEigenvalues) / trace : Number.NaN;
}

/** The slowest mode of a fixed point, which all others leave behind. */
export interface SlowMode {
  /** The largest |λ|. */
  readonly leading: number;
  /** How far the next mode's |λ| is below it; a complex pair is one mode. */
  readonly gap: number;
  /** −1 / ln|λ|: steps in which the mode falls by e; negative where it grows. */
  readonly timeConstantSteps: number;
}

/**
 * The leading eigenvalue at a fixed point and its gap: one slow mode makes a line of slow points.
 * @source §3.3, Fig. 4
 */
export function slowMode(stability: Pick<Stability, "eigenvalues">): SlowMode {
  requireHas("stability", stability, ["eigenvalues"]);
  const { eigenvalues } = stability;
  requireEigenvalues(eigenvalues);
  const [first] = eigenvalues;
  const leading = Math.hypot(first.re, first.im);
  const next = eigenvalues[first.im === 0 ? 1 : 2];
  return {
    leading,
    gap: next === undefined ? leading : leading - Math.hypot(next.re, next.im),
    timeConstantSteps: -1 / Math.log(leading),
  };
}
