import fc from "fast-check";
import { deriveKey } from "../../src/numerics/rng.ts";
import { makeTask } from "../../src/task/settings.ts";
import { selectTrials, type Trials } from "../../src/task/trials.ts";
import type { Law } from "../law.ts";
import {
  contextsOf,
  type Drawn,
  drawnCases,
  keyOf,
  type MakeTask,
  meansOf,
  redrawing,
  written,
} from "./made.ts";

/** Same key, same trials. */
export const repeatable: Law<MakeTask, Drawn, "task/repeatable"> = {
  id: "task/repeatable",
  says: "the same key draws the same trials, another key others",
  needs: [],
  cases: () => drawnCases(8),
  holds(make, given) {
    const task = make(given.settings);
    const first = written(task.draw(keyOf(given), 12));
    task.draw(deriveKey(keyOf(given), "other"), 5);
    if (written(task.draw(keyOf(given), 12)) !== first) throw new Error("drawn again, others");
    if (written(make(given.settings).draw(keyOf(given), 12)) !== first)
      throw new Error("made again, others");
    if (written(task.draw(deriveKey(keyOf(given), "other"), 12)) === first)
      throw new Error("another key, the same trials");
  },
  mutants: [
    {
      name: "a draw depends on those before it",
      subject(settings) {
        const task = makeTask(settings);
        let calls = 0;
        return { ...task, draw: (key, count) => task.draw(deriveKey(key, calls++), count) };
      },
    },
    {
      name: "the key is ignored",
      subject(settings) {
        const task = makeTask(settings);
        return { ...task, draw: (_key, count) => task.draw([1, 2, 3, 4], count) };
      },
    },
  ],
};

/** Trial i is the same in a batch of any size. */
export const prefix: Law<
  MakeTask,
  Drawn & { readonly few: number; readonly more: number },
  "task/count"
> = {
  id: "task/count",
  says: "trial i does not depend on how many trials are drawn",
  needs: [],
  cases: () =>
    fc
      .tuple(drawnCases(8), fc.integer({ min: 1, max: 20 }), fc.integer({ min: 0, max: 20 }))
      .map(([drawn, few, more]) => ({ ...drawn, few, more: few + more })),
  holds(make, given) {
    const task = make(given.settings);
    const few = task.draw(keyOf(given), given.few);
    const more = task.draw(keyOf(given), given.more);
    const first = selectTrials(more, [...few.numbers.keys()]);
    if (few.count !== given.few) throw new Error(`${few.count} trials, ${given.few} asked for`);
    if (written(few) !== written(first))
      throw new Error(`the first ${given.few} of ${given.more} differ`);
  },
  mutants: [
    {
      name: "the count is part of the key",
      subject(settings) {
        const task = makeTask(settings);
        return { ...task, draw: (key, count) => task.draw(deriveKey(key, count), count) };
      },
    },
    {
      name: "trials are numbered from the end",
      subject: redrawing(makeTask, (trials) => ({
        ...trials,
        numbers: trials.numbers.map((number) => trials.count - number),
      })),
    },
    {
      name: "one trial too many",
      subject(settings) {
        const task = makeTask(settings);
        return { ...task, draw: (key, count) => task.draw(key, count + 1) };
      },
    },
  ],
};

/** The relevant mean of a trial. */
const evidenceOf = (trials: Trials, trial: number): number =>
  meansOf(trials)[trial * trials.channels + trials.contexts[trial]];

/** A mutant that changes the means, `[trial][channel]`. */
const changingMeans = (
  change: (value: number, channel: number, contexts: number) => number,
): MakeTask =>
  redrawing(makeTask, (trials, settings) => {
    const { inputs, channels } = trials;
    if (inputs.kind !== "gaussian") return trials;
    const mean = inputs.mean.map((value, at) => change(value, at % channels, contextsOf(settings)));
    return { ...trials, inputs: { ...inputs, mean } };
  });

/** What a trial asks for. */
export const targetIsSign: Law<MakeTask, Drawn, "task/target"> = {
  id: "task/target",
  says: "the output is to be 0 at the first step and the sign of the context's mean at the last",
  cite: "§2.2",
  needs: [],
  cases: () => drawnCases(8),
  holds(make, given) {
    const task = make(given.settings);
    const trials = task.draw(keyOf(given), 30);
    const { count, checkpoints, targets, choices, strengths, outputs } = trials;
    const { steps } = given.settings;
    if (task.steps !== steps || trials.steps !== steps) throw new Error(`steps: ${trials.steps}`);
    if (checkpoints.join() !== `0,${steps - 1}`) throw new Error(`checkpoints ${checkpoints}`);
    if (outputs !== 1 || targets.length !== 2 * count) throw new Error(`targets ${targets.length}`);
    for (let trial = 0; trial < count; trial++) {
      const mean = evidenceOf(trials, trial);
      if (targets[trial] !== 0) throw new Error(`trial ${trial}: first target ${targets[trial]}`);
      const last = targets[count + trial];
      if (Math.abs(last) !== 1 || last * mean < 0)
        throw new Error(`trial ${trial}: mean ${mean}, last target ${last}`);
      if (Math.abs(choices[trial]) !== (mean === 0 ? 0 : 1) || choices[trial] * mean < 0)
        throw new Error(`trial ${trial}: mean ${mean}, choice ${choices[trial]}`);
      if (strengths[trial] !== Math.abs(mean))
        throw new Error(`trial ${trial}: mean ${mean}, strength ${strengths[trial]}`);
    }
  },
  mutants: [
    {
      name: "the target of the wrong context",
      subject: redrawing(makeTask, (trials, settings) => ({
        ...trials,
        contexts: trials.contexts.map((context) => (context + 1) % contextsOf(settings)),
      })),
    },
    {
      name: "the target is the sign from the first step on",
      subject: redrawing(makeTask, (trials) => ({
        ...trials,
        targets: trials.targets.map((_, at) => trials.targets[trials.count + (at % trials.count)]),
      })),
    },
    {
      name: "the target is the mean itself",
      subject: redrawing(makeTask, (trials) => ({
        ...trials,
        targets: trials.targets.map((target, at) => target * trials.strengths[at % trials.count]),
      })),
    },
    {
      name: "the last step but one is checked",
      subject: redrawing(makeTask, (trials) => ({
        ...trials,
        checkpoints: [0, Math.max(0, trials.steps - 2)],
      })),
    },
    { name: "the signs are turned round", subject: changingMeans((value) => -value) },
    {
      name: "strength without its sign removed",
      subject: redrawing(makeTask, (trials) => ({
        ...trials,
        strengths: trials.strengths.map((s, i) => s * trials.choices[i]),
      })),
    },
  ],
};

/** Context inputs say which input counts, and nothing else. */
export const contextsAreOneHot: Law<MakeTask, Drawn, "task/one-hot"> = {
  id: "task/one-hot",
  says: "N-CDI has N noisy channels and N static ones, 1 for the context; RDM has one",
  cite: "§2.2",
  needs: [],
  cases: () => drawnCases(8),
  holds(make, given) {
    const contexts = contextsOf(given.settings);
    const expected = given.settings.kind === "rdm" ? 1 : 2 * contexts;
    const task = make(given.settings);
    const trials = task.draw(keyOf(given), 30);
    const { inputs, count, channels } = trials;
    if (task.channels !== expected || channels !== expected || task.contexts !== contexts)
      throw new Error(`${channels} channels, ${task.contexts} contexts`);
    if (inputs.kind !== "gaussian") throw new Error("inputs are given");
    const noise = given.settings.noiseDeviation;
    for (let channel = 0; channel < channels; channel++)
      if (inputs.deviation[channel] !== (channel < contexts ? noise : 0))
        throw new Error(`channel ${channel} has noise ${inputs.deviation[channel]}`);
    for (let trial = 0; trial < count; trial++)
      for (let channel = contexts; channel < channels; channel++) {
        const value = inputs.mean[trial * channels + channel];
        const hot = trials.contexts[trial] === channel - contexts ? 1 : 0;
        if (value !== hot) throw new Error(`trial ${trial}, channel ${channel}: ${value}`);
      }
  },
  mutants: [
    {
      name: "the context leaks into the other channels",
      subject: changingMeans((value, channel, contexts) =>
        channel >= contexts ? 0.9 * value + 0.1 / contexts : value,
      ),
    },
    {
      name: "the context inputs have noise",
      subject: redrawing(makeTask, (trials, settings) => {
        const { inputs } = trials;
        if (inputs.kind !== "gaussian") return trials;
        const deviation = inputs.deviation.map(() => settings.noiseDeviation);
        return { ...trials, inputs: { ...inputs, deviation } };
      }),
    },
    {
      name: "another context is shown",
      subject: redrawing(makeTask, (trials, settings) => ({
        ...trials,
        contexts: trials.contexts.map((c) => contextsOf(settings) - 1 - c),
      })),
    },
  ],
};

/** A probe is what a trial without noise looks like. */
export const probeIsTrial: Law<
  MakeTask,
  Drawn & { readonly value: number; readonly context: number },
  "task/probe"
> = {
  id: "task/probe",
  says: "a probe is the mean input of a trial of its context whose other means are 0",
  needs: [],
  cases: () =>
    fc
      .tuple(drawnCases(4), fc.double({ min: -1, max: 1, noNaN: true }), fc.nat(5))
      .map(([drawn, value, context]) => ({
        ...drawn,
        value,
        context: context % contextsOf(drawn.settings),
      })),
  holds(make, given) {
    const { value, context, settings } = given;
    const task = make(settings);
    const contexts = contextsOf(settings);
    const probe = task.probe(value, context);
    const trials = task.draw(keyOf(given), 200);
    const trial = trials.contexts.indexOf(context);
    if (trial < 0) throw new Error(`context ${context} is never drawn`);
    const expected = meansOf(trials).slice(trial * trials.channels, (trial + 1) * trials.channels);
    for (let channel = 0; channel < contexts; channel++)
      expected[channel] = channel === context ? value : 0;
    if (probe.join() !== expected.join()) throw new Error(`[${probe}], expected [${expected}]`);
  },
  mutants: [
    {
      name: "always the first context",
      subject(settings) {
        const task = makeTask(settings);
        return { ...task, probe: (value) => task.probe(value, 0) };
      },
    },
    {
      name: "every input is set",
      subject(settings) {
        const task = makeTask(settings);
        const contexts = contextsOf(settings);
        return {
          ...task,
          probe: (value, context) =>
            task.probe(value, context).map((v, channel) => (channel < contexts ? value : v)),
        };
      },
    },
    {
      name: "no context is shown",
      subject(settings) {
        const task = makeTask(settings);
        const contexts = contextsOf(settings);
        return {
          ...task,
          probe: (value, context) =>
            task.probe(value, context).map((v, channel) => (channel < contexts ? v : 0)),
        };
      },
    },
  ],
};
