import { requireFields, requireInteger, requireKey, requireNotNegative } from "../numerics/gate.ts";
import { createRng, deriveKey, type Key } from "../numerics/rng.ts";
import { eachWeight, type Model, type Network, requireNetwork, weightSizes } from "./model.ts";

/** How initial weights are drawn: the standard deviation of each matrix's normal distribution. */
export type Initialisation = {
  readonly units: number;
  readonly recurrentDeviation: number;
  readonly inputDeviation: number;
  readonly outputDeviation: number;
};

const DEVIATIONS = ["recurrentDeviation", "inputDeviation", "outputDeviation"] as const;

/**
 * A network with weights drawn from normal distributions, each matrix from its own stream of `key`:
 * W_rec ~ N(0, g²/N), W_in ~ N(0, 0.5), W_out ~ N(0, 0.1) in the paper. Weights are float32 values.
 * @source §2.1
 */
export function initialise(
  given: {
    readonly model: Model;
    readonly channels: number;
    readonly outputs: number;
    readonly initialisation: Initialisation;
  },
  key: Key,
): Network {
  requireFields("given", given, { needed: ["model", "channels", "outputs", "initialisation"] });
  const { model, channels, outputs, initialisation } = given;
  requireFields("initialisation", initialisation, { needed: ["units", ...DEVIATIONS] });
  requireInteger("units", initialisation.units, 1);
  requireInteger("channels", channels, 1);
  requireInteger("outputs", outputs, 1);
  for (const name of DEVIATIONS) requireNotNegative(name, initialisation[name]);
  requireKey("key", key);
  const { units, recurrentDeviation, inputDeviation, outputDeviation } = initialisation;
  const shape = { units, channels, outputs };
  const sizes = weightSizes(shape);
  const deviations = {
    recurrent: recurrentDeviation,
    input: inputDeviation,
    output: outputDeviation,
  };
  const weights = eachWeight((name) => {
    const rng = createRng(deriveKey(key, name));
    return Float64Array.from({ length: sizes[name] }, () =>
      Math.fround(Math.fround(deviations[name]) * rng.normal()),
    );
  });
  return requireNetwork({ model, ...shape, weights });
}
