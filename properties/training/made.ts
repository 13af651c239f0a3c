import type { Engine } from "../../src/engine/engine.ts";
import { wasmEngine } from "../../src/engine/wasm/engine.ts";
import { type Network, withWeights } from "../../src/model/model.ts";
import { bptt } from "../../src/rules/bptt.ts";
import { hebbianRepeats } from "../../src/rules/hebbianRepeats.ts";
import { type AnyRule, defineRule, type LearningRule } from "../../src/rules/rule.ts";
import { working } from "../../src/setting/readings.ts";
import type { Storable } from "../../src/setting/storable.ts";
import { type Cell, resolveCell } from "../../src/study/cell.ts";
import { jobOf } from "../../src/study/job.ts";
import { makeTask } from "../../src/task/settings.ts";
import type { JobSettings } from "../../src/training/job.ts";
import type { TrainingJob } from "../../src/training/train.ts";

/** The cell of small trainings. */
export const CELL: Cell = {
  rule: "scripted",
  task: "rdm",
  noise: 0,
  reading: "working",
  variant: "as-is",
};

/** What a script makes of the network at each update: right, wrong, or not finite. */
export type Script = readonly ("right" | "wrong" | "broken")[];

/** A scripted rule's memory. */
export type ScriptedMemory = {
  readonly network: Network;
  readonly update: number;
  readonly loss: number;
};

/** W_out with every entry of one sign: positive ones decide every trial rightly. */
const answering = (network: Network, sign: number): Network =>
  withWeights(network, { ...network.weights, output: network.weights.output.map(() => sign) });

/**
 * A rule that makes its network right, wrong or not finite as a script says; its last word holds.
 * Its loss tells the trials that it was shown and the key that it was given.
 */
export function scripted(
  script: Script,
  asks: Pick<LearningRule<null, ScriptedMemory>, "ready" | "difficulty"> = {},
): AnyRule {
  return opaque(
    defineRule<null, ScriptedMemory>({
      name: "scripted",
      cite: "made up",
      needs: [],
      settings: (_task, { train }) => ({
        hyper: null,
        model: {
          activation: "tanh",
          readout: "rates",
          clamped: [],
          trains: ["output"],
          alpha: train.alpha,
        },
        trialsPerUpdate: 4,
        validateEvery: 1,
        budget: { updates: 10, restarts: 0 },
      }),
      begin: (draw) => ({ network: answering(positive(draw()), -1), update: 0, loss: Number.NaN }),
      async learn({ network, update }, on, _world, _hyper, key) {
        const word = script[Math.min(update, script.length - 1)];
        const sign = word === "broken" ? Number.NaN : word === "right" ? 1 : -1;
        return {
          network: answering(network, sign),
          update: update + 1,
          loss: on.strengths[0] + (key[0] % 1000),
        };
      },
      network: ({ network }) => network,
      atRest: (hyper) => hyper,
      lastLoss: ({ loss }) => loss,
      ...asks,
    }),
  );
}

/** Without recurrence and with positive inputs, the sign of every state is that of the evidence. */
const positive = (network: Network): Network =>
  withWeights(network, {
    ...network.weights,
    recurrent: new Float64Array(network.weights.recurrent.length),
    input: network.weights.input.map(() => 1),
  });

/** A rule as the trainer sees it. */
export function opaque<Hyper extends Storable, Memory extends Storable>(
  rule: LearningRule<Hyper, Memory>,
): AnyRule {
  return rule;
}

/** The settings of a rule in its cell, made small: few units and steps. */
export function smallSettings(
  rule: AnyRule,
  { units, steps }: { readonly units: number; readonly steps: number },
): JobSettings {
  const settings = resolveCell({ ...CELL, rule: rule.name }, rule, working);
  return {
    ...settings,
    trainTask: { ...settings.trainTask, steps, initialDeviation: 0 },
    validationTask: { ...settings.validationTask, steps, initialDeviation: 0 },
    initialisation: { ...settings.initialisation, units },
  };
}

/** The training of a seed of a rule's cell, or of another cell, by what it means. */
export function trainingOf({
  rule,
  seed,
  settings,
  cell = { ...CELL, rule: rule.name },
  engine = wasmEngine,
}: {
  readonly rule: AnyRule;
  readonly seed: number;
  readonly settings: JobSettings;
  readonly cell?: Cell;
  readonly engine?: Engine;
}): TrainingJob {
  return { ...jobOf({ cell, seed, settings }, engine.tier), rule, engine };
}

/** A training that takes a blink: a script, a budget, a stopping rule. */
export function scriptedJob({
  script,
  updates,
  restarts,
  stopping,
  validateEvery,
  seed,
}: {
  readonly script: Script;
  readonly updates: number;
  readonly restarts: number;
  readonly stopping: JobSettings["stopping"];
  readonly validateEvery: number;
  readonly seed: number;
}): TrainingJob {
  const rule = scripted(script);
  const settings = smallSettings(rule, { units: 2, steps: 2 });
  return trainingOf({
    settings: { ...settings, stopping, validateEvery, budget: { updates, restarts } },
    rule,
    seed,
  });
}

/** The Hebbian rule with repeats, in a few units and steps; ready from the third update on. */
export function repeatsJob(seed: number): TrainingJob {
  const rule = opaque(hebbianRepeats);
  const settings = smallSettings(rule, { units: 4, steps: 6 });
  const { hyper } = hebbianRepeats.settings(makeTask(settings.trainTask), working);
  return trainingOf({
    settings: {
      ...settings,
      hyper: {
        ...hyper,
        ...{ perturbation: { probability: 0.2, amplitude: 1 }, learningRate: 0.1 },
        ...{ accuracyToRise: 0, rise: 0.4 },
      },
      trialsPerUpdate: 3,
      validateEvery: 2,
      stopping: "minimum-of-ten",
      budget: { updates: 6, restarts: 0 },
    },
    rule,
    seed,
  });
}

/** BPTT in a few units and steps, with restarts: a real rule whose memory must survive a cut. */
export function bpttJob(seed: number): TrainingJob {
  const rule = opaque(bptt);
  const settings = smallSettings(rule, { units: 4, steps: 6 });
  const noisy = { noiseDeviation: 0.5, initialDeviation: 0.3 };
  return trainingOf({
    settings: {
      ...settings,
      trainTask: { ...settings.trainTask, ...noisy },
      validationTask: { ...settings.validationTask, ...noisy },
      trialsPerUpdate: 20,
      validateEvery: 2,
      budget: { updates: 5, restarts: 2 },
    },
    rule,
    seed,
  });
}
