import type { Readout } from "../../model/readout.ts";
import { CHUNK_STEPS, LANES } from "../arithmetic.ts";

/*
 * The one place that says what kernels read: `npm run kernel` writes it out for AssemblyScript
 * (`assembly/plans.ts`) and for C++ (`../native/plans.h`).
 */

/** A 32-bit word of a plan: a number, or the address of an array in bytes; and what it says. */
export type Word = { readonly is: "number" | "address"; readonly says: string };

const number = (says: string): Word => ({ is: "number", says });
const address = (says: string): Word => ({ is: "address", says });

/** Rows of weights in a panel, and in a tile of the gradient. */
export const TILE_ROWS = 5;

/** Columns in a tile of the gradient. */
export const TILE_COLUMNS = 2;

/** Steps with kicks whose cubes wait in the kernel until they are added to e. */
export const WAITING_STEPS = 50;

/** The kernel's numbers for the activations. */
export const ACTIVATION_NUMBERS = { "shifted-tanh": 0, tanh: 1, relu: 2 } as const;

/** The kernel's numbers for what a readout sums; squashing is the host's. */
export const READOUT_NUMBERS = {
  rates: 0,
  "tanh-rates": 0,
  state: 1,
  unit: 2,
} as const satisfies Readonly<Record<Readout, number>>;

const ACTIVATION = number("The number of f.");
const READOUT = number("The number of what the readout sums.");

/** A block of trials, in the kernel's order. */
export const PLAN = {
  units: number("N."),
  channels: number("Channels of u."),
  outputs: number("Outputs y."),
  activation: ACTIVATION,
  readout: READOUT,
  keeps: number("1: the rates of every step are kept, 0: those of two steps."),
  deltaStride: number("Bytes from one δ to the next: units, rounded up to whole tiles."),
  columns: number("Columns of the gradient's sums: units + channels, rounded up to whole tiles."),
  rows: address("Rows f(x_t) and then u_t: `[time][unit then channel][lane]`."),
  state: address("x as `[unit][lane]`."),
  sums: address("Sums of products as `[unit][lane]`."),
  forwardPanels: address("αW_rec and αW_in in panels: `[panel][unit then channel][TILE_ROWS]`."),
  backwardPanels: address("αW_recᵀ in panels: `[panel][unit][TILE_ROWS]`."),
  decay: address("1 − α, or 1 for a clamped unit, as `[unit]`."),
  outputWeights: address("W_out as `[output][unit]`."),
  given: address("Inputs as `[time][channel][lane]`; 0 where they are drawn."),
  mean: address("The mean of the inputs as `[channel][lane]`."),
  deviation: address("The deviation of the inputs as `[channel]`."),
  stream: address("xoshiro128++'s words as `[4][lane]`, then a pair's second deviate as `[lane]`."),
  spare: number("1 where the second deviate of the last pair is still to be used."),
  checkpoints: address("The steps whose output is constrained, as `[checkpoint]`."),
  checkpointCount: number("How many steps those are."),
  readings: address("y before any squashing, as `[checkpoint][output][lane]`."),
  outputErrors: address("2⁴⁰ dL/dy before any squashing, as `[checkpoint][output][lane]`."),
  checkpointStates: address(
    "x at the checkpoints as `[checkpoint][unit][lane]`, for the readouts of x.",
  ),
  delta: address("δ = 2⁴⁰ dL/dx as `[CHUNK_STEPS + 1][unit][lane]`."),
  gradient: address("Σ δ_{t+1} (f(x_t), u_t)ᵀ as `[unit][column][4]`, each sum in four parts."),
  outputGradient: address("2⁴⁰ dL/dW_out as `[output][unit]`."),
} as const;

/** Whole runs of one network with kicks of its state, in the kernel's order. */
export const KICKED = {
  steps: number("Steps of a run."),
  stride: number("Units, rounded up to whole tiles."),
  lane: number("The lane of the block that is run."),
  keptFrom: number("The first step whose output is kept."),
  squashes: number("1: tanh is taken of what the readout sums."),
  inputs: address("u as float32 `[time][channel][lane]`."),
  hidden: address("αW_rec and αW_in as `[unit then channel][unit]` (from, to)."),
  decay: address("1 − α, or 1 for a clamped unit, as `[unit]`."),
  output: address("W_out of the first output as `[unit]`."),
  state: address("x as `[unit]`."),
  row: address("f(x) and then u."),
  means: address("x̄ as `[unit]`."),
  keeps: address("The share of itself that x̄ keeps, and the share of x: float64."),
  rateCubes: address(
    "r³ before each step that waits and after the last: `[WAITING_STEPS + 1][unit]`.",
  ),
  deviationCubes: address("(x − x̄)³ after each step that waits, as `[WAITING_STEPS][unit]`."),
  eligibility: address("e as `[unit][unit]` (to, from)."),
  outputs: address("y of the first output at the steps that are kept."),
  kickSteps: address("The steps after which a kick comes, ascending; then one that never comes."),
  kickUnits: address("The unit that each kick moves, as `[kick]`."),
  kickAmounts: address("By how much, in float64, as `[kick]`."),
  clampCount: number("Units that are clamped."),
  clampUnits: address("Which those are."),
  clampValues: address("What they are clamped to."),
} as const;

/** One network on one trial, a step at a time, in the kernel's order. */
export const SESSION = {
  units: number("N."),
  channels: number("Channels of u."),
  outputs: number("Outputs y."),
  activation: ACTIVATION,
  readout: READOUT,
  stride: number("Units, rounded up to whole tiles."),
  inputs: address("u as float32 `[time][channel]`."),
  state: address("x as float32 `[unit]`."),
  row: address("f(x) and then u, as float32."),
  before: address("f(x) before the last step, as float32 `[unit]`."),
  decay: address("1 − α, or 1 for a clamped unit, as float32 `[unit]`."),
  hidden: address("αW_rec and αW_in as float32 `[unit then channel][unit]` (from, to)."),
  output: address("W_out as float32 `[output][unit]`."),
  readings: address("y before any squashing, as float32 `[output]`."),
  means: address("x̄ as float32 `[unit]`."),
  cubes: address("r³ of the step before, as float32 `[unit]`."),
  eligibility: address("e as float32 `[unit][unit]` (to, from)."),
  alpha: address("α, in float64."),
  free: address("All ones, or all zeros for a clamped unit: 64 bits each, `[unit]`."),
  weights: address("W_rec and W_in as float64 `[unit then channel][unit]` (from, to)."),
  outputWeights: address("W_out as float64 `[output][unit]`."),
  inverse: address("P as float64 `[unit][unit]`: symmetric, so its rows are its columns."),
  rates: address("f(x) as float64 `[unit]`."),
  drive: address("W_rec f(x) as float64 `[unit]`."),
  product: address("P f(x) as float64 `[unit]`."),
  gain: address("c P f(x) as float64 `[unit]`."),
  errors: address("The errors of the drive as float64 `[unit]`."),
  outputErrors: address("The errors of the output as float64 `[output]`."),
} as const;

/** Numbers that kernels share with their host, and what they say. */
export const SHARED: Readonly<
  Record<string, { readonly value: number; readonly type: "i32" | "usize"; readonly says: string }>
> = {
  LANE_BYTES: {
    value: 4 * LANES,
    type: "usize",
    says: `Bytes of one value for each of a block's ${LANES} lanes.`,
  },
  CHUNK_STEPS: {
    value: CHUNK_STEPS,
    type: "i32",
    says: "Steps of one chunk of time; chunks are aligned at the first step.",
  },
  TILE_ROWS: { value: TILE_ROWS, type: "i32", says: "Rows of a panel, and of a gradient's tile." },
  TILE_COLUMNS: { value: TILE_COLUMNS, type: "i32", says: "Columns of a gradient's tile." },
  WAITING_STEPS: {
    value: WAITING_STEPS,
    type: "i32",
    says: "Steps whose cubes wait until they are added to e.",
  },
  SHIFTED_TANH: { value: ACTIVATION_NUMBERS["shifted-tanh"], type: "i32", says: "f = 1 + tanh." },
  TANH: { value: ACTIVATION_NUMBERS.tanh, type: "i32", says: "f = tanh." },
  RELU: { value: ACTIVATION_NUMBERS.relu, type: "i32", says: "f = max(0, ·)." },
  READS_RATES: { value: READOUT_NUMBERS.rates, type: "i32", says: "The readout is W_out f(x)." },
  READS_STATE: { value: READOUT_NUMBERS.state, type: "i32", says: "The readout is W_out x." },
  READS_UNIT: { value: READOUT_NUMBERS.unit, type: "i32", says: "The readout is x of unit 0." },
};
