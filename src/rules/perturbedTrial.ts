import type { KickedAnswer, Kicks } from "../engine/kicked.ts";
import type { Network } from "../model/model.ts";
import { naturalLog } from "../numerics/logarithm.ts";
import { createRng, type Key } from "../numerics/rng.ts";
import type { Trials } from "../task/trials.ts";
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
 * @throws RangeError where there is not exactly one trial, or the network does not fit it.
 */
export function perturbedTrial(
  network: Network,
  on: Trials,
  { world, hyper, key }: { readonly world: World; readonly hyper: Perturbed; readonly key: Key },
): KickedAnswer {
  if (on.count !== 1) throw new RangeError(`on: expected a single trial, got ${on.count}`);
  return perturbedTrials(network, on, { world, hyper, runs: [{ trial: 0, key }] })[0];
}

/**
 * Runs trials of a batch with kicks, each as often as it is named, in one call of the engine: run k
 * is what `perturbedTrial` answers on its trial alone with its key. Faster than one by one.
 * @source Eq. 3; Miconi 2017
 * @throws RangeError where a trial is not in the batch, or the network does not fit it.
 */
export function perturbedTrials(
  network: Network,
  on: Trials,
  {
    world,
    hyper,
    runs,
  }: {
    readonly world: World;
    readonly hyper: Perturbed;
    readonly runs: readonly { readonly trial: number; readonly key: Key }[];
  },
): readonly KickedAnswer[] {
  const { perturbation, meanKeeps, errorSteps } = hyper;
  const size = { steps: on.steps, units: network.units };
  return world.kicked(network, on, {
    runs: runs.map(({ trial, key }) => ({ trial, kicks: drawKicks(perturbation, size, key) })),
    meanKeeps,
    errorSteps,
  });
}

/** Kicks each unit at each step with a small chance by an amount uniform in ± the amplitude. */
export function drawKicks(
  { probability, amplitude }: Perturbed["perturbation"],
  { steps, units }: { readonly steps: number; readonly units: number },
  key: Key,
): Kicks {
  const places: number[] = [];
  const amounts: number[] = [];
  if (probability > 0) {
    // The draws between two kicks are geometric: drawing that is cheaper than a draw for each unit.
    const rng = createRng(key);
    const none = naturalLog(1 - probability);
    const wait = (): number => Math.floor(naturalLog(1 - rng.uniform()) / none);
    for (let at = wait(); at < steps * units; at += 1 + wait()) {
      places.push(at);
      amounts.push(amplitude * (2 * rng.uniform() - 1));
    }
  }
  return {
    steps: new Int32Array(places.map((at) => Math.floor(at / units))),
    units: new Int32Array(places.map((at) => at % units)),
    amounts: new Float64Array(amounts),
  };
}
