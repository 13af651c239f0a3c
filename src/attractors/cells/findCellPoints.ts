import type { Cell } from "../../model/cells/cell.ts";
import { requireFields, requireKey } from "../../numerics/gate.ts";
import { deriveKey, type Key } from "../../numerics/rng.ts";
import type { Certificate } from "../certificate.ts";
import { compareStates } from "../certificate.ts";
import { distance, lengthOf } from "../distance.ts";
import { requireStarts } from "../findFixedPoints.ts";
import { factorLu } from "../lu.ts";
import { ROOT_RESIDUAL } from "../solve.ts";
import { type CellField, cellField } from "./cellField.ts";
import { type CellStability, cellStabilityAt } from "./cellStability.ts";
import { drawCellStarts } from "./cellStarts.ts";
import { cellCertificate } from "./certifyCell.ts";
import { prepareDogleg } from "./dogleg.ts";

/** A fixed point of a cell, certified, with its stability. */
export interface CellPoint extends CellStability {
  /** s as `[stateSize]`, as near as float64 allows. */
  readonly state: Float64Array;
  /** |s_{t+1} − s_t| at `state`: α|F| where the cell has an α, else |F|. */
  readonly residual: number;
  /** |F(s)| = |G(s, u) − s|. */
  readonly fieldNorm: number;
  /** sign det(−F′); 0 where float64 cannot tell. */
  readonly index: -1 | 0 | 1;
  readonly certificate: Extract<Certificate, { readonly verdict: "certified" }>;
}

/** A place where a cell hardly moves and no fixed point is proven: slow, and never counted. */
export type NearCellPoint = Pick<CellPoint, "state" | "residual" | "fieldNorm"> & {
  /** Why nothing is certified there. */
  readonly reason: string;
};

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
/** A state nearer than this to a known point, relative to 1 + |s|, is asked whether it is that. */
const DISTINCT = 1e-6;
/** A state with a larger |F| is no root that the solver has left: no proof is tried. */
const CANDIDATE_NORM = 1e-6;
/** How many places between two near ones are looked at. */
const BETWEEN = 16;

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
  const collection = collect(field);
  const solve = prepareDogleg(field);
  const take = (start: Float64Array): number | null =>
    start.every(Number.isFinite) ? collection.take(solve(start)) : null;
  const came = starts.map((start) => take(Float64Array.from(start)));
  const { points } = collection;
  const { bounded } = cell.map;
  const isOpen = () => bounded && degreeOf(points) !== 1;
  for (let round = 0; round < MOST_ROUNDS && isOpen(); round++)
    for (const start of furtherStarts(cell, { points, key: deriveKey(key, round) })) take(start);
  const degree = degreeOf(points);
  const near = collection.near();
  const missing = near.length > 0 ? "a point is missing, or is a near place" : "a point is missing";
  return {
    points,
    near,
    starts: came,
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

/** The distinct points and near places met so far. */
interface CellCollection {
  readonly points: readonly CellPoint[];
  /** Takes in a state at which the solver stopped; answers the number of its point, or null. */
  take(state: Float64Array): number | null;
  near(): readonly NearCellPoint[];
}

function collect(field: CellField): CellCollection {
  const points: CellPoint[] = [];
  const near: NearCellPoint[] = [];
  const value = new Float64Array(field.cell.stateSize);
  const leak = field.cell.alpha ?? 1;
  return {
    points,
    take(state) {
      const fieldNorm = field.evaluate(state, value);
      const place = { state, fieldNorm, residual: leak * fieldNorm };
      const isNear = place.residual < ROOT_RESIDUAL;
      if (!(isNear || fieldNorm < CANDIDATE_NORM)) return null;
      const known = points.findIndex((point) => isSame(point, state));
      if (known >= 0) return known;
      const certificate = cellCertificate(field, state);
      if (certificate.verdict !== "certified") {
        if (isNear) mergeNear(field, near, { ...place, reason: certificate.reason });
        return null;
      }
      // Two that no certificate parts count once: what is counted is proven.
      const same = points.findIndex(
        (point) => compareStates(point, { state, certificate }) !== "distinct",
      );
      if (same >= 0) return same;
      const stability = cellStabilityAt(field, state);
      return points.push({ ...place, ...stability, certificate, index: indexOf(field, state) }) - 1;
    },
    near: () =>
      near.filter(({ state }) => !points.some((point) => isConnected(field, point.state, state))),
  };
}

/** Whether a state lies within rounding of a known point, and where that is proven to be alone. */
function isSame({ state: known, certificate }: CellPoint, state: Float64Array): boolean {
  return (
    distance(known, state) < DISTINCT * (1 + lengthOf(known)) &&
    known.every((x, i) => Math.abs(x - state[i]) < certificate.uniqueness)
  );
}

/** sign det(−F′) by elimination. */
function indexOf(field: CellField, state: Float64Array): -1 | 0 | 1 {
  const size = state.length;
  const matrix = new Float64Array(size * size);
  field.derivative(state, matrix);
  return factorLu(
    matrix.map((entry) => -entry),
    new Int32Array(size),
  );
}

/** Whether the cell hardly moves all the way between two states. */
function isConnected(field: CellField, a: Float64Array, b: Float64Array): boolean {
  const leak = field.cell.alpha ?? 1;
  const value = new Float64Array(a.length);
  for (let k = 1; k < BETWEEN; k++) {
    const between = a.map((x, i) => x + (k / BETWEEN) * (b[i] - x));
    if (!(leak * field.evaluate(between, value) < ROOT_RESIDUAL)) return false;
  }
  return true;
}

/** Adds a near place, in one with all that it is connected to; the smallest |F| stands for it. */
function mergeNear(field: CellField, near: NearCellPoint[], place: NearCellPoint): void {
  let best = place;
  for (let k = near.length - 1; k >= 0; k--) {
    if (!isConnected(field, near[k].state, place.state)) continue;
    if (near[k].fieldNorm < best.fieldNorm) best = near[k];
    near.splice(k, 1);
  }
  near.push(best);
}
