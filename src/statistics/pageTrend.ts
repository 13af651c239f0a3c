import normalCdf from "@stdlib/stats-base-dists-normal-cdf";
import { requireList, requireRows } from "../numerics/gate.ts";
import { midRanks } from "./ranks.ts";

/**
 * Page's L for an increasing trend over the columns of a table, `[network][condition]`, and its
 * one-sided p from the normal approximation. It needs measures that belong to one network: on
 * silhouettes of one shared distance matrix it is invalid (8–19 % false at 5 %).
 * @source Page 1963; Hollander & Wolfe 1999, p. 284
 * @throws RangeError for fewer than 2 rows or 3 columns, uneven rows or a value that is not finite.
 */
export function pageTrend(table: readonly ArrayLike<number>[]): {
  readonly l: number;
  readonly p: number;
} {
  requireList("table", table);
  const rows = table.length;
  if (rows < 2) throw new RangeError(`table: expected at least 2 rows, got ${rows}`);
  requireRows("table", table);
  const columns = table[0].length;
  if (columns < 3) throw new RangeError(`table: expected at least 3 columns, got ${columns}`);
  let l = 0;
  for (const row of table) for (const [j, rank] of midRanks(row).entries()) l += (j + 1) * rank;
  const expected = (rows * columns * (columns + 1) * (columns + 1)) / 4;
  const variance = (rows * columns * columns * (columns + 1) * (columns * columns - 1)) / 144;
  return { l, p: normalCdf(-(l - expected) / Math.sqrt(variance), 0, 1) };
}
