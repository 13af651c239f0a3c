import type { Network } from "../model/model.ts";
import type { Key } from "../numerics/rng.ts";
import { distance, lengthOf } from "./distance.ts";
import type { NearPoint } from "./nearPoints.ts";
import { newtonSolver } from "./newton.ts";
import { fieldNormAt } from "./point.ts";
import { randomStarts, trajectoryStarts } from "./starts.ts";

/** Slow points nearer than this, relative to 1 + |x|, are one. */
const SAME = 1e-2;

/**
 * Slow points: local minima of |F|², and other places at which a solver stops, where a step is
 * shorter than `speedBelow`, and no root; those nearer than 1 % are one.
 * @source Sussillo & Barak 2013
 */
export function slowEndings({
  network,
  input,
  speedBelow,
  count,
  key,
  isOver = () => false,
}: {
  readonly network: Network;
  /** u as `[channel]`. */
  readonly input: ArrayLike<number>;
  /** A distance per step. */
  readonly speedBelow: number;
  /** Starts of each kind: random ones, and states of trajectories. */
  readonly count: number;
  readonly key: Key;
  readonly isOver?: () => boolean;
}): readonly NearPoint[] {
  const solve = newtonSolver.prepare(network, input);
  const found: NearPoint[] = [];
  const starts = [
    ...randomStarts(network, count, key),
    ...trajectoryStarts({ network, input, count, key }),
  ];
  for (const start of starts) {
    if (isOver()) break;
    const { state, residual, outcome } = solve(start);
    if (outcome === "root" || !(residual < speedBelow)) continue;
    const isKnown = found.some(
      (other) => distance(other.state, state) < SAME * (1 + lengthOf(state)),
    );
    if (!isKnown)
      found.push({ state, residual, fieldNorm: fieldNormAt({ network, input, state }) });
  }
  return found.sort((a, b) => a.fieldNorm - b.fieldNorm);
}
