import { type Network, requireInput, requireNetwork, requireState } from "../model/model.ts";
import { clampState, nextState, outputOf } from "../model/step.ts";
import { requireFields, requireInteger } from "../numerics/gate.ts";

/** How a network goes on when its input is turned off. */
export interface PulseResponse {
  /** y after each step of the pulse and of the time after it, as `[time][output]`. */
  readonly outputs: Float64Array;
  /** y at the end of the pulse, as `[output]`. */
  readonly atOff: Float64Array;
  /** y at the end of the time after it, as `[output]`. */
  readonly atEnd: Float64Array;
  /** atEnd / atOff, as `[output]`: near 1 where the memory holds, near 0 where it decays. */
  readonly held: Float64Array;
  /** x at the end, as `[unit]`. */
  readonly state: Float64Array;
}

/**
 * The response to a pulse: the input is on for half a trial, then off, and the output is followed
 * for ten trial lengths.
 * @source §3.3, Fig. 4a,d
 * @throws RangeError where a number of steps is not a positive integer, or a shape does not fit.
 */
export function pulseResponse(given: {
  readonly network: Network;
  /** x_0 as `[unit]`. */
  readonly start: Float64Array;
  /** u during the pulse, as `[channel]`. */
  readonly on: ArrayLike<number>;
  /** u after it, as `[channel]`: zeros, save that a context stays on. */
  readonly off: ArrayLike<number>;
  readonly onSteps?: number;
  readonly offSteps?: number;
}): PulseResponse {
  requireFields("given", given, {
    needed: ["network", "start", "on", "off"],
    optional: ["onSteps", "offSteps"],
  });
  const { network, start, on, off, onSteps = 375, offSteps = 7500 } = given;
  const { outputs } = requireNetwork(network);
  requireState("start", network, start);
  requireInput("on", network, on);
  requireInput("off", network, off);
  requireInteger("onSteps", onSteps, 1);
  requireInteger("offSteps", offSteps, 1);
  const followed = new Float64Array((onSteps + offSteps) * outputs);
  let state = clampState(network, Float64Array.from(start));
  for (let t = 0; t < onSteps + offSteps; t++) {
    const next = nextState(network, state, t < onSteps ? on : off);
    const output = outputOf(network, next);
    followed.set(output, t * outputs);
    // A state that a step leaves as it is, to the bit, stays: so does the output.
    const isAtRest = t >= onSteps && next.every((x, i) => x === state[i]);
    state = next;
    if (!isAtRest) continue;
    for (let rest = t + 1; rest < onSteps + offSteps; rest++) followed.set(output, rest * outputs);
    break;
  }
  const atOff = followed.slice((onSteps - 1) * outputs, onSteps * outputs);
  const atEnd = followed.slice(-outputs);
  return {
    outputs: followed,
    atOff,
    atEnd,
    held: atEnd.map((y, q) => y / atOff[q]),
    state,
  };
}
