import type { Cell } from "../../model/cells/cell.ts";
import {
  requireFields,
  requireFunction,
  requireInteger,
  requireKey,
  requireNotNegative,
  requireShare,
} from "../../numerics/gate.ts";
import { deriveKey, type Key } from "../../numerics/rng.ts";
import { type Coverage, coverageOf } from "../coverage.ts";
import { distance, lengthOf } from "../distance.ts";
import { requireStarts } from "../findFixedPoints.ts";
import { type CellField, cellField } from "./cellField.ts";
import { randomCellStarts, trajectoryCellStarts } from "./cellStarts.ts";
import { collectCellPoints, type NearCellPoint } from "./collectCell.ts";
import { prepareDogleg } from "./dogleg.ts";
import { type CellPointSet, searchCellFurther } from "./findCellPoints.ts";

/** What is asked of an exploration of a cell. */
export interface CellExplorationQuestion {
  readonly cell: Cell;
  /** u as `[channel]`. */
  readonly input: ArrayLike<number>;
  readonly key: Key;
  /** Starts of one's own, each s as `[stateSize]`, tried first and outside of the estimate. */
  readonly starts?: readonly Float64Array[];
  /** Draws end where the bound of the unseen share is below this; 0.015 where it is left out. */
  readonly unseenBelow?: number;
  /** Draws end after this many; 2000 where it is left out. */
  readonly mostDraws?: number;
  /** |s_{t+1} − s_t| below which a place that is not certified is near: 1e-8 if left out. */
  readonly nearBelow?: number;
  /** Places at which the solver stops and a step is shorter are slow; none where it is left out. */
  readonly slowBelow?: number;
  /** Whether the time is over: then what was found is answered. Left out, it never is. */
  readonly isOver?: () => boolean;
}

/** A cell's fixed points with what the independent starts say of those that were not found. */
export interface CellExploration extends CellPointSet {
  readonly coverage: Coverage;
  /** Why no more starts were drawn. */
  readonly drawingEnded: "bound" | "draws" | "time";
  /** Places where the solver stopped and the cell is slow, the slowest first. */
  readonly slow: readonly Omit<NearCellPoint, "reason">[];
}

const BATCH = 50;
/** Slow places nearer than this, relative to 1 + |s|, are one. */
const SAME_SLOW = 1e-2;

/**
 * The fixed points of any cell, for people: independent starts are drawn, half of them random,
 * half states of trajectories, until the share of starts in unseen basins is below a bound; then
 * the search of `findCellPoints` goes on where the degree says that a point is missing.
 * @source Good 1953; §2.4
 * @throws RangeError as `findCellPoints`, and for a bound, a number of draws or a speed that is
 * none.
 */
export function exploreCellPoints(question: CellExplorationQuestion): CellExploration {
  requireQuestion(question);
  const { cell, input, key, mostDraws = 2000, unseenBelow = 0.015 } = question;
  const { isOver = () => false, slowBelow = 0 } = question;
  const field = cellField(cell, input);
  const own = question.starts ?? [];
  requireStarts("starts", cell.stateSize, own);
  const collection = collectCellPoints(field, question.nearBelow);
  const slow: NearCellPoint[] = [];
  const solve = prepareDogleg(field);
  const take = (start: Float64Array): number | null => {
    if (!start.every(Number.isFinite)) return null;
    const state = solve(start);
    const point = collection.take(state);
    if (point === null) noteSlow(field, slow, { state, slowBelow });
    return point;
  };
  for (const start of own) if (!isOver()) take(Float64Array.from(start));
  const drawn: (number | null)[] = [];
  const coverage = (): Coverage => coverageOf(drawn.length, timesMet(drawn));
  const isBounded = (): boolean => coverage().unseenBound <= unseenBelow;
  while (drawn.length < mostDraws && !isOver() && !isBounded())
    for (const start of batchOf(cell, input, deriveKey(key, "batch", drawn.length)))
      if (drawn.length < mostDraws && !isOver()) drawn.push(take(start));
  const drawingEnded = isBounded() ? "bound" : isOver() ? "time" : "draws";
  const words = searchCellFurther({ cell, collection, key, tryStart: take, isOver });
  const near = collection.near();
  const apart = slow.filter(
    (place) => ![...collection.points, ...near].some((other) => isSamePlace(other, place)),
  );
  return {
    ...{ points: collection.points, near, starts: drawn, ...words },
    ...{ coverage: coverage(), drawingEnded },
    slow: apart
      .map(({ state, residual, fieldNorm }) => ({ state, residual, fieldNorm }))
      .sort((a, b) => a.fieldNorm - b.fieldNorm),
  };
}

function requireQuestion(question: CellExplorationQuestion): void {
  requireFields("question", question, {
    needed: ["cell", "input", "key"],
    optional: ["starts", "unseenBelow", "mostDraws", "nearBelow", "slowBelow", "isOver"],
  });
  requireKey("key", question.key);
  if (question.unseenBelow !== undefined) requireShare("unseenBelow", question.unseenBelow);
  if (question.mostDraws !== undefined) requireInteger("mostDraws", question.mostDraws, 0);
  if (question.nearBelow !== undefined) requireNotNegative("nearBelow", question.nearBelow);
  if (question.slowBelow !== undefined) requireNotNegative("slowBelow", question.slowBelow);
  if (question.isOver !== undefined) requireFunction("isOver", question.isOver, "of nothing");
}

const batchOf = (cell: Cell, input: ArrayLike<number>, key: Key): readonly Float64Array[] => [
  ...randomCellStarts({ cell, count: BATCH, key: deriveKey(key, "random") }),
  ...trajectoryCellStarts({ cell, count: BATCH, key: deriveKey(key, "trajectory") }, input),
];

/** How often each point was met. */
function timesMet(drawn: readonly (number | null)[]): readonly number[] {
  const met = new Map<number, number>();
  for (const point of drawn) if (point !== null) met.set(point, (met.get(point) ?? 0) + 1);
  return [...met.values()];
}

const isSamePlace = (
  { state: a }: { readonly state: Float64Array },
  { state: b }: { readonly state: Float64Array },
): boolean => distance(a, b) < SAME_SLOW * (1 + lengthOf(b));

/** Takes in a place where the solver stopped, if the cell is slow there and it is a new one. */
function noteSlow(
  field: CellField,
  slow: NearCellPoint[],
  { state, slowBelow }: { readonly state: Float64Array; readonly slowBelow: number },
): void {
  const fieldNorm = field.evaluate(state, new Float64Array(state.length));
  const residual = (field.cell.alpha ?? 1) * fieldNorm;
  const place = { state, residual, fieldNorm, reason: "" };
  if (!(residual < slowBelow) || slow.some((other) => isSamePlace(other, place))) return;
  slow.push(place);
}
