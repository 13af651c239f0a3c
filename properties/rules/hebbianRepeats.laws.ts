import fc from "fast-check";
import { deriveKey, type Key } from "../../src/numerics/rng.ts";
import {
  hebbianRepeats,
  type RepeatsHyper,
  type RepeatsMemory,
} from "../../src/rules/hebbianRepeats.ts";
import { perturbedTrial } from "../../src/rules/perturbedTrial.ts";
import { type Trials, writeInputs } from "../../src/task/trials.ts";
import { mustBeClose } from "../close.ts";
import { type BoundLaw, bindLaw, type Law } from "../law.ts";
import {
  faultyRepeats,
  freshRepeats,
  type RepeatsRule,
  rateByHand,
  recordingRuns,
  repeatsSetting,
  rmsOf,
  trialsOf,
  updateByHand,
} from "./kitRepeats.ts";

const STEPS = 40;
const TRIALS = 3;

type UpdateCase = {
  readonly seed: number;
  readonly repeats: number;
  readonly difficulty: number;
  readonly accuracy: number;
  /** Updates before this one, and how large q̄ is beside this one's q. */
  readonly updates: number;
  readonly sizes: number;
};

/** The update of Eq. 3 and 4 with R̄ from repeats, summed by hand from the states seen. */
export const repeatsUpdate: Law<RepeatsRule, UpdateCase, "rules/repeats-update"> = {
  id: "rules/repeats-update",
  says: "ΔW ∝ −Σ e (R − R̄), R̄ the mean of the trial's other runs, of rms η q / max(q, q̄)",
  cite: "Eq. 3 and 4",
  needs: ["session"],
  runs: 15,
  cases: () =>
    fc.record({
      seed: fc.nat(10_000),
      repeats: fc.constantFrom(2, 4),
      difficulty: fc.constantFrom(0, 0.5, 1),
      accuracy: fc.constantFrom(0.2, 0.55, 0.65, 0.95),
      updates: fc.constantFrom(0, 1, 40),
      sizes: fc.constantFrom(0.2, 1, 5),
    }),
  async holds(rule, { seed, repeats, difficulty, accuracy, updates, sizes }) {
    const { network, hyper: given, task, world, key } = repeatsSetting(seed, STEPS);
    const hyper = { ...given, repeats };
    const on = task.draw(key("trials"), TRIALS);
    const runs = updates * TRIALS * repeats;
    const begun = { ...freshRepeats(network), difficulty, accuracy, updates, runs };
    const recording = recordingRuns(world);
    await hebbianRepeats.learn(begun, on, recording.world, hyper, key("learn"));
    const first = updateByHand({ ...begun, updates: 0 }, recording.runs(), { hyper });
    const before = { ...begun, size: updates === 0 ? 0 : sizes * first.memory.size };
    const expected = updateByHand(before, recording.runs(), { hyper });
    const after = await rule.learn(before, on, world, hyper, key("learn"));
    mustBeClose("ΔW", movedBy(before, after), expected.change, 2e-3);
    for (const name of ["updates", "runs", "size", "accuracy", "difficulty", "loss"] as const)
      mustBeClose(name, [after[name]], [expected.memory[name]], 1e-4);
  },
  mutants: [
    faultyRepeats("R̄ is the own run's"),
    faultyRepeats("R̄ has the own run in it"),
    faultyRepeats("R̄ is that of all trials"),
    faultyRepeats("along the error"),
    faultyRepeats("times R̄"),
    faultyRepeats("every update has rms η"),
    faultyRepeats("the size is divided by q̄ alone"),
    faultyRepeats("q̄ is the last q"),
    faultyRepeats("η is the same at any difficulty"),
    faultyRepeats("η does not decay"),
    faultyRepeats("all runs count as right"),
    faultyRepeats("accuracy is remembered over half as many runs"),
    faultyRepeats("difficulty rises at any accuracy"),
    faultyRepeats("a repeat does not count as a run"),
  ],
};

const movedBy = (before: RepeatsMemory, after: RepeatsMemory): Float64Array =>
  after.network.weights.recurrent.map((w, k) => w - before.network.weights.recurrent[k]);

type Lesson = {
  readonly seed: number;
  readonly hyper: RepeatsHyper;
  readonly begun?: Partial<RepeatsMemory>;
};

/** A few updates from the start, with what each began from. */
async function lessonOf(
  rule: RepeatsRule,
  { seed, hyper, begun = {} }: Lesson,
): Promise<readonly { readonly before: RepeatsMemory; readonly after: RepeatsMemory }[]> {
  const { network, task, world, key } = repeatsSetting(seed, STEPS);
  const updates = [];
  let before: RepeatsMemory = { ...freshRepeats(network), ...begun };
  for (let update = 0; update < 5; update++) {
    const difficulty = rule.difficulty?.(before, hyper) ?? 1;
    const on = task.draw(key("trials", update), TRIALS, { difficulty: Math.min(1, difficulty) });
    const after = await rule.learn(before, on, world, hyper, key("learn", update));
    updates.push({ before, after });
    before = after;
  }
  return updates;
}

/** However loud an update is, it moves the weights by η at most. */
export const repeatsBounded: Law<RepeatsRule, number, "rules/repeats-bounded"> = {
  id: "rules/repeats-bounded",
  says: "the rms of an update never exceeds η",
  needs: ["session"],
  runs: 8,
  cases: () => fc.nat(10_000),
  async holds(rule, seed) {
    const { hyper: given } = repeatsSetting(seed, STEPS);
    const hyper = { ...given, perturbation: { probability: 0.05, amplitude: 5 } };
    const updates = await lessonOf(rule, { seed, hyper });
    for (const [k, { before, after }] of updates.entries()) {
      const [moved, most] = [rmsOf(movedBy(before, after)), rateByHand(before, hyper)];
      // The weights are rounded to float32.
      if (!(moved <= most * 1.0001))
        throw new Error(`update ${k + 1}: rms ${moved}, expected at most ${most}`);
    }
  },
  mutants: [
    faultyRepeats("the bound is left out"),
    faultyRepeats("the size is divided by q̄ alone"),
  ],
};

type PaceCase = {
  readonly seed: number;
  readonly accuracy: number;
  readonly difficulty: number;
};

/** The curriculum goes one way, at its own pace, and the network is shown when it is through. */
export const repeatsPace: Law<RepeatsRule, PaceCase, "rules/repeats-pace"> = {
  id: "rules/repeats-pace",
  says: "difficulty rises, while accuracy is high, never falls or passes 1; at 1 it is validated",
  needs: ["session"],
  runs: 8,
  cases: () =>
    fc.record({
      seed: fc.nat(10_000),
      accuracy: fc.constantFrom(0.1, 0.55, 0.65, 0.95),
      difficulty: fc.constantFrom(0, 0.5, 0.8),
    }),
  async holds(rule, { seed, ...begun }) {
    const { hyper } = repeatsSetting(seed, STEPS);
    for (const { before, after } of await lessonOf(rule, { seed, hyper, begun })) {
      const [from, to] = [before.difficulty, after.difficulty];
      const asked = rule.difficulty?.(after, hyper);
      if (asked !== to) throw new Error(`difficulty ${to}, and ${asked} is asked for`);
      if (to < from) throw new Error(`difficulty fell from ${from} to ${to}`);
      if (to > 1) throw new Error(`difficulty ${to}, expected at most 1`);
      const rises = from < 1 && after.accuracy > hyper.accuracyToRise;
      if (to > from !== rises)
        throw new Error(`difficulty ${from} → ${to} at accuracy ${after.accuracy}`);
      if (rule.ready?.(after, hyper) !== (to === 1))
        throw new Error(`difficulty ${to}, ready: ${rule.ready?.(after, hyper)}`);
    }
  },
  mutants: [
    faultyRepeats("difficulty falls when accuracy is low"),
    faultyRepeats("difficulty rises at any accuracy"),
    faultyRepeats("difficulty passes 1"),
    { name: "validated from the start", subject: { ...hebbianRepeats, ready: () => true } },
    {
      name: "validated when nearly through",
      subject: { ...hebbianRepeats, ready: ({ difficulty }) => difficulty > 0.75 },
    },
    { name: "never validated", subject: { ...hebbianRepeats, ready: () => false } },
    { name: "as hard as the task", subject: { ...hebbianRepeats, difficulty: () => 1 } },
  ],
};

/** Repeats are the same trial with other kicks: only so is R̄ what would have come without them. */
export const repeatsShareTrials: Law<RepeatsRule, number, "rules/repeats-shared"> = {
  id: "rules/repeats-shared",
  says: "each trial is run as often as it should be, with its own noise and x_0, and other kicks",
  needs: ["session"],
  runs: 6,
  cases: () => fc.nat(10_000),
  async holds(rule, seed) {
    const { network, hyper, task, world, key } = repeatsSetting(seed, STEPS);
    const on = task.draw(key("trials"), TRIALS);
    const recording = recordingRuns(world);
    await rule.learn(freshRepeats(network), on, recording.world, hyper, key("learn"));
    const runs = recording.runs();
    if (runs.length !== TRIALS * hyper.repeats)
      throw new Error(`${runs.length} runs, expected ${TRIALS * hyper.repeats}`);
    const kicks = new Set<string>();
    for (const trial of trialsOf(on)) {
      const alike = runs.filter((each) => each.on.numbers.join() === trial.numbers.join());
      if (alike.length !== hyper.repeats)
        throw new Error(`trial ${trial.numbers[0]}: ${alike.length} runs`);
      for (const { run, on: shown } of alike) {
        if (writeInputs(shown).join() !== writeInputs(trial).join())
          throw new Error(`trial ${trial.numbers[0]}: other inputs`);
        if (run.states[0].join() !== alike[0].run.states[0].join())
          throw new Error(`trial ${trial.numbers[0]}: another x_0`);
        kicks.add(run.written.map(({ before, after }) => kickOf(before, after)).join());
      }
    }
    if (kicks.size !== runs.length)
      throw new Error(`${runs.length} runs with ${kicks.size} different kicks`);
  },
  mutants: [
    running("repeats have the same kicks", (on, trial) => ({ on, path: [trial] })),
    running("repeats have noise of their own", (on, trial, repeat) => ({
      on:
        on.inputs.kind === "gaussian"
          ? { ...on, inputs: { ...on.inputs, key: deriveKey(on.inputs.key, repeat) } }
          : on,
      path: [trial, repeat],
    })),
    running("repeats have an x_0 of their own", (on, trial, repeat) => ({
      on:
        on.initial.kind === "gaussian"
          ? { ...on, initial: { ...on.initial, key: deriveKey(on.initial.key, repeat) } }
          : on,
      path: [trial, repeat],
    })),
    {
      name: "a repeat too few",
      subject: {
        ...hebbianRepeats,
        learn: (memory, on, world, hyper, key) =>
          hebbianRepeats.learn(memory, on, world, { ...hyper, repeats: hyper.repeats - 1 }, key),
      },
    },
  ],
};

/** Which units were kicked, and by how much: a few digits tell kicks apart. */
const kickOf = (before: Float32Array, after: Float32Array): string =>
  [...before.keys()]
    .filter((unit) => after[unit] !== before[unit])
    .map((unit) => `${unit} ${(after[unit] - before[unit]).toFixed(3)}`)
    .join();

/** A rule that runs its trials in another way, and learns nothing from them. */
function running(
  name: string,
  how: (
    on: Trials,
    trial: number,
    repeat: number,
  ) => { readonly on: Trials; readonly path: readonly number[] },
): { readonly name: string; readonly subject: RepeatsRule } {
  return {
    name,
    subject: {
      ...hebbianRepeats,
      async learn(memory, given, world, hyper, key: Key) {
        for (const [trial, one] of trialsOf(given).entries())
          for (let repeat = 0; repeat < hyper.repeats; repeat++) {
            const { on, path } = how(one, trial, repeat);
            const own = deriveKey(key, ...path);
            perturbedTrial(memory.network, on, { world, hyper, key: own });
          }
        return memory;
      },
    },
  };
}

/** The laws of the form with repeats, bound to ours. */
export const hebbianRepeatsLaws: readonly BoundLaw[] = [
  bindLaw(repeatsUpdate, hebbianRepeats),
  bindLaw(repeatsBounded, hebbianRepeats),
  bindLaw(repeatsPace, hebbianRepeats),
  bindLaw(repeatsShareTrials, hebbianRepeats),
];
