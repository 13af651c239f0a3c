import type { Engine, LossAndGradient, Trace } from "../../src/engine/engine.ts";
import { kickedBySteps } from "../../src/engine/kicked.ts";
import { openSession } from "../../src/engine/openSession.ts";
import { activationFunctions } from "../../src/model/activation.ts";
import { eachWeight, type Network, weightSizes } from "../../src/model/model.ts";
import { type Trials, writeInitialStates, writeInputs } from "../../src/task/trials.ts";
import { type PlainTrace, type PlainTrial, plainRun } from "./plainRun.ts";

/** The mistakes that a gradient can make. */
export type Fault =
  | "only the last three steps"
  | "no way through the leak"
  | "W instead of its transpose"
  | "the slope one step late"
  | "the slope of every activation is tanh's"
  | "no slope of the squashed readout"
  | "the first checkpoint only"
  | "the readout's weights from x instead of r"
  | "the inputs one step late"
  | "α once too often"
  | "the sum over trials, not the mean"
  | "clamped units learn";

/** The trials of a batch, one by one. */
export function plainTrials(network: Network, trials: Trials): PlainTrial[] {
  const { count, steps, channels } = trials;
  const inputs = writeInputs(trials);
  const initial = writeInitialStates(trials, network.units);
  return Array.from({ length: count }, (_, trial) => ({
    inputs: Array.from({ length: steps }, (_, t) => {
      const from = (t * count + trial) * channels;
      return [...inputs.subarray(from, from + channels)];
    }),
    initial: [...initial.subarray(trial * network.units, (trial + 1) * network.units)],
  }));
}

/** The float64 loss of a network on trials, from Eq. 1 and 2 as they are written. */
export function plainLoss(network: Network, trials: Trials, written: PlainTrial[]): number {
  let loss = 0;
  written.forEach((trial, b) => {
    const { outputs } = plainRun(network, trial);
    trials.checkpoints.forEach((step, c) => {
      outputs[step].forEach((y, q) => {
        const error = y - trials.targets[(c * trials.count + b) * trials.outputs + q];
        loss += (error * error) / trials.count;
      });
    });
  });
  return loss;
}

/** δ_t as `[time + 1][unit]` of one trial; the readout's gradient is added to `output`. */
function plainDeltas(
  { network, trials, trial }: { network: Network; trials: Trials; trial: number },
  { states, rates, outputs }: PlainTrace,
  output: Float64Array,
  fault: Fault | undefined,
): number[][] {
  const { model, units, weights } = network;
  const { alpha, readout, activation } = model;
  const shape = fault === "the slope of every activation is tanh's" ? "tanh" : activation;
  const slope = activationFunctions[shape].slope;
  const steps = outputs.length;
  const deltas = states.map((x) => x.map(() => 0));
  const free = (i: number): boolean => !model.clamped.some(({ unit }) => unit === i);
  for (let t = steps; t >= 0; t--) {
    if (t < steps && !(fault === "only the last three steps" && t < steps - 3))
      for (let i = 0; i < units; i++) {
        let back = 0;
        for (let k = 0; k < units; k++) {
          const at = fault === "W instead of its transpose" ? i * units + k : k * units + i;
          if (free(k)) back += alpha * weights.recurrent[at] * deltas[t + 1][k];
        }
        const x = states[fault === "the slope one step late" ? t + 1 : t][i];
        const leak = fault === "no way through the leak" ? 0 : 1 - alpha;
        deltas[t][i] = slope(x) * back + leak * deltas[t + 1][i];
      }
    const checkpoint = trials.checkpoints.indexOf(t - 1);
    if (checkpoint < 0 || (fault === "the first checkpoint only" && checkpoint > 0)) continue;
    outputs[t - 1].forEach((y, q) => {
      const at = (checkpoint * trials.count + trial) * trials.outputs + q;
      let error = (2 / trials.count) * (y - trials.targets[at]);
      const squashes = readout === "tanh-rates" || readout === "unit";
      if (squashes && fault !== "no slope of the squashed readout") error *= 1 - y * y;
      if (readout === "unit") deltas[t][0] += error;
      else
        for (let i = 0; i < units; i++) {
          const reads = readout === "state" ? states[t][i] : rates[t][i];
          const wrong = fault === "the readout's weights from x instead of r";
          output[q * units + i] += error * (wrong ? states[t][i] : reads);
          const gain = readout === "state" ? 1 : slope(states[t][i]);
          deltas[t][i] += error * weights.output[q * units + i] * gain;
        }
    });
  }
  return deltas;
}

function plainGradient(network: Network, trials: Trials, fault?: Fault): LossAndGradient {
  const { units, channels, model } = network;
  const sizes = weightSizes(network);
  const gradient = eachWeight((name) => new Float64Array(sizes[name]));
  const written = plainTrials(network, trials);
  const scale = fault === "α once too often" ? model.alpha * model.alpha : model.alpha;
  const { recurrent, input, output } = gradient;
  written.forEach((given, trial) => {
    const trace = plainRun(network, given);
    const deltas = plainDeltas({ network, trials, trial }, trace, output, fault);
    given.inputs.forEach((u, t) => {
      const late = given.inputs[Math.min(t + 1, given.inputs.length - 1)];
      const from = fault === "the inputs one step late" ? late : u;
      for (let i = 0; i < units; i++) {
        const clamped = model.clamped.some(({ unit }) => unit === i);
        if (clamped && fault !== "clamped units learn") continue;
        const delta = scale * deltas[t + 1][i];
        for (let j = 0; j < units; j++) recurrent[i * units + j] += delta * trace.rates[t][j];
        for (let c = 0; c < channels; c++) input[i * channels + c] += delta * from[c];
      }
    });
  });
  const times = fault === "the sum over trials, not the mean" ? trials.count : 1;
  return {
    loss: plainLoss(network, trials, written),
    gradient: eachWeight((name) => gradient[name].map((value) => times * value)),
  };
}

function plainTrace(network: Network, trials: Trials): Trace {
  const { count, steps } = trials;
  const states = new Float64Array((steps + 1) * count * network.units);
  const outputs = new Float64Array(steps * count * network.outputs);
  plainTrials(network, trials).forEach((given, trial) => {
    const trace = plainRun(network, given);
    trace.states.forEach((x, t) => {
      states.set(x, (t * count + trial) * network.units);
    });
    trace.outputs.forEach((y, t) => {
      outputs.set(y, (t * count + trial) * network.outputs);
    });
  });
  return { states, outputs };
}

function plainOutputs(network: Network, trials: Trials): Float64Array {
  const { outputs } = plainTrace(network, trials);
  const width = trials.count * trials.outputs;
  const values = new Float64Array(trials.checkpoints.length * width);
  trials.checkpoints.forEach((step, c) => {
    values.set(outputs.subarray(step * width, (step + 1) * width), c * width);
  });
  return values;
}

/** An engine that follows the equations word for word in float64, or makes one mistake. */
export function plainEngine(fault?: Fault): Engine {
  return {
    name: fault ?? "plain",
    tier: "float64",
    async evaluate(networks, trials) {
      return networks.map((network) => plainOutputs(network, trials));
    },
    async gradient(networks, trials) {
      return networks.map((network) => plainGradient(network, trials, fault));
    },
    async trace(network, trials) {
      return plainTrace(network, trials);
    },
    open: openSession,
    kicked: kickedBySteps(openSession),
  };
}
