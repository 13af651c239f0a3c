import type { Cell } from "../../model/cells/cell.ts";
import { requireCell } from "../../model/cells/requireCell.ts";
import {
  requireFields,
  requireInteger,
  requireKey,
  requireNotNegative,
} from "../../numerics/gate.ts";
import { createRng, deriveKey, type Key } from "../../numerics/rng.ts";
import { requireCellInput } from "./cellField.ts";

/** Trajectories begin within ± this, and have at most so many steps. */
const FROM = 1;
const STEPS = 500;

/** A number of starts for a cell, and the name of their random numbers. */
export interface StartsAsked {
  readonly cell: Cell;
  readonly count: number;
  readonly key: Key;
}

/**
 * Random states, each part of the state uniform within ± `share` of its range; start k is the same
 * however many are drawn.
 * @throws RangeError for what is no cell or key, no count, or a share below 0.
 */
export function randomCellStarts(asked: StartsAsked, share = 1): readonly Float64Array[] {
  requireStartsAsked(asked);
  requireNotNegative("share", share);
  return drawCellStarts(asked, share);
}

/** The starts of `randomCellStarts`; arguments are taken as checked. */
export function drawCellStarts(
  { cell, count, key }: StartsAsked,
  share: number,
): readonly Float64Array[] {
  return Array.from({ length: count }, (_, k) =>
    drawn(cell, createRng(key, k), (range) => share * range),
  );
}

/**
 * Where random states within ±1 have come after 1 … 500 steps under the constant input u.
 * @throws RangeError for what is no cell or key, no count, or where u does not fit the cell.
 */
export function trajectoryCellStarts(
  asked: StartsAsked,
  input: ArrayLike<number>,
): readonly Float64Array[] {
  requireStartsAsked(asked);
  const { cell, count, key } = asked;
  requireCellInput(cell, input);
  return Array.from({ length: count }, (_, k) => {
    const rng = createRng(deriveKey(key, "trajectory"), k);
    const steps = 1 + rng.integer(STEPS);
    return follow(cell, {
      input,
      steps,
      start: drawn(cell, rng, (range) => Math.min(range, FROM)),
    });
  });
}

function requireStartsAsked(asked: StartsAsked): void {
  requireFields("asked", asked, { needed: ["cell", "count", "key"] });
  requireCell(asked.cell);
  requireInteger("count", asked.count, 0);
  requireKey("key", asked.key);
}

function drawn(
  { stateSize, parts }: Cell,
  rng: { readonly uniform: () => number },
  reach: (range: number) => number,
): Float64Array {
  const state = new Float64Array(stateSize);
  for (const { from, size, range } of parts)
    for (let i = from; i < from + size; i++) state[i] = reach(range) * (2 * rng.uniform() - 1);
  return state;
}

/** Where a state is after some steps under the constant input u. */
export function follow(
  cell: Cell,
  given: {
    readonly input: ArrayLike<number>;
    readonly start: Float64Array;
    readonly steps: number;
  },
): Float64Array {
  let [state, next] = [given.start.slice(), given.start.slice()];
  for (let t = 0; t < given.steps; t++) {
    cell.step(state, given.input, next);
    [state, next] = [next, state];
  }
  return state;
}
