import fc from "fast-check";
import { CELL_ACTIVATIONS, cellActivation } from "../../src/model/cells/activations.ts";
import type { Cell, StateMap } from "../../src/model/cells/cell.ts";
import type { GatedWeights } from "../../src/model/cells/gated.ts";
import { gruCell } from "../../src/model/cells/gru.ts";
import { createRng, deriveKey } from "../../src/numerics/rng.ts";
import { mustBeClose } from "../close.ts";
import type { Law } from "../law.ts";
import {
  activationAtWork,
  type CellCase,
  type CellMakers,
  cellCases,
  drawCell,
  makeCell,
  ourMakers,
  plainStep,
} from "./cellMade.ts";

/** Rows of gates in another order. */
function inOrder(weights: GatedWeights, order: readonly number[]): GatedWeights {
  const moved = (values: Float64Array): Float64Array => {
    const size = values.length / order.length;
    return Float64Array.from(
      order.flatMap((gate) => [...values.subarray(gate * size, (gate + 1) * size)]),
    );
  };
  return {
    ...weights,
    recurrent: moved(weights.recurrent),
    recurrentBias: moved(weights.recurrentBias),
    input: moved(weights.input),
    inputBias: moved(weights.inputBias),
  };
}

const transposed = (units: number, recurrent: Float64Array): Float64Array =>
  recurrent.map((_, k) => {
    const block = k - (k % (units * units));
    const [i, j] = [Math.floor((k - block) / units), k % units];
    return recurrent[block + j * units + i];
  });

const withBias = (weights: GatedWeights, change: Partial<GatedWeights>): GatedWeights => ({
  ...weights,
  ...change,
});

/** h′ with the reset gate on h, before the recurrent product: the GRU of other papers. */
function resetBefore(weights: GatedWeights): Cell {
  const cell = gruCell(weights);
  const { units } = weights;
  return {
    ...cell,
    step(state, input, out) {
      const sum = (gate: number, i: number, of: (j: number) => number): number => {
        const row = gate * units + i;
        let total = weights.inputBias[row] + weights.recurrentBias[row];
        for (let c = 0; c < weights.channels; c++)
          total += weights.input[row * weights.channels + c] * input[c];
        for (let j = 0; j < units; j++) total += weights.recurrent[row * units + j] * of(j);
        return total;
      };
      const { value: s } = cellActivation("sigmoid");
      for (let i = 0; i < units; i++) {
        const z = s(sum(1, i, (j) => state[j]));
        const n = Math.tanh(sum(2, i, (j) => s(sum(0, j, (k) => state[k])) * state[j]));
        out[i] = (1 - z) * n + z * state[i];
      }
    },
  };
}

/** A step against the equations written out. */
export const cellsStep: Law<CellMakers, CellCase, "cells/step"> = {
  id: "cells/step",
  says: "a step of each cell is its equations', gates in PyTorch's order, every bias in its place",
  cite: "Eq. 1; PyTorch's documentation of RNN, GRU, LSTM",
  needs: [],
  runs: 200,
  cases: () => cellCases,
  holds(makers, given) {
    const situation = drawCell(given);
    const cell = makeCell(makers, given, situation);
    const next = new Float64Array(cell.stateSize);
    cell.step(situation.state, situation.input, next);
    mustBeClose(given.kind, [1, ...next], [1, ...plainStep(given, situation)], 1e-13);
  },
  mutants: [
    {
      name: "GRU's reset gate before the recurrent product",
      subject: { ...ourMakers, gru: resetBefore },
    },
    {
      name: "GRU's reset and update gates swapped",
      subject: { ...ourMakers, gru: (w) => ourMakers.gru(inOrder(w, [1, 0, 2])) },
    },
    {
      name: "LSTM's gates in the order i, f, o, g",
      subject: { ...ourMakers, lstm: (w) => ourMakers.lstm(inOrder(w, [0, 1, 3, 2])) },
    },
    {
      name: "LSTM's input and forget gates swapped",
      subject: { ...ourMakers, lstm: (w) => ourMakers.lstm(inOrder(w, [1, 0, 2, 3])) },
    },
    {
      name: "bias_hh is dropped",
      subject: {
        ...ourMakers,
        rnn: (w, f) =>
          ourMakers.rnn(withBias(w, { recurrentBias: w.recurrentBias.map(() => 0) }), f),
      },
    },
    {
      name: "GRU's bias_hn outside the reset gate",
      subject: {
        ...ourMakers,
        gru(w) {
          const from = 2 * w.units;
          return ourMakers.gru(
            withBias(w, {
              inputBias: w.inputBias.map((b, k) => b + (k >= from ? w.recurrentBias[k] : 0)),
              recurrentBias: w.recurrentBias.map((b, k) => (k >= from ? 0 : b)),
            }),
          );
        },
      },
    },
    {
      name: "the rate form taken for Eq. 1",
      subject: { ...ourMakers, rates: ourMakers.equationOne },
    },
    {
      name: "W transposed",
      subject: {
        ...ourMakers,
        rates: (w) => ourMakers.rates({ ...w, recurrent: transposed(w.units, w.recurrent) }),
      },
    },
    {
      name: "Eq. 1 without its bias",
      subject: {
        ...ourMakers,
        equationOne: (w) => ourMakers.equationOne({ ...w, bias: w.bias.map(() => 0) }),
      },
    },
  ],
};

const MOVE = 1e-6;

/** Whether some number that f is applied to lies so near a kink that a difference steps over it. */
function touchesKink(given: CellCase): boolean {
  if (!["relu", "leaky-relu"].includes(activationAtWork(given))) return false;
  const situation = drawCell(given);
  const sums =
    given.kind === "equationOne"
      ? situation.state
      : plainStep({ ...given, alpha: 1 }, situation, (x) => x);
  return sums.some((x) => Math.abs(x) < 1e-3);
}

const jacobianOf =
  (change: (cell: Cell) => Cell["jacobian"]) =>
  (cell: Cell): Cell => ({ ...cell, jacobian: change(cell) });

const everyMaker = (change: (cell: Cell) => Cell): CellMakers => ({
  equationOne: (w) => change(ourMakers.equationOne(w)),
  rates: (w) => change(ourMakers.rates(w)),
  rnn: (w, f) => change(ourMakers.rnn(w, f)),
  gru: (w) => change(ourMakers.gru(w)),
  lstm: (w) => change(ourMakers.lstm(w)),
});

/** The Jacobian against differences of the step, which has a law of its own. */
export const cellsJacobian: Law<CellMakers, CellCase, "cells/jacobian"> = {
  id: "cells/jacobian",
  says: "the Jacobian of each cell is the derivative of its step with respect to its state",
  needs: [],
  runs: 200,
  cases: () => cellCases,
  holds(makers, given) {
    if (touchesKink(given)) return;
    const situation = drawCell(given);
    const { state, input } = situation;
    const cell = makeCell(makers, given, situation);
    const size = cell.stateSize;
    const matrix = new Float64Array(size * size);
    cell.jacobian(state, input, matrix);
    const after = (by: number, j: number): Float64Array => {
      const moved = state.slice();
      moved[j] += by;
      const next = new Float64Array(size);
      cell.step(moved, input, next);
      return next;
    };
    for (let j = 0; j < size; j++) {
      const low = after(-MOVE, j);
      const slopes = after(MOVE, j).map((value, i) => (value - low[i]) / (2 * MOVE));
      const column = Float64Array.from({ length: size }, (_, i) => matrix[i * size + j]);
      mustBeClose(`${given.kind}, column ${j}`, [1, ...column], [1, ...slopes], 1e-8);
    }
  },
  mutants: [
    {
      name: "transposed",
      subject: everyMaker(
        jacobianOf((cell) => (state, input, out) => {
          cell.jacobian(state, input, out);
          out.set(transposed(cell.stateSize, out));
        }),
      ),
    },
    {
      name: "the leak is missing",
      subject: everyMaker(
        jacobianOf((cell) => (state, input, out) => {
          cell.jacobian(state, input, out);
          const leak = 1 - (cell.alpha ?? 1);
          for (let i = 0; i < cell.stateSize; i++) out[i * cell.stateSize + i] -= leak;
        }),
      ),
    },
    {
      name: "at half the state",
      subject: everyMaker(
        jacobianOf((cell) => (state, input, out) => {
          cell.jacobian(
            state.map((s) => s / 2),
            input,
            out,
          );
        }),
      ),
    },
    {
      name: "without input",
      subject: everyMaker(
        jacobianOf((cell) => (state, input, out) => {
          cell.jacobian(
            state,
            Array.from(input, () => 0),
            out,
          );
        }),
      ),
    },
    {
      name: "GRU's reset gate is taken for constant",
      subject: {
        ...ourMakers,
        gru: (w) => {
          const cell = ourMakers.gru(w);
          const frozen = (state: Float64Array, input: ArrayLike<number>): Cell => {
            const rows = w.units * w.units;
            const sums = Float64Array.from({ length: w.units }, (_, i) => {
              let sum = 0;
              for (let j = 0; j < w.units; j++) sum += w.recurrent[i * w.units + j] * state[j];
              return sum;
            });
            return {
              ...ourMakers.gru({
                ...w,
                recurrent: w.recurrent.map((x, k) => (k < rows ? 0 : x)),
                recurrentBias: w.recurrentBias.map((b, k) => (k < w.units ? b + sums[k] : b)),
              }),
              channels: input.length,
            };
          };
          return {
            ...cell,
            jacobian: (state, input, out) => frozen(state, input).jacobian(state, input, out),
          };
        },
      },
    },
  ],
};

/** Balls that hold G and its derivative over a box. */
export type Enclose = (map: StateMap) => StateMap["enclose"];

const ourEnclose: Enclose = (map) => map.enclose;

/** G and ∂G/∂s at any state of a box lie in what encloses them. */
export const cellsEnclosure: Law<
  Enclose,
  CellCase & { readonly width: number },
  "cells/enclosure"
> = {
  id: "cells/enclosure",
  says: "at every state of a box, a cell's map and its derivative lie within what encloses them",
  cite: "interval arithmetic; Moore 1966",
  needs: [],
  runs: 300,
  cases: () =>
    fc
      .tuple(cellCases, fc.constantFrom(1e-9, 1e-3, 0.1, 1, 3))
      .map(([given, width]) => ({ ...given, width })),
  holds(enclose, { width, ...given }) {
    const situation = drawCell(given);
    const { state, input } = situation;
    const { map } = makeCell(ourMakers, given, situation);
    const size = map.stateSize;
    const box = { middle: state, radius: new Float64Array(size).fill(width) };
    const found = enclose(map)(box, input);
    const rng = createRng(deriveKey(null, "box", given.seed));
    const value = new Float64Array(size);
    const derivative = new Float64Array(size * size);
    for (let k = 0; k < 20; k++) {
      // The corners first: balls are widest there.
      const inside = state.map((s) => {
        const share = 2 * rng.uniform() - 1;
        return s + width * (k < 8 ? Math.sign(share) : share);
      });
      map.value(inside, input, value);
      map.derivative(inside, input, derivative);
      for (const [what, ball, numbers] of [
        ["G", found.value, value],
        ["its derivative", found.derivative, derivative],
      ] as const)
        numbers.forEach((number, i) => {
          // What the plain numbers themselves may have lost.
          const slack = 1e-14 * (1 + Math.abs(number));
          const away = Math.abs(number - ball.middle[i]);
          if (!(away <= ball.radius[i] + slack))
            throw new Error(
              `${what}[${i}]: ${number}, not in ${ball.middle[i]} ± ${ball.radius[i]}`,
            );
        });
    }
  },
  mutants: [
    {
      name: "the middle of the box for all of it",
      subject: (map) => (box, input) =>
        map.enclose({ middle: box.middle, radius: box.radius.map(() => 0) }, input),
    },
    {
      name: "half the box",
      subject: (map) => (box, input) =>
        map.enclose({ middle: box.middle, radius: box.radius.map((r) => r / 2) }, input),
    },
    {
      name: "the derivative at the middle",
      subject: (map) => (box, input) => {
        const point = { middle: box.middle, radius: box.radius.map(() => 0) };
        return {
          ...map.enclose(box, input),
          derivative: map.enclose(point, input).derivative,
        };
      },
    },
  ],
};

/** f and f′ of every number of a ball. */
export type CellActivations = typeof cellActivation;

/** Each activation's slope, and what encloses both. */
export const cellActivations: Law<
  CellActivations,
  readonly [(typeof CELL_ACTIVATIONS)[number], number, number],
  "cells/activation"
> = {
  id: "cells/activation",
  says: "f′ is the derivative of f, a bounded f is bounded, and balls hold f, f′ and kinks",
  needs: [],
  runs: 500,
  cases: () =>
    fc.tuple(
      fc.constantFrom(...CELL_ACTIVATIONS),
      fc.double({ min: -6, max: 6, noNaN: true }),
      fc.constantFrom(0, 0.01, 0.5, 4),
    ),
  holds(of, [name, x, radius]) {
    const f = of(name);
    const slopeBetween = (value: number) => (f.value(value + 1e-6) - f.value(value - 1e-6)) / 2e-6;
    const nearKink = (value: number) => name.endsWith("relu") && Math.abs(value) < 1e-5;
    const { value, slope } = f.enclose({ middle: x, radius });
    if (f.bounded !== Math.abs(f.value(1e6)) < 1e3) throw new Error(`bounded: ${f.bounded}`);
    for (const share of [-1, -0.5, 0, 0.5, 1, -x / (radius || 1)]) {
      if (Math.abs(share) > 1) continue;
      const inside = x + share * radius;
      if (!(Math.abs(f.value(inside) - value.middle) <= value.radius * (1 + 1e-12)))
        throw new Error(`f(${inside}) is not in ${value.middle} ± ${value.radius}`);
      if (nearKink(inside)) continue;
      mustBeClose("slope", [1, f.slope(inside)], [1, slopeBetween(inside)], 1e-8);
      if (!(Math.abs(slopeBetween(inside) - slope.middle) <= slope.radius + 1e-8))
        throw new Error(`f′(${inside}) is not in ${slope.middle} ± ${slope.radius}`);
    }
    // Both sides of a kink inside the ball.
    if (name === "relu" && Math.abs(x) < radius && slope.radius < 0.5)
      throw new Error(`relu's slope about 0: ${slope.middle} ± ${slope.radius}`);
  },
  mutants: [
    {
      name: "slopes from the ends of the ball alone",
      subject: (name, slope) => {
        const f = cellActivation(name, slope);
        return {
          ...f,
          enclose: ({ middle, radius }) => {
            const ends = [f.slope(middle - radius), f.slope(middle + radius)];
            const [low, high] = [Math.min(...ends), Math.max(...ends)];
            return {
              value: f.enclose({ middle, radius }).value,
              slope: { middle: (low + high) / 2, radius: (high - low) / 2 + 1e-13 },
            };
          },
        };
      },
    },
    {
      name: "a kink that is stepped over",
      subject: (name, slope) => {
        const f = cellActivation(name, slope);
        return name !== "relu"
          ? f
          : {
              ...f,
              enclose: (x) => ({
                ...f.enclose(x),
                slope: { middle: f.slope(x.middle), radius: 0 },
              }),
            };
      },
    },
    {
      name: "leaky relu without its leak",
      subject: (name, slope) =>
        name === "leaky-relu"
          ? { ...cellActivation(name, slope), slope: (x) => (x > 0 ? 1 : 0) }
          : cellActivation(name, slope),
    },
    {
      name: "softplus taken for bounded",
      subject: (name, slope) => ({
        ...cellActivation(name, slope),
        bounded: name === "softplus" || cellActivation(name, slope).bounded,
      }),
    },
    {
      name: "the sigmoid's slope is tanh's",
      subject: (name, slope) =>
        name === "sigmoid"
          ? { ...cellActivation(name, slope), slope: cellActivation("tanh").slope }
          : cellActivation(name, slope),
    },
  ],
};

/** Ours, for the laws above. */
export const ourCells = { makers: ourMakers, enclose: ourEnclose, activation: cellActivation };
