import { type Network, withWeights } from "../model/model.ts";
import { exponential, naturalLog } from "../numerics/logarithm.ts";
import { deriveKey, type Key } from "../numerics/rng.ts";
import type { Trials } from "../task/trials.ts";
import { type Perturbed, perturbedTrials } from "./perturbedTrial.ts";
import { defineRule, type World } from "./rule.ts";

/** The constants of the form with repeats. A run is one trial run once. */
export type RepeatsHyper = Perturbed & {
  /** Runs of each drawn trial: same means, noise and x_0, other kicks. At least two. */
  readonly repeats: number;
  /** η at full difficulty and before it decays: the largest rms of an update. */
  readonly learningRate: number;
  /** η at difficulty 0 is this many times as large; between them it falls geometrically. */
  readonly rateAtEasiest: number;
  /** η is divided by √(1 + runs / this). */
  readonly decayRuns: number;
  /** q̄ takes this share of each update's q, once as many updates were seen as make that a mean. */
  readonly sizeTakes: number;
  /** Runs over which training accuracy is remembered. */
  readonly accuracyRuns: number;
  /** Difficulty rises while training accuracy is above this. */
  readonly accuracyToRise: number;
  /** By how much difficulty rises in an update. */
  readonly rise: number;
};

/** The network, and what paces it. */
export type RepeatsMemory = {
  readonly network: Network;
  readonly updates: number;
  readonly runs: number;
  /** q̄, the running mean of the updates' rms before they are bounded. */
  readonly size: number;
  /** The running share of runs that were right. */
  readonly accuracy: number;
  /** ℓ, 0 … 1: it never falls. */
  readonly difficulty: number;
  readonly loss: number;
};

/** What a run gave: e and R. */
type Run = ReturnType<typeof perturbedTrials>[number];

/** Drawn trials in an update. */
const TRIALS = 8;

/** Found on pilot seeds: see docs/training.md. */
const REPEATED: RepeatsHyper = {
  perturbation: { probability: 0.001, amplitude: 2 },
  meanKeeps: 0.05,
  errorSteps: 200,
  repeats: 4,
  learningRate: 4e-4,
  rateAtEasiest: 2.5,
  decayRuns: 30_000,
  sizeTakes: 0.005,
  accuracyRuns: 2000,
  accuracyToRise: 0.88,
  rise: 0.0005,
};

/** Runs in an update. */
const RUNS = TRIALS * REPEATED.repeats;

/**
 * The Hebbian rule where there are contexts: Eq. 3–4 with R̄ the mean error of the other runs of
 * the same trial, ΔW ∝ −Σ e (R − R̄) over the runs of eight trials, with a bounded rms, and with a
 * curriculum that paces itself. It is validated at full difficulty alone.
 * @source §2.3, Eq. 3–4; Miconi 2017; the departures are ours
 */
export const hebbianRepeats = defineRule<RepeatsHyper, RepeatsMemory>({
  name: "hebbian",
  cite: "McMahan, Kleinman & Kao 2021, §2.3, Eq. 3–4; Miconi 2017",
  needs: ["session"],
  settings: (_task, { train }) => ({
    hyper: REPEATED,
    model: {
      activation: train.activation.hebbian,
      readout: train.readout.hebbian,
      clamped: [],
      trains: ["recurrent"],
      alpha: train.alpha,
    },
    trialsPerUpdate: TRIALS,
    runsPerTrial: REPEATED.repeats,
    // The first whole updates that make 3,000 runs, and all that fit into 500,000.
    validateEvery: Math.ceil(3000 / RUNS),
    budget: { updates: Math.floor(500_000 / RUNS), restarts: 0 },
  }),
  begin: (draw) => ({
    ...{ network: draw(), updates: 0, runs: 0, size: 0 },
    ...{ accuracy: 0.5, difficulty: 0, loss: Number.NaN },
  }),
  async learn(memory, on, world, hyper, key) {
    const runs = allRuns(memory.network, on, { world, hyper, key });
    const { recurrent } = memory.network.weights;
    const change = changeOf(runs, hyper.repeats, recurrent.length);
    const size = rms(change);
    const takes = Math.max(1 / (memory.updates + 1), hyper.sizeTakes);
    const next = memory.size + takes * (size - memory.size);
    const scale = boundedScale(rateAt(memory, hyper), { size, mean: next });
    const accuracy = accuracyAfter(runs, memory.accuracy, hyper);
    return {
      network: withWeights(memory.network, {
        ...memory.network.weights,
        recurrent: recurrent.map((weight, at) => Math.fround(weight + scale * change[at])),
      }),
      updates: memory.updates + 1,
      runs: memory.runs + runs.length,
      size: next,
      accuracy,
      difficulty: difficultyAfter(memory.difficulty, accuracy, hyper),
      loss: runs.reduce((sum, { error }) => sum + error, 0) / runs.length,
    };
  },
  network: (memory) => memory.network,
  difficulty: (memory) => memory.difficulty,
  ready: (memory) => memory.difficulty === 1,
  atRest: (hyper) => ({ ...hyper, learningRate: 0 }),
  lastLoss: (memory) => memory.loss,
});

/** Every run of an update, a trial's repeats side by side; each has kicks of its own. */
function allRuns(
  network: Network,
  on: Trials,
  { world, hyper, key }: { readonly world: World; readonly hyper: RepeatsHyper; readonly key: Key },
): readonly Run[] {
  const runs = Array.from({ length: on.count * hyper.repeats }, (_, run) => ({
    trial: Math.floor(run / hyper.repeats),
    key: deriveKey(key, "run", run),
  }));
  return perturbedTrials(network, on, { world, hyper, runs });
}

/** −Σ e (R − R̄) over all runs, `[unit][unit]`; R̄ is the mean of R over the trial's other runs. */
function changeOf(runs: readonly Run[], repeats: number, length: number): Float64Array {
  const change = new Float64Array(length);
  for (let first = 0; first < runs.length; first += repeats) {
    const alike = runs.slice(first, first + repeats);
    const sum = alike.reduce((total, { error }) => total + error, 0);
    for (const { eligibility, error } of alike) {
      const signal = error - (sum - error) / (repeats - 1);
      for (let at = 0; at < length; at++) change[at] -= signal * eligibility[at];
    }
  }
  return change;
}

function rms(values: Float64Array): number {
  let squares = 0;
  for (const value of values) squares += value * value;
  return Math.sqrt(squares / values.length);
}

/** η at this memory: by difficulty, then by the runs that were done. */
function rateAt({ difficulty, runs }: RepeatsMemory, hyper: RepeatsHyper): number {
  const ease = exponential((1 - difficulty) * naturalLog(hyper.rateAtEasiest));
  return (hyper.learningRate * ease) / Math.sqrt(1 + runs / hyper.decayRuns);
}

/** What an update of that rms is multiplied by: its rms becomes η q / max(q, q̄), at most η. */
function boundedScale(
  rate: number,
  { size, mean }: { readonly size: number; readonly mean: number },
): number {
  const most = Math.max(size, mean);
  // Nothing was kicked, or all runs alike: there is no direction, and no 0 / 0.
  return most === 0 ? 0 : rate / most;
}

/** A run is right where R < 1: the mean output of its last steps is on the target's side. */
function accuracyAfter(runs: readonly Run[], before: number, hyper: RepeatsHyper): number {
  return runs.reduce((kept, { error }) => {
    const right = error < 1 ? 1 : 0;
    return kept + (right - kept) / hyper.accuracyRuns;
  }, before);
}

function difficultyAfter(before: number, accuracy: number, hyper: RepeatsHyper): number {
  return accuracy > hyper.accuracyToRise ? Math.min(1, before + hyper.rise) : before;
}
