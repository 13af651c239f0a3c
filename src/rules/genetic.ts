import { type Network, WEIGHT_NAMES, withWeights } from "../model/model.ts";
import { createRng, deriveKey, type Key, type Rng } from "../numerics/rng.ts";
import { defineRule } from "./rule.ts";

/** GA's constants. */
export type GeneticHyper = {
  /** Networks in generation zero. */
  readonly first: number;
  /** Networks mutated from the parents in each later generation. */
  readonly children: number;
  /** The best networks that go on into the next generation unmutated. */
  readonly elites: number;
  /** The best networks from which children are made. */
  readonly parents: number;
  /** Standard deviation of the noise that a mutation adds to every trained weight. */
  readonly mutationDeviation: number;
};

/** The best networks of the last generation, best first (before the first: generation zero). */
export type GeneticMemory = {
  readonly generation: number;
  readonly best: readonly Network[];
  /** The mean loss of each network in `best` on the trials that chose them; NaN before that. */
  readonly losses: readonly number[];
};

/**
 * A genetic algorithm. Generation zero is fifty random networks. In each generation the five
 * networks of lowest loss on 500 trials are the parents: a child is a parent, chosen at random,
 * with noise added to all its weight matrices. The five go on unmutated beside fifty children. The
 * rule answers the network of lowest loss.
 * @source §2.3, GA; Such et al. 2017
 */
export const genetic = defineRule<GeneticHyper, GeneticMemory>({
  name: "genetic",
  cite: "McMahan, Kleinman & Kao 2021, §2.3; Such et al. 2017",
  needs: ["loss"],
  settings: (task, { train }) => ({
    hyper: {
      first: 50,
      children:
        task.contexts > 1 ? train.generation.childrenWithContexts : train.generation.children,
      elites: train.generation.elites,
      parents: train.generation.parents,
      mutationDeviation:
        task.contexts > 1 ? train.mutationDeviation.contexts : train.mutationDeviation.plain,
    },
    model: {
      activation: train.activation.genetic,
      readout: train.readout.genetic,
      clamped: [],
      trains: WEIGHT_NAMES,
      alpha: train.alpha,
    },
    trialsPerUpdate: 500,
    validateEvery: 1,
    budget: { updates: 2000, restarts: 0 },
  }),
  begin: (draw, { first }) => ({
    generation: 0,
    best: Array.from({ length: first }, (_, index) => draw({ index })),
    losses: [],
  }),
  async learn(memory, on, world, hyper, key) {
    const generation =
      memory.generation === 0 ? memory.best : nextGeneration(memory.best, hyper, key);
    const chosen = await world.lowest(generation, on, hyper.parents);
    return {
      generation: memory.generation + 1,
      best: chosen.map(({ index }) => generation[index]),
      losses: chosen.map(({ loss }) => loss),
    };
  },
  network: (memory) => memory.best[0],
  // Then every network is one of generation zero.
  atRest: (hyper) => ({ ...hyper, mutationDeviation: 0 }),
  lastLoss: (memory) => memory.losses[0] ?? Number.NaN,
});

/** The elites, then the children; child k draws from its own stream. */
function nextGeneration(
  best: readonly Network[],
  { children, elites, mutationDeviation }: GeneticHyper,
  key: Key,
): readonly Network[] {
  const offspring = Array.from({ length: children }, (_, index) => {
    const rng = createRng(deriveKey(key, "child", index));
    return mutate(best[rng.integer(best.length)], mutationDeviation, rng);
  });
  return [...best.slice(0, elites), ...offspring];
}

/** A copy of `parent` with normal noise on each trained weight, rounded to float32. */
export function mutate(parent: Network, deviation: number, rng: Rng): Network {
  const weights = { ...parent.weights };
  for (const name of parent.model.trains)
    weights[name] = weights[name].map((w) =>
      Math.fround(w + Math.fround(deviation * rng.normal())),
    );
  return withWeights(parent, weights);
}
