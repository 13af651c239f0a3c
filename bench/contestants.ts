import type { LossAndGradient } from "../src/engine/engine.ts";
import { correctTrials } from "../src/engine/loss.ts";
import {
  createNativeKernel,
  type InstructionSet,
  useInstructionSet,
} from "../src/engine/native/kernel.ts";
import { createCore } from "../src/engine/wasm/core.ts";
import { wasmEngine } from "../src/engine/wasm/engine.ts";
import { createKernel } from "../src/engine/wasm/kernel.ts";
import { initialise } from "../src/model/initialise.ts";
import { eachWeight, type Network, WEIGHT_NAMES, withWeights } from "../src/model/model.ts";
import { ADAM_DEFAULTS, adamBegin, adamUpdate } from "../src/numerics/adam.ts";
import { deriveKey, type Key } from "../src/numerics/rng.ts";
import { fullForce } from "../src/rules/fullForce.ts";
import { hebbian } from "../src/rules/hebbian.ts";
import type { DrawNetwork, LearningRule } from "../src/rules/rule.ts";
import { worldOn } from "../src/rules/world.ts";
import { working } from "../src/setting/readings.ts";
import type { Storable } from "../src/setting/storable.ts";
import { rdm } from "../src/task/rdm.ts";
import type { Task } from "../src/task/task.ts";
import type { Trials } from "../src/task/trials.ts";
import { openPeer } from "./peer.ts";
import { JOB_NAMES, type JobName, SIZES } from "./sizes.ts";

/** Someone who can do a job, and says how many milliseconds it took. */
export type Contestant = {
  readonly engine: string;
  /** The device that it runs on, where that is not this processor alone. */
  readonly device?: string;
  /** The jobs that it can do. */
  readonly jobs: readonly JobName[];
  time(job: JobName): Promise<number>;
  close(): void;
};

/** What an engine by itself can do. */
type EngineJob = "train" | "validate" | "generation";

/** What all that is timed is drawn from. */
export const key: Key = deriveKey(null, "bench");

/** RDM at noise 1.0, as every rule meets it. */
export const task: Task = rdm({
  steps: SIZES.steps,
  coherence: { kind: "uniform", largest: 0.1857 },
  noiseDeviation: 1,
  initialDeviation: 0.3,
});

/** A network of the paper's size. */
export const SHAPE = {
  channels: SIZES.channels,
  outputs: 1,
  initialisation: {
    units: SIZES.units,
    recurrentDeviation: Math.sqrt(1 / SIZES.units),
    inputDeviation: Math.sqrt(0.5),
    outputDeviation: Math.sqrt(0.1),
  },
};

const firstNetwork = (): Network =>
  initialise(
    {
      ...SHAPE,
      model: {
        activation: "shifted-tanh",
        readout: "rates",
        clamped: [],
        trains: WEIGHT_NAMES,
        alpha: 0.1,
      },
    },
    key,
  );

/** Our engine on WebAssembly. */
export const wasmContestant = (): Contestant =>
  contestantOf({
    engine: "wasm",
    jobs: {
      ...jobsOn(createCore(createKernel())),
      hebbian: learner(hebbian, SIZES.hebbianTrials),
      force: learner(fullForce, SIZES.forceTrials),
    },
    close() {},
  });

/**
 * Our native engine, on the best instruction set or a lesser one; sessions are WebAssembly's in any
 * case, so it does not time them.
 */
export function nativeContestant(name: string, set: InstructionSet | "best"): Contestant {
  const jobs = jobsOn(createCore(createNativeKernel()));
  const own = contestantOf({ engine: name, jobs, close() {} });
  return {
    ...own,
    time(job) {
      useInstructionSet(set);
      return own.time(job);
    },
  };
}

/** What runs a network: at once, or after a while. */
type Runs = {
  gradient(network: Network, trials: Trials): Promise<LossAndGradient> | LossAndGradient;
  evaluate(network: Network, trials: Trials): Promise<Float64Array> | Float64Array;
};

/** The jobs of a network on an engine: `train` draws its trials and takes a step of Adam. */
export function jobsOn(runs: Runs): Readonly<Record<EngineJob, () => Promise<void>>> {
  let network = firstNetwork();
  let memories = eachWeightMemory(network);
  let draws = 0;
  const draw = (count: number): Trials => task.draw(deriveKey(key, draws++), count);
  return {
    async train() {
      const { gradient } = await runs.gradient(network, draw(SIZES.trainTrials));
      const updates = Object.fromEntries(
        WEIGHT_NAMES.map((name) => [
          name,
          adamUpdate(
            { parameters: network.weights[name], gradient: gradient[name], memory: memories[name] },
            { learningRate: 5e-4, ...ADAM_DEFAULTS },
          ),
        ]),
      );
      network = withWeights(
        network,
        eachWeight((name) => updates[name].parameters.map(Math.fround)),
      );
      memories = {
        recurrent: updates.recurrent.memory,
        input: updates.input.memory,
        output: updates.output.memory,
      };
    },
    async validate() {
      const trials = draw(SIZES.validateTrials);
      correctTrials(await runs.evaluate(network, trials), trials);
    },
    async generation() {
      const trials = draw(SIZES.trainTrials);
      for (let k = 0; k < SIZES.generationNetworks; k++) await runs.evaluate(network, trials);
    },
  };
}

/** A contestant that does jobs, by their names. */
export const contestantOf = ({
  jobs,
  ...who
}: Omit<Contestant, "jobs" | "time"> & {
  readonly jobs: Readonly<Partial<Record<JobName, () => Promise<void>>>>;
}): Contestant => ({
  ...who,
  jobs: JOB_NAMES.filter((name) => jobs[name] !== undefined),
  async time(job) {
    const run = jobs[job];
    if (run === undefined) throw new Error(`${who.engine}: expected one of its jobs, got ${job}`);
    const begin = performance.now();
    await run();
    return performance.now() - begin;
  },
});

/** Answers what takes a rule `trials` trials further, one trial an update. */
function learner<Hyper extends Storable, Memory extends Storable>(
  rule: LearningRule<Hyper, Memory>,
  trials: number,
): () => Promise<void> {
  const { hyper, model } = rule.settings(task, working);
  const stream = deriveKey(key, rule.name);
  const world = worldOn(wasmEngine);
  const draw: DrawNetwork = ({ index = 0, extraChannels = 0 } = {}) =>
    initialise(
      { ...SHAPE, channels: SIZES.channels + extraChannels, model },
      deriveKey(stream, "initial", index),
    );
  let memory = rule.begin(draw, hyper, stream);
  let updates = 0;
  return async () => {
    for (let k = 0; k < trials; k++) {
      const drawn = task.draw(deriveKey(stream, "trials", updates), 1);
      memory = await rule.learn(memory, drawn, world, hyper, deriveKey(stream, updates));
      updates += 1;
    }
  };
}

const eachWeightMemory = ({ weights }: Network) => ({
  recurrent: adamBegin(weights.recurrent.length),
  input: adamBegin(weights.input.length),
  output: adamBegin(weights.output.length),
});

/** PyTorch in a process of its own, or nothing where no Python here has it. */
export async function torchContestant(): Promise<Contestant | undefined> {
  const { units, steps, trainTrials, validateTrials } = SIZES;
  const sizes = [units, steps, trainTrials, validateTrials].map(String);
  const peer = await openPeer("pytorch.py", sizes);
  if (!peer) return undefined;
  return {
    engine: "torch",
    jobs: ["train", "validate"],
    async time(job) {
      const answer = await peer.ask(job);
      const milliseconds = Number(answer);
      if (!Number.isFinite(milliseconds))
        throw new Error(`torch: expected a time for ${job}, got ${answer}`);
      return milliseconds;
    },
    close: () => peer.close(),
  };
}
