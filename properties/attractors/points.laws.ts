import fc from "fast-check";
import type { Network } from "../../src/model/model.ts";
import { createRng, deriveKey, permutation } from "../../src/numerics/rng.ts";
import { mustBeClose } from "../close.ts";
import type { Law } from "../law.ts";
import {
  type Finder,
  largestGap,
  type Made,
  madeCases,
  madeNetwork,
  madeStarts,
  mustBeSameStates,
  networkOf,
  stepLength,
} from "./made.ts";
import {
  alphaOnWeights,
  clampIgnored,
  leakDropped,
  looseStability,
  negativeMissed,
  pointTwice,
  rootMissed,
  saddlesMissed,
  transposed,
  uncheckedFinder,
} from "./mutants.ts";

const STARTS = 40;

export const pointsAreFixed: Law<Finder, Made, "attractors/points"> = {
  id: "attractors/points",
  says: "|x_{t+1} − x_t| worked out anew is below 1e-8 at each point, and no point is listed twice",
  cite: "§2.4",
  needs: [],
  cases: () => madeCases,
  holds(find, made) {
    const network = madeNetwork(made);
    const starts = madeStarts(network, made.seed, STARTS);
    const { points } = find({ network, input: [made.input], starts });
    points.forEach(({ state, residual }, k) => {
      const recomputed = stepLength(network, made.input, state);
      if (!(recomputed < 1e-8)) throw new Error(`point ${k}: a residual of ${recomputed}`);
      if (!(residual < 1e-8)) throw new Error(`point ${k}: a reported residual of ${residual}`);
      for (const other of points.slice(0, k))
        if (largestGap(state, other.state) < 1e-6) throw new Error(`point ${k} is listed twice`);
    });
  },
  mutants: [uncheckedFinder, pointTwice, clampIgnored, transposed],
};

export const noRecurrence: Law<Finder, Made, "attractors/no-recurrence"> = {
  id: "attractors/no-recurrence",
  says: "where W_rec = 0 the one fixed point is W_in u, and its eigenvalues are 1 − α",
  cite: "Eq. 1",
  needs: [],
  cases: () => madeCases,
  holds(find, made) {
    const random = madeNetwork({ ...made, clamps: 0 });
    const recurrent = new Float64Array(made.units * made.units);
    const network = { ...random, weights: { ...random.weights, recurrent } };
    const starts = madeStarts(network, made.seed, 5);
    const { points } = find({ network, input: [made.input], starts });
    const expected = random.weights.input.map((weight) => weight * made.input);
    mustBeSameStates(
      "points",
      points.map(({ state }) => state),
      [expected],
    );
    mustBeClose("|λ|", [points[0].spectralRadius], [1 - made.alpha], 1e-12);
    if (!points[0].stable || points[0].index !== 1)
      throw new Error(`stable ${points[0].stable}, index ${points[0].index}`);
  },
  mutants: [leakDropped, pointTwice],
};

/** The network with its units in another order: unit i becomes unit `place[i]`. */
function reordered(network: Network, place: Int32Array): Network {
  const { units, weights, model } = network;
  const recurrent = new Float64Array(units * units);
  const input = new Float64Array(units);
  for (let i = 0; i < units; i++) {
    input[place[i]] = weights.input[i];
    for (let j = 0; j < units; j++)
      recurrent[place[i] * units + place[j]] = weights.recurrent[i * units + j];
  }
  const clamped = model.clamped.map(({ unit, value }) => ({ unit: place[unit], value }));
  return { ...network, model: { ...model, clamped }, weights: { ...weights, recurrent, input } };
}

const moved = (state: Float64Array, place: Int32Array): Float64Array => {
  const result = new Float64Array(state.length);
  for (let i = 0; i < state.length; i++) result[place[i]] = state[i];
  return result;
};

export const orderOfUnits: Law<Finder, Made, "attractors/order-of-units"> = {
  id: "attractors/order-of-units",
  says: "permuting the units permutes the fixed points and changes no eigenvalue",
  cite: "Eq. 1",
  needs: [],
  cases: () => madeCases,
  holds(find, made) {
    const network = madeNetwork(made);
    const place = permutation(made.units, createRng(deriveKey(null, "order", made.seed)));
    const starts = madeStarts(network, made.seed, STARTS);
    const { points } = find({ network, input: [made.input], starts });
    const others = find({
      network: reordered(network, place),
      input: [made.input],
      starts: starts.map((start) => moved(start, place)),
    }).points;
    const expected = points.map(({ state }) => moved(state, place));
    mustBeSameStates(
      "points",
      others.map(({ state }) => state),
      expected,
    );
    points.forEach(({ spectralRadius }, k) => {
      const other = others.find(({ state }) => largestGap(state, expected[k]) < 1e-6);
      mustBeClose("|λ|", [other?.spectralRadius ?? Number.NaN], [spectralRadius], 1e-9);
    });
  },
  mutants: [negativeMissed],
};

export const stepSize: Law<Finder, Made, "attractors/step-size"> = {
  id: "attractors/step-size",
  says: "α moves no fixed point and changes no index: x* = W_rec f(x*) + W_in u",
  cite: "Eq. 1",
  needs: [],
  cases: () => madeCases,
  holds(find, made) {
    const [slow, fast] = [0.1, 0.8].map((alpha) => {
      const network = madeNetwork({ ...made, alpha });
      const starts = madeStarts(network, made.seed, STARTS);
      return find({ network, input: [made.input], starts }).points;
    });
    mustBeSameStates(
      "points",
      slow.map(({ state }) => state),
      fast.map(({ state }) => state),
    );
    for (const { state, index } of slow) {
      const other = fast.find((point) => largestGap(point.state, state) < 1e-6);
      if (other?.index !== index) throw new Error(`index ${index} became ${other?.index}`);
    }
  },
  mutants: [alphaOnWeights],
};

/** One unit with self-excitation: x = w tanh x + b. */
type OneUnit = { readonly weight: number; readonly drive: number };

const tanhSlope = (x: number): number => 1 - Math.tanh(x) * Math.tanh(x);

/** All roots of −x + w tanh x + b, by a fine grid and bisection. */
function bisected({ weight, drive }: OneUnit): number[] {
  const isPositive = (x: number) => drive - x + weight * Math.tanh(x) > 0;
  const reach = Math.abs(weight) + Math.abs(drive) + 1;
  const count = 20_000;
  const roots: number[] = [];
  for (let k = 0; k < count; k++) {
    let low = reach * ((2 * k) / count - 1);
    let high = reach * ((2 * (k + 1)) / count - 1);
    if (isPositive(low) === isPositive(high)) continue;
    for (let halving = 0; halving < 60; halving++) {
      const middle = (low + high) / 2;
      if (isPositive(low) === isPositive(middle)) low = middle;
      else high = middle;
    }
    roots.push((low + high) / 2);
  }
  return roots;
}

export const oneUnit: Law<Finder, OneUnit, "attractors/one-unit"> = {
  id: "attractors/one-unit",
  says: "a network of one unit has the roots of bisection; stable and unstable ones alternate",
  cite: "Eq. 1",
  needs: [],
  cases: () =>
    fc.record({
      weight: fc.double({ min: 0.2, max: 2.5, noNaN: true }),
      drive: fc.double({ min: -0.6, max: 0.6, noNaN: true }),
    }),
  holds(find, given) {
    const network = networkOf({
      activation: "tanh",
      recurrent: [given.weight],
      input: [given.drive],
    });
    const expected = bisected(given);
    // Two roots about to meet are beyond a grid.
    if (expected.some((x) => Math.abs(given.weight * tanhSlope(x) - 1) < 1e-2)) return;
    const { points } = find({ network, input: [1], starts: madeStarts(network, 1, STARTS) });
    mustBeSameStates(
      "points",
      points.map(({ state }) => state),
      expected.map((x) => [x]),
    );
    const ordered = [...points].sort((a, b) => a.state[0] - b.state[0]);
    ordered.forEach(({ stable, index }, k) => {
      if (stable !== (k % 2 === 0) || index !== (k % 2 === 0 ? 1 : -1))
        throw new Error(`point ${k} of ${ordered.length}: stable ${stable}, index ${index}`);
    });
  },
  mutants: [rootMissed, saddlesMissed, looseStability],
};
