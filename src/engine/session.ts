import type { Weights } from "../model/model.ts";

/**
 * One network on one trial, a step at a time, in the float32 arithmetic of `docs/arithmetic.md`:
 * with weights left alone the states are those of the float32 engines, bit for bit. Between steps a
 * rule may read and write the state and the weights. Eligibilities and recursive least squares have
 * calls of their own, so that an engine can make them fast.
 */
export interface Session {
  /** Steps taken. */
  readonly time: number;
  readonly steps: number;
  /** x as `[unit]`: a view, read only. */
  readonly state: Float32Array;
  /** r = f(x) as `[unit]`: a view, read only. */
  readonly rates: Float32Array;
  /** Takes one step of Eq. 1 with the trial's next input. @throws RangeError after the last. */
  step(): void;
  /** Sets x, rounded to float32; clamped units keep their value. */
  writeState(state: ArrayLike<number>): void;
  /** Sets the weights; steps use them rounded to float32. */
  writeWeights(weights: Weights): void;
  /** The weights as they are now, a copy: float64 where least squares has moved them. */
  weights(): Weights;
  /** y as `[output]`, of the state as it is now. */
  output(): Float32Array;
  /**
   * e_ij ← e_ij + [r_j(t−1) (x_i(t) − x̄_i)]³ as `addEligibility` defines it; r(t−1) are the rates
   * before the last step. @source Eq. 3
   * @param means x̄ as `[unit]`
   * @throws Error before the first step.
   */
  addEligibility(means: Float32Array): void;
  /** e as `[unit][unit]` (to, from), a copy: 0 before the first call of `addEligibility`. */
  eligibility(): Float32Array;
  /** W_rec r as `[unit]` in float64, as `product` defines it: a view, until the next call. */
  recurrentDrive(): Float64Array;
  /**
   * Sets P of recursive least squares, `[unit][unit]`.
   * @throws RangeError unless P is exactly symmetric.
   */
  writeInverseCorrelation(p: Float64Array): void;
  /** P as it is now, a copy. @throws Error before it has been set. */
  inverseCorrelation(): Float64Array;
  /**
   * One step of recursive least squares in float64: P by the rates (`updateInverseCorrelation`),
   * then W_rec and W_out against their errors (`correctWeights`). Later steps use the new weights.
   * @param errors what is to vanish: W_rec r less the drive that is wanted, `[unit]`, and y less
   * its target, `[output]`
   * @throws Error before P has been set.
   */
  leastSquares(errors: Errors): void;
  /** Gives the memory back: nothing may be asked of the session, or read from it, afterwards. */
  close(): void;
}

/** The errors that a step of recursive least squares moves the weights against. */
export type Errors = { readonly recurrent: Float64Array; readonly output: ArrayLike<number> };
