import {
  createRng,
  defineRule,
  deriveKey,
  type Network,
  type Rng,
  type Weights,
  withWeights,
} from "attest-rnn";

/** The rule's constants. */
type Hyper = { readonly pairs: number; readonly deviation: number; readonly learningRate: number };

/** The network in the middle of the cloud, and the mean loss of those around it. */
type Memory = { readonly network: Network; readonly loss: number };

/**
 * An evolution strategy: pairs of networks at W + σz and W − σz are tried on the same trials, and W
 * moves along each z by how much better its pair's second was, over the losses' own spread.
 * @source Salimans et al. 2017, "Evolution strategies as a scalable alternative to RL"
 */
export const evolution = defineRule<Hyper, Memory>({
  name: "evolution",
  cite: "Salimans et al. 2017",
  needs: ["loss"],
  settings: (_task, { train }) => ({
    hyper: { pairs: 16, deviation: 0.02, learningRate: 0.02 },
    model: {
      activation: "shifted-tanh",
      readout: "rates",
      clamped: [],
      trains: ["recurrent", "input", "output"],
      alpha: train.alpha,
    },
    trialsPerUpdate: 64,
    validateEvery: 5,
    budget: { updates: 1000, restarts: 0 },
  }),
  begin: (draw) => ({ network: draw(), loss: Number.NaN }),
  async learn({ network }, on, world, { pairs, deviation, learningRate }, key) {
    const noise = Array.from({ length: pairs }, (_, k) =>
      normals(network, createRng(deriveKey(key, "pair", k))),
    );
    const tried = noise.flatMap((z) => [
      moved(network, z, deviation),
      moved(network, z, -deviation),
    ]);
    const losses = (await world.loss(tried, on)).map(mean);
    const centre = mean(losses);
    // Where all are alike there is nothing to learn from.
    const spread = Math.sqrt(mean(losses.map((loss) => (loss - centre) ** 2))) || 1;
    const next = noise.reduce((so, z, k) => {
      const better = (losses[2 * k + 1] - losses[2 * k]) / (2 * pairs * spread);
      return moved(so, z, learningRate * better);
    }, network);
    return { network: next, loss: centre };
  },
  network: (memory) => memory.network,
  atRest: (hyper) => ({ ...hyper, learningRate: 0 }),
  lastLoss: (memory) => memory.loss,
});

export default evolution;

function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += values[k];
  return sum / values.length;
}

/** A standard normal number for each weight that is trained. */
function normals(network: Network, rng: Rng): Weights {
  const noise = { ...network.weights };
  for (const name of network.model.trains) noise[name] = noise[name].map(() => rng.normal());
  return noise;
}

/** The network at W + by · z. */
function moved(network: Network, z: Weights, by: number): Network {
  const weights = { ...network.weights };
  for (const name of network.model.trains)
    weights[name] = weights[name].map((w, k) => Math.fround(w + by * z[name][k]));
  return withWeights(network, weights);
}
