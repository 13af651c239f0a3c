import { followAll, writeOutput } from "../engine/descent/flow.ts";
import { type Network, requireInput, requireNetwork, requireState } from "../model/model.ts";
import { clampState } from "../model/step.ts";
import { requireFields, requireInteger, requireList } from "../numerics/gate.ts";

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

/** What pulses of one network have in common. */
type PulseSetting = {
  readonly network: Network;
  /** x_0 as `[unit]`. */
  readonly start: Float64Array;
  /** u after the pulse, as `[channel]`: zeros, save that a context stays on. */
  readonly off: ArrayLike<number>;
  readonly onSteps?: number;
  readonly offSteps?: number;
};

/**
 * The response to a pulse: the input is on for half a trial, then off, and the output is followed
 * for ten trial lengths.
 * @source §3.3, Fig. 4a,d
 * @throws RangeError where a number of steps is not a positive integer, or a shape does not fit.
 */
export function pulseResponse(
  given: PulseSetting & {
    /** u during the pulse, as `[channel]`. */
    readonly on: ArrayLike<number>;
  },
): PulseResponse {
  requireFields("given", given, {
    needed: ["network", "start", "on", "off"],
    optional: ["onSteps", "offSteps"],
  });
  const { on, ...setting } = given;
  requireInput("on", requireNetwork(given.network), on);
  return pulseResponses({ ...setting, ons: [on] })[0];
}

/**
 * The responses to several pulses, each as `pulseResponse` has it to the bit: what follows the
 * pulses is followed together.
 * @source §3.3, Fig. 4a,d
 * @throws RangeError where a number of steps is not a positive integer, or a shape does not fit.
 */
export function pulseResponses(
  given: PulseSetting & {
    /** u during each pulse, as `[pulse][channel]`. */
    readonly ons: readonly ArrayLike<number>[];
  },
): readonly PulseResponse[] {
  requireFields("given", given, {
    needed: ["network", "start", "ons", "off"],
    optional: ["onSteps", "offSteps"],
  });
  const { network, start, ons, off, onSteps = 375, offSteps = 7500 } = given;
  requireNetwork(network);
  requireState("start", network, start);
  requireList("ons", ons);
  for (const [k, on] of ons.entries()) requireInput(`ons[${k}]`, network, on);
  requireInput("off", network, off);
  requireInteger("onSteps", onSteps, 1);
  requireInteger("offSteps", offSteps, 1);
  const { outputs } = network;
  const states = ons.map(() => clampState(network, Float64Array.from(start)));
  const pulses = ons.map(() => new Float64Array(onSteps * outputs));
  const rests = ons.map(() => new Float64Array(offSteps * outputs));
  for (const [k, input] of ons.entries())
    [states[k]] = outputsAlong({ network, input, states: [states[k]] }, [pulses[k]]);
  const ends = outputsAlong({ network, input: off, states }, rests);
  return ons.map((_, k) => {
    const atOff = pulses[k].slice(-outputs);
    const atEnd = rests[k].slice(-outputs);
    const followed = new Float64Array((onSteps + offSteps) * outputs);
    followed.set(pulses[k]);
    followed.set(rests[k], pulses[k].length);
    const held = atEnd.map((y, q) => y / atOff[q]);
    return { outputs: followed, atOff, atEnd, held, state: ends[k] };
  });
}

/** Writes y after each step to `out`, `[state]` of `[time][output]`; answers the last states. */
function outputsAlong(
  given: {
    readonly network: Network;
    readonly input: ArrayLike<number>;
    readonly states: readonly Float64Array[];
  },
  out: readonly Float64Array[],
): Float64Array[] {
  const { network } = given;
  const { outputs } = network;
  const written = out.map(() => 1);
  const most = out.length === 0 ? 0 : out[0].length / outputs;
  const ends = followAll({ ...given, most }, ({ flow, first, count }, t) => {
    for (let lane = 0; lane < count; lane++) {
      const k = first + lane;
      // What does not move at all has the output after each step that it has before.
      writeOutput(flow, lane, { network, out: out[k], at: Math.max(0, t - 1) * outputs });
      written[k] = Math.max(1, t);
    }
    return true;
  });
  // A state that a step leaves as it is, to the bit, stays: so does the output.
  for (const [k, values] of out.entries())
    for (let at = written[k] * outputs; at < values.length; at++) values[at] = values[at - outputs];
  return ends;
}
