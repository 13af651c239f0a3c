import type { Engine } from "../engine/engine.ts";
import type { Network } from "../model/model.ts";
import type { Task } from "../task/task.ts";
import { pickTrials, type Trials } from "../task/trials.ts";

/** The share of validation trials that must be decided correctly (§2.3). */
export const CRITERION = 0.9;

/** How a stopping rule reads one validation: `above` asks for > 0.9, `reach` for ≥ 0.9. */
export type Passing = "above" | "reach";

/** What a validation found. */
export interface Validation {
  readonly passed: boolean;
  /** Trials decided wrongly among those that were run. */
  readonly wrong: number;
  /** Trials that were run: once too many were wrong the rest cannot change the answer. */
  readonly run: number;
}

const TRIALS_AT_ONCE = 128;

/**
 * Validates a network: whether its accuracy on `trials` exceeds (or reaches) the criterion. The
 * hardest trials are run first, and it ends as soon as the answer is certain, so the answer is that
 * of running them all.
 * @source §2.3: "accuracy on a validation dataset of 2,000 trials exceeded 90%"
 */
export async function validate(
  {
    engine,
    network,
    trials,
    correct,
  }: {
    readonly engine: Engine;
    readonly network: Network;
    readonly trials: Trials;
    /** Which answers are correct: the task says so. */
    readonly correct: Task["correct"];
  },
  passing: Passing,
): Promise<Validation> {
  const mostWrong = mostWrongAllowed(trials.count, passing);
  const order = Int32Array.from({ length: trials.count }, (_, i) => i).sort(
    (a, b) => trials.strengths[a] - trials.strengths[b] || a - b,
  );
  let wrong = 0;
  let run = 0;
  while (run < trials.count && wrong <= mostWrong) {
    const some = pickTrials(trials, order.subarray(run, run + TRIALS_AT_ONCE));
    const [outputs] = await engine.evaluate([network], some);
    for (const isCorrect of correct(outputs, some)) wrong += 1 - isCorrect;
    run += some.count;
  }
  return { passed: wrong <= mostWrong, wrong, run };
}

/** The largest number of wrong trials with which `count` trials still pass. */
export function mostWrongAllowed(count: number, passing: Passing): number {
  const exact = (count * (10 - CRITERION * 10)) / 10;
  const most = Math.floor(exact + 1e-9);
  return passing === "above" && Math.abs(most - exact) < 1e-9 ? most - 1 : most;
}
