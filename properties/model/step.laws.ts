import { activationFunctions } from "../../src/model/activation.ts";
import type { Network, Weights } from "../../src/model/model.ts";
import { clampState, step } from "../../src/model/step.ts";
import { createRng, deriveKey, permutation } from "../../src/numerics/rng.ts";
import { mustBeClose } from "../close.ts";
import type { RunCase } from "../engine/made.ts";
import type { Law } from "../law.ts";
import { makeSituation, networkCases, type Situation } from "./made.ts";

/** One step of Eq. 1. */
export type Step = (
  network: Network,
  state: Float64Array,
  input: ArrayLike<number>,
) => Float64Array;

/** τ dx/dt = −x + W_rec f(x) + W_in u, with clamped units at rest, in units of τ. */
function field({ network, input }: Situation, state: Float64Array): Float64Array {
  const { units, channels, model, weights } = network;
  const f = activationFunctions[model.activation].value;
  return state.map((x, i) => {
    if (model.clamped.some(({ unit }) => unit === i)) return 0;
    let sum = -x;
    for (let j = 0; j < units; j++) sum += weights.recurrent[i * units + j] * f(state[j]);
    for (let c = 0; c < channels; c++) sum += weights.input[i * channels + c] * input[c];
    return sum;
  });
}

const along = (from: Float64Array, by: number, way: Float64Array): Float64Array =>
  from.map((value, i) => value + by * way[i]);

/** x after one τ, by 4,096 steps of Runge and Kutta's fourth-order method. */
function exactState(situation: Situation): Float64Array {
  let x = situation.state;
  const h = 1 / 4096;
  for (let k = 0; k < 4096; k++) {
    const a = field(situation, x);
    const b = field(situation, along(x, h / 2, a));
    const c = field(situation, along(x, h / 2, b));
    const d = field(situation, along(x, h, c));
    x = x.map((value, i) => value + (h / 6) * (a[i] + 2 * b[i] + 2 * c[i] + d[i]));
  }
  return x;
}

/** x after one τ, by steps of α τ. */
function steppedState(take: Step, { network, state, input }: Situation, count: number) {
  const fine = { ...network, model: { ...network.model, alpha: 1 / count } };
  let x = state;
  for (let k = 0; k < count; k++) x = take(fine, x, input);
  return x;
}

const distance = (a: Float64Array, b: Float64Array): number =>
  Math.sqrt(a.reduce((sum, value, i) => sum + (value - b[i]) * (value - b[i]), 0));

const withAlpha = (network: Network, alpha: number): Network => ({
  ...network,
  model: { ...network.model, alpha },
});

/** Heun's method: of order 2, so it is not Eq. 1. */
const heun: Step = (network, state, input) => {
  const euler = step(network, state, input);
  const beyond = step(network, euler, input);
  return clampState(
    network,
    state.map((x, i) => (x + beyond[i]) / 2),
  );
};

/** The order of Eq. 1 in Δt: halving Δt halves the error. */
export const eulerOrder: Law<Step, RunCase, "model/step-order"> = {
  id: "model/step-order",
  says: "the error of a step, against the differential equation, is of order 1 in Δt",
  cite: "Eq. 1 (Euler's method)",
  needs: [],
  runs: 12,
  cases: () => networkCases,
  holds(take, given) {
    const situation = makeSituation({ ...given, gain: 1 });
    const exact = exactState(situation);
    const [coarse, fine] = [512, 1024].map((count) =>
      distance(steppedState(take, situation, count), exact),
    );
    // A state at rest, or with every unit clamped, has no error to speak of.
    if (coarse < 1e-7) return;
    const order = Math.log2(coarse / fine);
    if (!(order > 0.9 && order < 1.1)) throw new Error(`order: ${order}, expected 1`);
  },
  mutants: [
    { name: "Heun's method (order 2)", subject: heun },
    {
      name: "no leak",
      subject: (network, state, input) => {
        const next = step(network, state, input);
        return clampState(
          network,
          next.map((x, i) => x + network.model.alpha * state[i]),
        );
      },
    },
    {
      name: "the drive without α",
      subject: (network, state, input) => {
        const { alpha } = network.model;
        const next = step(network, state, input);
        const drive = next.map((x, i) => (x - (1 - alpha) * state[i]) / alpha);
        return clampState(
          network,
          drive.map((d, i) => (1 - alpha) * state[i] + d),
        );
      },
    },
    {
      name: "α squared",
      subject: (network, state, input) =>
        step(withAlpha(network, network.model.alpha * network.model.alpha), state, input),
    },
  ],
};

/** Units renumbered: new unit k is old unit order[k]. */
function renumber(network: Network, order: Int32Array): Network {
  const { units, channels, outputs, weights, model } = network;
  const pick = (rows: number, columns: number, at: (row: number, column: number) => number) =>
    Float64Array.from({ length: rows * columns }, (_, k) =>
      at(Math.floor(k / columns), k % columns),
    );
  const renumbered: Weights = {
    recurrent: pick(units, units, (i, j) => weights.recurrent[order[i] * units + order[j]]),
    input: pick(units, channels, (i, c) => weights.input[order[i] * channels + c]),
    output: pick(outputs, units, (q, j) => weights.output[q * units + order[j]]),
  };
  const clamped = model.clamped.map(({ unit, value }) => ({ unit: order.indexOf(unit), value }));
  return { ...network, model: { ...model, clamped }, weights: renumbered };
}

/** No unit is special: what they are called does not matter. */
export const unitsInterchangeable: Law<Step, RunCase, "model/permutation"> = {
  id: "model/permutation",
  says: "permuting the units permutes the states",
  needs: [],
  cases: () => networkCases,
  holds(take, given) {
    const { network, state, input } = makeSituation(given);
    const order = permutation(network.units, createRng(deriveKey(null, "order", given.seed)));
    const expected = take(network, state, input);
    const moved = take(
      renumber(network, order),
      state.map((_, k) => state[order[k]]),
      input,
    );
    mustBeClose(
      "states",
      moved,
      expected.map((_, k) => expected[order[k]]),
      1e-12,
    );
  },
  mutants: [
    {
      name: "units are updated one after another, in place",
      subject: (network, state, input) => {
        const x = state.slice();
        for (let i = 0; i < network.units; i++) x[i] = step(network, x, input)[i];
        return x;
      },
    },
    {
      name: "each unit's rate is its neighbour's",
      subject: (network, state, input) =>
        step(
          network,
          state.map((_, k) => state[(k + 1) % state.length]),
          input,
        ),
    },
  ],
};

/** Clamped units stay. */
export const clampsHold: Law<Step, RunCase, "model/clamps"> = {
  id: "model/clamps",
  says: "a clamped unit has its value after every step",
  cite: "§2.3 (H: units held at 1, 1 and −1)",
  needs: [],
  cases: () => networkCases,
  holds(take, given) {
    const { network, state, input } = makeSituation({ ...given, units: 3, clamps: 2 });
    const next = take(network, state, input);
    for (const { unit, value } of network.model.clamped)
      if (next[unit] !== value) throw new Error(`unit ${unit}: ${next[unit]}, expected ${value}`);
  },
  mutants: [
    {
      name: "clamps are forgotten",
      subject: (network, state, input) =>
        step({ ...network, model: { ...network.model, clamped: [] } }, state, input),
    },
  ],
};
