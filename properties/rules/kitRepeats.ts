import { kickedBySteps } from "../../src/engine/kicked.ts";
import { type Network, withWeights } from "../../src/model/model.ts";
import {
  hebbianRepeats,
  type RepeatsHyper,
  type RepeatsMemory,
} from "../../src/rules/hebbianRepeats.ts";
import type { LearningRule, World } from "../../src/rules/rule.ts";
import { selectTrials, type Trials } from "../../src/task/trials.ts";
import { byHand, hebbianSetting } from "./kitHebbian.ts";
import { type Recorded, recordingWorld } from "./kitRecorder.ts";

/** The Hebbian rule with repeats, or a broken one. */
export type RepeatsRule = LearningRule<RepeatsHyper, RepeatsMemory>;

/** What the rule can get wrong in an update. */
export type RepeatsFault =
  | "R̄ is the own run's"
  | "R̄ has the own run in it"
  | "R̄ is that of all trials"
  | "along the error"
  | "times R̄"
  | "the bound is left out"
  | "every update has rms η"
  | "the size is divided by q̄ alone"
  | "q̄ is the last q"
  | "η is the same at any difficulty"
  | "η does not decay"
  | "all runs count as right"
  | "accuracy is remembered over half as many runs"
  | "difficulty falls when accuracy is low"
  | "difficulty rises at any accuracy"
  | "difficulty passes 1"
  | "a repeat does not count as a run";

/** The rule in a small world: 20 units, CDI, loud kicks, and a step that rounding does not hide. */
export function repeatsSetting(seed: number, steps: number) {
  const { task, network, world, key } = hebbianSetting({ seed, steps, task: "cdi" });
  const hyper: RepeatsHyper = {
    perturbation: { probability: 0.02, amplitude: 1 },
    meanKeeps: 0.05,
    errorSteps: Math.ceil(steps / 2),
    repeats: 4,
    learningRate: 0.01,
    rateAtEasiest: 2.5,
    decayRuns: 100,
    sizeTakes: 0.2,
    accuracyRuns: 50,
    accuracyToRise: 0.6,
    rise: 0.3,
  };
  return { task, network, world, key, hyper };
}

/** A memory before its first update. */
export const freshRepeats = (network: Network): RepeatsMemory => ({
  ...{ network, updates: 0, runs: 0, size: 0 },
  ...{ accuracy: 0.5, difficulty: 0, loss: Number.NaN },
});

/** A run as it was recorded, and the one trial that it was run on. */
export type RecordedRun = { readonly run: Recorded; readonly on: Trials };

/** A world that records every run with its trial, in the order in which they were opened. */
export function recordingRuns(world: World): {
  readonly world: World;
  runs(): readonly RecordedRun[];
} {
  const recording = recordingWorld(world);
  const trials: Trials[] = [];
  return {
    world: {
      ...recording.world,
      kicked: kickedBySteps((of, on) => {
        trials.push(on);
        return recording.world.open(of, on);
      }),
    },
    runs: () => trials.map((on, at) => ({ run: recording.sessions[at], on })),
  };
}

/** The root of the mean square. */
export const rmsOf = (values: Float64Array): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);

/** η of an update, from the words alone. */
export function rateByHand(
  { difficulty, runs }: RepeatsMemory,
  hyper: RepeatsHyper,
  fault?: RepeatsFault,
): number {
  const ease = fault === "η is the same at any difficulty" ? 0 : 1 - difficulty;
  const decay = fault === "η does not decay" ? 1 : Math.sqrt(1 + runs / hyper.decayRuns);
  return (hyper.learningRate * Math.exp(ease * Math.log(hyper.rateAtEasiest))) / decay;
}

/** The memory after an update, in float64 from what was recorded, and ΔW. */
export function updateByHand(
  memory: RepeatsMemory,
  recorded: readonly RecordedRun[],
  { hyper, fault }: { readonly hyper: RepeatsHyper; readonly fault?: RepeatsFault | undefined },
): { readonly memory: RepeatsMemory; readonly change: Float64Array } {
  const runs = recorded.map(({ run, on }) => ({
    ...byHand(run, { on, hyper }),
    trial: on.numbers[0],
  }));
  const sums = new Float64Array(memory.network.weights.recurrent.length);
  for (const run of runs) {
    const others = runs.filter((other) => {
      if (fault === "R̄ is the own run's") return other === run;
      if (fault === "R̄ is that of all trials") return other !== run;
      const alike = other.trial === run.trial;
      return alike && (fault === "R̄ has the own run in it" || other !== run);
    });
    const baseline = others.reduce((sum, { error }) => sum + error, 0) / others.length;
    const turned = fault === "along the error" ? -1 : 1;
    const signal = turned * (run.error - baseline) * (fault === "times R̄" ? baseline : 1);
    run.eligibility.forEach((e, k) => {
      sums[k] -= e * signal;
    });
  }
  const size = rmsOf(sums);
  const takes =
    fault === "q̄ is the last q" ? 1 : Math.max(1 / (memory.updates + 1), hyper.sizeTakes);
  const mean = (1 - takes) * memory.size + takes * size;
  const bound = boundOf({ size, mean }, fault);
  const scale = bound === 0 ? 0 : rateByHand(memory, hyper, fault) / bound;
  const change = sums.map((value) => scale * value);
  const { weights } = memory.network;
  const recurrent = weights.recurrent.map((weight, k) => Math.fround(weight + change[k]));
  const counted = fault === "a repeat does not count as a run" ? hyper.repeats : 1;
  return {
    change,
    memory: {
      network: withWeights(memory.network, { ...weights, recurrent }),
      updates: memory.updates + 1,
      runs: memory.runs + runs.length / counted,
      size: mean,
      ...paceByHand(memory, runs, { hyper, fault }),
      loss: runs.reduce((sum, { error }) => sum + error, 0) / runs.length,
    },
  };
}

function boundOf(
  { size, mean }: { readonly size: number; readonly mean: number },
  fault: RepeatsFault | undefined,
): number {
  if (fault === "the bound is left out") return 1;
  if (fault === "every update has rms η") return size;
  if (fault === "the size is divided by q̄ alone") return mean;
  return Math.max(size, mean);
}

function paceByHand(
  memory: RepeatsMemory,
  runs: readonly { readonly error: number }[],
  { hyper, fault }: { readonly hyper: RepeatsHyper; readonly fault?: RepeatsFault | undefined },
): Pick<RepeatsMemory, "accuracy" | "difficulty"> {
  const over =
    hyper.accuracyRuns / (fault === "accuracy is remembered over half as many runs" ? 2 : 1);
  let accuracy = memory.accuracy;
  for (const { error } of runs) {
    const right = error < 1 || fault === "all runs count as right" ? 1 : 0;
    accuracy = (1 - 1 / over) * accuracy + right / over;
  }
  const rises = accuracy > hyper.accuracyToRise || fault === "difficulty rises at any accuracy";
  const falls = fault === "difficulty falls when accuracy is low";
  const next = memory.difficulty + (rises ? hyper.rise : falls ? -hyper.rise : 0);
  const most = fault === "difficulty passes 1" ? Number.POSITIVE_INFINITY : 1;
  return { accuracy, difficulty: Math.min(most, Math.max(0, next)) };
}

/** The rule by hand, with a fault. */
export const faultyRepeats = (fault: RepeatsFault): { name: string; subject: RepeatsRule } => ({
  name: fault,
  subject: {
    ...hebbianRepeats,
    async learn(memory, on, world, hyper, key) {
      const recording = recordingRuns(world);
      await hebbianRepeats.learn(memory, on, recording.world, hyper, key);
      return updateByHand(memory, recording.runs(), { hyper, fault }).memory;
    },
  },
});

/** The trials of an update one by one. */
export const trialsOf = (on: Trials): readonly Trials[] =>
  Array.from({ length: on.count }, (_, trial) => selectTrials(on, [trial]));
