import { requireFields, requireWord } from "../numerics/gate.ts";
import { createRng, deriveKey, type Rng } from "../numerics/rng.ts";
import { type Coherence, drawMean, requireCoherence } from "./coherence.ts";
import { correctTrials } from "./correct.ts";
import { defineTask } from "./defineTask.ts";
import { type Drawing, scalesAt } from "./difficulty.ts";
import { idealAccuracy } from "./idealObserver.ts";
import { requireInteger, requireWithin, type Task } from "./task.ts";
import { assembleTrials, type Trials } from "./trials.ts";

/** The numbers of context-dependent integration with N inputs. */
export type ContextualSettings = {
  /** Contexts, and noisy inputs (N of §2.2): 2 is CDI. */
  readonly contexts: number;
  /** Steps in a trial (750 in the paper, of Δt = 1 ms). */
  readonly steps: number;
  /** How the means μ_1 … μ_N are drawn (§2.2: uniform on ±0.1857). */
  readonly coherence: Coherence;
  /** Whether the means are independent, or of one size with independent signs. */
  readonly means: "independent" | "one-size";
  /** Standard deviation of the noise of each noisy input. */
  readonly noiseDeviation: number;
  /** Standard deviation of the initial state x_0. */
  readonly initialDeviation: number;
};

/**
 * Context-dependent integration: channels 0 … N − 1 are noisy, u ~ N(μ_i, noiseDeviation²);
 * channels N … 2N − 1 are static, 1 for the context and 0 elsewhere. The output must be 0 at the
 * first step and the sign of the context's μ at the last.
 * @source §2.2 (CDI is N = 2; N-CDI)
 * @throws RangeError for contexts outside 2 … 32, a negative noise, a step count outside
 * 2 … 100,000 or a mean outside 0 … 1e6.
 */
export function contextual(settings: ContextualSettings): Task {
  requireFields("settings", settings, {
    needed: ["contexts", "steps", "coherence", "means", "noiseDeviation", "initialDeviation"],
    // The settings of a cell name their task too.
    optional: ["kind"],
  });
  requireWord("means", settings.means, ["independent", "one-size"]);
  const { contexts, steps, coherence, noiseDeviation, initialDeviation } = settings;
  requireInteger("contexts", contexts, { low: 2, high: 32 });
  requireInteger("steps", steps, { low: 2, high: 100_000 });
  requireWithin("noiseDeviation", noiseDeviation, { low: 0, high: 1e6 });
  requireWithin("initialDeviation", initialDeviation, { low: 0, high: 1e6 });
  requireCoherence(coherence);
  return defineTask({
    name: contexts === 2 ? "cdi" : `${contexts}-cdi`,
    channels: 2 * contexts,
    outputs: 1,
    steps,
    contexts,
    probe(value, context) {
      requireInteger("context", context, { low: 0, high: contexts - 1 });
      const input = new Float64Array(2 * contexts);
      input[context] = value;
      input[contexts + context] = 1;
      return input;
    },
    probes: Array.from({ length: contexts }, (_, context) => ({ value: 0, context })),
    draw: (key, count, { difficulty = 1 } = {}) =>
      drawContextual(settings, { key, count, difficulty }),
    correct: correctTrials,
    ideal: (trials) => idealAccuracy(trials, noiseDeviation),
  });
}

function drawContextual(settings: ContextualSettings, { key, count, difficulty }: Drawing): Trials {
  requireInteger("count", count, { low: 1, high: 10_000_000 });
  const { contexts, noiseDeviation } = settings;
  const scales = scalesAt(difficulty);
  const channels = 2 * contexts;
  const mean = new Float64Array(count * channels);
  const evidence = new Float64Array(count);
  const context = new Int32Array(count);
  const meanKey = deriveKey(key, "mean");
  for (let trial = 0; trial < count; trial++) {
    const rng = createRng(meanKey, trial);
    const means = drawMeans(settings, rng).map((mean) => Math.fround(scales.mean * mean));
    context[trial] = rng.integer(contexts);
    mean.set(means, trial * channels);
    mean[trial * channels + contexts + context[trial]] = 1;
    evidence[trial] = means[context[trial]];
  }
  return assembleTrials({
    key,
    steps: settings.steps,
    mean,
    deviation: Float64Array.from({ length: channels }, (_, c) =>
      c < contexts ? scales.noise * noiseDeviation : 0,
    ),
    initialDeviation: settings.initialDeviation,
    evidence,
    context,
  });
}

function drawMeans({ contexts, coherence, means }: ContextualSettings, rng: Rng): Float64Array {
  if (means === "independent")
    return Float64Array.from({ length: contexts }, () => Math.fround(drawMean(coherence, rng)));
  const size = Math.abs(Math.fround(drawMean(coherence, rng)));
  return Float64Array.from({ length: contexts }, () => (rng.integer(2) === 0 ? size : -size));
}
