import type { Engine } from "../src/engine/engine.ts";
import { isJoined, type Question } from "../src/engine/joined.ts";
import { initialise } from "../src/model/initialise.ts";
import { WEIGHT_NAMES } from "../src/model/model.ts";
import { deriveKey } from "../src/numerics/rng.ts";
import { rdm } from "../src/task/rdm.ts";

const UNITS = 50;
const key = deriveKey(null, "bench", "populations");

const task = rdm({
  steps: 750,
  coherence: { kind: "uniform", largest: 0.1857 },
  noiseDeviation: 1,
  initialDeviation: 0.3,
});

const model = {
  activation: "shifted-tanh",
  readout: "rates",
  clamped: [],
  trains: WEIGHT_NAMES,
  alpha: 0.1,
} as const;

/** A network with 500 trials of 750 steps of its own, as in training. */
export const populationQuestion = (index: number): Question => ({
  network: initialise(
    {
      model,
      channels: 1,
      outputs: 1,
      initialisation: {
        units: UNITS,
        recurrentDeviation: Math.sqrt(1 / UNITS),
        inputDeviation: Math.sqrt(0.5),
        outputDeviation: Math.sqrt(0.1),
      },
    },
    deriveKey(key, index),
  ),
  trials: task.draw(deriveKey(key, "trials", index), 500),
});

/** Milliseconds of the gradients of some questions, asked at once where the engine takes that. */
export async function timeGradients(
  engine: Engine,
  questions: readonly Question[],
): Promise<number> {
  const from = performance.now();
  if (isJoined(engine)) await engine.gradientEach(questions);
  else for (const { network, trials } of questions) await engine.gradient([network], trials);
  return performance.now() - from;
}
