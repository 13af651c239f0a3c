import fc from "fast-check";
import { deriveKey } from "../../src/numerics/rng.ts";
import { type MemorySettings, memory } from "../../src/task/memory.ts";
import type { Task } from "../../src/task/task.ts";
import { type Trials, writeInputs } from "../../src/task/trials.ts";
import type { Law } from "../law.ts";

/** Makes the task of working memory. */
export type MakeMemory = (settings: MemorySettings) => Task;

type MemoryCase = { readonly settings: MemorySettings; readonly seed: number };

const COUNT = 600;

const cases: fc.Arbitrary<MemoryCase> = fc.record({
  settings: fc
    .record({
      pulse: fc.integer({ min: 1, max: 4 }),
      leastDelay: fc.integer({ min: 2, max: 8 }),
      spread: fc.integer({ min: 0, max: 3 }),
      noiseDeviation: fc.constantFrom(0, 0.1, 1),
      initialDeviation: fc.constantFrom(0, 0.5),
    })
    .map(({ spread, ...rest }) => ({ ...rest, steps: rest.pulse + rest.leastDelay + spread })),
  seed: fc.nat(1_000_000),
});

/** The same task without noise draws the same pulses: the key decides both apart. */
const pulsesOf = (make: MakeMemory, { settings, seed }: MemoryCase): Trials =>
  make({ ...settings, noiseDeviation: 0 }).draw(deriveKey(null, "memory", seed), COUNT);

/** Where a trial's input without noise is not 0, and what it is there. */
function pulseOf(inputs: Float64Array, trial: number): { onset: number; values: number[] } {
  const steps = inputs.length / COUNT;
  const row = Array.from({ length: steps }, (_, time) => inputs[time * COUNT + trial]);
  const onset = row.findIndex((value) => value !== 0);
  const last = row.findLastIndex((value) => value !== 0);
  return { onset, values: onset < 0 ? [] : row.slice(onset, last + 1) };
}

/** A pulse of either sign, a delay, and the sign at the end. */
export const memoryHoldsPulses: Law<MakeMemory, MemoryCase, "task/memory"> = {
  id: "task/memory",
  says:
    "a trial of memory has one pulse of ±1, a delay of any length allowed, noise at every step, " +
    "and asks for 0 first and the pulse's sign last",
  needs: [],
  runs: 40,
  cases: () => cases,
  holds(make, given) {
    const { steps, pulse, leastDelay, noiseDeviation } = given.settings;
    const trials = pulsesOf(make, given);
    const inputs = writeInputs(trials);
    const onsets = new Map<number, number>();
    let up = 0;
    for (let trial = 0; trial < COUNT; trial++) {
      const { onset, values } = pulseOf(inputs, trial);
      const [sign] = values;
      if (!(values.length === pulse && values.every((each) => each === sign)))
        throw new Error(`trial ${trial}: the pulse is ${values.join(" ")}`);
      if (Math.abs(sign) !== 1) throw new Error(`trial ${trial}: a pulse of ${sign}`);
      onsets.set(onset, (onsets.get(onset) ?? 0) + 1);
      up += sign > 0 ? 1 : 0;
      const [first, end] = [trials.targets[trial], trials.targets[COUNT + trial]];
      if (!(first === 0 && end === sign && trials.choices[trial] === sign))
        throw new Error(`trial ${trial}: pulse ${sign}, targets ${first}, ${end}`);
    }
    requireEven("pulses of +1", up, COUNT / 2);
    const latest = steps - pulse - leastDelay;
    for (let onset = 0; onset <= latest; onset++)
      requireEven(`pulses at step ${onset}`, onsets.get(onset) ?? 0, COUNT / (latest + 1));
    if (trials.checkpoints.join() !== `0,${steps - 1}`)
      throw new Error(`checkpoints ${trials.checkpoints.join()}`);
    requireNoise(inputs, make(given.settings), given, noiseDeviation);
  },
  mutants: [
    {
      name: "the pulse is always up",
      subject: (settings) =>
        redrawn(settings, (trials) => ({
          ...trials,
          inputs: { kind: "given", values: writeInputs(trials).map(Math.abs) },
        })),
    },
    {
      name: "the delay is always the shortest",
      subject: (settings) => {
        const shorter = memory({ ...settings, steps: settings.pulse + settings.leastDelay });
        const late = settings.steps - shorter.steps;
        return {
          ...memory(settings),
          draw: (key, count) => {
            const trials = shorter.draw(key, count);
            const values = new Float64Array(settings.steps * count);
            values.set(writeInputs(trials), late * count);
            const checkpoints = [0, settings.steps - 1];
            return {
              ...trials,
              steps: settings.steps,
              checkpoints,
              inputs: { kind: "given", values },
            };
          },
        };
      },
    },
    {
      name: "noise while the pulse lasts alone",
      subject: (settings) => {
        const clean = memory({ ...settings, noiseDeviation: 0 });
        return redrawn(settings, (trials, key) => {
          const shown = writeInputs(clean.draw(key, trials.count));
          const values = writeInputs(trials).map((value, at) => (shown[at] === 0 ? 0 : value));
          return { ...trials, inputs: { kind: "given", values } };
        });
      },
    },
    {
      name: "the sign is asked for at once",
      subject: (settings) =>
        redrawn(settings, (trials) => ({ ...trials, checkpoints: [0, settings.pulse] })),
    },
    {
      name: "a pulse of half the size",
      subject: (settings) =>
        redrawn(settings, (trials) => ({
          ...trials,
          inputs: { kind: "given", values: writeInputs(trials).map((value) => value / 2) },
        })),
    },
  ],
};

type Redraw = (trials: Trials, key: Parameters<Task["draw"]>[0]) => Trials;

function redrawn(settings: MemorySettings, change: Redraw): Task {
  const task = memory(settings);
  return { ...task, draw: (key, count) => change(task.draw(key, count), key) };
}

/** @throws Error where a count is further from what is expected than six deviations. */
function requireEven(what: string, count: number, expected: number): void {
  const deviation = Math.sqrt(expected * (1 - expected / COUNT));
  if (Math.abs(count - expected) > 6 * deviation)
    throw new Error(`${what}: ${count} of ${COUNT}, expected about ${expected}`);
}

/** @throws Error where what is added to the pulses has not the noise's deviation at every step. */
function requireNoise(
  clean: Float64Array,
  task: Task,
  { seed, settings }: MemoryCase,
  deviation: number,
): void {
  const noisy = writeInputs(task.draw(deriveKey(null, "memory", seed), COUNT));
  for (let time = 0; time < settings.steps; time++) {
    let [sum, squares] = [0, 0];
    for (let at = time * COUNT; at < (time + 1) * COUNT; at++) {
      const added = noisy[at] - clean[at];
      sum += added;
      squares += added * added;
    }
    const [mean, found] = [sum / COUNT, Math.sqrt(squares / COUNT)];
    const allowed = (6 * deviation) / Math.sqrt(COUNT) + 1e-6;
    if (Math.abs(mean) > allowed || Math.abs(found - deviation) > allowed)
      throw new Error(`step ${time}: noise of mean ${mean} and deviation ${found}`);
  }
}
