import { followAll, stateInLane } from "../engine/descent/flow.ts";
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
  const lengths = from.map(() => 1 + rng.integer(steps));
  // Those that go as far go together, so that lanes end together.
  const order = [...from.keys()].sort((a, b) => lengths[a] - lengths[b]);
  const states = order.map((k) => from[k]);
  const passed = new Map<number, Float64Array>();
  const ends = followAll(
    { network, input, states, most: Math.max(0, ...lengths) },
    ({ flow, first, count: held }, t) => {
      const own = order.slice(first, first + held);
      for (const [lane, k] of own.entries())
        if (t === lengths[k]) passed.set(k, stateInLane(flow, lane));
      return own.some((k) => t < lengths[k]);
    },
  );
  // What came to rest before its last step is not passed: it stays where it is.
  for (const [at, k] of order.entries()) if (!passed.has(k)) passed.set(k, ends[at]);
  return from.map((start, k) => {
    const reached = passed.get(k);
    // An unbounded f can drive a state beyond all numbers: then it stands for itself.
    return reached?.every(Number.isFinite) === true ? reached : start;
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
