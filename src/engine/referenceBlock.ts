import { activationFunctions } from "../model/activation.ts";
import type { Network, Weights } from "../model/model.ts";

/** Trials that the float64 engine runs together: their sums fit into registers. */
export const REFERENCE_LANES = 4;

/** A block of four trials in float64, lanes innermost. */
export type ReferenceBlock = {
  readonly network: Network;
  /** x as `[time + 1][unit][lane]`. */
  readonly states: Float64Array;
  /** f(x_t), then u_t, as `[time + 1][unit then channel][lane]`. */
  readonly rows: Float64Array;
  /** δ_t = ∂L/∂x_t as `[unit][lane]`, and δ_{t−1} while it is made. */
  readonly deltas: readonly [Float64Array, Float64Array];
  /** αW_rec and then αW_in as `[unit][unit then channel]`, clamped rows zero. */
  readonly hidden: Float64Array;
  /** The transpose of αW_rec. */
  readonly transposed: Float64Array;
  /** 1 − α; 1 for a clamped unit. */
  readonly decay: Float64Array;
};

/** Room for runs of `steps` steps of four trials. */
export function createBlock(network: Network, steps: number): ReferenceBlock {
  const { units, channels, model, weights } = network;
  const columns = units + channels;
  const hidden = new Float64Array(units * columns);
  const transposed = new Float64Array(units * units);
  const decay = new Float64Array(units).fill(1 - model.alpha);
  for (let i = 0; i < units; i++) {
    if (model.clamped.some(({ unit }) => unit === i)) {
      decay[i] = 1;
      continue;
    }
    for (let j = 0; j < units; j++) {
      const weight = model.alpha * weights.recurrent[i * units + j];
      hidden[i * columns + j] = weight;
      transposed[j * units + i] = weight;
    }
    for (let c = 0; c < channels; c++)
      hidden[i * columns + units + c] = model.alpha * weights.input[i * channels + c];
  }
  const size = units * REFERENCE_LANES;
  return {
    network,
    states: new Float64Array((steps + 1) * size),
    rows: new Float64Array((steps + 1) * columns * REFERENCE_LANES),
    deltas: [new Float64Array(size), new Float64Array(size)],
    hidden,
    transposed,
    decay,
  };
}

/** A matrix of `rows` rows and `columns` columns. */
type Matrix = { readonly values: Float64Array; readonly rows: number; readonly columns: number };

/**
 * to[i] = matrix · from, for four lanes; `from`, `to` are `[index][lane]` from where they say. Two
 * rows go together, so that what is read serves both; an odd last row goes with itself.
 */
function multiply(
  { values, rows, columns }: Matrix,
  from: { readonly values: Float64Array; readonly at: number },
  to: { readonly values: Float64Array; readonly at: number },
): void {
  const source = from.values;
  for (let i = 0; i < rows; i += 2) {
    const second = Math.min(i + 1, rows - 1);
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    let e = 0;
    let f = 0;
    let g = 0;
    let h = 0;
    let other = second * columns;
    let at = from.at;
    const end = (i + 1) * columns;
    for (let k = i * columns; k < end; k++, other++, at += 4) {
      const p = source[at];
      const q = source[at + 1];
      const r = source[at + 2];
      const s = source[at + 3];
      const weight = values[k];
      a += weight * p;
      b += weight * q;
      c += weight * r;
      d += weight * s;
      const below = values[other];
      e += below * p;
      f += below * q;
      g += below * r;
      h += below * s;
    }
    const next = to.at + 4 * i;
    to.values[next] = a;
    to.values[next + 1] = b;
    to.values[next + 2] = c;
    to.values[next + 3] = d;
    const after = to.at + 4 * second;
    to.values[after] = e;
    to.values[after + 1] = f;
    to.values[after + 2] = g;
    to.values[after + 3] = h;
  }
}

/** Runs `steps` steps from the x_0 in `states`; the inputs are in `rows` already. */
export function runForward(block: ReferenceBlock, steps: number): void {
  const { network, states, rows, hidden, decay } = block;
  const { units, channels, model } = network;
  const columns = units + channels;
  const size = units * REFERENCE_LANES;
  const f = activationFunctions[model.activation].value;
  for (let t = 0; t <= steps; t++) {
    const x = t * size;
    const row = t * columns * REFERENCE_LANES;
    for (let k = 0; k < size; k++) rows[row + k] = f(states[x + k]);
    if (t === steps) return;
    const next = x + size;
    multiply(
      { values: hidden, rows: units, columns },
      { values: rows, at: row },
      { values: states, at: next },
    );
    for (let k = 0; k < size; k++) states[next + k] += decay[k >> 2] * states[x + k];
  }
}

/**
 * Backpropagates through `steps` steps. `readout` adds what the outputs after t steps say to δ_t;
 * the sums of δ_{t+1} (α f(x_t), α u_t)ᵀ over steps and lanes are added to `gradient`.
 */
export function runBackward(
  block: ReferenceBlock,
  { steps, gradient }: { readonly steps: number; readonly gradient: Weights },
  readout: (t: number, delta: Float64Array) => void,
): void {
  const { network, rows, transposed, decay } = block;
  const { units, channels, model } = network;
  const columns = units + channels;
  const size = units * REFERENCE_LANES;
  const slopeFromValue = activationFunctions[model.activation].slopeFromValue;
  let [later, delta] = block.deltas;
  later.fill(0);
  readout(steps, later);
  for (let t = steps - 1; t >= 0; t--) {
    const row = t * columns * REFERENCE_LANES;
    addOuterProducts(network, { delta: later, rows, row }, gradient);
    multiply(
      { values: transposed, rows: units, columns: units },
      { values: later, at: 0 },
      { values: delta, at: 0 },
    );
    for (let k = 0; k < size; k++)
      delta[k] = slopeFromValue(rows[row + k]) * delta[k] + decay[k >> 2] * later[k];
    readout(t, delta);
    [later, delta] = [delta, later];
  }
}

/** gradient += α δ (f(x), u)ᵀ, summed over the four lanes. */
function addOuterProducts(
  { units, channels, model }: Network,
  { delta, rows, row }: { delta: Float64Array; rows: Float64Array; row: number },
  { recurrent, input }: Weights,
): void {
  for (let i = 0; i < units; i++) {
    const a = model.alpha * delta[4 * i];
    const b = model.alpha * delta[4 * i + 1];
    const c = model.alpha * delta[4 * i + 2];
    const d = model.alpha * delta[4 * i + 3];
    let at = row;
    const end = (i + 1) * units;
    for (let k = i * units; k < end; k++, at += 4)
      recurrent[k] += a * rows[at] + b * rows[at + 1] + c * rows[at + 2] + d * rows[at + 3];
    const inputEnd = (i + 1) * channels;
    for (let k = i * channels; k < inputEnd; k++, at += 4)
      input[k] += a * rows[at] + b * rows[at + 1] + c * rows[at + 2] + d * rows[at + 3];
  }
}
