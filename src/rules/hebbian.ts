import { type Clamp, type Network, withWeights } from "../model/model.ts";
import { exponential, naturalLog } from "../numerics/logarithm.ts";
import { createRng, type Key, type Rng } from "../numerics/rng.ts";
import { type Trials, targetAt, withMeanSize } from "../task/trials.ts";
import { defineRule, type World } from "./rule.ts";

/** H's constants. Times are in steps or trials. */
export type HebbianHyper = {
  /** η of Eq. 4. */
  readonly learningRate: number;
  /** Random kicks of the state: the chance for each unit and step, and the largest size. */
  readonly perturbation: { readonly probability: number; readonly amplitude: number };
  /** x̄: the mean over the trial, as printed, or a running mean that keeps this share of itself. */
  readonly meanKeeps: "trial" | number;
  /** Largest change of a weight in a trial; null for no bound. */
  readonly clip: number | null;
  /** Whether the change is also multiplied by R̄ (the release). */
  readonly timesBaseline: boolean;
  /** R̄ keeps this share of itself at each trial of its type. */
  readonly baselineKeeps: number;
  /** R̄ is kept for each context and sign of the relevant input, or of all inputs. */
  readonly baselineBy: "relevant" | "all";
  /** Trials at the start in which only R̄ is learned. */
  readonly quietTrials: number;
  /** R is the mean of |y − target| over this many steps at the end of a trial. */
  readonly errorSteps: number;
  /** Evidence in training: null draws it as the task does. */
  readonly curriculum: Curriculum | null;
};

/** |μ| falls from `first` to `last` geometrically over `trials` trials, and stays there. */
export type Curriculum = { readonly first: number; readonly last: number; readonly trials: number };

/** The network, the baselines R̄ by type of trial (none before its first), and the last R. */
export type HebbianMemory = {
  readonly network: Network;
  readonly trial: number;
  readonly baselines: { readonly [type: string]: number };
  readonly loss: number;
};

const MICONI_CLAMPS: readonly Clamp[] = [
  { unit: 1, value: 1 },
  { unit: 10, value: 1 },
  { unit: 11, value: -1 },
];

/** Node perturbation on RDM, found on pilot seeds: see docs/training.md. */
const PERTURBED: HebbianHyper = {
  learningRate: 0.01,
  perturbation: { probability: 0.001, amplitude: 2 },
  meanKeeps: 0.05,
  clip: 1e-3,
  timesBaseline: true,
  baselineKeeps: 0.75,
  baselineBy: "relevant",
  quietTrials: 100,
  errorSteps: 200,
  curriculum: null,
};

/** What contexts need beside: baselines that know every input's sign, and easy evidence first. */
const PERTURBED_WITH_CONTEXTS: HebbianHyper = {
  ...PERTURBED,
  learningRate: 0.003,
  baselineBy: "all",
  curriculum: { first: 0.9285, last: 0.09285, trials: 20_000 },
};

/** The release, after Miconi's: amplitude 30 · Δt/τ with his τ = 30. */
const RELEASED: HebbianHyper = {
  ...PERTURBED,
  perturbation: { probability: 0.003, amplitude: 1 },
  clip: 2e-4,
};

/** Eq. 3 and 4 as printed: no perturbation, x̄ the mean over the trial. It does not learn. */
const AS_PRINTED: HebbianHyper = {
  ...PERTURBED,
  perturbation: { probability: 0, amplitude: 0 },
  meanKeeps: "trial",
  clip: null,
  timesBaseline: false,
  quietTrials: 0,
};

/**
 * A reward-modulated Hebbian rule: eligibilities e_ij = Σ_t [r_j(t−1) (x_i(t) − x̄_i)]³, and at the
 * end of a trial W_ij ← W_ij − η e_ij (R − R̄), with R the trial's error: Eq. 4 with R a loss, so
 * the weights move against its sign. The output is one unit.
 * @source §2.3, Eq. 3–4; Miconi 2017
 */
export const hebbian = defineRule<HebbianHyper, HebbianMemory>({
  name: "hebbian",
  cite: "McMahan, Kleinman & Kao 2021, §2.3, Eq. 3–4; Miconi 2017",
  needs: ["session"],
  settings: (task, { train }) => ({
    hyper: hyperOf(train.hebbian.form, task.contexts),
    model: {
      activation: train.activation.hebbian,
      readout: train.readout.hebbian,
      clamped: train.hebbian.form === "released" ? MICONI_CLAMPS : [],
      trains: ["recurrent"],
      alpha: train.alpha,
    },
    trialsPerUpdate: 1,
    validateEvery: 200,
    budget: { updates: 50_000, restarts: 0 },
  }),
  begin: (draw) => ({ network: draw(), trial: 0, baselines: {}, loss: Number.NaN }),
  async learn(memory, on, world, hyper, key) {
    const shown =
      hyper.curriculum === null ? on : withMeanSize(on, sizeAt(hyper.curriculum, memory.trial));
    const { eligibility, error } = runTrial(memory.network, shown, { world, hyper, key });
    const type = typeOf(shown, hyper.baselineBy);
    const baseline = memory.baselines[type] ?? error;
    const next = hyper.baselineKeeps * baseline + (1 - hyper.baselineKeeps) * error;
    const quiet = memory.trial < hyper.quietTrials;
    return {
      network: quiet
        ? memory.network
        : withWeights(memory.network, {
            ...memory.network.weights,
            recurrent: modulate(memory.network.weights.recurrent, eligibility, {
              hyper,
              error,
              baseline,
            }),
          }),
      trial: memory.trial + 1,
      baselines: { ...memory.baselines, [type]: next },
      loss: error,
    };
  },
  network: (memory) => memory.network,
  atRest: (hyper) => ({ ...hyper, learningRate: 0 }),
  lastLoss: (memory) => memory.loss,
});

function hyperOf(
  form: "as-printed" | "node-perturbation" | "released",
  contexts: number,
): HebbianHyper {
  if (form === "as-printed") return AS_PRINTED;
  if (form === "released") return RELEASED;
  return contexts > 1 ? PERTURBED_WITH_CONTEXTS : PERTURBED;
}

/** |μ| at a trial of a curriculum. */
export function sizeAt({ first, last, trials }: Curriculum, trial: number): number {
  const done = Math.min(trial / trials, 1);
  return Math.fround(first * exponential(done * naturalLog(last / first)));
}

/** Which baseline a trial belongs to: its context, and the signs of its noisy inputs. */
function typeOf({ inputs, contexts, choices }: Trials, by: HebbianHyper["baselineBy"]): string {
  const context = contexts[0];
  if (by === "relevant" || inputs.kind !== "gaussian")
    return `${context} ${choices[0] < 0 ? "-" : "+"}`;
  const signs = [...inputs.mean]
    .filter((_, channel) => inputs.deviation[channel] > 0)
    .map((mean) => (mean < 0 ? "-" : "+"));
  return `${context} ${signs.join("")}`;
}

function runTrial(
  network: Network,
  on: Trials,
  { world, hyper, key }: { readonly world: World; readonly hyper: HebbianHyper; readonly key: Key },
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
  }: { readonly world: World; readonly hyper: HebbianHyper; readonly start: Float32Array },
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
  { perturbation: { probability, amplitude } }: HebbianHyper,
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

/** Eq. 4 with R a loss: W − η e (R − R̄), with the named departures. */
function modulate(
  weights: Float64Array,
  eligibility: Float32Array,
  {
    hyper,
    error,
    baseline,
  }: {
    readonly hyper: HebbianHyper;
    readonly error: number;
    readonly baseline: number;
  },
): Float64Array {
  const signal = hyper.learningRate * (error - baseline) * (hyper.timesBaseline ? baseline : 1);
  const most = hyper.clip ?? Number.POSITIVE_INFINITY;
  return weights.map((weight, at) => {
    const change = Math.max(-most, Math.min(most, -signal * eligibility[at]));
    return Math.fround(weight + change);
  });
}
