import { tanh64 } from "../../numerics/tanh.ts";
import { requireAddressable } from "../wasm/kernel.ts";
import type { DescentKernel } from "./kernel.ts";
import { type DescentPlan, readPlan } from "./layout.ts";

/** The arrays of a plan; one start is one lane. */
type Arrays = Readonly<Record<ArrayName, Float64Array>> & {
  readonly units: number;
  readonly activation: number;
};

const VECTORS = [
  ...(["drive", "state", "value", "slope", "rate", "trial", "trialValue"] as const),
  ...(["trialSlope", "trialRate", "gradient", "move"] as const),
] as const;
const MATRICES = ["weights", "transposed", "gram", "matrix"] as const;
const SCALARS = ["square", "factor", "flatShare", "ended"] as const;
type ArrayName = (typeof VECTORS)[number] | (typeof MATRICES)[number] | (typeof SCALARS)[number];

/** The definition in plain code: what the other kernels must answer, to the last bit. */
export function createDefinedDescent(): DescentKernel {
  const memory = { buffer: new ArrayBuffer(64) };
  const arrays = (address: number): Arrays =>
    arraysOf(memory.buffer, readPlan(memory.buffer, address));
  return {
    name: "defined",
    width: 1,
    tileRows: 1,
    memory,
    reach(end) {
      requireAddressable(end);
      if (end > memory.buffer.byteLength) memory.buffer = new ArrayBuffer(end);
    },
    begin(address) {
      const at = arrays(address);
      at.square[0] = evaluate(at, at);
    },
    step: (address) => step(arrays(address)),
  };
}

function arraysOf(buffer: ArrayBuffer, plan: DescentPlan): Arrays {
  const { units, activation } = plan;
  const view = (name: ArrayName, size: number): Float64Array =>
    new Float64Array(buffer, plan[name], size);
  const square = (name: ArrayName): Float64Array => view(name, units * units);
  const vector = (name: ArrayName): Float64Array => view(name, units);
  const one = (name: ArrayName): Float64Array => view(name, 1);
  return {
    ...{ units, activation, weights: square("weights"), transposed: square("transposed") },
    ...{ gram: square("gram"), matrix: view("matrix", (units * (units + 1)) / 2) },
    ...{ drive: vector("drive"), state: vector("state"), value: vector("value") },
    ...{ slope: vector("slope"), rate: vector("rate"), trial: vector("trial") },
    ...{ trialValue: vector("trialValue"), trialSlope: vector("trialSlope") },
    ...{ trialRate: vector("trialRate"), gradient: vector("gradient"), move: vector("move") },
    ...{ square: one("square"), factor: one("factor"), flatShare: one("flatShare") },
    ended: one("ended"),
  };
}

/** Where an evaluation reads x and writes F, f' and f. */
type At = Pick<Arrays, "state" | "value" | "slope" | "rate">;

/** F(x), f(x) and f'(x); answers |F(x)|². */
function evaluate({ units, activation, drive, weights }: Arrays, at: At): number {
  for (let i = 0; i < units; i++) {
    const x = at.state[i];
    const h = activation === 2 ? (x < 0 ? 0 : x) : activation === 0 ? 1 + tanh64(x) : tanh64(x);
    at.rate[i] = h;
    at.slope[i] = activation === 2 ? (h > 0 ? 1 : 0) : activation === 0 ? h * (2 - h) : 1 - h * h;
    at.value[i] = drive[i] - x;
  }
  addProduct(weights, at.rate, at.value);
  return squared(at.value);
}

/** out_i += Σ_j matrix_ij vector_j, j ascending. */
function addProduct(matrix: Float64Array, vector: Float64Array, out: Float64Array): void {
  const size = vector.length;
  for (let i = 0; i < size; i++) {
    let sum = out[i];
    for (let j = 0; j < size; j++) sum += matrix[i * size + j] * vector[j];
    out[i] = sum;
  }
}

function squared(vector: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < vector.length; i++) sum += vector[i] * vector[i];
  return sum;
}

/** Where row i of a triangle begins. */
const rowOf = (i: number): number => (i * (i + 1)) / 2;

/** The lower triangle of F'ᵀF' + μI, row after row. */
function normalMatrix({ units, weights, transposed, gram, slope, matrix }: Arrays, mu: number) {
  for (let i = 0; i < units; i++) {
    const row = rowOf(i);
    const at = i * units;
    const d = slope[i];
    for (let j = 0; j < i; j++)
      matrix[row + j] =
        d * (slope[j] * gram[at + j] - transposed[at + j]) - weights[at + j] * slope[j];
    matrix[row + i] = 1 + d * (d * gram[at + i] - 2 * weights[at + i]) + mu;
  }
}

/** A = LLᵀ in place, with 1 / L_ii on the diagonal; what is not positive makes NaN. */
function factor(matrix: Float64Array, size: number): void {
  for (let i = 0; i < size; i++)
    for (let j = 0; j <= i; j++) {
      const [a, b] = [rowOf(i), rowOf(j)];
      let sum = matrix[a + j];
      for (let k = 0; k < j; k++) sum -= matrix[a + k] * matrix[b + k];
      matrix[a + j] = i === j ? 1 / Math.sqrt(sum) : sum * matrix[b + j];
    }
}

/** LLᵀx = b in place, with the factor above. */
function solve(matrix: Float64Array, b: Float64Array): void {
  for (let i = 0; i < b.length; i++) {
    const row = rowOf(i);
    let sum = b[i];
    for (let j = 0; j < i; j++) sum -= matrix[row + j] * b[j];
    b[i] = sum * matrix[row + i];
  }
  for (let i = b.length - 1; i >= 0; i--) {
    const row = rowOf(i);
    b[i] *= matrix[row + i];
    for (let j = 0; j < i; j++) b[j] -= matrix[row + j] * b[i];
  }
}

/** F'ᵀF into `gradient`, its negative into `move`; answers |F'ᵀF|². */
function gradientOf({ units, transposed, value, slope, gradient, move }: Arrays): number {
  gradient.fill(0);
  addProduct(transposed, value, gradient);
  for (let j = 0; j < units; j++) {
    gradient[j] = slope[j] * gradient[j] - value[j];
    move[j] = -gradient[j];
  }
  return squared(gradient);
}

function step(at: Arrays): void {
  const { units, gradient, move, state, trial } = at;
  const square = at.square[0];
  const share = at.factor[0];
  const flat = gradientOf(at) < at.flatShare[0] * square;
  const damping = share * Math.sqrt(square);
  normalMatrix(at, damping);
  factor(at.matrix, units);
  solve(at.matrix, move);
  let promised = 0;
  for (let i = 0; i < units; i++) {
    promised += move[i] * (damping * move[i] - gradient[i]);
    trial[i] = state[i] + move[i];
  }
  const there: At = {
    ...{ state: trial, value: at.trialValue, slope: at.trialSlope, rate: at.trialRate },
  };
  const next = evaluate(at, there);
  const ratio = (square - next) / promised;
  // Written so that a NaN, of a matrix that is not positive, raises the damping and takes no step.
  if (!(ratio >= 0.25)) at.factor[0] = Math.max(4 * share, 1e-4);
  else if (ratio > 0.75) at.factor[0] = Math.max(share / 4, 1e-8);
  at.ended[0] = flat ? 1 : 0;
  if (flat || !(next <= 4 * square)) return;
  at.square[0] = next;
  state.set(trial);
  at.value.set(at.trialValue);
  at.slope.set(at.trialSlope);
  at.rate.set(at.trialRate);
}
