import {
  createRng,
  defineRule,
  type Network,
  type Rng,
  type Session,
  type Trials,
  targetAt,
  withWeights,
} from "attest-rnn";

/** RFLO's constants. */
type Hyper = { readonly learningRate: number };

/** The network, the random feedback B `[unit][output]`, and the last trial's loss. */
type Memory = { readonly network: Network; readonly feedback: Float64Array; readonly loss: number };

/**
 * Random-feedback local online learning. Each synapse keeps an eligibility of its own,
 * p_ij ← (1 − α) p_ij + α r_j, and the output's error comes back through a fixed random matrix B:
 * ΔW_ij = −η f'(x_i) [B e]_i p_ij, and ΔW_out = −η e r.
 *
 * Murray's units are f of their whole drive; those of Eq. 1 leak before f, so that the slope
 * f'(x_i) stands outside of the leak, and p_ij is the same for all i.
 *
 * The target counts at every step, not at the checkpoints alone: an eligibility lasts 1/α = 10
 * steps, and an error that came once at the end of a trial would teach nothing about its middle.
 * @source Murray 2019, "Local online learning in recurrent networks with random feedback", eLife
 */
export const rflo = defineRule<Hyper, Memory>({
  name: "rflo",
  cite: "Murray 2019",
  needs: ["session"],
  settings: (_task, { train }) => ({
    hyper: { learningRate: 0.003 },
    model: {
      activation: "tanh",
      readout: "rates",
      clamped: [],
      trains: ["recurrent", "output"],
      alpha: train.alpha,
    },
    trialsPerUpdate: 1,
    validateEvery: 50,
    budget: { updates: 20_000, restarts: 0 },
  }),
  begin(draw, _hyper, key) {
    const network = draw();
    const rng = createRng(key);
    return { network, feedback: normals(network, rng), loss: Number.NaN };
  },
  async learn(memory, on, world, { learningRate }) {
    const { network } = memory;
    const session = world.open(network, on);
    const { recurrent, output, loss } = follow(session, on, memory);
    session.close();
    const moved = (weights: Float64Array, along: Float64Array): Float64Array =>
      weights.map((w, k) => Math.fround(w - learningRate * along[k]));
    const weights = {
      ...network.weights,
      recurrent: moved(network.weights.recurrent, recurrent),
      output: moved(network.weights.output, output),
    };
    return { ...memory, network: withWeights(network, weights), loss };
  },
  network: (memory) => memory.network,
  atRest: (hyper) => ({ ...hyper, learningRate: 0 }),
  lastLoss: (memory) => memory.loss,
});

export default rflo;

/** B ~ N(0, 1/Q). */
function normals({ units, outputs }: Network, rng: Rng): Float64Array {
  return Float64Array.from({ length: units * outputs }, () => rng.normal() / Math.sqrt(outputs));
}

/** Runs a trial; the mean over its steps of f'(x_i) [B e]_i p_j and of e r_j, and of the loss. */
function follow(session: Session, on: Trials, { network, feedback }: Memory) {
  const { units, outputs, model } = network;
  const { steps } = session;
  const recurrent = new Float64Array(units * units);
  const output = new Float64Array(outputs * units);
  const eligibility = new Float64Array(units);
  let loss = 0;
  while (session.time < steps) {
    for (let j = 0; j < units; j++)
      eligibility[j] += model.alpha * (session.rates[j] - eligibility[j]);
    session.step();
    const target = targetAt(on, { trial: 0, time: session.time - 1 });
    const error = session.output().map((y, q) => y - target[q]);
    for (let q = 0; q < outputs; q++) {
      loss += (error[q] * error[q]) / steps;
      for (let j = 0; j < units; j++)
        output[q * units + j] += (error[q] * session.rates[j]) / steps;
    }
    for (let i = 0; i < units; i++) {
      let fed = 0;
      for (let q = 0; q < outputs; q++) fed += feedback[i * outputs + q] * error[q];
      const signal = (fed * (1 - session.rates[i] * session.rates[i])) / steps;
      for (let j = 0; j < units; j++) recurrent[i * units + j] += signal * eligibility[j];
    }
  }
  return { recurrent, output, loss };
}
