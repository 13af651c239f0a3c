import { createRng, deriveKey, type Key } from "../../src/numerics/rng.ts";
import type { TaskDeclaration } from "../../src/task/defineTask.ts";
import { givenTrials } from "../../src/task/givenTrials.ts";
import type { Trials } from "../../src/task/trials.ts";

const [STEPS, CHANNELS, OUTPUTS] = [12, 2, 2];

/**
 * A small task unlike the paper's: two input channels, two outputs, targets at three steps. Each
 * output must follow its channel's sign at steps 5 and 11, and be 0 before; a trial is correct
 * where both signs are at the end.
 */
export const twoOutputs: TaskDeclaration = {
  ...{ name: "two-outputs", channels: CHANNELS, outputs: OUTPUTS, steps: STEPS },
  probes: [{ value: 0, context: 0 }],
  draw: drawTwo,
  correct: (outputs, { count, choices: _, targets }) => {
    const last = 2 * count * OUTPUTS;
    return Uint8Array.from({ length: count }, (_, trial) => {
      const at = last + trial * OUTPUTS;
      return outputs[at] * targets[at] > 0 && outputs[at + 1] * targets[at + 1] > 0 ? 1 : 0;
    });
  },
  ideal: () => 1,
};

function drawTwo(key: Key, count: number): Trials {
  const signs = Float64Array.from({ length: count * OUTPUTS }, (_, at) => {
    const rng = createRng(deriveKey(key, "sign", at % OUTPUTS), Math.floor(at / OUTPUTS));
    return rng.integer(2) === 0 ? 1 : -1;
  });
  const inputs = new Float64Array(STEPS * count * CHANNELS);
  for (let time = 1; time < STEPS; time++) inputs.set(signs, time * count * CHANNELS);
  const targets = new Float64Array(3 * count * OUTPUTS);
  for (const checkpoint of [1, 2]) targets.set(signs, checkpoint * count * OUTPUTS);
  return givenTrials({
    ...{ key, count, steps: STEPS, channels: CHANNELS, outputs: OUTPUTS, inputs, targets },
    ...{ checkpoints: [0, 5, 11], initialDeviation: 0.1 },
  });
}
