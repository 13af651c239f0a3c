import type { Continuum } from "../attractors/continuum.ts";
import { type Exploration, exploreFixedPoints } from "../attractors/exploreFixedPoints.ts";
import { kindOf } from "../attractors/kind.ts";
import type { NearPoint } from "../attractors/nearPoints.ts";
import type { FixedPoint } from "../attractors/point.ts";
import { slowEndings } from "../attractors/slowEndings.ts";
import type { Cell } from "../model/cells/cell.ts";
import type { Network } from "../model/model.ts";
import { deriveKey, type Key } from "../numerics/rng.ts";
import { type CellSource, solveCell } from "./attractorsCell.ts";

/** What is solved for: a network of Eq. 1, or a cell, which a worker reads from its file again. */
export type Source = Network | CellSource;

/** One network or cell under one input, as a worker is sent it. */
export type SetTask = {
  readonly source: Source;
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
export type SolvedPoint = Omit<FixedPoint, "certifiedStability"> & {
  /** Null where nothing is tried: for cells that no network of Eq. 1 stands for. */
  readonly certifiedStability: FixedPoint["certifiedStability"] | null;
  readonly kind: string;
  readonly share: number;
};

/** What was found; it holds no functions, so that a worker can send it. */
export type SolvedSet = Pick<Exploration, "degree" | "coverage" | "drawingEnded" | "near"> & {
  readonly points: readonly SolvedPoint[];
  readonly continua: readonly Omit<Continuum, "holds">[];
  readonly slow: readonly NearPoint[];
  readonly completeness: string;
  /** How many of the drawn starts came to each outcome; null where that is not told apart. */
  readonly counts: Exploration["counts"] | null;
  readonly rounds: number | null;
};

/** Starts of each kind for slow points. */
const SLOW_STARTS = 100;

/** Names the random numbers of the command. */
const KEY: Key = deriveKey(null, "attest", "attractors");

/** Solves for one set; `isOver` ends it with what was found by then. */
export function solveSet(task: SetTask, isOver: () => boolean): SolvedSet {
  const { source } = task;
  if ("file" in source) return solveCell({ ...task, source, key: KEY, isOver, solveNetwork });
  return solveNetwork({ ...task, network: source, isOver });
}

/** A network of Eq. 1 under one input. */
export type NetworkTask = Omit<SetTask, "source"> & {
  readonly network: Network;
  readonly isOver: () => boolean;
};

function solveNetwork(task: NetworkTask): SolvedSet {
  const { network, input, starts, mostDraws, tolerance, slow, isOver } = task;
  const found = exploreFixedPoints({
    ...{ network, input, starts, mostDraws, key: KEY, isOver },
    nearBelow: tolerance,
  });
  const { degree, coverage, drawingEnded, near, completeness, counts, rounds } = found;
  const free = network.units - network.model.clamped.length;
  return {
    ...{ degree, coverage, drawingEnded, near, completeness, counts, rounds },
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
            key: deriveKey(KEY, "slow"),
          }),
  };
}

/** One network under one input: what was found, or why it could not be solved. */
export type Answered = {
  /** Its number in the file, or the name that its module had. */
  readonly name: number | string;
  /** What it is, where it is no network of the paper's. */
  readonly cell: Cell | null;
  readonly network: Network | null;
  readonly input: readonly number[];
  readonly set: SolvedSet | Error;
};
