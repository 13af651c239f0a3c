import type { Network } from "../model/model.ts";
import { naturalLog } from "../numerics/logarithm.ts";
import { createRng, type Key, type Rng } from "../numerics/rng.ts";
import { type Trials, targetAt } from "../task/trials.ts";
import type { World } from "./rule.ts";

/** How a trial is run to find what a change of activity does to its error. Times are in steps. */
export type Perturbed = {
  /** Random kicks of the state: the chance for each unit and step, and the largest size. */
  readonly perturbation: { readonly probability: number; readonly amplitude: number };
  /** x̄: the mean over the trial, as printed, or a running mean that keeps this share of itself. */
  readonly meanKeeps: "trial" | number;
  /** R is the mean of |y − target| over this many steps at the end of a trial. */
  readonly errorSteps: number;
};

/**
 * Runs a trial with kicks: its eligibility e_ij = Σ_t [r_j(t−1) (x_i(t) − x̄_i)]³, `[unit]`
 * by `[unit]` (to, from), and its error R. The kicks are drawn from `key` alone.
 * @source Eq. 3; Miconi 2017
 */
export function perturbedTrial(
  network: Network,
  on: Trials,
  { world, hyper, key }: { readonly world: World; readonly hyper: Perturbed; readonly key: Key },
): { readonly eligibility: Float32Array; readonly error: number } {
  const { units } = network;
  const session = world.open(network, on);
  try {
    const kick = perturber(hyper, units, createRng(key));
    const average = averageOf(network, on, { world, hyper, start: session.state });
    const counted = Math.min(hyper.errorSteps, session.steps);
    let error = 0;
    while (session.time < session.steps) {
      session.step();
      kick(session.state, session.writeState);
      session.addEligibility(average.values);
      average.take(session.state);
      if (session.time > session.steps - counted) {
        const target = targetAt(on, { trial: 0, time: session.time - 1 });
        error += Math.abs(session.output()[0] - target[0]) / counted;
      }
    }
    return { eligibility: session.eligibility(), error };
  } finally {
    session.close();
  }
}

/** x̄: a running mean that starts at x_0, or the mean of the same trial run once before. */
function averageOf(
  network: Network,
  on: Trials,
  {
    world,
    hyper,
    start,
  }: { readonly world: World; readonly hyper: Perturbed; readonly start: Float32Array },
): { readonly values: Float32Array; readonly take: (state: Float32Array) => void } {
  const { meanKeeps } = hyper;
  if (meanKeeps === "trial") {
    const session = world.open(network, on);
    try {
      const sums = new Float64Array(network.units);
      while (session.time < session.steps) {
        session.step();
        for (let i = 0; i < sums.length; i++) sums[i] += session.state[i] / session.steps;
      }
      return { values: Float32Array.from(sums), take: () => {} };
    } finally {
      session.close();
    }
  }
  const values = start.slice();
  return {
    values,
    take(state) {
      for (let i = 0; i < values.length; i++)
        values[i] = meanKeeps * values[i] + (1 - meanKeeps) * state[i];
    },
  };
}

/** Kicks each unit with a small chance by an amount uniform in ± the amplitude. */
function perturber(
  { perturbation: { probability, amplitude } }: Perturbed,
  units: number,
  rng: Rng,
): (state: Float32Array, write: (state: Float32Array) => void) => void {
  // The steps between two kicks are geometric: drawing them is cheaper than a draw for each unit.
  const none = naturalLog(1 - probability);
  const wait = (): number => Math.floor(naturalLog(1 - rng.uniform()) / none);
  if (probability === 0) return () => {};
  let next = wait();
  return (state, write) => {
    if (next >= units) {
      next -= units;
      return;
    }
    const kicked = state.slice();
    while (next < units) {
      kicked[next] += amplitude * (2 * rng.uniform() - 1);
      next += 1 + wait();
    }
    next -= units;
    write(kicked);
  };
}
