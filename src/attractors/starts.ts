import type { Trace } from "../engine/engine.ts";
import { type Network, requireInput, requireNetwork } from "../model/model.ts";
import { clampState, nextState } from "../model/step.ts";
import {
  requireFields,
  requireFinite,
  requireHas,
  requireInteger,
  requireKey,
  requireList,
  requireNumberTypes,
} from "../numerics/gate.ts";
import { createRng, deriveKey, type Key } from "../numerics/rng.ts";

/** Random starts are uniform within ± this. @source §2.4 (the release) */
export const START_RANGE = 5;

/**
 * Random starts, each unit uniform in ±`range`; start k is the same however many are drawn.
 * @source §2.4
 * @throws RangeError for a network that is not well formed, a count that is no whole number, or a
 * range that is not finite.
 */
export function randomStarts(
  network: Network,
  count: number,
  key: Key,
  range = START_RANGE,
): readonly Float64Array[] {
  requireNetwork(network);
  requireInteger("count", count, 0);
  requireKey("key", key);
  requireFinite("range", range);
  return Array.from({ length: count }, (_, k) => {
    const rng = createRng(key, k);
    const start = Float64Array.from(
      { length: network.units },
      () => range * (2 * rng.uniform() - 1),
    );
    return clampState(network, start);
  });
}

/**
 * States drawn without order from a trace of trials: where the network really goes.
 * @throws RangeError for a trace whose states are not rows of the network's units.
 */
export function traceStarts(
  network: Network,
  trace: Trace,
  count: number,
  key: Key,
): readonly Float64Array[] {
  requireInteger("count", count, 0);
  requireKey("key", key);
  const { units } = requireNetwork(network);
  requireHas("trace", trace, ["states"]);
  requireList("trace.states", trace.states);
  requireNumberTypes("trace.states", trace.states);
  const states = trace.states.length / units;
  if (!(Number.isInteger(states) && states > 0))
    throw new RangeError(`trace.states: expected rows of ${units}, got ${trace.states.length}`);
  const rng = createRng(key);
  return Array.from({ length: count }, () => {
    const from = rng.integer(states) * units;
    return trace.states.slice(from, from + units);
  });
}

/**
 * States along trajectories under the constant input u: each of `count` starts is where a random
 * state (uniform in ±1) has come after 1 … `steps` steps of Eq. 1; 500 where it is left out. One
 * that overflows on its way is that random state.
 * @throws RangeError for a network that is not well formed, an input that does not fit, a count
 * that is no whole number, or no steps.
 */
export function trajectoryStarts(given: {
  readonly network: Network;
  readonly input: ArrayLike<number>;
  readonly count: number;
  readonly key: Key;
  readonly steps?: number;
}): readonly Float64Array[] {
  requireFields("given", given, {
    needed: ["network", "input", "count", "key"],
    optional: ["steps"],
  });
  const { network, input, count, key, steps = 500 } = given;
  requireNetwork(network);
  requireInput("input", network, input);
  requireKey("key", key);
  requireInteger("steps", steps, 1);
  const from = randomStarts(network, count, deriveKey(key, "from"), 1);
  const rng = createRng(deriveKey(key, "steps"));
  return from.map((start) => {
    const reached = follow({ network, input, start, steps: 1 + rng.integer(steps) });
    // An unbounded f can drive a state beyond all numbers: then it stands for itself.
    return reached.every(Number.isFinite) ? reached : start;
  });
}

/** Where `start` is after `steps` steps of Eq. 1 under a constant input. */
export function follow({
  network,
  input,
  start,
  steps,
}: {
  readonly network: Network;
  readonly input: ArrayLike<number>;
  readonly start: Float64Array;
  readonly steps: number;
}): Float64Array {
  let state = start;
  for (let t = 0; t < steps; t++) state = nextState(network, state, input);
  return state;
}
