import { requireFields } from "../numerics/gate.ts";
import { createRng, deriveKey, type Key } from "../numerics/rng.ts";
import { correctTrials } from "./correct.ts";
import { defineTask } from "./defineTask.ts";
import { idealAccuracy } from "./idealObserver.ts";
import { requireInteger, requireWithin, type Task } from "./task.ts";
import { assembleTrials, type Trials, writeInputs } from "./trials.ts";

/** The numbers of the working-memory task. Times are in steps of Δt = 1 ms. */
export type MemorySettings = {
  /** Steps in a trial: the pulse and the longest delay (650 where the delay is 500 to 600). */
  readonly steps: number;
  /** Steps that the pulse lasts (50). */
  readonly pulse: number;
  /** Steps of the shortest delay between the pulse's end and the trial's (500). */
  readonly leastDelay: number;
  /** Standard deviation of the input noise, at every step, in units of the input. */
  readonly noiseDeviation: number;
  /** Standard deviation of the initial state x_0. */
  readonly initialDeviation: number;
};

/**
 * Working memory: a pulse of +1 or −1, each as often, then a delay; the output must be 0 at the
 * first step and the pulse's sign at the last, so that the sign must be held through the delay.
 * The input is noisy at every step, as RDM's is: u_t ~ N(pulse, noiseDeviation²) while the pulse
 * lasts, N(0, noiseDeviation²) else. Every trial has the same steps: the delay is
 * uniform on `leastDelay` … `steps` − `pulse` and the pulse comes as early as that asks for.
 *
 * The appendix that describes the paper's task is not at hand. It is assumed: the pulse's size and
 * length, the delay, noise through the whole trial, and outputs constrained as in RDM.
 * @source §4, App. ("a simple working memory task")
 * @throws RangeError for a trial shorter than a pulse and the shortest delay, or a negative noise.
 */
export function memory(settings: MemorySettings): Task {
  requireFields("settings", settings, {
    needed: ["steps", "pulse", "leastDelay", "noiseDeviation", "initialDeviation"],
    // The settings of a cell name their task too.
    optional: ["kind"],
  });
  const { steps, pulse, leastDelay, noiseDeviation, initialDeviation } = settings;
  requireInteger("steps", steps, { low: 2, high: 100_000 });
  requireInteger("pulse", pulse, { low: 1, high: steps });
  requireInteger("leastDelay", leastDelay, { low: 0, high: steps - pulse });
  requireWithin("noiseDeviation", noiseDeviation, { low: 0, high: 1e6 });
  requireWithin("initialDeviation", initialDeviation, { low: 0, high: 1e6 });
  return defineTask({
    name: "memory",
    channels: 1,
    outputs: 1,
    steps,
    contexts: 1,
    cueEnds: steps - leastDelay,
    probe: (value) => Float64Array.of(value),
    // Nothing is shown in the delay, which is where the sign must be held.
    probes: [{ value: 0, context: 0 }],
    draw: (key, count) => drawMemory(settings, { key, count }),
    correct: correctTrials,
    // Who knows when the pulse comes need not look at anything else.
    ideal: (trials) => idealAccuracy({ ...trials, steps: pulse }, noiseDeviation),
  });
}

function drawMemory(
  { steps, pulse, leastDelay, noiseDeviation, initialDeviation }: MemorySettings,
  { key, count }: { readonly key: Key; readonly count: number },
): Trials {
  requireInteger("count", count, { low: 1, high: 10_000_000 });
  const pulseKey = deriveKey(key, "pulse");
  const drawn = Array.from({ length: count }, (_, trial) => {
    const rng = createRng(pulseKey, trial);
    const sign = rng.integer(2) === 0 ? 1 : -1;
    return { sign, onset: rng.integer(steps - pulse - leastDelay + 1) };
  });
  const trials = assembleTrials({
    key,
    steps,
    mean: new Float64Array(count),
    deviation: Float64Array.of(noiseDeviation),
    initialDeviation,
    evidence: Float64Array.from(drawn, ({ sign }) => sign),
    context: new Int32Array(count),
  });
  const values = writeInputs(trials);
  for (const [trial, { sign, onset }] of drawn.entries())
    for (let time = onset; time < onset + pulse; time++) {
      const at = time * count + trial;
      values[at] = Math.fround(sign + values[at]);
    }
  return { ...trials, inputs: { kind: "given", values } };
}
