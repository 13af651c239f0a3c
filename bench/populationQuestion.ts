import type { Engine } from "../src/engine/engine.ts";
import { isJoined, type Question } from "../src/engine/joined.ts";
import { initialise } from "../src/model/initialise.ts";
import { WEIGHT_NAMES } from "../src/model/model.ts";
import { deriveKey } from "../src/numerics/rng.ts";
import { rdm } from "../src/task/rdm.ts";
import type { Task } from "../src/task/task.ts";

const UNITS = 50;
const key = deriveKey(null, "bench", "populations");

const taskOf = (steps: number): Task =>
  rdm({
    steps,
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

/** A network of the real size with trials of its own: 500 of 750 steps, as in training. */
export const populationQuestion = (
  index: number,
  { count = 500, steps = 750 }: { readonly count?: number; readonly steps?: number } = {},
): Question => ({
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
  trials: taskOf(steps).draw(deriveKey(key, "trials", index), count),
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
