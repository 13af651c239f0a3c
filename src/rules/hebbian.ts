import { type Clamp, type Network, withWeights } from "../model/model.ts";
import { exponential, naturalLog } from "../numerics/logarithm.ts";
import type { HebbianRow } from "../setting/reading.ts";
import { type Trials, withMeanSize } from "../task/trials.ts";
import { hebbianRepeats, type RepeatsHyper, type RepeatsMemory } from "./hebbianRepeats.ts";
import { type Perturbed, perturbedTrial } from "./perturbedTrial.ts";
import { defineRule } from "./rule.ts";

/** H's constants. Times are in steps or trials. */
export type HebbianHyper = Perturbed & {
  /** η of Eq. 4. */
  readonly learningRate: number;
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
 * A reward-modulated Hebbian rule, a trial at a time: e_ij = Σ_t [r_j(t−1) (x_i(t) − x̄_i)]³, and
 * at the end of a trial W_ij ← W_ij − η e_ij (R − R̄), with R the trial's error: Eq. 4 with R a
 * loss, so the weights move against its sign. The output is one unit.
 * @source §2.3, Eq. 3–4; Miconi 2017
 */
export const hebbianByTrial = defineRule<HebbianHyper, HebbianMemory>({
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
    const { eligibility, error } = perturbedTrial(memory.network, shown, { world, hyper, key });
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

/**
 * The Hebbian rule in the form that the reading has for the task: a trial at a time, or with
 * repeats where that is the form and there are contexts.
 * @source §2.3; Miconi 2017
 */
export const hebbian = defineRule<HebbianHyper | RepeatsHyper, HebbianMemory | RepeatsMemory>({
  name: hebbianByTrial.name,
  cite: hebbianByTrial.cite,
  needs: hebbianByTrial.needs,
  settings: (task, reading) => {
    if (task.outputs !== 1)
      throw new RangeError(
        `outputs: the rule hebbian knows the error of one, and ${task.name} has ${task.outputs}`,
      );
    return reading.train.hebbian.form === "repeats" && task.contexts > 1
      ? hebbianRepeats.settings(task, reading)
      : hebbianByTrial.settings(task, reading);
  },
  begin: (draw, hyper, key) =>
    "repeats" in hyper
      ? hebbianRepeats.begin(draw, hyper, key)
      : hebbianByTrial.begin(draw, hyper, key),
  learn(memory, on, world, hyper, key) {
    if ("repeats" in hyper && "runs" in memory)
      return hebbianRepeats.learn(memory, on, world, hyper, key);
    if (!("repeats" in hyper || "runs" in memory))
      return hebbianByTrial.learn(memory, on, world, hyper, key);
    throw new TypeError("memory: expected that of the form that hyper is of, got another form's");
  },
  network: (memory) => memory.network,
  difficulty: (memory) => ("runs" in memory ? memory.difficulty : 1),
  ready: (memory) => !("runs" in memory) || memory.difficulty === 1,
  atRest: (hyper) => ({ ...hyper, learningRate: 0 }),
  lastLoss: (memory) => memory.loss,
});

/** On one context the form with repeats is that of node perturbation, which trains there. */
function hyperOf(form: HebbianRow["form"], contexts: number): HebbianHyper {
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
