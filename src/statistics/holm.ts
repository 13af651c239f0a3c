import { requireList, shown } from "../numerics/gate.ts";

/**
 * Holm's adjusted p-values: with α on each, the chance of any false rejection is at most α. Sorted
 * p_(1) ≤ … ≤ p_(m) become max over k ≤ i of min(1, (m − k + 1) p_(k)).
 * @source Holm 1979
 * @throws RangeError for a value outside [0, 1].
 */
export function holm(pValues: readonly number[]): number[] {
  requireList("pValues", pValues);
  const count = pValues.length;
  for (const [i, p] of pValues.entries())
    if (!(Number.isFinite(p) && p >= 0 && p <= 1))
      throw new RangeError(`pValues[${i}]: expected a number in [0, 1], got ${shown(p)}`);
  const order = [...pValues.keys()].sort((a, b) => pValues[a] - pValues[b] || a - b);
  const adjusted = new Array<number>(count).fill(0);
  let largest = 0;
  for (const [place, index] of order.entries()) {
    largest = Math.max(largest, Math.min(1, (count - place) * pValues[index]));
    adjusted[index] = largest;
  }
  return adjusted;
}
