import type { Cell } from "../../model/cells/cell.ts";

/** A cell under a constant input, whose fixed points are the roots of F(s) = G(s, u) − s. */
export interface CellField {
  readonly cell: Cell;
  /** u as `[channel]`. */
  readonly input: Float64Array;
  /** Writes F(s) to `out` and answers |F(s)|. */
  readonly evaluate: (state: Float64Array, out: Float64Array) => number;
  /** Writes F′(s), row-major `[stateSize][stateSize]`, to `out`. */
  readonly derivative: (state: Float64Array, out: Float64Array) => void;
}

/**
 * The equation of a cell's fixed points under the constant input u; α plays no part in it.
 * @throws RangeError where u does not fit the cell, or has an entry that is not finite.
 */
export function cellField(cell: Cell, input: ArrayLike<number>): CellField {
  const { stateSize, channels, map } = cell;
  if (input.length !== channels)
    throw new RangeError(`input: expected ${channels} entries, got ${input.length}`);
  const u = Float64Array.from(input);
  const bad = u.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw new RangeError(`input[${bad}]: expected a finite number, got ${u[bad]}`);
  return {
    cell,
    input: u,
    evaluate(state, out) {
      map.value(state, u, out);
      let square = 0;
      for (let i = 0; i < stateSize; i++) {
        out[i] -= state[i];
        square += out[i] * out[i];
      }
      return Math.sqrt(square);
    },
    derivative(state, out) {
      map.derivative(state, u, out);
      for (let i = 0; i < stateSize; i++) out[i * stateSize + i] -= 1;
    },
  };
}
