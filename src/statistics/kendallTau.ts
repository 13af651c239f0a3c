import { requireSample } from "./moments.ts";

/**
 * Kendall's τ-b of paired values, in [−1, 1]; 0 where one side is constant.
 * @source Kendall 1945
 * @throws RangeError for fewer than two pairs, other lengths or a value that is not finite.
 */
export function kendallTau(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const { agreement, distinctX, distinctY } = pairCounts(x, y);
  if (distinctX === 0 || distinctY === 0) return 0;
  return agreement / Math.sqrt(distinctX) / Math.sqrt(distinctY);
}

/**
 * Kendall's τ-a of paired values, (agreeing − disagreeing pairs) / all pairs, in [−1, 1]: ties
 * count as no agreement.
 * @source Kendall 1938
 * @throws RangeError for fewer than two pairs, other lengths or a value that is not finite.
 */
export function kendallTauA(x: ArrayLike<number>, y: ArrayLike<number>): number {
  return (2 * pairCounts(x, y).agreement) / (x.length * (x.length - 1));
}

/** Agreeing less disagreeing pairs, and the pairs that are not tied on each side. */
function pairCounts(x: ArrayLike<number>, y: ArrayLike<number>) {
  requireSample("x", x, 2);
  requireSample("y", y, 2);
  if (x.length !== y.length)
    throw new RangeError(`y: expected ${x.length} values, as x has, got ${y.length}`);
  let [agreement, distinctX, distinctY] = [0, 0, 0];
  for (let i = 0; i < x.length; i++)
    for (let j = 0; j < i; j++) {
      const [dx, dy] = [Math.sign(x[i] - x[j]), Math.sign(y[i] - y[j])];
      agreement += dx * dy;
      distinctX += dx * dx;
      distinctY += dy * dy;
    }
  return { agreement, distinctX, distinctY };
}
