import { correctTrials, createRng, defineTask, deriveKey, givenTrials, type Key } from "attest-rnn";

const [STEPS, PULSE, FIRST, SECOND] = [80, 10, 5, 55] as const;
const NOISE = 0.1;

function draw(key: Key, count: number) {
  const inputs = new Float64Array(STEPS * count);
  const choices = new Float64Array(count);
  for (let trial = 0; trial < count; trial++) {
    // A stream a trial, so that a trial does not depend on how many are drawn.
    const rng = createRng(deriveKey(key, "trial"), trial);
    const [sample, test] = [0, 1].map(() => (rng.integer(2) === 0 ? 1 : -1));
    for (let time = 0; time < STEPS; time++) inputs[time * count + trial] = NOISE * rng.normal();
    for (let time = 0; time < PULSE; time++) {
      inputs[(FIRST + time) * count + trial] += sample;
      inputs[(SECOND + time) * count + trial] += test;
    }
    choices[trial] = sample === test ? 1 : -1;
  }
  // 0 at the first step, the choice at the last: [checkpoint][trial][output].
  const targets = new Float64Array(2 * count);
  targets.set(choices, count);
  return givenTrials({
    ...{ key, count, steps: STEPS, channels: 1, outputs: 1, inputs, choices, targets },
    ...{ checkpoints: [0, STEPS - 1], initialDeviation: 0.1 },
  });
}

/** Delayed match-to-sample: +1 where two pulses of ±1 have the same sign, else −1. */
export default defineTask({
  ...{ name: "delayed-match", channels: 1, outputs: 1, steps: STEPS, draw },
  probes: [{ value: 0, context: 0 }],
  cueEnds: SECOND + PULSE,
  correct: correctTrials,
  ideal: () => 1,
});
