import { TILE_ROWS } from "./plans.ts";

/**
 * Writes a matrix in panels of five rows, `[panel][column][5]`, so that the kernel reads its
 * weights in the order in which it uses them. The last panel is filled up with zeros.
 */
export function packPanels(
  to: Float32Array,
  begin: number,
  {
    rows,
    columns,
    at,
  }: {
    readonly rows: number;
    readonly columns: number;
    readonly at: (row: number, column: number) => number;
  },
): void {
  let next = begin;
  for (let first = 0; first < rows; first += TILE_ROWS)
    for (let column = 0; column < columns; column++)
      for (let row = first; row < first + TILE_ROWS; row++)
        to[next++] = row < rows ? at(row, column) : 0;
}
