import { requireNetwork, type WeightName, withWeights } from "../../src/model/model.ts";
import { deriveKey } from "../../src/numerics/rng.ts";
import { type BpttHyper, type BpttMemory, bptt } from "../../src/rules/bptt.ts";
import type { AnyRule, LearningRule, World } from "../../src/rules/rule.ts";
import type { Trials } from "../../src/task/trials.ts";

/** BPTT, with its own types. */
export type BpttRule = LearningRule<BpttHyper, BpttMemory>;

/** Weights of one matrix changed after each update. */
export const afterEach = (
  name: WeightName,
  change: (weights: Float64Array, memory: BpttMemory) => Float64Array,
): BpttRule => ({
  ...bptt,
  async learn(memory, on, world, hyper, key) {
    const next = await bptt.learn(memory, on, world, hyper, key);
    const { network } = next;
    const changed = { ...network.weights, [name]: change(network.weights[name], next) };
    return { ...next, network: withWeights(network, changed) };
  },
});

/** BPTT that writes into the memory that it was given. */
export const writesIntoMemory: BpttRule = {
  ...bptt,
  async learn(memory, on, world, hyper, key) {
    const next = await bptt.learn(memory, on, world, hyper, key);
    memory.network.weights.recurrent.set(next.network.weights.recurrent);
    return next;
  },
};

/** BPTT that notes its loss in the memory that it was given. */
export const notesInMemory: BpttRule = {
  ...bptt,
  async learn(memory, on, world, hyper, key) {
    const next = await bptt.learn(memory, on, world, hyper, key);
    Object.assign(memory, { loss: next.loss });
    return next;
  },
};

/** BPTT that writes into the trials it was given. */
export const writesIntoTrials: BpttRule = {
  ...bptt,
  async learn(memory, on, world, hyper, key) {
    const next = await bptt.learn(memory, on, world, hyper, key);
    on.targets.fill(0);
    return next;
  },
};

/** BPTT with a momentum that it keeps beside its memory. */
export function remembersElsewhere(): BpttRule {
  const updates = new WeakMap<BpttMemory, number>();
  return {
    ...bptt,
    async learn(memory, on, world, hyper, key) {
      const count = updates.get(memory) ?? 0;
      const learningRate = hyper.learningRate * (1 + count);
      const next = await bptt.learn(memory, on, world, { ...hyper, learningRate }, key);
      updates.set(next, count + 1);
      return next;
    },
  };
}

/** BPTT that keeps in its memory what no store can hold. */
export const remembersInMap: BpttRule = {
  ...bptt,
  async learn(memory, on, world, hyper, key) {
    const next = await bptt.learn(memory, on, world, hyper, key);
    return Object.assign({ seen: new Map([["loss", next.loss]]) }, next);
  },
};

/** BPTT with noise from a stream that no key names. */
export function drawsByCallOrder(): BpttRule {
  let calls = 0;
  return afterEach("recurrent", (weights) => {
    calls += 1;
    return weights.map((weight, k) => (k === 0 ? Math.fround(weight + calls) : weight));
  });
}

/** BPTT whose answer hides what is not finite. */
export const hidesOverflow: BpttRule = {
  ...bptt,
  lastLoss(memory) {
    const loss = bptt.lastLoss(memory);
    return Number.isFinite(loss) ? loss : 0;
  },
  network({ network }) {
    const finite = (weights: Float64Array): Float64Array =>
      weights.map((weight) => (Number.isFinite(weight) ? weight : 0));
    const { recurrent, input, output } = network.weights;
    return withWeights(network, {
      recurrent: finite(recurrent),
      input: finite(input),
      output: finite(output),
    });
  },
};

/** BPTT that ends the whole training where a weight is not finite. */
export const throwsOnOverflow: BpttRule = {
  ...bptt,
  async learn(memory, on, world, hyper, key) {
    const next = await bptt.learn(memory, on, world, hyper, key);
    requireNetwork(next.network);
    return next;
  },
};

/** A rule whose world is changed before it learns. */
export const inWorld = (rule: AnyRule, change: (world: World) => World): AnyRule => ({
  ...rule,
  learn: (memory, on, world, hyper, key) => rule.learn(memory, on, change(world), hyper, key),
});

/** BPTT that learns from the gradient times `factor`. */
export const scaledGradient = (factor: number): AnyRule =>
  inWorld(bptt, (world) => ({
    ...world,
    async gradient(of, on) {
      const answers = await world.gradient(of, on);
      return answers.map(({ loss, gradient: { recurrent, input, output } }) => ({
        loss,
        gradient: {
          recurrent: recurrent.map((g) => factor * g),
          input: input.map((g) => factor * g),
          output: output.map((g) => factor * g),
        },
      }));
    },
  }));

/** A rule that learns on other trials than those it was given. */
export const onOtherTrials = (rule: AnyRule, change: (on: Trials) => Trials): AnyRule => ({
  ...rule,
  learn: (memory, on, world, hyper, key) => rule.learn(memory, change(on), world, hyper, key),
});

/** The trials with new noise. */
export function withNewNoise(on: Trials): Trials {
  const { inputs } = on;
  if (inputs.kind !== "gaussian") return on;
  return { ...on, inputs: { ...inputs, key: deriveKey(inputs.key, "of its own") } };
}
