import { type Network, requireInput, requireNetwork } from "../model/model.ts";
import { requireFunction, requireHas, requireList } from "../numerics/gate.ts";
import type { Key } from "../numerics/rng.ts";
import { type FixedPointSet, findFixedPoints } from "./findFixedPoints.ts";

/** A path of static inputs, each with the starts of its own. */
export interface InputPath {
  readonly network: Network;
  /** u of each place on the path, as `[place][channel]`; neighbours should lie near. */
  readonly inputs: readonly ArrayLike<number>[];
  /** The starts, and the name of the random numbers, of the place with this number. */
  startsAt(place: number): { readonly starts: readonly Float64Array[]; readonly key: Key };
}

/** Sweeps end when one found nothing; this many are never needed in our networks. */
const MOST_SWEEPS = 10;

/**
 * The fixed points at each input of a path, where the roots at one input are starts at its
 * neighbours too: forwards and backwards, until a sweep finds nothing new. Each set holds all that
 * `findFixedPoints` finds there alone; a start from a neighbour is listed in `further`.
 * @source §2.4; §3.1: 21 inputs near zero
 */
export function findFixedPointsAlong(path: InputPath): readonly FixedPointSet[] {
  requireHas("path", path, ["network", "inputs", "startsAt"]);
  const { network, inputs, startsAt } = path;
  requireNetwork(network);
  requireList("inputs", inputs);
  for (let k = 0; k < inputs.length; k++) requireInput(`inputs[${k}]`, network, inputs[k]);
  requireFunction("startsAt", startsAt, "of a place");
  const sets = inputs.map((input, place) =>
    findFixedPoints({ network, input, ...startsAt(place) }),
  );
  /** How many points of its neighbour each place has seen, from the left and from the right. */
  const seen = inputs.map(() => new Map<number, number>());
  const warm = (from: number, to: number): boolean => {
    const fresh = sets[from].points.slice(seen[to].get(from) ?? 0);
    seen[to].set(from, sets[from].points.length);
    if (fresh.length === 0) return false;
    const before = sets[to].points.length;
    sets[to] = extend(sets[to], {
      network,
      input: inputs[to],
      key: startsAt(to).key,
      extra: fresh.map(({ state }) => state),
    });
    return sets[to].points.length > before;
  };
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    let found = false;
    for (let to = 1; to < sets.length; to++) found = warm(to - 1, to) || found;
    for (let to = sets.length - 2; to >= 0; to--) found = warm(to + 1, to) || found;
    if (!found) break;
  }
  return sets;
}

/** A set with what further starts find: its own points come first and keep their numbers. */
function extend(
  set: FixedPointSet,
  {
    network,
    input,
    key,
    extra,
  }: {
    readonly network: Network;
    readonly input: ArrayLike<number>;
    readonly key: Key;
    readonly extra: readonly Float64Array[];
  },
): FixedPointSet {
  const own = set.points.map(({ state }) => state);
  const found = findFixedPoints({ network, input, key, starts: [...own, ...extra] });
  return {
    ...found,
    starts: set.starts,
    counts: set.counts,
    rounds: set.rounds + found.rounds,
    further: [...set.further, ...found.starts.slice(own.length), ...found.further],
  };
}
