import fc from "fast-check";
import type { Trace } from "../../src/engine/engine.ts";
import { activationFunctions } from "../../src/model/activation.ts";
import { initialise } from "../../src/model/initialise.ts";
import type { Network } from "../../src/model/model.ts";
import { deriveKey } from "../../src/numerics/rng.ts";
import { activityOf } from "../../src/representations/activity.ts";
import { probeTrials } from "../../src/representations/probeTrials.ts";
import type { Task } from "../../src/task/task.ts";
import { type Trials, writeInitialStates, writeInputs } from "../../src/task/trials.ts";
import type { Law } from "../law.ts";
import { madeRng } from "./made.ts";

const UNITS = 6;

/** A task of two contexts: one input channel and one context channel each. */
const twoContexts: Task = {
  probes: [{ value: 0, context: 0 }],
  correct: () => new Uint8Array(0),
  name: "two contexts",
  channels: 4,
  outputs: 1,
  steps: 5,
  contexts: 2,
  probe: (value, context) =>
    Float64Array.from([0, 1, 2, 3], (c) => (c === context ? value : c === 2 + context ? 1 : 0)),
  draw: () => {
    throw new Error("draw: a probe draws no trials of the task");
  },
};

function madeNetwork(seed: number): Network {
  return initialise(
    {
      model: { activation: "tanh", readout: "rates", clamped: [], trains: [], alpha: 0.1 },
      channels: 4,
      outputs: 1,
      initialisation: {
        units: UNITS,
        recurrentDeviation: 0.5,
        inputDeviation: 0.5,
        outputDeviation: 0.1,
      },
    },
    deriveKey(null, "network", seed),
  );
}

/** What an activity is made from. */
export type ActivityCase = { readonly seed: number; readonly values: readonly number[] };

const activityCases: fc.Arbitrary<ActivityCase> = fc.record({
  seed: fc.nat(1_000_000),
  values: fc.array(fc.double({ min: -0.2, max: 0.2, noNaN: true }), { minLength: 1, maxLength: 3 }),
});

const probes = (values: readonly number[], seed: number): Trials =>
  probeTrials(twoContexts, { values, steps: 5, initialDeviation: 0.3 }, deriveKey(null, seed));

/** Which numbers of a trace are compared. */
export const activityIsTheTrace: Law<typeof activityOf, ActivityCase, "activity/of-trace"> = {
  id: "activity/of-trace",
  says: "sample t · trials + trial holds f(x) of the kept units after step t + 1",
  cite: "§2.4; readings, activity for SVCCA",
  needs: [],
  cases: () => activityCases,
  holds(measure, { seed, values }) {
    const network = madeNetwork(seed);
    const trials = probes(values, seed);
    const rng = madeRng(seed, "trace");
    const states = Float64Array.from({ length: 6 * trials.count * UNITS }, () => rng.normal());
    const trace: Trace = { states, outputs: new Float64Array(5 * trials.count) };
    for (const quantity of ["rates", "states"] as const) {
      const reading = { quantity, without: [1, 4], withInitialState: false };
      const found = measure({ network, trials, trace }, reading);
      const kept = [0, 2, 3, 5];
      if (found.units !== 4 || found.samples !== 5 * trials.count)
        throw new Error(`expected 4 units, ${5 * trials.count} samples: ${found.units}`);
      const f = activationFunctions.tanh.value;
      for (let sample = 0; sample < found.samples; sample++)
        for (const [i, unit] of kept.entries()) {
          const x = states[(trials.count + sample) * UNITS + unit];
          const expected = quantity === "rates" ? f(x) : x;
          if (found.values[sample * 4 + i] !== expected)
            throw new Error(`sample ${sample}, unit ${unit}: ${found.values[sample * 4 + i]}`);
        }
    }
  },
  mutants: [
    {
      name: "x_0 counted as a sample",
      subject: (given, reading) => activityOf(given, { ...reading, withInitialState: true }),
    },
    {
      name: "states for rates",
      subject: (given, reading) => activityOf(given, { ...reading, quantity: "states" }),
    },
    {
      name: "units counted from 1",
      subject: (given, reading) =>
        activityOf(given, { ...reading, without: reading.without.map((unit) => unit - 1) }),
    },
  ],
};

/** What every network is probed with. */
export const probesAreStatic: Law<typeof probeTrials, ActivityCase, "probes/static"> = {
  id: "probes/static",
  says: "a probe's input is task.probe(value, context) at each step; x_0 is the same in each batch",
  cite: "§2.4; readings, inputs for SVCCA",
  needs: [],
  cases: () => activityCases,
  holds(make, { seed, values }) {
    const settings = { values, steps: 5, initialDeviation: 0.3 };
    const key = deriveKey(null, seed);
    const trials = make(twoContexts, settings, key);
    if (trials.count !== 2 * values.length) throw new Error(`${trials.count} trials`);
    const inputs = writeInputs(trials);
    for (let t = 0; t < 5; t++)
      for (let trial = 0; trial < trials.count; trial++) {
        const context = Math.floor(trial / values.length);
        const u = twoContexts.probe(values[trial % values.length], context);
        for (let c = 0; c < 4; c++)
          if (inputs[(t * trials.count + trial) * 4 + c] !== Math.fround(u[c]))
            throw new Error(`step ${t}, trial ${trial}, channel ${c}: not ${u[c]}`);
      }
    const states = writeInitialStates(trials, UNITS);
    const again = writeInitialStates(make(twoContexts, settings, key), UNITS);
    if (!states.every((x, i) => x === again[i])) throw new Error("x_0 differs between batches");
    if (new Set(states).size !== states.length) throw new Error("two trials share their x_0");
  },
  mutants: [
    {
      name: "noisy inputs",
      subject: (task, settings, key) => {
        const trials = probeTrials(task, settings, key);
        return trials.inputs.kind === "given"
          ? trials
          : { ...trials, inputs: { ...trials.inputs, deviation: Float64Array.of(0.1, 0, 0, 0) } };
      },
    },
    {
      name: "one context for all",
      subject: (task, settings, key) =>
        probeTrials({ ...task, probe: (value) => task.probe(value, 0) }, settings, key),
    },
    {
      name: "one x_0 for all trials",
      subject: (task, settings, key) => {
        const trials = probeTrials(task, settings, key);
        return { ...trials, numbers: trials.numbers.map(() => 0) };
      },
    },
  ],
};
