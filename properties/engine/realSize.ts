import type { Question } from "../../src/engine/joined.ts";
import { initialise } from "../../src/model/initialise.ts";
import { WEIGHT_NAMES } from "../../src/model/model.ts";
import type { Key } from "../../src/numerics/rng.ts";
import { contextual } from "../../src/task/contextual.ts";

/** A network of the paper's size on 500 trials of 750 steps of a task with contexts. */
export function realSize(
  contexts: number,
  keys: { readonly network: Key; readonly trials: Key },
): Question {
  const task = contextual({
    ...{ contexts, steps: 750, means: "independent", noiseDeviation: 1, initialDeviation: 0.5 },
    coherence: { kind: "uniform", largest: 0.1857 },
  });
  const network = initialise(
    {
      model: {
        ...{ activation: "shifted-tanh", readout: "rates", clamped: [], alpha: 0.1 },
        trains: WEIGHT_NAMES,
      },
      channels: task.channels,
      outputs: 1,
      initialisation: {
        units: 50,
        recurrentDeviation: 0.14,
        inputDeviation: 0.7,
        outputDeviation: 0.3,
      },
    },
    keys.network,
  );
  return { network, trials: task.draw(keys.trials, 500) };
}
