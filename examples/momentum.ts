import { defineRule, type Network, type WeightName, withWeights } from "attest-rnn";

/** The rule's constants. */
type Hyper = { readonly learningRate: number; readonly momentum: number; readonly clip: number };

/** All that it knows after an update. Declare it with `type`: an interface cannot be stored. */
type Memory = {
  readonly network: Network;
  readonly velocity: { readonly [name in WeightName]: Float64Array };
  readonly loss: number;
};

/** Gradient descent with momentum, clipped: v ← μ v − η g min(1, c / |g|), W ← W + v. */
export default defineRule<Hyper, Memory>({
  name: "momentum",
  cite: "Polyak 1964",
  needs: ["gradient"],
  settings: (_task, { train }) => ({
    hyper: { learningRate: 0.003, momentum: 0.9, clip: 1 },
    model: {
      activation: "shifted-tanh",
      readout: "rates",
      clamped: [],
      trains: ["recurrent", "input", "output"],
      alpha: train.alpha,
    },
    trialsPerUpdate: 100,
    validateEvery: 5,
    budget: { updates: 1500, restarts: 0 },
  }),
  begin(draw) {
    const network = draw();
    const { recurrent, input, output } = network.weights;
    const still = (weights: Float64Array): Float64Array => weights.map(() => 0);
    const velocity = { recurrent: still(recurrent), input: still(input), output: still(output) };
    return { network, velocity, loss: Number.NaN };
  },
  async learn({ network, velocity }, on, world, { learningRate, momentum, clip }) {
    const [{ loss, gradient }] = await world.gradient([network], on);
    let square = 0;
    for (const name of network.model.trains) for (const g of gradient[name]) square += g * g;
    const step = learningRate * Math.min(1, clip / Math.sqrt(square));
    const weights = { ...network.weights };
    const next = { ...velocity };
    for (const name of network.model.trains) {
      next[name] = velocity[name].map((v, k) => momentum * v - step * gradient[name][k]);
      weights[name] = weights[name].map((w, k) => Math.fround(w + next[name][k]));
    }
    return { network: withWeights(network, weights), velocity: next, loss };
  },
  network: (memory) => memory.network,
  atRest: (hyper) => ({ ...hyper, learningRate: 0 }),
  lastLoss: (memory) => memory.loss,
});
