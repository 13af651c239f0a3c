import { type Cell, cellName } from "../../../study/cell.ts";

/**
 * How a condition is called in a part's name. Where there are contexts the Hebbian rule has a form
 * of its own, H′, with repeats and a curriculum: it is not Eq. 3 and 4.
 */
export const nameOf = (cell: Cell): string => `${cellName(cell)}${markOf([cell])}`;

/** The same mark for what pools conditions. */
export const markOf = (cells: readonly Cell[]): string =>
  cells.some(({ rule, task }) => rule === "hebbian" && task !== "rdm") ? " (H′)" : "";
