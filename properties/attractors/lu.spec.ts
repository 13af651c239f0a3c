import { expect, it } from "vitest";
import { multiply } from "../../src/attractors/dense.ts";
import { factorLu, solveColumnsLu, solveLu } from "../../src/attractors/lu.ts";
import { createRng, deriveKey } from "../../src/numerics/rng.ts";

const rng = createRng(deriveKey(null, "lu"));
const normals = (count: number) => Float64Array.from({ length: count }, () => rng.normal());

it.each([1, 2, 5, 50])(
  "columns together are columns alone, to the bit, and solve AX = B (%i)",
  (size) => {
    const matrix = normals(size * size);
    const factors = matrix.slice();
    const pivots = new Int32Array(size);
    expect(factorLu(factors, pivots)).not.toBe(0);
    const given = normals(size * size);
    const solved = given.slice();
    solveColumnsLu(factors, pivots, solved);
    for (let c = 0; c < size; c++) {
      const column = Float64Array.from({ length: size }, (_, i) => given[i * size + c]);
      solveLu(factors, pivots, column);
      expect(Float64Array.from(column, (_, i) => solved[i * size + c])).toEqual(column);
    }
    const again = multiply({ left: matrix, right: solved, size });
    for (const [k, entry] of again.entries()) expect(entry).toBeCloseTo(given[k], 9);
  },
);
