import { driveOf, freeWeights } from "../engine/descent/drive.ts";
import { activationFunctions } from "../model/activation.ts";
import { type Network, requireNetwork } from "../model/model.ts";

/**
 * The equation F(x) = 0 of the fixed points under a constant input u, in buffers made once and used
 * for every start: F(x) = −x + W_rec f(x) + W_in u, so that x_{t+1} − x_t = αF(x). A clamped unit
 * has F_i = value − x_i instead.
 */
export interface Field {
  readonly units: number;
  readonly network: Network;
  readonly input: Float64Array;
  /** W_rec, row-major `[unit][unit]` (to, from), with zeros in the rows of clamped units. */
  readonly weights: Float64Array;
  /** W_in u as `[unit]`, or the value of a clamped unit. */
  readonly drive: Float64Array;
  /** Whether f is bounded; then every root lies within |x_i| ≤ `reach[i]`. */
  readonly bounded: boolean;
  readonly reach: Float64Array;
}

/**
 * The equation of `network`'s fixed points under the constant input u.
 * @source §2.4; Eq. 5
 * @param input u as `[channel]`
 * @throws RangeError where the network is not well formed or u does not fit it.
 */
export function fieldOf(network: Network, input: ArrayLike<number>): Field {
  const { units, channels, model } = requireNetwork(network);
  if (input.length !== channels)
    throw new RangeError(`input: expected ${channels} entries, got ${input.length}`);
  const u = Float64Array.from(input);
  const bad = u.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw new RangeError(`input[${bad}]: expected a finite number, got ${u[bad]}`);
  const recurrent = freeWeights(network);
  const drive = driveOf(network, u);
  const { bounded } = activationFunctions[model.activation];
  const reach = reachOf(recurrent, drive, model.activation === "shifted-tanh" ? 2 : 1);
  return { units, network, input: u, weights: recurrent, drive, bounded, reach };
}

/** |b_i| + Σ_j |W_ij| max|f|: no fixed point of a bounded f lies outside. */
function reachOf(weights: Float64Array, drive: Float64Array, largest: number): Float64Array {
  const units = drive.length;
  return drive.map((b, i) => {
    let sum = Math.abs(b);
    for (let j = 0; j < units; j++) sum += Math.abs(weights[i * units + j]) * largest;
    return sum;
  });
}

/** What `evaluate` writes: F and f' at a state, each as `[unit]`. */
export interface Evaluation {
  readonly value: Float64Array;
  readonly slope: Float64Array;
  readonly rate: Float64Array;
}

/** Buffers for `evaluate`. */
export function evaluationOf(units: number): Evaluation {
  return {
    value: new Float64Array(units),
    slope: new Float64Array(units),
    rate: new Float64Array(units),
  };
}

/** Writes F(x), f(x) and f'(x) to `out`, and answers |F(x)|². */
export function evaluate(field: Field, state: Float64Array, out: Evaluation): number {
  const { units, weights, drive } = field;
  const { value, slope, rate } = out;
  const { value: f, slopeFromValue } = activationFunctions[field.network.model.activation];
  for (let j = 0; j < units; j++) {
    const r = f(state[j]);
    rate[j] = r;
    slope[j] = slopeFromValue(r);
  }
  let square = 0;
  for (let i = 0; i < units; i++) {
    let sum = drive[i] - state[i];
    const row = i * units;
    for (let j = 0; j < units; j++) sum += weights[row + j] * rate[j];
    value[i] = sum;
    square += sum * sum;
  }
  return square;
}

/** Writes −F'(x) = I − W_rec diag f'(x), row-major `[unit][unit]`, to `out`. */
export function negatedDerivative(field: Field, slope: Float64Array, out: Float64Array): void {
  const { units, weights } = field;
  for (let i = 0; i < units; i++) {
    const row = i * units;
    for (let j = 0; j < units; j++) out[row + j] = -weights[row + j] * slope[j];
    out[row + i] += 1;
  }
}

/** Writes F'(x)ᵀ v = −v + diag f'(x) W_recᵀ v to `out`. */
export function derivativeTransposedTimes(
  field: Field,
  slope: Float64Array,
  vector: Float64Array,
  out: Float64Array,
): void {
  const { units, weights } = field;
  out.fill(0);
  for (let i = 0; i < units; i++) {
    const row = i * units;
    const v = vector[i];
    for (let j = 0; j < units; j++) out[j] += weights[row + j] * v;
  }
  for (let j = 0; j < units; j++) out[j] = slope[j] * out[j] - vector[j];
}
