import type { Continuum } from "../attractors/continuum.ts";
import { type Exploration, exploreFixedPoints } from "../attractors/exploreFixedPoints.ts";
import { kindOf } from "../attractors/kind.ts";
import type { NearPoint } from "../attractors/nearPoints.ts";
import type { FixedPoint } from "../attractors/point.ts";
import { slowEndings } from "../attractors/slowEndings.ts";
import type { Network } from "../model/model.ts";
import { deriveKey } from "../numerics/rng.ts";

/** One network under one input, as a worker is sent it. */
export type SetTask = {
  readonly network: Network;
  /** u as `[channel]`. */
  readonly input: readonly number[];
  /** States of the user's, tried beside the drawn ones. */
  readonly starts: readonly Float64Array[];
  readonly mostDraws: number;
  /** |x_{t+1} − x_t| below which a place that is not certified is near. */
  readonly tolerance: number;
  /** The speed below which slow points are listed, or null for none. */
  readonly slow: number | null;
};

/** A point with its kind in words, and the share of independent starts that it drew. */
export type SolvedPoint = FixedPoint & { readonly kind: string; readonly share: number };

/** What was found; it holds no functions, so that a worker can send it. */
export type SolvedSet = Omit<Exploration, "points" | "continua"> & {
  readonly points: readonly SolvedPoint[];
  readonly continua: readonly Omit<Continuum, "holds">[];
  readonly slow: readonly NearPoint[];
};

/** Starts of each kind for slow points. */
const SLOW_STARTS = 100;

/** Solves for one set; `isOver` ends it with what was found by then. */
export function solveSet(task: SetTask, isOver: () => boolean): SolvedSet {
  const { network, input, starts, mostDraws, tolerance, slow } = task;
  const key = deriveKey(null, "attest", "attractors");
  const found = exploreFixedPoints({
    ...{ network, input, starts, mostDraws, key, isOver },
    nearBelow: tolerance,
  });
  const free = network.units - network.model.clamped.length;
  return {
    ...found,
    points: found.points.map((point, k) => ({
      ...point,
      kind: kindOf({ ...point, kink: point.kink?.verdict ?? null, free }),
      share: found.starts.filter((start) => start.point === k).length / found.starts.length,
    })),
    continua: found.continua.map(({ holds: _, ...rest }) => rest),
    slow:
      slow === null
        ? []
        : slowEndings({
            ...{ network, input, speedBelow: slow, count: SLOW_STARTS, isOver },
            key: deriveKey(key, "slow"),
          }),
  };
}
