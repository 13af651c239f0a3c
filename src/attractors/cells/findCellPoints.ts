import type { Cell } from "../../model/cells/cell.ts";
import { requireFields, requireKey } from "../../numerics/gate.ts";
import { deriveKey, type Key } from "../../numerics/rng.ts";
import { requireStarts } from "../findFixedPoints.ts";
import { cellField } from "./cellField.ts";
import { drawCellStarts } from "./cellStarts.ts";
import {
  type CellCollection,
  type CellPoint,
  collectCellPoints,
  type NearCellPoint,
} from "./collectCell.ts";
import { prepareDogleg } from "./dogleg.ts";

/** The fixed points of a cell that were found, and what is known of those that were not. */
export interface CellPointSet {
  /** In the order in which they were found; each is certified. */
  readonly points: readonly CellPoint[];
  /** Merged where they are connected. */
  readonly near: readonly NearCellPoint[];
  /** The number of the point that each given start came to, or null. */
  readonly starts: readonly (number | null)[];
  /** The sum of the points' indices. */
  readonly degree: number;
  /**
   * What the degree says: the sum is 1, as it must be where the map is bounded, and points may be
   * missing in pairs; or a point is missing; or there is no such law.
   */
  readonly completeness:
    | "degree consistent"
    | "a point is missing"
    | "a point is missing, or is a near place"
    | "no degree law";
}

/** Rounds of a further search where the degree shows that a point is missing. */
const MOST_ROUNDS = 5;
const MOST_PAIRS = 60;

/**
 * The distinct fixed points of any cell under a constant input, from given starts; where the degree
 * shows that one is missing, from more: midpoints of points, and random states.
 * @source §2.4; Brouwer
 * @throws RangeError for what is no cell or key, or where the input or a start does not fit the
 * cell.
 */
export function findCellPoints(question: {
  readonly cell: Cell;
  /** u as `[channel]`. */
  readonly input: ArrayLike<number>;
  /** Each s as `[stateSize]`; one that is not finite comes to nothing. */
  readonly starts: readonly Float64Array[];
  /** Names the random numbers of a further search. */
  readonly key?: Key;
}): CellPointSet {
  requireFields("question", question, { needed: ["cell", "input", "starts"], optional: ["key"] });
  const { cell, input, starts, key = deriveKey(null, "attractors", "cells") } = question;
  requireKey("key", key);
  const field = cellField(cell, input);
  requireStarts("starts", cell.stateSize, starts);
  const collection = collectCellPoints(field);
  const solve = prepareDogleg(field);
  const take = (start: Float64Array): number | null =>
    start.every(Number.isFinite) ? collection.take(solve(start)) : null;
  const came = starts.map((start) => take(Float64Array.from(start)));
  const words = searchCellFurther({ cell, collection, key, tryStart: take });
  return { points: collection.points, near: collection.near(), starts: came, ...words };
}

/**
 * Looks further while the degree says that a point is missing; answers the degree, and what it says
 * of points that were not found.
 */
export function searchCellFurther(given: {
  readonly cell: Cell;
  readonly collection: Pick<CellCollection, "points" | "near">;
  readonly key: Key;
  readonly tryStart: (start: Float64Array) => void;
  /** Whether the time is over; it never is where this is left out. */
  readonly isOver?: () => boolean;
}): Pick<CellPointSet, "degree" | "completeness"> {
  const { cell, collection, key, tryStart, isOver = () => false } = given;
  const { points } = collection;
  const { bounded } = cell.map;
  const isOpen = () => bounded && degreeOf(points) !== 1 && !isOver();
  for (let round = 0; round < MOST_ROUNDS && isOpen(); round++)
    for (const start of furtherStarts(cell, { points, key: deriveKey(key, round) }))
      if (!isOver()) tryStart(start);
  const degree = degreeOf(points);
  const missing =
    collection.near().length > 0 ? "a point is missing, or is a near place" : "a point is missing";
  return {
    degree,
    completeness: !bounded ? "no degree law" : degree === 1 ? "degree consistent" : missing,
  };
}

const degreeOf = (points: readonly CellPoint[]): number =>
  points.reduce((sum, { index }) => sum + index, 0);

function furtherStarts(
  cell: Cell,
  { points, key }: { readonly points: readonly CellPoint[]; readonly key: Key },
): readonly Float64Array[] {
  const middles = points
    .flatMap(({ state: a }, k) => points.slice(0, k).map(({ state: b }) => [a, b] as const))
    .slice(0, MOST_PAIRS)
    .map(([a, b]) => a.map((x, i) => (x + b[i]) / 2));
  const drawn = [1, 0.4, 0.1].flatMap((share) =>
    drawCellStarts({ cell, count: 20, key: deriveKey(key, share) }, share),
  );
  return [...middles, ...drawn];
}
