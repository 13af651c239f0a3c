import type { Trace } from "../engine/engine.ts";
import type { Network } from "../model/model.ts";
import { clampState, nextState } from "../model/step.ts";
import { createRng, deriveKey, type Key } from "../numerics/rng.ts";

/** Random starts are uniform within ± this. @source §2.4 (the release) */
export const START_RANGE = 5;

/**
 * Random starts, each unit uniform in ±`range`; start k is the same however many are drawn.
 * @source §2.4
 */
export function randomStarts(
  network: Network,
  count: number,
  key: Key,
  range = START_RANGE,
): readonly Float64Array[] {
  requireCount(count);
  return Array.from({ length: count }, (_, k) => {
    const rng = createRng(key, k);
    const start = Float64Array.from(
      { length: network.units },
      () => range * (2 * rng.uniform() - 1),
    );
    return clampState(network, start);
  });
}

/** States drawn without order from a trace of trials: where the network really goes. */
export function traceStarts(
  network: Network,
  trace: Trace,
  count: number,
  key: Key,
): readonly Float64Array[] {
  requireCount(count);
  const { units } = network;
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
 */
export function trajectoryStarts({
  network,
  input,
  count,
  key,
  steps = 500,
}: {
  readonly network: Network;
  readonly input: ArrayLike<number>;
  readonly count: number;
  readonly key: Key;
  readonly steps?: number;
}): readonly Float64Array[] {
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

function requireCount(count: number): void {
  if (!(Number.isInteger(count) && count >= 0))
    throw new RangeError(`count: expected a whole number, got ${count}`);
}
