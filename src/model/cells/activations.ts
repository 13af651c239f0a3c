import { type Ball, ballOf, endsOf } from "../../numerics/ball.ts";
import {
  requireFlag,
  requireFunction,
  requireHas,
  requireWord,
  shown,
} from "../../numerics/gate.ts";
import { activationFunctions } from "../activation.ts";

/** The activations that networks from elsewhere may have. Training knows its own three alone. */
export const CELL_ACTIVATIONS = [
  ...(["tanh", "shifted-tanh", "relu"] as const),
  ...(["leaky-relu", "softplus", "sigmoid", "linear"] as const),
] as const;

/** The name of an activation of a cell; `shifted-tanh` is 1 + tanh. */
export type CellActivationName = (typeof CELL_ACTIVATIONS)[number];

/** An activation f, which never falls, with its slope and how far both are known. */
export interface CellActivation {
  readonly name: CellActivationName;
  /** f(x), in float64. */
  readonly value: (x: number) => number;
  /** f'(x), in float64; at a kink the slope on its left. */
  readonly slope: (x: number) => number;
  /** Whether f is bounded. */
  readonly bounded: boolean;
  /** Balls that hold f and f' of every number of a ball, rounding and kinks included. */
  readonly enclose: (x: Ball) => { readonly value: Ball; readonly slope: Ball };
}

/** PyTorch's slope of leaky relu below 0, where a file names none. */
export const LEAKY_SLOPE = 0.01;

/**
 * How far computed values and slopes may be from the true ones. `Math.tanh`, `Math.exp` and
 * `Math.log1p` are taken to be within 4 ulp of the truth (they are ports of fdlibm's, which state
 * 1), and what is made of them rounds a few times more.
 */
const VALUE_ERROR = 1e-15;
const SLOPE_ERROR = 4e-15;

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

const sigmoidSlope = (x: number): number => {
  const s = sigmoid(x);
  return s * (1 - s);
};

/** log(1 + exp x), without overflow. */
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

/** f from its two ends, since it never falls; its error is relative to 1 + |f|. */
const rising = (value: (x: number) => number, error: number) => (low: number, high: number) => {
  const [a, b] = [value(low), value(high)];
  return ballOf(a - error * (1 + Math.abs(a)), b + error * (1 + Math.abs(b)));
};

/** A slope that is even in x and falls away from 0. */
const peaked = (slope: (x: number) => number) => (low: number, high: number) => {
  const nearest = low > 0 ? low : high < 0 ? high : 0;
  const farthest = Math.max(-low, high);
  return ballOf(slope(farthest) - SLOPE_ERROR, slope(nearest) + SLOPE_ERROR);
};

/** A slope that jumps at 0 from `below` to 1: both where 0 may be in the ball. */
const kinked = (below: number) => (low: number, high: number) =>
  ballOf(low > 0 ? 1 : below, high < 0 ? below : 1);

type Range = (low: number, high: number) => Ball;

function activation(
  parts: Pick<CellActivation, "name" | "value" | "slope" | "bounded">,
  range: { readonly value: Range; readonly slope: Range },
): CellActivation {
  return {
    ...parts,
    enclose: (x) => {
      const { low, high } = endsOf(x);
      return { value: range.value(low, high), slope: range.slope(low, high) };
    },
  };
}

/** tanh, 1 + tanh and the sigmoid: their slopes peak at 0. */
const smooth = (parts: Pick<CellActivation, "name" | "value" | "slope">): CellActivation =>
  activation(
    { ...parts, bounded: true },
    { value: rising(parts.value, VALUE_ERROR), slope: peaked(parts.slope) },
  );

/** max(x, 0) + `below` min(x, 0), for relu, leaky relu and the identity. */
const broken = (name: CellActivationName, below: number): CellActivation => {
  const value = (x: number): number => (x < 0 ? below * x : x);
  return activation(
    { name, value, slope: (x) => (x > 0 ? 1 : below), bounded: false },
    { value: rising(value, VALUE_ERROR), slope: kinked(below) },
  );
};

/**
 * The activation of a name.
 * @throws RangeError for a name of none, or a slope of leaky relu outside [0, 1].
 */
export function cellActivation(name: CellActivationName, slope = LEAKY_SLOPE): CellActivation {
  requireWord("name", name, CELL_ACTIVATIONS);
  if (!(Number.isFinite(slope) && slope >= 0 && slope <= 1))
    throw new RangeError(`slope: expected a number in [0, 1], got ${shown(slope)}`);
  switch (name) {
    case "tanh":
    case "shifted-tanh":
      return smooth({ name, ...activationFunctions[name] });
    case "sigmoid":
      return smooth({ name, value: sigmoid, slope: sigmoidSlope });
    case "relu":
      return broken(name, 0);
    case "leaky-relu":
      return broken(name, slope);
    case "linear":
      return broken(name, 1);
    case "softplus":
      return activation(
        { name, value: softplus, slope: sigmoid, bounded: false },
        { value: rising(softplus, 2 * VALUE_ERROR), slope: rising(sigmoid, SLOPE_ERROR) },
      );
  }
}

/** @throws RangeError for what is no activation of a cell. */
export function requireActivation(name: string, activation: CellActivation): void {
  requireHas(name, activation, ["name", "value", "slope", "bounded", "enclose"]);
  requireWord(`${name}.name`, activation.name, CELL_ACTIVATIONS);
  requireFlag(`${name}.bounded`, activation.bounded);
  requireFunction(`${name}.value`, activation.value, "of a number");
  requireFunction(`${name}.slope`, activation.slope, "of a number");
  requireFunction(`${name}.enclose`, activation.enclose, "of a ball");
}
