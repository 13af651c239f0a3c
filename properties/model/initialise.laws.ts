import fc from "fast-check";
import { initialise } from "../../src/model/initialise.ts";
import type { WeightName } from "../../src/model/model.ts";
import { WEIGHT_NAMES } from "../../src/model/model.ts";
import { deriveKey, type Key } from "../../src/numerics/rng.ts";
import type { Law } from "../law.ts";

/** Draws a network's first weights. */
export type Initialise = typeof initialise;

const model = {
  activation: "shifted-tanh",
  readout: "rates",
  clamped: [],
  trains: WEIGHT_NAMES,
  alpha: 0.1,
} as const;

const initialisation = {
  units: 50,
  recurrentDeviation: Math.sqrt(1 / 50),
  inputDeviation: Math.sqrt(0.5),
  outputDeviation: Math.sqrt(0.1),
};

const DEVIATIONS: Readonly<Record<WeightName, number>> = {
  recurrent: initialisation.recurrentDeviation,
  input: initialisation.inputDeviation,
  output: initialisation.outputDeviation,
};

const drawn = (draw: Initialise, key: Key, channels = 4) =>
  draw({ model, channels, outputs: 4, initialisation }, key);

/** The distributions of §2.1, each matrix from a stream of its own. */
export const initialWeights: Law<Initialise, number, "model/initialise"> = {
  id: "model/initialise",
  says: "first weights are float32 normal deviates of the asked spread, each matrix's its own",
  cite: "§2.1 (W_rec ~ N(0, g²/N))",
  needs: [],
  runs: 20,
  cases: () => fc.nat(1_000_000),
  holds(draw, seed) {
    const key = deriveKey(null, "initialise", seed);
    const { weights } = drawn(draw, key);
    for (const name of WEIGHT_NAMES) {
      const values = weights[name];
      const count = values.length;
      const mean = values.reduce((sum, w) => sum + w, 0) / count / DEVIATIONS[name];
      const square = values.reduce((sum, w) => sum + w * w, 0) / count;
      const spread = square / (DEVIATIONS[name] * DEVIATIONS[name]);
      // Five standard errors of a mean and of a variance.
      if (!(Math.abs(mean) < 5 / Math.sqrt(count)))
        throw new Error(`${name}: mean ${mean} deviations of ${count} weights`);
      if (!(Math.abs(spread - 1) < 5 * Math.sqrt(2 / count)))
        throw new Error(`${name}: variance ${spread} times what was asked`);
      if (values.some((w) => Math.fround(w) !== w)) throw new Error(`${name}: not float32`);
    }
    if (weights.input[0] / DEVIATIONS.input === weights.output[0] / DEVIATIONS.output)
      throw new Error("input and output start alike");
    const fewer = drawn(draw, key, 1);
    if (fewer.weights.recurrent.some((w, k) => w !== weights.recurrent[k]))
      throw new Error("W_rec depends on the number of channels");
  },
  mutants: [
    {
      name: "a variance taken for a deviation",
      subject: (shape, key) =>
        initialise({ ...shape, initialisation: { ...initialisation, inputDeviation: 0.5 } }, key),
    },
    {
      name: "float64 weights",
      subject: (shape, key) => {
        const network = initialise(shape, key);
        const recurrent = network.weights.recurrent.map((w) => w * (1 + 1e-12));
        return { ...network, weights: { ...network.weights, recurrent } };
      },
    },
    {
      name: "W_rec from a stream that depends on the number of channels",
      subject: (shape, key) => initialise(shape, deriveKey(key, shape.channels)),
    },
  ],
};
