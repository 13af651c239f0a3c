import fc from "fast-check";
import {
  CELL_ACTIVATIONS,
  type CellActivationName,
  cellActivation,
} from "../../src/model/cells/activations.ts";
import type { Cell } from "../../src/model/cells/cell.ts";
import { equationOneCell, type LeakyWeights } from "../../src/model/cells/equationOne.ts";
import type { GatedWeights } from "../../src/model/cells/gated.ts";
import { gruCell } from "../../src/model/cells/gru.ts";
import { lstmCell } from "../../src/model/cells/lstm.ts";
import { rateCell } from "../../src/model/cells/rateForm.ts";
import { torchRnn } from "../../src/model/cells/torchRnn.ts";
import { createRng, deriveKey } from "../../src/numerics/rng.ts";

/** What makes each kind of cell from its weights. */
export interface CellMakers {
  readonly equationOne: (weights: LeakyWeights) => Cell;
  readonly rates: (weights: LeakyWeights) => Cell;
  readonly rnn: (weights: GatedWeights, nonlinearity: "tanh" | "relu") => Cell;
  readonly gru: (weights: GatedWeights) => Cell;
  readonly lstm: (weights: GatedWeights) => Cell;
}

/** Ours. */
export const ourMakers: CellMakers = {
  equationOne: equationOneCell,
  rates: rateCell,
  rnn: torchRnn,
  gru: gruCell,
  lstm: lstmCell,
};

/** A cell to be made: weights, biases, state and input are normal deviates. */
export type CellCase = {
  readonly kind: keyof CellMakers;
  readonly seed: number;
  readonly units: number;
  readonly channels: number;
  readonly activation: CellActivationName;
  readonly alpha: number;
  readonly gain: number;
};

/** Small cells of every kind. */
export const cellCases: fc.Arbitrary<CellCase> = fc.record({
  kind: fc.constantFrom("equationOne", "rates", "rnn", "gru", "gru", "lstm", "lstm"),
  seed: fc.nat(1_000_000),
  units: fc.integer({ min: 1, max: 4 }),
  channels: fc.integer({ min: 1, max: 3 }),
  activation: fc.constantFrom(...CELL_ACTIVATIONS),
  alpha: fc.constantFrom(0.1, 0.5, 1),
  gain: fc.constantFrom(0.5, 1, 2),
});

const GATES = { rnn: 1, gru: 3, lstm: 4 } as const;

/** A cell's weights of both forms, with a state and an input for it. */
export type CellSituation = {
  readonly leaky: LeakyWeights;
  readonly gated: GatedWeights;
  readonly nonlinearity: "tanh" | "relu";
  readonly state: Float64Array;
  readonly input: Float64Array;
};

/** Draws a case. */
export function drawCell({
  kind,
  seed,
  units,
  channels,
  activation,
  alpha,
  gain,
}: CellCase): CellSituation {
  const rng = createRng(deriveKey(null, "cells", seed));
  const normals = (count: number, deviation: number) =>
    Float64Array.from({ length: count }, () => deviation * rng.normal());
  const gates = kind === "equationOne" || kind === "rates" ? 1 : GATES[kind];
  const recurrent = normals(gates * units * units, gain / Math.sqrt(units));
  const input = normals(gates * units * channels, 0.7);
  const bias = normals(gates * units, 0.5);
  const recurrentBias = normals(gates * units, 0.5);
  return {
    leaky: {
      units,
      channels,
      recurrent,
      input,
      bias,
      activation: cellActivation(activation),
      alpha,
    },
    gated: { units, channels, gates, recurrent, input, inputBias: bias, recurrentBias },
    nonlinearity: activation === "relu" ? "relu" : "tanh",
    state: normals(kind === "lstm" ? 2 * units : units, 1),
    input: normals(channels, 1),
  };
}

/** The cell of a case. */
export function makeCell(
  makers: CellMakers,
  { kind }: CellCase,
  { leaky, gated, nonlinearity }: CellSituation,
): Cell {
  switch (kind) {
    case "equationOne":
    case "rates":
      return makers[kind](leaky);
    case "rnn":
      return makers.rnn(gated, nonlinearity);
    default:
      return makers[kind](gated);
  }
}

/** The activation at work in a case; gates are smooth. */
export const activationAtWork = ({ kind, activation }: CellCase): CellActivationName =>
  kind === "gru" || kind === "lstm"
    ? "tanh"
    : kind === "rnn"
      ? activation === "relu"
        ? "relu"
        : "tanh"
      : activation;

const PLAIN: Readonly<Record<CellActivationName, (x: number) => number>> = {
  tanh: Math.tanh,
  "shifted-tanh": (x) => 1 + Math.tanh(x),
  relu: (x) => Math.max(x, 0),
  "leaky-relu": (x) => Math.max(x, 0.01 * x),
  softplus: (x) => Math.log(1 + Math.exp(x)),
  sigmoid: (x) => Math.exp(x) / (1 + Math.exp(x)),
  linear: (x) => x,
};

/**
 * One step written out from the equations here, apart from the code that is tried; with another f
 * where that is asked for.
 */
export function plainStep(
  given: CellCase,
  situation: CellSituation,
  f: (x: number) => number = PLAIN[activationAtWork(given)],
): number[] {
  const { kind, alpha } = given;
  const { leaky, gated, state, input } = situation;
  const { units, channels } = gated;
  const s = PLAIN.sigmoid;
  const each = <T>(make: (i: number) => T): T[] => Array.from({ length: units }, (_, i) => make(i));
  const hidden = (gate: number, i: number, of: (j: number) => number = (j) => state[j]) =>
    each((j) => gated.recurrent[(gate * units + i) * units + j] * of(j)).reduce((a, b) => a + b);
  const driven = (gate: number, i: number) => {
    let sum = gated.inputBias[gate * units + i];
    for (let c = 0; c < channels; c++)
      sum += gated.input[(gate * units + i) * channels + c] * input[c];
    return sum;
  };
  const whole = (gate: number, i: number) =>
    driven(gate, i) + hidden(gate, i) + gated.recurrentBias[gate * units + i];
  if (kind === "equationOne")
    return each(
      (i) => state[i] + leaky.alpha * (-state[i] + hidden(0, i, (j) => f(state[j])) + driven(0, i)),
    );
  if (kind === "rates")
    return each((i) => state[i] + alpha * (-state[i] + f(hidden(0, i) + driven(0, i))));
  if (kind === "rnn") return each((i) => f(whole(0, i)));
  if (kind === "gru")
    return each((i) => {
      const [r, z] = [s(whole(0, i)), s(whole(1, i))];
      const n = Math.tanh(driven(2, i) + r * (hidden(2, i) + gated.recurrentBias[2 * units + i]));
      return n - z * n + z * state[i];
    });
  const c = each(
    (i) => s(whole(1, i)) * state[units + i] + s(whole(0, i)) * Math.tanh(whole(2, i)),
  );
  return [...each((i) => s(whole(3, i)) * Math.tanh(c[i])), ...c];
}
