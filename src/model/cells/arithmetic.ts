import { addBalls, type Ball, exact, multiplyBalls, subtractBalls } from "../../numerics/ball.ts";
import type { CellActivation } from "./activations.ts";

/** What a gate's equations are written in: once for numbers, and once for balls around them. */
export interface Arithmetic<T> {
  readonly of: (x: number) => T;
  readonly add: (a: T, b: T) => T;
  readonly subtract: (a: T, b: T) => T;
  readonly multiply: (a: T, b: T) => T;
  /** f and f' at x. */
  readonly apply: (f: CellActivation, x: T) => { readonly value: T; readonly slope: T };
}

/** float64 itself. */
export const plainNumbers: Arithmetic<number> = {
  of: (x) => x,
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  apply: (f, x) => ({ value: f.value(x), slope: f.slope(x) }),
};

/** Balls, which lose no true number. */
export const balls: Arithmetic<Ball> = {
  of: exact,
  add: addBalls,
  subtract: subtractBalls,
  multiply: multiplyBalls,
  apply: (f, x) => f.enclose(x),
};
