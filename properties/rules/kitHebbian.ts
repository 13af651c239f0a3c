import { wasmEngine } from "../../src/engine/wasm/engine.ts";
import type { Network } from "../../src/model/model.ts";
import { withWeights } from "../../src/model/model.ts";
import { deriveKey, type Key } from "../../src/numerics/rng.ts";
import {
  type HebbianHyper,
  type HebbianMemory,
  hebbianByTrial as hebbian,
} from "../../src/rules/hebbian.ts";
import type { Perturbed } from "../../src/rules/perturbedTrial.ts";
import type { LearningRule, World } from "../../src/rules/rule.ts";
import { worldOn } from "../../src/rules/world.ts";
import { working } from "../../src/setting/readings.ts";
import { type Cell, networkStream, resolveCell } from "../../src/study/cell.ts";
import { makeTask } from "../../src/task/settings.ts";
import type { Task } from "../../src/task/task.ts";
import type { Trials } from "../../src/task/trials.ts";
import { drawInitial } from "../../src/training/initialMemory.ts";
import { type Recorded, recordingWorld } from "./kitRecorder.ts";

/** The Hebbian rule, or a broken one. */
export type HebbianRule = LearningRule<HebbianHyper, HebbianMemory>;

/** What the Hebbian rule can get wrong in an update. */
export type HebbianFault =
  | "the cube is left out"
  | "x̄ is left out"
  | "x̄ is that of the other kind"
  | "r of the same step"
  | "the baseline is left out"
  | "along the error"
  | "the error of the last step alone";

/** The rule in a small world: 20 units. */
export function hebbianSetting({
  seed,
  steps,
  task = "rdm",
}: {
  readonly seed: number;
  readonly steps: number;
  readonly task?: Cell["task"];
}): {
  readonly network: Network;
  readonly hyper: HebbianHyper;
  readonly task: Task;
  readonly world: World;
  key(...path: readonly (string | number)[]): Key;
} {
  const cell = { rule: "hebbian", task, noise: 0.5, reading: "working", variant: "as-is" } as const;
  const settings = resolveCell(cell, hebbian, working);
  const stream = networkStream(cell, seed);
  const small = {
    ...settings,
    initialisation: { ...settings.initialisation, units: 20, recurrentDeviation: Math.sqrt(0.1) },
  };
  const ours = makeTask({ ...settings.trainTask, steps });
  return {
    network: drawInitial(small, stream, 0)(),
    hyper: hebbian.settings(ours, working).hyper,
    task: ours,
    world: worldOn(wasmEngine),
    key: (...path) => deriveKey(stream, ...path),
  };
}

/** A memory at its first trial. */
export const freshMemory = (network: Network): HebbianMemory => ({
  network,
  trial: 0,
  baselines: {},
  loss: Number.NaN,
});

const cube = (x: number): number => x * x * x;

/** e as `[unit][unit]` and R of a recorded trial, in float64 and as Eq. 3 is written. */
export function byHand(
  { states, rates }: Recorded,
  { on, hyper }: { readonly on: Trials; readonly hyper: Perturbed },
  fault?: HebbianFault,
): { readonly eligibility: Float64Array; readonly error: number } {
  const units = states[0].length;
  const steps = states.length - 1;
  const eligibility = new Float64Array(units * units);
  const overTrial = Float64Array.from({ length: units }, (_, i) => {
    let sum = 0;
    for (let t = 1; t <= steps; t++) sum += states[t][i];
    return sum / steps;
  });
  const whole = (hyper.meanKeeps === "trial") !== (fault === "x̄ is that of the other kind");
  const keeps = hyper.meanKeeps === "trial" ? 0.05 : hyper.meanKeeps;
  const running = Float64Array.from(states[0]);
  const counted =
    fault === "the error of the last step alone" ? 1 : Math.min(hyper.errorSteps, steps);
  let error = 0;
  for (let t = 1; t <= steps; t++) {
    const before = rates[fault === "r of the same step" ? t : t - 1];
    for (let i = 0; i < units; i++) {
      const mean = fault === "x̄ is left out" ? 0 : whole ? overTrial[i] : running[i];
      for (let j = 0; j < units; j++) {
        const term = before[j] * (states[t][i] - mean);
        eligibility[i * units + j] += fault === "the cube is left out" ? term : cube(term);
      }
    }
    for (let i = 0; i < units; i++) running[i] = keeps * running[i] + (1 - keeps) * states[t][i];
    // The first step's output is to be 0, every later one the choice.
    const target = on.targets[t === 1 ? 0 : on.targets.length - 1];
    if (t > steps - counted) error += Math.abs(Math.tanh(states[t][0]) - target) / counted;
  }
  return { eligibility, error };
}

/** How Eq. 4 with R a loss changes the weights, before any clip. */
export function changeByHand(
  { eligibility, error }: { readonly eligibility: Float64Array; readonly error: number },
  { hyper, baseline }: { readonly hyper: HebbianHyper; readonly baseline: number },
  fault?: HebbianFault,
): Float64Array {
  const surprise = fault === "the baseline is left out" ? error : error - baseline;
  const turned = fault === "along the error" ? -1 : 1;
  const scale = turned * hyper.learningRate * surprise * (hyper.timesBaseline ? baseline : 1);
  return eligibility.map((e) => -scale * e);
}

/** The rule by hand, with a fault; all its trials are of one type. */
export const faulty = (fault: HebbianFault): { name: string; subject: HebbianRule } => ({
  name: fault,
  subject: {
    ...hebbian,
    async learn(memory, on, world, hyper, key) {
      const recording = recordingWorld(world);
      const right = await hebbian.learn(memory, on, recording.world, hyper, key);
      const found = byHand(recording.sessions[0], { on, hyper }, fault);
      const [baseline = found.error] = Object.values(memory.baselines);
      const change = changeByHand(found, { hyper, baseline }, fault);
      const { weights } = memory.network;
      const recurrent = weights.recurrent.map((w, k) => Math.fround(w + change[k]));
      return { ...right, network: withWeights(memory.network, { ...weights, recurrent }) };
    },
  },
});

/** The rule with other constants than it was given. */
export const withHyper = (
  name: string,
  change: (hyper: HebbianHyper) => HebbianHyper,
): { readonly name: string; readonly subject: HebbianRule } => ({
  name,
  subject: {
    ...hebbian,
    learn: (memory, on, world, hyper, key) => hebbian.learn(memory, on, world, change(hyper), key),
  },
});
