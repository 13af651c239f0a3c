import type { Network } from "../model/model.ts";
import { deriveKey, type Key } from "../numerics/rng.ts";
import type { Collection } from "./collect.ts";
import { fiberDirection, rootsFromInfinity, rootsThrough } from "./fibers.ts";
import { type Field, fieldOf } from "./field.ts";
import { degreeOf } from "./index.ts";
import type { FixedPoint } from "./point.ts";
import { unstableDirection } from "./stability.ts";
import { follow, randomStarts } from "./starts.ts";

const MOST_ROUNDS = 10;
/** An exhaustive search ends after this many rounds without a new point. */
const QUIET_ROUNDS = 2;
const MOST_PAIRS = 200;
/** Random starts reach this far, in turns: saddles of gentle networks lie near the origin. */
const RANGES = [5, 2, 1, 0.5] as const;

/**
 * How far to look: `starts` tries the given starts alone; `degree` looks further for as long as the
 * degree is not 1; `exhaustive` always looks further, until a round finds nothing new.
 */
export type Search = "starts" | "degree" | "exhaustive";

/** A search that goes on after the given starts. */
export interface FurtherSearch {
  readonly network: Network;
  readonly input: ArrayLike<number>;
  readonly collection: Collection;
  readonly search: Search;
  readonly key: Key;
  readonly isOver: () => boolean;
  /** Solves from each of some starts, until the time is over. */
  tryAll(starts: readonly Float64Array[]): void;
}

/** Searches in rounds until the aim is reached or they run out; answers how many there were. */
export function searchFurther(asked: FurtherSearch): number {
  const { network, input, collection, search } = asked;
  const field = fieldOf(network, input);
  let quiet = 0;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    if (search === "starts" || asked.isOver()) return round;
    const done = !field.bounded || !isDegreeSure(collection) || degreeOf(collection.points) === 1;
    if (done && (search === "degree" || quiet >= QUIET_ROUNDS)) return round;
    const before = collection.points.length;
    searchOnce(asked, field, round);
    quiet = collection.points.length === before ? quiet + 1 : 0;
  }
  return MOST_ROUNDS;
}

/** Beside a continuum or a degenerate point the sum of the indices proves nothing. */
const isDegreeSure = ({ points, continua }: Collection): boolean =>
  continua.length === 0 && points.every(({ degenerate }) => degenerate === null);

/** One round: cheap restarts first; fibers, which seldom miss, after them. */
function searchOnce(asked: FurtherSearch, field: Field, round: number): void {
  const { network, input, collection, search, tryAll } = asked;
  const key = deriveKey(asked.key, round);
  const finished = () => search === "degree" && degreeOf(collection.points) === 1;
  const sources: readonly (() => readonly Float64Array[])[] = [
    () => midpoints(collection.points),
    () => fallsFromSaddles(network, input, collection.points),
    () => collection.points.map(({ state }) => state.map((x) => -x)),
    () => (field.bounded ? rootsFromInfinity(field, fiberDirection(field.units, key)) : []),
    () => (field.bounded ? throughPoints(field, collection.points, key) : []),
    () => RANGES.flatMap((range) => randomStarts(network, 25, deriveKey(key, range), range)),
  ];
  for (const source of sources) {
    if (finished() || asked.isOver()) return;
    // An unbounded f can drive a state beyond all numbers.
    tryAll(source().filter((start) => start.every(Number.isFinite)));
  }
}

/** Half way between two points there may be a saddle that parts them. */
function midpoints(points: readonly FixedPoint[]): readonly Float64Array[] {
  const middles: Float64Array[] = [];
  for (let a = 0; a < points.length; a++)
    for (let b = 0; b < a && middles.length < MOST_PAIRS; b++)
      middles.push(points[a].state.map((x, i) => (x + points[b].state[i]) / 2));
  return middles;
}

/** Where a state falls from a saddle, to either side along its unstable direction. */
function fallsFromSaddles(
  network: Network,
  input: ArrayLike<number>,
  points: readonly FixedPoint[],
): readonly Float64Array[] {
  return points.flatMap(({ state, stable }) => {
    const away = stable ? null : unstableDirection(network, state);
    if (away === null) return [];
    return [0.05, -0.05].map((push) =>
      follow({ network, input, start: state.map((x, i) => x + push * away[i]), steps: 500 }),
    );
  });
}

/** The neighbours of the latest points along a fiber through each. */
function throughPoints(
  field: Field,
  points: readonly FixedPoint[],
  key: Key,
): readonly Float64Array[] {
  return points.slice(-4).flatMap(({ state }, k) =>
    rootsThrough(field, {
      direction: fiberDirection(field.units, deriveKey(key, "through", k)),
      root: state,
    }),
  );
}
