import { gamma, UNIT_ROUNDOFF, upper } from "./rounding.ts";

/**
 * A true number that lies within `radius` of `middle`. The arithmetic of this file carries all that
 * rounding may have hidden, so that no true result is left out.
 */
export interface Ball {
  readonly middle: number;
  readonly radius: number;
}

/** True numbers, entry by entry within `radius` of `middle`. */
export interface Balls {
  readonly middle: Float64Array;
  readonly radius: Float64Array;
}

/** A number that float64 has exactly. */
export const exact = (middle: number): Ball => ({ middle, radius: 0 });

/** a + b. */
export function addBalls(a: Ball, b: Ball): Ball {
  const middle = a.middle + b.middle;
  return { middle, radius: upper(a.radius + b.radius + UNIT_ROUNDOFF * Math.abs(middle), 4) };
}

/** a − b. */
export const subtractBalls = (a: Ball, b: Ball): Ball =>
  addBalls(a, { middle: -b.middle, radius: b.radius });

/** ab. */
export function multiplyBalls(a: Ball, b: Ball): Ball {
  const middle = a.middle * b.middle;
  const spread =
    Math.abs(a.middle) * b.radius + Math.abs(b.middle) * a.radius + a.radius * b.radius;
  return { middle, radius: upper(spread + UNIT_ROUNDOFF * Math.abs(middle), 8) };
}

/** All numbers from `low` to `high`. */
export function ballOf(low: number, high: number): Ball {
  const middle = low + (high - low) / 2;
  return { middle, radius: upper(Math.max(high - middle, middle - low), 2) };
}

/** A number below all that a ball holds, and one above. */
export function endsOf({ middle, radius }: Ball): { readonly low: number; readonly high: number } {
  const low = middle - radius;
  const high = middle + radius;
  return {
    low: low - 4 * UNIT_ROUNDOFF * Math.abs(low),
    high: high + 4 * UNIT_ROUNDOFF * Math.abs(high),
  };
}

/** The entry k. */
export const ballAt = ({ middle, radius }: Balls, k: number): Ball => ({
  middle: middle[k],
  radius: radius[k],
});

/** Writes the entry k. */
export function setBall({ middle, radius }: Balls, k: number, ball: Ball): void {
  middle[k] = ball.middle;
  radius[k] = ball.radius;
}

/** `count` zeros. */
export const zeroBalls = (count: number): Balls => ({
  middle: new Float64Array(count),
  radius: new Float64Array(count),
});

/** Numbers that float64 has exactly. */
export const exactBalls = (middle: Float64Array): Balls => ({
  middle,
  radius: new Float64Array(middle.length),
});

/**
 * A v + d for a matrix of exact numbers.
 * @source Higham 2002, "Accuracy and Stability of Numerical Algorithms", §3.1
 * @param matrix A as `[row][column]`
 */
export function affineBalls(matrix: Float64Array, vector: Balls, offset: Balls): Balls {
  const rows = offset.middle.length;
  const columns = vector.middle.length;
  const roundings = gamma(columns + 2);
  const result = zeroBalls(rows);
  for (let i = 0; i < rows; i++) {
    let sum = offset.middle[i];
    let size = Math.abs(sum);
    let spread = offset.radius[i];
    for (let j = 0; j < columns; j++) {
      const weight = matrix[i * columns + j];
      const term = weight * vector.middle[j];
      sum += term;
      size += Math.abs(term);
      spread += Math.abs(weight) * vector.radius[j];
    }
    result.middle[i] = sum;
    result.radius[i] = upper(roundings * size + spread, 2 * columns + 6);
  }
  return result;
}
