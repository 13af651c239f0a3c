import type { Certificate } from "../certificate.ts";
import { compareStates } from "../certificate.ts";
import { distance, lengthOf } from "../distance.ts";
import { factorLu } from "../lu.ts";
import { ROOT_RESIDUAL } from "../solve.ts";
import type { CellField } from "./cellField.ts";
import { type CellStability, cellStabilityAt } from "./cellStability.ts";
import { cellCertificate } from "./certifyCell.ts";

/** A state nearer than this to a known point, relative to 1 + |s|, is asked whether it is that. */
const DISTINCT = 1e-6;
/** A state with a larger |F| is no root that the solver has left: no proof is tried. */
const CANDIDATE_NORM = 1e-6;
/** How many places between two near ones are looked at. */
const BETWEEN = 16;

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

/** The distinct points and near places met so far. */
export interface CellCollection {
  readonly points: readonly CellPoint[];
  /** Takes in a state at which the solver stopped; answers the number of its point, or null. */
  take(state: Float64Array): number | null;
  near(): readonly NearCellPoint[];
}

/**
 * An empty collection for a cell under a constant input. What is certified is a point; what moves
 * by less than `nearBelow` a step and is not certified is a near place.
 */
export function collectCellPoints(
  field: CellField,
  nearBelow: number = ROOT_RESIDUAL,
): CellCollection {
  const points: CellPoint[] = [];
  const near: NearCellPoint[] = [];
  const value = new Float64Array(field.cell.stateSize);
  const leak = field.cell.alpha ?? 1;
  return {
    points,
    take(state) {
      const fieldNorm = field.evaluate(state, value);
      const place = { state, fieldNorm, residual: leak * fieldNorm };
      const isNear = place.residual < nearBelow;
      if (!(isNear || fieldNorm < CANDIDATE_NORM)) return null;
      const known = points.findIndex((point) => isSame(point, state));
      if (known >= 0) return known;
      const certificate = cellCertificate(field, state);
      if (certificate.verdict !== "certified") {
        if (isNear) mergeNear({ field, nearBelow }, near, { ...place, reason: certificate.reason });
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
      near.filter(
        ({ state }) =>
          !points.some((point) => isConnected({ field, nearBelow }, point.state, state)),
      ),
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

type Where = { readonly field: CellField; readonly nearBelow: number };

/** Whether the cell hardly moves all the way between two states. */
function isConnected({ field, nearBelow }: Where, a: Float64Array, b: Float64Array): boolean {
  const leak = field.cell.alpha ?? 1;
  const value = new Float64Array(a.length);
  for (let k = 1; k < BETWEEN; k++) {
    const between = a.map((x, i) => x + (k / BETWEEN) * (b[i] - x));
    if (!(leak * field.evaluate(between, value) < nearBelow)) return false;
  }
  return true;
}

/** Adds a near place, in one with all that it is connected to; the smallest |F| stands for it. */
function mergeNear(where: Where, near: NearCellPoint[], place: NearCellPoint): void {
  let best = place;
  for (let k = near.length - 1; k >= 0; k--) {
    if (!isConnected(where, near[k].state, place.state)) continue;
    if (near[k].fieldNorm < best.fieldNorm) best = near[k];
    near.splice(k, 1);
  }
  near.push(best);
}
