/* Written by `npm run kernel` from src/engine/wasm/plans.ts, which says it all. */

/** Bytes of one value for each of a block's 16 lanes. */
@inline export const LANE_BYTES: usize = 64;

/** Steps of one chunk of time; chunks are aligned at the first step. */
@inline export const CHUNK_STEPS: i32 = 16;

/** Rows of a panel, and of a gradient's tile. */
@inline export const TILE_ROWS: i32 = 5;

/** Columns of a gradient's tile. */
@inline export const TILE_COLUMNS: i32 = 2;

/** Steps whose cubes wait until they are added to e. */
@inline export const WAITING_STEPS: i32 = 50;

/** f = 1 + tanh. */
@inline export const SHIFTED_TANH: i32 = 0;

/** f = tanh. */
@inline export const TANH: i32 = 1;

/** f = max(0, ·). */
@inline export const RELU: i32 = 2;

/** The readout is W_out f(x). */
@inline export const READS_RATES: i32 = 0;

/** The readout is W_out x. */
@inline export const READS_STATE: i32 = 1;

/** The readout is x of unit 0. */
@inline export const READS_UNIT: i32 = 2;

/** A block of trials. */
@unmanaged
export class Plan {
  /** N. */
  units: i32;
  /** Channels of u. */
  channels: i32;
  /** Outputs y. */
  outputs: i32;
  /** The number of f. */
  activation: i32;
  /** The number of what the readout sums. */
  readout: i32;
  /** 1: the rates of every step are kept, 0: those of two steps. */
  keeps: i32;
  /** Bytes from one δ to the next: units, rounded up to whole tiles. */
  deltaStride: i32;
  /** Columns of the gradient's sums: units + channels, rounded up to whole tiles. */
  columns: i32;
  /** Rows f(x_t) and then u_t: `[time][unit then channel][lane]`. */
  rows: usize;
  /** x as `[unit][lane]`. */
  state: usize;
  /** Sums of products as `[unit][lane]`. */
  sums: usize;
  /** αW_rec and αW_in in panels: `[panel][unit then channel][TILE_ROWS]`. */
  forwardPanels: usize;
  /** αW_recᵀ in panels: `[panel][unit][TILE_ROWS]`. */
  backwardPanels: usize;
  /** 1 − α, or 1 for a clamped unit, as `[unit]`. */
  decay: usize;
  /** W_out as `[output][unit]`. */
  outputWeights: usize;
  /** Inputs as `[time][channel][lane]`; 0 where they are drawn. */
  given: usize;
  /** The mean of the inputs as `[channel][lane]`. */
  mean: usize;
  /** The deviation of the inputs as `[channel]`. */
  deviation: usize;
  /** xoshiro128++'s words as `[4][lane]`, then a pair's second deviate as `[lane]`. */
  stream: usize;
  /** 1 where the second deviate of the last pair is still to be used. */
  spare: i32;
  /** The steps whose output is constrained, as `[checkpoint]`. */
  checkpoints: usize;
  /** How many steps those are. */
  checkpointCount: i32;
  /** y before any squashing, as `[checkpoint][output][lane]`. */
  readings: usize;
  /** 2⁴⁰ dL/dy before any squashing, as `[checkpoint][output][lane]`. */
  outputErrors: usize;
  /** x at the checkpoints as `[checkpoint][unit][lane]`, for the readouts of x. */
  checkpointStates: usize;
  /** δ = 2⁴⁰ dL/dx as `[CHUNK_STEPS + 1][unit][lane]`. */
  delta: usize;
  /** Σ δ_{t+1} (f(x_t), u_t)ᵀ as `[unit][column][4]`, each sum in four parts. */
  gradient: usize;
  /** 2⁴⁰ dL/dW_out as `[output][unit]`. */
  outputGradient: usize;
}

/** Whole runs of one network with kicks of its state. */
@unmanaged
export class Kicked {
  /** Steps of a run. */
  steps: i32;
  /** Units, rounded up to whole tiles. */
  stride: i32;
  /** The lane of the block that is run. */
  lane: i32;
  /** The first step whose output is kept. */
  keptFrom: i32;
  /** 1: tanh is taken of what the readout sums. */
  squashes: i32;
  /** u as float32 `[time][channel][lane]`. */
  inputs: usize;
  /** αW_rec and αW_in as `[unit then channel][unit]` (from, to). */
  hidden: usize;
  /** 1 − α, or 1 for a clamped unit, as `[unit]`. */
  decay: usize;
  /** W_out of the first output as `[unit]`. */
  output: usize;
  /** x as `[unit]`. */
  state: usize;
  /** f(x) and then u. */
  row: usize;
  /** x̄ as `[unit]`. */
  means: usize;
  /** The share of itself that x̄ keeps, and the share of x: float64. */
  keeps: usize;
  /** r³ before each step that waits and after the last: `[WAITING_STEPS + 1][unit]`. */
  rateCubes: usize;
  /** (x − x̄)³ after each step that waits, as `[WAITING_STEPS][unit]`. */
  deviationCubes: usize;
  /** e as `[unit][unit]` (to, from). */
  eligibility: usize;
  /** y of the first output at the steps that are kept. */
  outputs: usize;
  /** The steps after which a kick comes, ascending; then one that never comes. */
  kickSteps: usize;
  /** The unit that each kick moves, as `[kick]`. */
  kickUnits: usize;
  /** By how much, in float64, as `[kick]`. */
  kickAmounts: usize;
  /** Units that are clamped. */
  clampCount: i32;
  /** Which those are. */
  clampUnits: usize;
  /** What they are clamped to. */
  clampValues: usize;
}

/** One network on one trial, a step at a time. */
@unmanaged
export class Session {
  /** N. */
  units: i32;
  /** Channels of u. */
  channels: i32;
  /** Outputs y. */
  outputs: i32;
  /** The number of f. */
  activation: i32;
  /** The number of what the readout sums. */
  readout: i32;
  /** Units, rounded up to whole tiles. */
  stride: i32;
  /** u as float32 `[time][channel]`. */
  inputs: usize;
  /** x as float32 `[unit]`. */
  state: usize;
  /** f(x) and then u, as float32. */
  row: usize;
  /** f(x) before the last step, as float32 `[unit]`. */
  before: usize;
  /** 1 − α, or 1 for a clamped unit, as float32 `[unit]`. */
  decay: usize;
  /** αW_rec and αW_in as float32 `[unit then channel][unit]` (from, to). */
  hidden: usize;
  /** W_out as float32 `[output][unit]`. */
  output: usize;
  /** y before any squashing, as float32 `[output]`. */
  readings: usize;
  /** x̄ as float32 `[unit]`. */
  means: usize;
  /** r³ of the step before, as float32 `[unit]`. */
  cubes: usize;
  /** e as float32 `[unit][unit]` (to, from). */
  eligibility: usize;
  /** α, in float64. */
  alpha: usize;
  /** All ones, or all zeros for a clamped unit: 64 bits each, `[unit]`. */
  free: usize;
  /** W_rec and W_in as float64 `[unit then channel][unit]` (from, to). */
  weights: usize;
  /** W_out as float64 `[output][unit]`. */
  outputWeights: usize;
  /** P as float64 `[unit][unit]`: symmetric, so its rows are its columns. */
  inverse: usize;
  /** f(x) as float64 `[unit]`. */
  rates: usize;
  /** W_rec f(x) as float64 `[unit]`. */
  drive: usize;
  /** P f(x) as float64 `[unit]`. */
  product: usize;
  /** c P f(x) as float64 `[unit]`. */
  gain: usize;
  /** The errors of the drive as float64 `[unit]`. */
  errors: usize;
  /** The errors of the output as float64 `[output]`. */
  outputErrors: usize;
}
