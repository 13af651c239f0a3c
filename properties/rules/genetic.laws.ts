import fc from "fast-check";
import { mean } from "../../src/engine/loss.ts";
import { type Network, WEIGHT_NAMES, type WeightName } from "../../src/model/model.ts";
import { createRng } from "../../src/numerics/rng.ts";
import { type GeneticHyper, type GeneticMemory, genetic, mutate } from "../../src/rules/genetic.ts";
import type { LearningRule } from "../../src/rules/rule.ts";
import { code, text, working } from "../../src/setting/readings.ts";
import type { Law } from "../law.ts";
import { drawSmall, ruleKey, smallCdi, smallRdm, world } from "./made.ts";

/** A rule that breeds networks. */
export type Breeding = LearningRule<GeneticHyper, GeneticMemory>;

type Case = {
  readonly seed: number;
  readonly task: "rdm" | "cdi";
  readonly reading: "text" | "code" | "working";
};

const cases: fc.Arbitrary<Case> = fc.record({
  seed: fc.nat(1_000_000),
  task: fc.constantFrom("rdm" as const, "cdi" as const),
  reading: fc.constantFrom("text" as const, "code" as const, "working" as const),
});

/** A rule that learns with other constants than it was given. */
const learningWith = (change: (hyper: GeneticHyper) => Partial<GeneticHyper>): Breeding => ({
  ...genetic,
  learn: (memory, on, of, hyper, key) =>
    genetic.learn(memory, on, of, { ...hyper, ...change(hyper) }, key),
});

function begun(rule: Breeding, { seed, task: name, reading }: Case) {
  const task = name === "rdm" ? smallRdm : smallCdi;
  const { hyper: own, model } = rule.settings(task, { text, code, working }[reading]);
  // Fewer networks than the paper's; elites and parents are the reading's own.
  const hyper = { ...own, first: 10, children: 8 };
  const memory = rule.begin(drawSmall(task, model, seed), hyper, ruleKey(seed));
  return { task, hyper, memory };
}

/** Elites keep what was found. */
export const bestNeverWorse: Law<Breeding, Case, "genetic/elites"> = {
  id: "genetic/elites",
  says: "on the same trials the best loss never rises, and is the answered network's",
  cite: "§2.3, GA",
  needs: ["loss"],
  runs: 12,
  cases: () => cases,
  async holds(rule, given) {
    const { task, hyper, memory: first } = begun(rule, given);
    const on = task.draw(ruleKey(given.seed), 16);
    let memory = first;
    let best = Number.POSITIVE_INFINITY;
    for (let generation = 0; generation < 6; generation++) {
      memory = await rule.learn(memory, on, world, hyper, ruleKey(generation));
      const loss = rule.lastLoss(memory);
      const [own] = await world.loss([rule.network(memory)], on);
      if (loss !== mean(own)) throw new Error(`loss ${loss}, of the network answered ${mean(own)}`);
      if (!(loss <= best)) throw new Error(`generation ${generation}: ${loss} after ${best}`);
      if (memory.best.length > hyper.parents) throw new Error(`${memory.best.length} parents`);
      best = loss;
    }
  },
  mutants: [
    { name: "no elites", subject: learningWith(() => ({ elites: 0 })) },
    {
      name: "the worst are kept",
      subject: {
        ...genetic,
        async learn(memory, on, of, hyper, key) {
          const next = await genetic.learn(memory, on, of, hyper, key);
          return { ...next, best: [...next.best].reverse() };
        },
      },
    },
    {
      name: "every network stays a parent",
      subject: learningWith(({ first }) => ({ parents: first })),
    },
  ],
};

/** A world that counts the networks of each generation. */
function counting(sizes: number[]) {
  return {
    ...world,
    lowest: (...[of, on, count]: Parameters<typeof world.lowest>) => {
      sizes.push(of.length);
      return world.lowest(of, on, count);
    },
  };
}

/** Generations have the sizes that the reading says. */
export const generationsHaveSizes: Law<Breeding, Case, "genetic/generation"> = {
  id: "genetic/generation",
  says: "generation zero is as drawn; each later one is the elites and the children",
  cite: "§2.3, GA",
  needs: ["loss"],
  runs: 12,
  cases: () => cases,
  async holds(rule, given) {
    const { task, hyper, memory: first } = begun(rule, given);
    const sizes: number[] = [];
    const on = task.draw(ruleKey(given.seed), 4);
    const second = await rule.learn(first, on, counting(sizes), hyper, ruleKey(1));
    await rule.learn(second, on, counting(sizes), hyper, ruleKey(2));
    const expected = [hyper.first, hyper.elites + hyper.children];
    if (sizes.join() !== expected.join())
      throw new Error(`generations of ${sizes.join()}, expected ${expected.join()}`);
    const drawn = new Set(first.best.map(weightsOf));
    if (drawn.size !== hyper.first) throw new Error(`${drawn.size} different networks drawn`);
    for (const network of second.best)
      if (!drawn.has(weightsOf(network))) throw new Error("generation zero was mutated");
  },
  mutants: [
    { name: "no elites", subject: learningWith(() => ({ elites: 0 })) },
    {
      name: "a child too few",
      subject: learningWith(({ children }) => ({ children: children - 1 })),
    },
    {
      name: "generation zero is one network many times",
      subject: {
        ...genetic,
        begin: (draw, hyper, key) => genetic.begin(() => draw({ index: 0 }), hyper, key),
      },
    },
    {
      name: "generation zero is mutated",
      subject: {
        ...genetic,
        learn: (memory, on, of, hyper, key) =>
          genetic.learn({ ...memory, generation: 1 }, on, of, hyper, key),
      },
    },
  ],
};

const weightsOf = ({ weights }: Network): string =>
  WEIGHT_NAMES.map((name) => weights[name].join()).join(";");

/** Makes a mutated copy of a network. */
export type Mutate = typeof mutate;

/** Mutations have the stated spread, on trained matrices only. */
export const mutationHasSpread: Law<
  Mutate,
  { readonly seed: number; readonly deviation: number; readonly trains: readonly WeightName[] },
  "genetic/mutation"
> = {
  id: "genetic/mutation",
  says: "a mutation adds normal noise of the stated deviation to each trained weight",
  cite: "§2.3, GA",
  needs: [],
  runs: 20,
  cases: () =>
    fc.record({
      seed: fc.nat(1_000_000),
      deviation: fc.constantFrom(0.005, Math.sqrt(0.005), 0.5),
      trains: fc.subarray([...WEIGHT_NAMES], { minLength: 1 }),
    }),
  holds(make, { seed, deviation, trains }) {
    const { model } = genetic.settings(smallCdi, text);
    const parent = drawSmall(smallCdi, { ...model, trains }, seed)();
    const before = weightsOf(parent);
    const rng = createRng(ruleKey(seed));
    const sums = { recurrent: [0, 0, 0], input: [0, 0, 0], output: [0, 0, 0] };
    for (let child = 0; child < 200; child++) {
      const { weights } = make(parent, deviation, rng);
      for (const name of WEIGHT_NAMES)
        for (let i = 0; i < weights[name].length; i++) {
          const z = (weights[name][i] - parent.weights[name][i]) / deviation;
          sums[name][0] += 1;
          sums[name][1] += z;
          sums[name][2] += z * z;
        }
    }
    if (weightsOf(parent) !== before) throw new Error("the parent was changed");
    for (const name of WEIGHT_NAMES) {
      const [n, first, second] = sums[name];
      const expected = trains.includes(name) ? 1 : 0;
      if (!(Math.abs(first / n) <= (5 * expected) / Math.sqrt(n)))
        throw new Error(`W_${name}: mean ${first / n} deviations`);
      if (!(Math.abs(second / n - expected) <= (7.1 * expected) / Math.sqrt(n)))
        throw new Error(`W_${name}: variance ${second / n} of ${deviation}², expected ${expected}`);
    }
  },
  mutants: [
    {
      name: "a deviation taken for a variance",
      subject: (parent, deviation, rng) => mutate(parent, Math.sqrt(deviation), rng),
    },
    {
      name: "a variance taken for a deviation",
      subject: (parent, deviation, rng) => mutate(parent, deviation * deviation, rng),
    },
    {
      name: "every matrix is mutated",
      subject: (parent, deviation, rng) =>
        mutate({ ...parent, model: { ...parent.model, trains: WEIGHT_NAMES } }, deviation, rng),
    },
    {
      name: "one weight in five is forgotten",
      subject(parent, deviation, rng) {
        const child = mutate(parent, deviation, rng);
        const recurrent = child.weights.recurrent.map((w, i) =>
          i % 5 === 0 ? parent.weights.recurrent[i] : w,
        );
        return { ...child, weights: { ...child.weights, recurrent } };
      },
    },
    {
      name: "the parent is changed",
      subject(parent, deviation, rng) {
        const child = mutate(parent, deviation, rng);
        for (const name of WEIGHT_NAMES) parent.weights[name].set(child.weights[name]);
        return child;
      },
    },
  ],
};
