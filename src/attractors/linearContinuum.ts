import { Matrix, SVD } from "ml-matrix";
import { createRng, deriveKey } from "../numerics/rng.ts";
import type { FoundStates } from "./continuum.ts";
import { distance, lengthOf } from "./distance.ts";
import type { Field } from "./field.ts";
import { unitsAtKink } from "./kink.ts";

/*
 * Within one linear region of relu, that is with the same units active, the fixed points are the
 * solutions of (I − W_rec D)x = drive: none, one, or a plane cut off where a unit's sign changes.
 * A continuum is a chain of such pieces, each going on where the last one meets a kink.
 */

/** A cut-off plane of fixed points: base + Σ c_k basis_k, as far as every sign stays. */
interface Piece {
  readonly base: Float64Array;
  readonly basis: readonly Float64Array[];
  /** +1 for an active unit, −1 for one that is not, 0 for a clamped one. */
  readonly signs: Int8Array;
}

/** A singular value is 0 if it is this far below the largest. */
const NULL_SHARE = 1e-11;
const MOST_LISTED_UNITS = 6;
const DRAWN_REGIONS = 32;
const MOST_PIECES = 64;
const SHOTS = 8;
const TINY = 1e-9;

/** The chain of pieces through a root of a relu network, or null where it is isolated. */
export function linearContinuum(field: Field, root: Float64Array): FoundStates | null {
  const pieces: Piece[] = [...piecesAt(field, root)];
  if (pieces.length === 0) return null;
  const ends: Float64Array[] = [];
  let unbounded = false;
  const exits: Float64Array[] = [];
  for (let k = 0; k < pieces.length; k++)
    for (const exit of exitsOf(pieces[k])) {
      if (exit === null) {
        unbounded = true;
        continue;
      }
      exits.push(exit);
      const others = piecesAt(field, exit).filter(
        (piece) => !pieces.some((known) => holds(known, piece.base)),
      );
      if (pieces.length + others.length <= MOST_PIECES) pieces.push(...others);
      if (pieces.filter((piece) => holds(piece, exit)).length < 2) ends.push(exit);
    }
  const dimension = Math.max(...pieces.map(({ basis }) => basis.length));
  const isLine = dimension === 1;
  const isWhole = isLine && pieces.length < MOST_PIECES;
  return {
    dimension,
    shape: unbounded
      ? "unbounded"
      : !isWhole
        ? "not followed"
        : ends.length > 0
          ? "bounded"
          : "closed",
    ends: isLine ? ends : [],
    states: [...pieces.flatMap(statesAlong), ...exits],
    inside: pieces[0].base,
    holds: (other) => pieces.some((piece) => holds(piece, other)),
  };
}

/** The pieces that touch a root, each of full dimension within its region, the largest first. */
function piecesAt(field: Field, root: Float64Array): readonly Piece[] {
  const kinks = unitsAtKink(field, root);
  const clamped = new Set(field.network.model.clamped.map(({ unit }) => unit));
  const found: Piece[] = [];
  for (const chosen of regionsBeside(kinks)) {
    const signs = Int8Array.from(root, (x, i) => {
      if (clamped.has(i)) return 0;
      return (kinks.includes(i) ? chosen.has(i) : x > 0) ? 1 : -1;
    });
    const basis = nullBasis(field, root, signs);
    const base = basis.length === 0 ? null : stateInside({ root, basis, signs, kinks });
    if (base !== null && !found.some((piece) => holds(piece, base)))
      found.push({ base, basis, signs });
  }
  return found.sort((a, b) => b.basis.length - a.basis.length);
}

/** The sets of units at their kink that are active in the adjacent regions; many are drawn. */
function regionsBeside(kinks: readonly number[]): readonly ReadonlySet<number>[] {
  if (kinks.length <= MOST_LISTED_UNITS)
    return Array.from(
      { length: 1 << kinks.length },
      (_, region) => new Set(kinks.filter((_unit, bit) => ((region >> bit) & 1) === 1)),
    );
  const rng = createRng(deriveKey(null, "attest", "regions"));
  const drawn = Array.from(
    { length: DRAWN_REGIONS },
    () => new Set(kinks.filter(() => rng.uniform() < 0.5)),
  );
  return [new Set(kinks), new Set<number>(), ...drawn];
}

/** An orthonormal basis of the null space of I − W_rec D in a region. */
function nullBasis(
  { units, weights, network }: Field,
  root: Float64Array,
  signs: Int8Array,
): readonly Float64Array[] {
  const matrix = Matrix.eye(units, units);
  for (let j = 0; j < units; j++) {
    const isClampedActive = signs[j] === 0 && root[j] > 0;
    if (signs[j] !== 1 && !isClampedActive) continue;
    for (let i = 0; i < units; i++) matrix.set(i, j, matrix.get(i, j) - weights[i * units + j]);
  }
  const { diagonal, rightSingularVectors } = new SVD(matrix);
  const largest = Math.max(...diagonal, network.model.alpha);
  return diagonal.flatMap((size, k) =>
    size <= NULL_SHARE * largest ? [Float64Array.from(rightSingularVectors.getColumn(k))] : [],
  );
}

/** A state of the plane through `root` at which every sign is as it should be, or null. */
function stateInside({
  root,
  basis,
  signs,
  kinks,
}: {
  readonly root: Float64Array;
  readonly basis: readonly Float64Array[];
  readonly signs: Int8Array;
  readonly kinks: readonly number[];
}): Float64Array | null {
  const rows = kinks
    .map((i) => Float64Array.from(basis, (vector) => signs[i] * vector[i]))
    .filter((row) => lengthOf(row) > TINY)
    .map((row) => row.map((v) => v / lengthOf(row)));
  if (rows.length === 0) return root;
  const direction = combine(basis, insideCone(rows));
  if (direction === null) return null;
  const reach = reachAlong(root, direction, { signs, without: new Set(kinks) });
  const step = Math.min(reach / 2, 1 + lengthOf(root));
  return root.map((x, i) => x + step * direction[i]);
}

/** A vector c with rᵀc > 0 for every row r, by Rosenblatt's rule, or null if none was found. */
function insideCone(rows: readonly Float64Array[]): Float64Array | null {
  const sum = new Float64Array(rows[0].length);
  for (const row of rows) for (let k = 0; k < sum.length; k++) sum[k] += row[k];
  for (let count = 0; count < 1000; count++) {
    const length = lengthOf(sum) || 1;
    let worst = rows[0];
    let least = Number.POSITIVE_INFINITY;
    for (const row of rows) {
      const along = row.reduce((total, v, k) => total + v * sum[k], 0) / length;
      if (along < least) [least, worst] = [along, row];
    }
    if (least > 1e-3) return sum.map((v) => v / length);
    for (let k = 0; k < sum.length; k++) sum[k] += worst[k];
  }
  return null;
}

function combine(
  basis: readonly Float64Array[],
  factors: Float64Array | null,
): Float64Array | null {
  if (factors === null) return null;
  return basis[0].map((_, i) => basis.reduce((sum, vector, k) => sum + factors[k] * vector[i], 0));
}

/** How far a state may go in a direction before a unit's sign changes. */
function reachAlong(
  state: Float64Array,
  direction: Float64Array,
  { signs, without }: { readonly signs: Int8Array; readonly without: ReadonlySet<number> },
): number {
  let reach = Number.POSITIVE_INFINITY;
  for (let i = 0; i < state.length; i++) {
    const speed = signs[i] * direction[i];
    if (signs[i] === 0 || without.has(i) || speed > -TINY) continue;
    reach = Math.min(reach, Math.max(0, (signs[i] * state[i]) / -speed));
  }
  return reach;
}

/** Where lines from the base leave a piece, to both sides; null where one never does. */
function exitsOf({ base, basis, signs }: Piece): readonly (Float64Array | null)[] {
  const rng = createRng(deriveKey(null, "attest", "exits"));
  const drawn = Array.from({ length: basis.length > 1 ? SHOTS : 0 }, () =>
    Float64Array.from(basis, () => rng.normal()),
  );
  const directions = [...basis, ...drawn.flatMap((factors) => combine(basis, factors) ?? [])];
  return directions.flatMap((direction) =>
    [1, -1].map((side) => {
      const way = direction.map((v) => side * v);
      const reach = reachAlong(base, way, { signs, without: new Set() });
      return Number.isFinite(reach) ? base.map((x, i) => x + reach * way[i]) : null;
    }),
  );
}

/** A few states of a piece, in order along its first direction. */
function statesAlong({ base, basis, signs }: Piece): readonly Float64Array[] {
  const without = new Set<number>();
  const back = basis[0].map((v) => -v);
  const far = 2 * (1 + lengthOf(base));
  const [ahead, behind] = [basis[0], back].map((way) =>
    Math.min(far, reachAlong(base, way, { signs, without })),
  );
  return [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const step = share * (ahead + behind) - behind;
    return base.map((x, i) => x + step * basis[0][i]);
  });
}

/** Whether a root lies in a piece, to rounding. */
function holds({ base, basis, signs }: Piece, root: Float64Array): boolean {
  const tolerance = TINY * (1 + lengthOf(root) + lengthOf(base));
  if (root.some((x, i) => signs[i] * x < -tolerance)) return false;
  const rest = root.map((x, i) => x - base[i]);
  for (const vector of basis) {
    const along = vector.reduce((sum, v, i) => sum + v * (root[i] - base[i]), 0);
    for (let i = 0; i < rest.length; i++) rest[i] -= along * vector[i];
  }
  return distance(rest, new Float64Array(rest.length)) <= 100 * tolerance;
}
