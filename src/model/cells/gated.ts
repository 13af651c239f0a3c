import {
  addBalls,
  affineBalls,
  type Ball,
  type Balls,
  ballAt,
  exact,
  exactBalls,
  multiplyBalls,
  setBall,
  zeroBalls,
} from "../../numerics/ball.ts";
import { requireHas, requireInteger, shown } from "../../numerics/gate.ts";
import { product } from "../../numerics/product.ts";
import { type Arithmetic, balls, plainNumbers } from "./arithmetic.ts";
import { requireArrays, type StateMap } from "./cell.ts";

/** What one unit of a gated cell reads: one number a gate, and its own state. */
export interface UnitReads<T> {
  /** W_g h + its bias, a gate each. */
  readonly recurrent: readonly T[];
  /** B_g u + its bias, a gate each. */
  readonly driven: readonly T[];
  /** The unit's own state, a part each. */
  readonly own: readonly T[];
}

/** What becomes of one unit, a part each, with its derivatives. */
export interface UnitStep<T> {
  readonly next: readonly T[];
  /** ∂next/∂(W_g h), as `[part][gate]`. */
  readonly byGate: readonly (readonly T[])[];
  /** ∂next/∂own where the gates are held, as `[part][part]`. */
  readonly byOwn: readonly (readonly T[])[];
}

/** A unit's equations, in whatever arithmetic. */
export type UnitEquations = <T>(arithmetic: Arithmetic<T>, reads: UnitReads<T>) => UnitStep<T>;

/** The weights of a gated cell: matrices of `gates` blocks of `units` rows, one after the other. */
export interface GatedWeights {
  readonly units: number;
  readonly channels: number;
  readonly gates: number;
  /** As `[gate][unit][unit]` (to, from); it reads the first part of the state, h. */
  readonly recurrent: Float64Array;
  /** As `[gate][unit]`. */
  readonly recurrentBias: Float64Array;
  /** As `[gate][unit][channel]`. */
  readonly input: Float64Array;
  /** As `[gate][unit]`. */
  readonly inputBias: Float64Array;
}

/**
 * The map of a cell whose units see each other through gates alone: unit i of each part follows
 * from (W_g h)_i, (B_g u)_i and its own state. Each row of the derivative is then a weighted sum of
 * rows of W.
 */
export function gatedMap(
  weights: GatedWeights,
  {
    parts,
    bounded,
    equations,
  }: {
    readonly parts: number;
    readonly bounded: boolean;
    readonly equations: UnitEquations;
  },
): StateMap {
  const { units, channels } = weights;
  const stateSize = parts * units;
  const plain = (state: Float64Array, input: ArrayLike<number>) => {
    const recurrent = affine(weights.recurrent, state.subarray(0, units), weights.recurrentBias);
    const driven = affine(weights.input, Float64Array.from(input), weights.inputBias);
    return (i: number) =>
      equations(
        plainNumbers,
        readsOf(weights, i, {
          recurrent: (k) => recurrent[k],
          driven: (k) => driven[k],
          own: Array.from({ length: parts }, (_, part) => state[part * units + i]),
        }),
      );
  };
  return {
    stateSize,
    channels,
    bounded,
    value(state, input, out) {
      const unit = plain(state, input);
      for (let i = 0; i < units; i++)
        unit(i).next.forEach((value, part) => {
          out[part * units + i] = value;
        });
    },
    derivative(state, input, out) {
      const unit = plain(state, input);
      out.fill(0);
      for (let i = 0; i < units; i++) addRows(weights, { unit: i, step: unit(i), stateSize }, out);
    },
    enclose(states, input) {
      const value = zeroBalls(stateSize);
      const derivative = zeroBalls(stateSize * stateSize);
      const unit = enclosed(weights, states, input);
      for (let i = 0; i < units; i++) {
        const step = equations(balls, unit(i));
        step.next.forEach((ball, part) => {
          setBall(value, part * units + i, ball);
        });
        addBallRows(weights, { unit: i, step, stateSize }, derivative);
      }
      return { value, derivative };
    },
  };
}

/** A v + d. */
function affine(matrix: Float64Array, vector: Float64Array, offset: Float64Array): Float64Array {
  const result = product(matrix, vector, new Float64Array(offset.length));
  for (let i = 0; i < result.length; i++) result[i] += offset[i];
  return result;
}

function readsOf<T>(
  { gates, units }: GatedWeights,
  unit: number,
  from: {
    readonly recurrent: (row: number) => T;
    readonly driven: (row: number) => T;
    readonly own: readonly T[];
  },
): UnitReads<T> {
  const each = (read: (row: number) => T): readonly T[] =>
    Array.from({ length: gates }, (_, gate) => read(gate * units + unit));
  return { recurrent: each(from.recurrent), driven: each(from.driven), own: from.own };
}

/** What each unit reads, as balls. */
function enclosed(
  weights: GatedWeights,
  states: Balls,
  input: ArrayLike<number>,
): (unit: number) => UnitReads<Ball> {
  const { units } = weights;
  const hidden = {
    middle: states.middle.subarray(0, units),
    radius: states.radius.subarray(0, units),
  };
  const recurrent = affineBalls(weights.recurrent, hidden, exactBalls(weights.recurrentBias));
  const u = exactBalls(Float64Array.from(input));
  const driven = affineBalls(weights.input, u, exactBalls(weights.inputBias));
  const parts = states.middle.length / units;
  return (unit) =>
    readsOf(weights, unit, {
      recurrent: (k) => ballAt(recurrent, k),
      driven: (k) => ballAt(driven, k),
      own: Array.from({ length: parts }, (_, part) => ballAt(states, part * units + unit)),
    });
}

/** The rows of one unit in a derivative. */
type RowsOf<T> = { readonly unit: number; readonly step: UnitStep<T>; readonly stateSize: number };

function addRows(
  { units, recurrent }: GatedWeights,
  { unit, step, stateSize }: RowsOf<number>,
  out: Float64Array,
): void {
  step.next.forEach((_, part) => {
    const row = (part * units + unit) * stateSize;
    step.byGate[part].forEach((share, gate) => {
      const from = (gate * units + unit) * units;
      for (let j = 0; j < units; j++) out[row + j] += share * recurrent[from + j];
    });
    step.byOwn[part].forEach((share, other) => {
      out[row + other * units + unit] += share;
    });
  });
}

function addBallRows(
  { units, recurrent }: GatedWeights,
  { unit, step, stateSize }: RowsOf<Ball>,
  out: Balls,
): void {
  const add = (k: number, ball: Ball) => setBall(out, k, addBalls(ballAt(out, k), ball));
  step.next.forEach((_, part) => {
    const row = (part * units + unit) * stateSize;
    step.byGate[part].forEach((share, gate) => {
      const from = (gate * units + unit) * units;
      for (let j = 0; j < units; j++)
        add(row + j, multiplyBalls(share, exact(recurrent[from + j])));
    });
    step.byOwn[part].forEach((share, other) => {
      add(row + other * units + unit, share);
    });
  });
}

/** @throws RangeError that names the tensor of another size than `gates` gates have. */
export function requireGated(weights: GatedWeights, gates: number): void {
  const matrices = ["recurrent", "recurrentBias", "input", "inputBias"];
  requireHas("weights", weights, ["units", "channels", "gates", ...matrices]);
  const { units, channels } = weights;
  requireInteger("units", units, 1);
  requireInteger("channels", channels, 0);
  if (weights.gates !== gates)
    throw new RangeError(`gates: expected ${gates}, got ${shown(weights.gates)}`);
  requireArrays({
    weight_hh: [weights.recurrent, gates * units * units],
    weight_ih: [weights.input, gates * units * channels],
    bias_hh: [weights.recurrentBias, gates * units],
    bias_ih: [weights.inputBias, gates * units],
  });
}
