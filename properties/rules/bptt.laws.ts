import fc from "fast-check";
import { type Network, WEIGHT_NAMES, type WeightName } from "../../src/model/model.ts";
import { type BpttHyper, type BpttMemory, bptt } from "../../src/rules/bptt.ts";
import type { LearningRule } from "../../src/rules/rule.ts";
import { code, text, working } from "../../src/setting/readings.ts";
import type { Law } from "../law.ts";
import { drawSmall, ruleKey, smallCdi, smallRdm, world } from "./made.ts";

/** A rule that descends a gradient with Adam. */
export type Descent = LearningRule<BpttHyper, BpttMemory>;

type Case = {
  readonly seed: number;
  readonly task: "rdm" | "cdi";
  readonly reading: "text" | "code" | "working";
  readonly trains: readonly WeightName[];
};

const cases: fc.Arbitrary<Case> = fc.record({
  seed: fc.nat(1_000_000),
  task: fc.constantFrom("rdm" as const, "cdi" as const),
  reading: fc.constantFrom("text" as const, "code" as const, "working" as const),
  trains: fc.subarray([...WEIGHT_NAMES], { minLength: 1 }),
});

/** A rule whose step is another one. */
const stepping = (change: (before: Network, after: Network) => Network): Descent => ({
  ...bptt,
  async learn(memory, on, of, hyper, key) {
    const next = await bptt.learn(memory, on, of, hyper, key);
    return { ...next, network: change(memory.network, next.network) };
  },
});

const eachStep = (
  before: Network,
  after: Network,
  step: (from: number, to: number) => number,
): Network => {
  const weights = { ...after.weights };
  for (const name of WEIGHT_NAMES)
    weights[name] = weights[name].map((to, i) => Math.fround(step(before.weights[name][i], to)));
  return { ...after, weights };
};

/** Adam's first step is the learning rate along the sign of the gradient. */
export const firstStepDescends: Law<Descent, Case, "bptt/first-step"> = {
  id: "bptt/first-step",
  says: "the first update moves each trained weight by the learning rate down its gradient",
  cite: "§2.3; Kingma & Ba 2015, Algorithm 1",
  needs: ["gradient"],
  runs: 40,
  cases: () => cases,
  async holds(rule, { seed, trains, ...given }) {
    const task = given.task === "rdm" ? smallRdm : smallCdi;
    const reading = { text, code, working }[given.reading];
    const { hyper, model } = rule.settings(task, reading);
    const draw = drawSmall(task, { ...model, trains }, seed);
    const before = rule.begin(draw, hyper, ruleKey(seed));
    const on = task.draw(ruleKey(seed), 20);
    const after = await rule.learn(before, on, world, hyper, ruleKey(seed));
    const [{ loss, gradient }] = await world.gradient([rule.network(before)], on);
    if (rule.lastLoss(after) !== loss) throw new Error(`loss ${rule.lastLoss(after)}, ${loss}`);
    const from = rule.network(before).weights;
    const to = rule.network(after).weights;
    for (const name of WEIGHT_NAMES)
      for (let i = 0; i < from[name].length; i++) {
        const g = gradient[name][i] * (hyper.loss === "sum" ? on.count : 1);
        const rate = trains.includes(name) ? hyper.learningRate : 0;
        const expected = Math.fround(from[name][i] - (rate * g) / (Math.abs(g) + hyper.epsilon));
        // One rounding to float32 of a weight below 4.
        if (!(Math.abs(to[name][i] - expected) <= 3e-7))
          throw new Error(`W_${name}[${i}]: ${from[name][i]} to ${to[name][i]}, not ${expected}`);
        if (Math.fround(to[name][i]) !== to[name][i]) throw new Error(`W_${name}: not float32`);
      }
  },
  mutants: [
    {
      name: "it climbs",
      subject: stepping((before, after) => eachStep(before, after, (a, b) => 2 * a - b)),
    },
    {
      name: "plain gradient descent",
      subject: {
        ...bptt,
        async learn(memory, on, of, hyper, key) {
          const next = await bptt.learn(memory, on, of, hyper, key);
          const [{ gradient }] = await of.gradient([memory.network], on);
          const weights = { ...memory.network.weights };
          for (const name of memory.network.model.trains)
            weights[name] = weights[name].map((w, i) =>
              Math.fround(w - hyper.learningRate * gradient[name][i]),
            );
          return { ...next, network: { ...next.network, weights } };
        },
      },
    },
    {
      name: "every matrix is trained",
      subject: {
        ...bptt,
        async learn(memory, on, of, hyper, key) {
          const { network } = memory;
          const model = { ...network.model, trains: WEIGHT_NAMES };
          return bptt.learn({ ...memory, network: { ...network, model } }, on, of, hyper, key);
        },
      },
    },
    {
      name: "twice the learning rate",
      subject: stepping((before, after) => eachStep(before, after, (a, b) => 2 * b - a)),
    },
    {
      name: "no correction of Adam's first moment",
      subject: stepping((before, after) => eachStep(before, after, (a, b) => a + 0.1 * (b - a))),
    },
  ],
};

/** Later steps go down the same loss. */
export const lossFalls: Law<Descent, Case, "bptt/loss"> = {
  id: "bptt/loss",
  says: "fifty updates on the same trials lower the loss on them",
  needs: ["gradient"],
  runs: 8,
  cases: () => cases,
  async holds(rule, { seed, ...given }) {
    const task = given.task === "rdm" ? smallRdm : smallCdi;
    const reading = { text, code, working }[given.reading];
    const { hyper, model } = rule.settings(task, reading);
    let memory = rule.begin(drawSmall(task, model, seed), hyper, ruleKey(seed));
    const on = task.draw(ruleKey(seed), 20);
    const losses: number[] = [];
    for (let update = 0; update < 50; update++) {
      memory = await rule.learn(memory, on, world, hyper, ruleKey(update));
      losses.push(rule.lastLoss(memory));
    }
    if (!(losses[49] < losses[0])) throw new Error(`loss from ${losses[0]} to ${losses[49]}`);
  },
  mutants: [
    {
      name: "it climbs",
      subject: stepping((before, after) => eachStep(before, after, (a, b) => 2 * a - b)),
    },
    { name: "it stays", subject: stepping((before) => before) },
  ],
};
