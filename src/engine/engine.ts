import type { Network, Weights } from "../model/model.ts";
import type { Trials } from "../task/trials.ts";
import type { RunKicked } from "./kicked.ts";
import type { Ranked } from "./lowest.ts";
import type { Session } from "./session.ts";

/**
 * How far an engine's numbers can be trusted to be the same elsewhere: `float64` is the oracle,
 * `float32` engines all make the same bytes, `tolerance` engines agree within 1e-4.
 */
export type Tier = "float64" | "float32" | "tolerance";

/** All states and outputs: x as `[time + 1][trial][unit]`, y as `[time][trial][output]`. */
export interface Trace {
  readonly states: Float64Array;
  readonly outputs: Float64Array;
  /** f(x) as `[time + 1][trial][unit]`, of engines that have it at hand. */
  readonly rates?: Float64Array;
}

/** A loss and its gradient with respect to every weight matrix. */
export interface LossAndGradient {
  /** The mean over trials of Σ (y − target)² over checkpoints and outputs. */
  readonly loss: number;
  readonly gradient: Weights;
}

/** Something that runs networks. Answers never depend on what else is asked in the same call. */
export interface Engine {
  readonly name: string;
  readonly tier: Tier;
  /** The outputs at the checkpoints, `[checkpoint][trial][output]`, of each network. */
  evaluate(networks: readonly Network[], trials: Trials): Promise<readonly Float64Array[]>;
  /** The loss and its gradient by backpropagation through time, for each network. */
  gradient(networks: readonly Network[], trials: Trials): Promise<readonly LossAndGradient[]>;
  /**
   * The `count` networks of lowest mean loss, as `lowestOf` finds them to the bit: for engines that
   * race in one call. Others are asked for losses, block by block.
   */
  lowest?(networks: readonly Network[], trials: Trials, count: number): Promise<readonly Ranked[]>;
  /** All states and outputs of one network. */
  trace(network: Network, trials: Trials): Promise<Trace>;
  /**
   * Opens a session on a single trial, from x_0 or from the state `from`, `[unit]`: in float32,
   * with the bytes of `openSession`, whatever the engine.
   */
  open(network: Network, on: Trials, from?: ArrayLike<number>): Session;
  /**
   * Runs one network on trials with kicks of its state, each run whole: with the bytes of
   * `kickedBySteps` on such sessions, whatever the engine.
   */
  readonly kicked: RunKicked;
}
