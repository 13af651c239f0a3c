/* Written by `npm run kernel` from src/engine/wasm/plans.ts, which says it all. */
#pragma once

#include <cstdint>

/** Bytes of one value for each of a block's 16 lanes. */
constexpr int LANE_BYTES = 64;

/** Steps of one chunk of time; chunks are aligned at the first step. */
constexpr int CHUNK_STEPS = 16;

/** Rows of a panel, and of a gradient's tile. */
constexpr int TILE_ROWS = 5;

/** Columns of a gradient's tile. */
constexpr int TILE_COLUMNS = 2;

/** Steps whose cubes wait until they are added to e. */
constexpr int WAITING_STEPS = 50;

/** f = 1 + tanh. */
constexpr int SHIFTED_TANH = 0;

/** f = tanh. */
constexpr int TANH = 1;

/** f = max(0, ·). */
constexpr int RELU = 2;

/** The readout is W_out f(x). */
constexpr int READS_RATES = 0;

/** The readout is W_out x. */
constexpr int READS_STATE = 1;

/** The readout is x of unit 0. */
constexpr int READS_UNIT = 2;

/** A block of trials. */
struct Plan {
  /** N. */
  int32_t units;
  /** Channels of u. */
  int32_t channels;
  /** Outputs y. */
  int32_t outputs;
  /** The number of f. */
  int32_t activation;
  /** The number of what the readout sums. */
  int32_t readout;
  /** 1: the rates of every step are kept, 0: those of two steps. */
  int32_t keeps;
  /** Bytes from one δ to the next: units, rounded up to whole tiles. */
  int32_t deltaStride;
  /** Columns of the gradient's sums: units + channels, rounded up to whole tiles. */
  int32_t columns;
  /** Rows f(x_t) and then u_t: `[time][unit then channel][lane]`. */
  uint32_t rows;
  /** x as `[unit][lane]`. */
  uint32_t state;
  /** Sums of products as `[unit][lane]`. */
  uint32_t sums;
  /** αW_rec and αW_in in panels: `[panel][unit then channel][TILE_ROWS]`. */
  uint32_t forwardPanels;
  /** αW_recᵀ in panels: `[panel][unit][TILE_ROWS]`. */
  uint32_t backwardPanels;
  /** 1 − α, or 1 for a clamped unit, as `[unit]`. */
  uint32_t decay;
  /** W_out as `[output][unit]`. */
  uint32_t outputWeights;
  /** Inputs as `[time][channel][lane]`; 0 where they are drawn. */
  uint32_t given;
  /** The mean of the inputs as `[channel][lane]`. */
  uint32_t mean;
  /** The deviation of the inputs as `[channel]`. */
  uint32_t deviation;
  /** xoshiro128++'s words as `[4][lane]`, then a pair's second deviate as `[lane]`. */
  uint32_t stream;
  /** 1 where the second deviate of the last pair is still to be used. */
  int32_t spare;
  /** The steps whose output is constrained, as `[checkpoint]`. */
  uint32_t checkpoints;
  /** How many steps those are. */
  int32_t checkpointCount;
  /** y before any squashing, as `[checkpoint][output][lane]`. */
  uint32_t readings;
  /** 2⁴⁰ dL/dy before any squashing, as `[checkpoint][output][lane]`. */
  uint32_t outputErrors;
  /** x at the checkpoints as `[checkpoint][unit][lane]`, for the readouts of x. */
  uint32_t checkpointStates;
  /** δ = 2⁴⁰ dL/dx as `[CHUNK_STEPS + 1][unit][lane]`. */
  uint32_t delta;
  /** Σ δ_{t+1} (f(x_t), u_t)ᵀ as `[unit][column][4]`, each sum in four parts. */
  uint32_t gradient;
  /** 2⁴⁰ dL/dW_out as `[output][unit]`. */
  uint32_t outputGradient;
};

/** Whole runs of one network with kicks of its state. */
struct Kicked {
  /** Steps of a run. */
  int32_t steps;
  /** Units, rounded up to whole tiles. */
  int32_t stride;
  /** The lane of the block that is run. */
  int32_t lane;
  /** The first step whose output is kept. */
  int32_t keptFrom;
  /** 1: tanh is taken of what the readout sums. */
  int32_t squashes;
  /** u as float32 `[time][channel][lane]`. */
  uint32_t inputs;
  /** αW_rec and αW_in as `[unit then channel][unit]` (from, to). */
  uint32_t hidden;
  /** 1 − α, or 1 for a clamped unit, as `[unit]`. */
  uint32_t decay;
  /** W_out of the first output as `[unit]`. */
  uint32_t output;
  /** x as `[unit]`. */
  uint32_t state;
  /** f(x) and then u. */
  uint32_t row;
  /** x̄ as `[unit]`. */
  uint32_t means;
  /** The share of itself that x̄ keeps, and the share of x: float64. */
  uint32_t keeps;
  /** r³ before each step that waits and after the last: `[WAITING_STEPS + 1][unit]`. */
  uint32_t rateCubes;
  /** (x − x̄)³ after each step that waits, as `[WAITING_STEPS][unit]`. */
  uint32_t deviationCubes;
  /** e as `[unit][unit]` (to, from). */
  uint32_t eligibility;
  /** y of the first output at the steps that are kept. */
  uint32_t outputs;
  /** The steps after which a kick comes, ascending; then one that never comes. */
  uint32_t kickSteps;
  /** The unit that each kick moves, as `[kick]`. */
  uint32_t kickUnits;
  /** By how much, in float64, as `[kick]`. */
  uint32_t kickAmounts;
  /** Units that are clamped. */
  int32_t clampCount;
  /** Which those are. */
  uint32_t clampUnits;
  /** What they are clamped to. */
  uint32_t clampValues;
};
