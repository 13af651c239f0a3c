import type { Engine } from "../../src/engine/engine.ts";
import { eachWeight, WEIGHT_NAMES, type WeightName, withWeights } from "../../src/model/model.ts";
import type { Law } from "../law.ts";
import { makeRun, type Run, type RunCase, runCases } from "./made.ts";
import { type Fault, plainEngine, plainLoss, plainTrials } from "./plainEngine.ts";

const FAULTS: readonly Fault[] = [
  "only the last three steps",
  "no way through the leak",
  "W instead of its transpose",
  "the slope one step late",
  "the slope of every activation is tanh's",
  "no slope of the squashed readout",
  "the first checkpoint only",
  "the readout's weights from x instead of r",
  "the inputs one step late",
  "α once too often",
  "the sum over trials, not the mean",
  "clamped units learn",
];

/** How far a weight is moved to each side. */
const MOVE = 1e-5;

/** ∂loss/∂weight of every entry of one matrix, by central differences of the float64 loss. */
function differences({ network, trials }: Run, name: WeightName): Float64Array {
  const written = plainTrials(network, trials);
  const lossAt = (index: number, move: number): number => {
    const weights = eachWeight((each) => network.weights[each].slice());
    weights[name][index] += move;
    return plainLoss(withWeights(network, weights), trials, written);
  };
  return network.weights[name].map((_, k) => (lossAt(k, MOVE) - lossAt(k, -MOVE)) / (2 * MOVE));
}

/**
 * How close an engine's gradient must be to slopes of size `scale`. Central differences are good to
 * about 1e-9. Where a squashed output is saturated, 1 − y² keeps only the rounding of y: a float32
 * gradient is then known beside √loss, not beside what is left of itself.
 */
function allowed(engine: Engine, { scale, loss }: { scale: number; loss: number }): number {
  return engine.tier === "float64"
    ? 1e-6 * Math.max(scale, 1e-3 * loss)
    : 1e-4 * Math.max(scale, 1e-2 * Math.sqrt(loss));
}

/**
 * The gradient is the derivative of the loss, weight by weight. At relu's kink there is no
 * derivative: cases that touch it are too rare to have been drawn.
 */
export const gradientIsDerivative: Law<Engine, RunCase, "engine/gradient"> = {
  id: "engine/gradient",
  says: "the gradient is the loss's derivative with respect to every weight",
  cite: "§2.3 (backpropagation through time)",
  needs: ["gradient"],
  runs: 60,
  cases: () => runCases({ units: 5, channels: 2, count: 5, steps: 9, gains: [0.5, 1, 1.5] }),
  async holds(engine, given) {
    const run = makeRun(given);
    const [{ gradient, loss }] = await engine.gradient([run.network], run.trials);
    const expected = plainLoss(run.network, run.trials, plainTrials(run.network, run.trials));
    if (!(Math.abs(loss - expected) <= allowed(engine, { scale: expected, loss: expected })))
      throw new Error(`loss: ${loss}, expected ${expected}`);
    for (const name of WEIGHT_NAMES) {
      const slopes = differences(run, name);
      const scale = slopes.reduce((most, slope) => Math.max(most, Math.abs(slope)), 0);
      const tolerance = allowed(engine, { scale, loss }) + 1e-9;
      slopes.forEach((slope, k) => {
        if (!(Math.abs(gradient[name][k] - slope) <= tolerance))
          throw new Error(`gradient.${name}[${k}]: ${gradient[name][k]}, the slope is ${slope}`);
      });
    }
  },
  mutants: FAULTS.map((fault) => ({ name: fault, subject: plainEngine(fault) })),
};
