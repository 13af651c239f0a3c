import {
  affineBalls,
  type Balls,
  ballAt,
  exact,
  exactBalls,
  multiplyBalls,
  setBall,
  zeroBalls,
} from "../../numerics/ball.ts";
import { requireHas, requireInteger } from "../../numerics/gate.ts";
import { product } from "../../numerics/product.ts";
import { type CellActivation, requireActivation } from "./activations.ts";
import { type Cell, cellOf, requireAlpha, requireArrays } from "./cell.ts";

/** The weights of a cell with a leak: W as `[unit][unit]` (to, from), B as `[unit][channel]`, b. */
export interface LeakyWeights {
  readonly units: number;
  readonly channels: number;
  readonly recurrent: Float64Array;
  readonly input: Float64Array;
  readonly bias: Float64Array;
  readonly activation: CellActivation;
  /** α, in (0, 1]. */
  readonly alpha: number;
}

/** States of an f without bound are looked for within ± this. */
export const STATE_RANGE = 5;

/**
 * The network of the paper with a bias: x′ = (1 − α)x + α(W f(x) + B u + b).
 * @source Eq. 1
 * @throws RangeError that names the array or number that is not as it should be.
 */
export function equationOneCell(weights: LeakyWeights): Cell {
  requireLeaky(weights);
  const { units, channels, recurrent, activation, alpha } = weights;
  const rates = new Float64Array(units);
  return cellOf({
    name: "Eq. 1",
    activation,
    alpha,
    parts: [{ name: "x", from: 0, size: units, range: STATE_RANGE, bounded: false }],
    map: {
      stateSize: units,
      channels,
      bounded: activation.bounded,
      value(state, input, out) {
        for (let j = 0; j < units; j++) rates[j] = activation.value(state[j]);
        product(recurrent, rates, out);
        addDrive(weights, input, out);
      },
      derivative(state, _input, out) {
        for (let j = 0; j < units; j++) {
          const slope = activation.slope(state[j]);
          for (let i = 0; i < units; i++) out[i * units + j] = recurrent[i * units + j] * slope;
        }
      },
      enclose(states, input) {
        const at = Array.from(states.middle, (_, j) => activation.enclose(ballAt(states, j)));
        const values = zeroBalls(units);
        at.forEach(({ value }, j) => {
          setBall(values, j, value);
        });
        const derivative = zeroBalls(units * units);
        for (let k = 0; k < units * units; k++)
          setBall(derivative, k, multiplyBalls(exact(recurrent[k]), at[k % units].slope));
        return { value: affineBalls(recurrent, values, driveBalls(weights, input)), derivative };
      },
    },
  });
}

/** @throws RangeError that names the array or number that is not as it should be. */
export function requireLeaky(weights: LeakyWeights): void {
  const fields = ["units", "channels", "recurrent", "input", "bias", "activation", "alpha"];
  requireHas("weights", weights, fields);
  const { units, channels, recurrent, input, bias, activation, alpha } = weights;
  requireInteger("units", units, 1);
  requireInteger("channels", channels, 0);
  requireActivation("activation", activation);
  requireAlpha("alpha", alpha);
  requireArrays({
    recurrent: [recurrent, units * units],
    input: [input, units * channels],
    bias: [bias, units],
  });
}

/** The part of a cell's weights through which its input comes. */
type Drive = Pick<LeakyWeights, "channels" | "input" | "bias">;

/** Adds B u + b to `out`. */
export function addDrive(
  { channels, input, bias }: Drive,
  u: ArrayLike<number>,
  out: Float64Array,
): void {
  for (let i = 0; i < out.length; i++) {
    let sum = out[i];
    for (let c = 0; c < channels; c++) sum += input[i * channels + c] * u[c];
    out[i] = sum + bias[i];
  }
}

/** B u + b, with its rounding. */
export function driveBalls({ input, bias }: Drive, u: ArrayLike<number>): Balls {
  return affineBalls(input, exactBalls(Float64Array.from(u)), exactBalls(bias));
}
