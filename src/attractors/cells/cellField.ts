import type { Cell } from "../../model/cells/cell.ts";
import { requireCell } from "../../model/cells/requireCell.ts";
import { requireFunction, requireHas, requireList, requireNumbers } from "../../numerics/gate.ts";

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
 * @throws RangeError for what is no cell, or where u does not fit the cell, or has an entry that
 * is not finite.
 */
export function cellField(cell: Cell, input: ArrayLike<number>): CellField {
  requireCell(cell);
  requireCellInput(cell, input);
  const { stateSize, map } = cell;
  const u = Float64Array.from(input);
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

/** @throws RangeError for what is no input u of the cell, `[channel]`. */
export function requireCellInput({ channels }: Cell, input: ArrayLike<number>): void {
  requireList("input", input, { size: channels });
  requireNumbers("input", input);
}

/** @throws RangeError for what is no field of a cell. */
export function requireCellField(field: CellField): void {
  requireHas("field", field, ["cell", "input", "evaluate", "derivative"]);
  requireCell(field.cell);
  requireCellInput(field.cell, field.input);
  requireFunction("field.evaluate", field.evaluate, "of a state and where to write");
  requireFunction("field.derivative", field.derivative, "of a state and where to write");
}
