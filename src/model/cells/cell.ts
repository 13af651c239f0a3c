import type { Balls } from "../../numerics/ball.ts";
import { requireNumbers, requireTyped, shown } from "../../numerics/gate.ts";
import type { CellActivation } from "./activations.ts";

/** A part of a cell's state, such as h, or h and c. */
export interface CellPart {
  readonly name: string;
  /** Where it begins in the state. */
  readonly from: number;
  readonly size: number;
  /** Random starts are drawn from within ± this. */
  readonly range: number;
  /** Whether every fixed point lies within the range: then nothing is looked for outside. */
  readonly bounded: boolean;
}

/**
 * Where a step is headed: G of s′ = (1 − α)s + αG(s, u). A fixed point under u is a root of
 * F(s) = G(s, u) − s, whatever α is.
 */
export interface StateMap {
  readonly stateSize: number;
  readonly channels: number;
  /** Writes G(s, u) to `out`. */
  readonly value: (state: Float64Array, input: ArrayLike<number>, out: Float64Array) => void;
  /** Writes ∂G/∂s, row-major `[stateSize][stateSize]` (to, from), to `out`. */
  readonly derivative: (state: Float64Array, input: ArrayLike<number>, out: Float64Array) => void;
  /** Balls that hold G and ∂G/∂s of every state of a box of balls, with all rounding. */
  readonly enclose: (
    states: Balls,
    input: ArrayLike<number>,
  ) => { readonly value: Balls; readonly derivative: Balls };
  /** Whether G sends some convex, bounded set into its own inside: then the degree is 1. */
  readonly bounded: boolean;
}

/** A recurrent cell: all that solving for its fixed points needs to know of a network. */
export interface Cell {
  /** What it is, such as `GRU`. */
  readonly name: string;
  readonly stateSize: number;
  /** M, the number of inputs. */
  readonly channels: number;
  readonly parts: readonly CellPart[];
  /** f, where the cell has one. */
  readonly activation: CellActivation | null;
  /** α, where the cell has one. */
  readonly alpha: number | null;
  readonly map: StateMap;
  /** Writes the state after one step to `out`, which must not be `state`. */
  readonly step: (state: Float64Array, input: ArrayLike<number>, out: Float64Array) => void;
  /** Writes ∂s′/∂s of one step, row-major `[stateSize][stateSize]` (to, from), to `out`. */
  readonly jacobian: (state: Float64Array, input: ArrayLike<number>, out: Float64Array) => void;
}

/** A cell's step and Jacobian from its map: (1 − α)s + αG; G alone where there is no α. */
export function cellOf(parts: Pick<Cell, "name" | "parts" | "activation" | "alpha" | "map">): Cell {
  const { map, alpha } = parts;
  const { stateSize, channels } = map;
  if (alpha === null)
    return { ...parts, stateSize, channels, step: map.value, jacobian: map.derivative };
  return {
    ...parts,
    stateSize,
    channels,
    step(state, input, out) {
      map.value(state, input, out);
      for (let i = 0; i < stateSize; i++) out[i] = (1 - alpha) * state[i] + alpha * out[i];
    },
    jacobian(state, input, out) {
      map.derivative(state, input, out);
      for (let k = 0; k < stateSize * stateSize; k++) out[k] *= alpha;
      for (let i = 0; i < stateSize; i++) out[i * stateSize + i] += 1 - alpha;
    },
  };
}

/** @throws RangeError for an α outside (0, 1]. */
export function requireAlpha(name: string, alpha: number): void {
  if (!(Number.isFinite(alpha) && alpha > 0 && alpha <= 1))
    throw new RangeError(`${name}: expected a number in (0, 1], got ${shown(alpha)}`);
}

/**
 * @throws RangeError that names the first array of another length than it should have, or the first
 * entry that is not finite.
 */
export function requireArrays(
  arrays: Readonly<Record<string, readonly [array: Float64Array, length: number]>>,
): void {
  for (const [name, [array, length]] of Object.entries(arrays)) {
    requireTyped(name, array, length);
    requireNumbers(name, array);
  }
}
