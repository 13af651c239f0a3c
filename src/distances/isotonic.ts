/**
 * The numbers that never fall and are nearest to given ones, by least squares: neighbours that fall
 * are pooled into their mean.
 * @source Kruskal 1964; Ayer et al. 1955
 */
export function isotonic(values: readonly number[]): Float64Array {
  const sums: number[] = [];
  const counts: number[] = [];
  for (const value of values) {
    sums.push(value);
    counts.push(1);
    for (let last = sums.length - 1; last > 0; last--) {
      if (sums[last - 1] / counts[last - 1] < sums[last] / counts[last]) break;
      sums[last - 1] += sums[last];
      counts[last - 1] += counts[last];
      sums.pop();
      counts.pop();
    }
  }
  const fitted = new Float64Array(values.length);
  let at = 0;
  for (const [block, sum] of sums.entries()) {
    fitted.fill(sum / counts[block], at, at + counts[block]);
    at += counts[block];
  }
  return fitted;
}
