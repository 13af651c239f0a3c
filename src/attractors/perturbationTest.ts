import { type Network, requireInput, requireNetwork } from "../model/model.ts";
import {
  requireHas,
  requireKey,
  requireList,
  requireNumbers,
  requireTyped,
} from "../numerics/gate.ts";
import { createRng, deriveKey, type Key } from "../numerics/rng.ts";
import { distance } from "./distance.ts";
import type { FixedPointSet } from "./findFixedPoints.ts";
import { requirePlace } from "./solve.ts";
import { follow } from "./starts.ts";

/** How often a state is displaced, and how many steps each displaced state is followed. */
const SIMULATIONS = 25;
const STEPS = 100;

/** The standard deviation of each unit's displacement. */
const DEVIATION = 1e-4;

/** Units that are displaced by a whole ±1 instead: those that the release clamps under H. */
const LARGE = [
  { unit: 1, by: 1 },
  { unit: 10, by: 1 },
  { unit: 11, by: -1 },
] as const;

/**
 * The release's test of an attractor: after 100 steps of Eq. 1 none of 25 displaced states is
 * farther from the point than at first. Units 1, 10 and 11 (where there are such) are displaced by
 * 1, 1 and −1 in every network, so the states start √3 away: a saddle that drives them off slowly
 * passes, and a stable point with a small basin may fail.
 * @source readings "attractor test"
 * @throws RangeError for what is no network with an input and a state of it, or no key.
 */
export function passesPerturbations(given: Tested): boolean {
  requirePlace(given);
  requireKey("key", given.key);
  return passes(given);
}

/** What the release's test is of. */
type Tested = {
  readonly network: Network;
  /** u as `[channel]`. */
  readonly input: ArrayLike<number>;
  /** x* as `[unit]`. */
  readonly state: Float64Array;
  /** Names the random displacements. */
  readonly key: Key;
};

function passes({ network, input, state, key }: Tested): boolean {
  for (let simulation = 0; simulation < SIMULATIONS; simulation++) {
    const rng = createRng(key, simulation);
    const start = state.map((x) => x + DEVIATION * rng.normal());
    for (const { unit, by } of LARGE) if (unit < start.length) start[unit] = state[unit] + by;
    const end = follow({ network, input, start, steps: STEPS });
    // Written so that a state that is no number any more has left.
    if (!(distance(end, state) <= distance(start, state))) return false;
  }
  return true;
}

/**
 * A set whose points are `stable` if they pass the release's test, whatever their eigenvalues.
 * @throws RangeError for what is no set, or has points that are no states of the network.
 */
export function testedByPerturbations(
  set: FixedPointSet,
  given: { readonly network: Network; readonly input: ArrayLike<number>; readonly key: Key },
): FixedPointSet {
  requireHas("set", set, ["points"]);
  requireList("set.points", set.points);
  requireHas("given", given, ["network", "input", "key"]);
  const { units } = requireNetwork(given.network);
  requireInput("input", given.network, given.input);
  requireKey("key", given.key);
  for (let k = 0; k < set.points.length; k++) {
    requireHas(`set.points[${k}]`, set.points[k], ["state"]);
    requireTyped(`set.points[${k}].state`, set.points[k].state, units);
    requireNumbers(`set.points[${k}].state`, set.points[k].state);
  }
  const points = set.points.map((point, k) => ({
    ...point,
    stable: passes({
      ...given,
      state: point.state,
      key: deriveKey(given.key, "perturbations", k),
    }),
  }));
  return { ...set, points };
}
