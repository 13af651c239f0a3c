import fc from "fast-check";
import type { FixedPointQuestion, FixedPointSet } from "../../src/attractors/findFixedPoints.ts";
import { randomStarts } from "../../src/attractors/starts.ts";
import type { Activation } from "../../src/model/activation.ts";
import type { Clamp, Network } from "../../src/model/model.ts";
import { createRng, deriveKey } from "../../src/numerics/rng.ts";

/** A fixed point as any finder reports it. */
export type FoundPoint = {
  readonly state: Float64Array;
  readonly residual: number;
  readonly spectralRadius: number;
  readonly stable: boolean;
  readonly index: number;
};

/** Any way to find the fixed points of a network under a constant input. */
export type Finder = (question: Pick<FixedPointQuestion, "network" | "input" | "starts">) => {
  readonly points: readonly FoundPoint[];
  readonly completeness: FixedPointSet["completeness"];
};

/** A network to be made: W_rec ~ N(0, gain²/N), W_in ~ N(0, 0.5²). */
export type Made = {
  readonly seed: number;
  readonly units: number;
  readonly activation: Activation;
  readonly gain: number;
  readonly alpha: number;
  readonly input: number;
  readonly clamps: number;
};

/** Small networks of a bounded f, with one fixed point or several. */
export const madeCases: fc.Arbitrary<Made> = fc.record({
  seed: fc.nat(1_000_000),
  units: fc.integer({ min: 2, max: 5 }),
  activation: fc.constantFrom<Activation>("tanh", "shifted-tanh"),
  gain: fc.double({ min: 0.5, max: 3, noNaN: true }),
  alpha: fc.constantFrom(0.1, 0.5, 1),
  input: fc.constantFrom(-0.5, 0, 0.2),
  clamps: fc.constantFrom(0, 0, 1),
});

/** The network of a case. */
export function madeNetwork(made: Made): Network {
  const { seed, units, activation, gain, alpha, clamps } = made;
  const rng = createRng(deriveKey(null, "made", seed));
  const normals = (count: number, deviation: number) =>
    Float64Array.from({ length: count }, () => deviation * rng.normal());
  return networkOf({
    activation,
    alpha,
    clamped: clamps > 0 ? [{ unit: 1, value: -0.7 }] : [],
    recurrent: normals(units * units, gain / Math.sqrt(units)),
    input: normals(units, 0.5),
  });
}

/** A network of one input channel with the given weights. */
export function networkOf(parts: {
  readonly activation: Activation;
  readonly alpha?: number;
  readonly clamped?: readonly Clamp[];
  readonly recurrent: ArrayLike<number>;
  readonly input: ArrayLike<number>;
}): Network {
  const { activation, alpha = 0.1, clamped = [] } = parts;
  const units = parts.input.length;
  return {
    model: { activation, readout: "rates", clamped, trains: [], alpha },
    units,
    channels: 1,
    outputs: 1,
    weights: {
      recurrent: Float64Array.from(parts.recurrent),
      input: Float64Array.from(parts.input),
      output: new Float64Array(units),
    },
  };
}

/** `count` random starts of a case. */
export const madeStarts = (network: Network, seed: number, count: number) =>
  randomStarts(network, count, deriveKey(null, "starts", seed));

/** |x_{t+1} − x_t| written out from Eq. 1 here, apart from the code that is tried. */
export function stepLength(network: Network, input: number, state: ArrayLike<number>): number {
  const { units, model, weights } = network;
  const f = { tanh: Math.tanh, "shifted-tanh": (x: number) => 1 + Math.tanh(x), relu: Math.abs };
  let square = 0;
  for (let i = 0; i < units; i++) {
    let drive = weights.input[i] * input;
    for (let j = 0; j < units; j++)
      drive += weights.recurrent[i * units + j] * f[model.activation](state[j]);
    const clamp = model.clamped.find(({ unit }) => unit === i);
    const change = clamp ? clamp.value - state[i] : model.alpha * (drive - state[i]);
    square += change * change;
  }
  return Math.sqrt(square);
}

/** max_i |a_i − b_i|. */
export const largestGap = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let gap = 0;
  for (let i = 0; i < a.length; i++) gap = Math.max(gap, Math.abs(a[i] - b[i]));
  return gap;
};

/** @throws Error where a state of either list is not within 1e-6 of one of the other. */
export function mustBeSameStates(
  what: string,
  actual: readonly ArrayLike<number>[],
  expected: readonly ArrayLike<number>[],
): void {
  const text = (states: readonly ArrayLike<number>[]) =>
    states.map((state) => `(${Array.from(state).join(", ")})`).join(" ");
  const within = (states: readonly ArrayLike<number>[], others: readonly ArrayLike<number>[]) =>
    states.every((state) => others.some((other) => largestGap(state, other) < 1e-6));
  if (actual.length !== expected.length || !within(actual, expected) || !within(expected, actual))
    throw new Error(`${what}: ${text(actual)} is not ${text(expected)}`);
}
