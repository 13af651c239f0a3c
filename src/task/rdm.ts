import { requireFields } from "../numerics/gate.ts";
import { createRng, deriveKey } from "../numerics/rng.ts";
import { type Coherence, drawMean, requireCoherence } from "./coherence.ts";
import { correctTrials } from "./correct.ts";
import { defineTask } from "./defineTask.ts";
import { type Drawing, scalesAt } from "./difficulty.ts";
import { idealAccuracy } from "./idealObserver.ts";
import { requireInteger, requireWithin, type Task } from "./task.ts";
import { assembleTrials, type Trials } from "./trials.ts";

/** The numbers of the random dots motion task. */
export type RdmSettings = {
  /** Steps in a trial (750 in the paper, of Δt = 1 ms). */
  readonly steps: number;
  /** How μ is drawn (§2.2: uniform on ±0.1857). */
  readonly coherence: Coherence;
  /** Standard deviation of the input noise, in units of the input. */
  readonly noiseDeviation: number;
  /** Standard deviation of the initial state x_0. */
  readonly initialDeviation: number;
};

/**
 * Random dots motion: u_t ~ N(μ, noiseDeviation²); the output must be 0 at the first step and the
 * sign of μ at the last.
 * @source §2.2
 * @throws RangeError for a negative noise, a step count outside 2 … 100,000 or a mean outside
 * 0 … 1e6.
 */
export function rdm(settings: RdmSettings): Task {
  requireFields("settings", settings, {
    needed: ["steps", "coherence", "noiseDeviation", "initialDeviation"],
    // The settings of a cell name their task too.
    optional: ["kind"],
  });
  const { steps, coherence, noiseDeviation, initialDeviation } = settings;
  requireInteger("steps", steps, { low: 2, high: 100_000 });
  requireWithin("noiseDeviation", noiseDeviation, { low: 0, high: 1e6 });
  requireWithin("initialDeviation", initialDeviation, { low: 0, high: 1e6 });
  requireCoherence(coherence);
  return defineTask({
    name: "rdm",
    channels: 1,
    outputs: 1,
    steps,
    contexts: 1,
    probe: (value) => Float64Array.of(value),
    probes: [{ value: 0, context: 0 }],
    draw: (key, count, { difficulty = 1 } = {}) => drawRdm(settings, { key, count, difficulty }),
    correct: correctTrials,
    ideal: (trials) => idealAccuracy(trials, noiseDeviation),
  });
}

function drawRdm(settings: RdmSettings, { key, count, difficulty }: Drawing): Trials {
  requireInteger("count", count, { low: 1, high: 10_000_000 });
  const scales = scalesAt(difficulty);
  const meanKey = deriveKey(key, "mean");
  const mean = Float64Array.from({ length: count }, (_, trial) =>
    Math.fround(scales.mean * Math.fround(drawMean(settings.coherence, createRng(meanKey, trial)))),
  );
  return assembleTrials({
    key,
    steps: settings.steps,
    mean,
    deviation: Float64Array.of(scales.noise * settings.noiseDeviation),
    initialDeviation: settings.initialDeviation,
    evidence: mean,
    context: new Int32Array(count),
  });
}
