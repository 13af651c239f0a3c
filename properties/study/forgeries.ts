import type { ReadPopulation } from "../../src/study/populationFile.ts";
import type { TrainedNetwork } from "../../src/study/trained.ts";

/** A file that is whole, and says what its settings, seeds and counters do not give. */
export type Forgery = {
  readonly name: string;
  /** What must be named where it is refused. */
  readonly field: RegExp;
  readonly forge: (honest: ReadPopulation) => ReadPopulation;
};

/** The second network of a population with other fields. */
const second =
  (change: (trained: TrainedNetwork, honest: ReadPopulation) => Partial<TrainedNetwork>) =>
  (honest: ReadPopulation): ReadPopulation => ({
    ...honest,
    networks: honest.networks.map((trained, at) =>
      at === 1 ? { ...trained, ...change(trained, honest) } : trained,
    ),
  });

/** The second network with other weights. */
const weights = (
  change: (
    of: TrainedNetwork["network"]["weights"],
  ) => Partial<TrainedNetwork["network"]["weights"]>,
) =>
  second(({ network }) => ({
    network: { ...network, weights: { ...network.weights, ...change(network.weights) } },
  }));

/** Another model in the file and in every network of it. */
const model =
  (change: Partial<TrainedNetwork["network"]["model"]>) =>
  ({ about, networks }: ReadPopulation): ReadPopulation => ({
    about: { ...about, model: { ...networks[0].network.model, ...change } },
    networks: networks.map((trained) => ({
      ...trained,
      network: { ...trained.network, model: { ...trained.network.model, ...change } },
    })),
  });

/**
 * Forgeries of a population of full-FORCE on RDM, of which the second network met the criterion:
 * its rule trains W_rec and W_out, a trial an update, and validates after every tenth.
 */
export const FORGERIES: readonly Forgery[] = [
  { name: "another α", field: /model.*alpha/, forge: model({ alpha: 0.2 }) },
  { name: "another activation", field: /model.*activation/, forge: model({ activation: "relu" }) },
  { name: "another readout", field: /model.*readout/, forge: model({ readout: "state" }) },
  {
    name: "other weights are said to be trained",
    field: /model.*trains/,
    forge: model({ trains: ["recurrent", "input", "output"] }),
  },
  {
    name: "trials that no updates need",
    field: /seed \d+: trials/,
    forge: second(({ trials }) => ({ trials: trials + 1 })),
  },
  {
    name: "fewer updates than losses",
    field: /seed \d+: (losses|trials)/,
    forge: second(({ updates, trials }) => ({ updates: updates - 10, trials: trials - 10 })),
  },
  {
    name: "updates between two validations",
    field: /seed \d+: reason/,
    forge: second(({ updates, trials }) => ({ updates: updates + 1, trials: trials + 1 })),
  },
  {
    name: "more validations than updates allow",
    field: /seed \d+: validations/,
    forge: second(({ validations }) => ({ validations: validations + 1 })),
  },
  {
    name: "a criterion without a validation",
    field: /seed \d+: reason/,
    forge: second(() => ({ validations: 0 })),
  },
  {
    name: "an attempt that is none",
    field: /seed \d+: attempts/,
    forge: second(() => ({ attempts: 0 })),
  },
  {
    name: "more attempts than restarts",
    field: /seed \d+: attempts/,
    forge: second(() => ({ attempts: 99 })),
  },
  {
    name: "a budget that is not spent",
    field: /seed \d+: reason/,
    forge: second(() => ({ reason: "budget" })),
  },
  {
    name: "a criterion far from its accuracy",
    field: /seed \d+: reason/,
    forge: second(() => ({ freshAccuracy: 0.6 })),
  },
  {
    name: "an accuracy that is no share of the fresh trials",
    field: /seed \d+: fresh_accuracy/,
    forge: second(({ freshAccuracy }) => ({ freshAccuracy: freshAccuracy + 1e-5 })),
  },
  {
    name: "an observer worse than chance",
    field: /seed \d+: ideal_accuracy/,
    forge: second(() => ({ idealAccuracy: 0.4 })),
  },
  {
    name: "a network that diverged and is whole",
    field: /seed \d+: reason/,
    forge: second(() => ({ reason: "diverged", detail: "" })),
  },
  {
    name: "a detail of what did not diverge",
    field: /seed \d+: detail/,
    forge: second(() => ({ detail: "it went well" })),
  },
  {
    name: "a loss that is not finite",
    field: /seed \d+: losses/,
    forge: second(({ losses }) => ({ losses: losses.with(0, Number.NaN) })),
  },
  {
    name: "losses that were left out",
    field: /seed \d+: losses/,
    forge: second(({ losses }) => ({ losses: losses.slice(1) })),
  },
  {
    name: "an input weight that was not drawn",
    field: /seed \d+: W_input/,
    forge: weights(({ input }) => ({ input: input.with(3, Math.fround(input[3] + 0.01)) })),
  },
  {
    name: "a weight that float32 cannot hold",
    field: /seed \d+: W_recurrent.*float32/,
    forge: weights(({ recurrent }) => ({ recurrent: recurrent.with(7, recurrent[7] + 1e-12) })),
  },
  {
    name: "the trained weights of another seed",
    field: /seed \d+: W_recurrent.*of its own/,
    forge: second(({ network }, { networks }) => ({
      network: {
        ...network,
        weights: { ...network.weights, recurrent: networks[0].network.weights.recurrent },
      },
    })),
  },
  {
    name: "seeds after the plan has enough",
    field: /seeds/,
    forge: ({ about, networks }) => ({ about: { ...about, wanted: 1 }, networks }),
  },
];
