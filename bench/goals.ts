import type { Engine } from "../src/engine/engine.ts";
import { nativeEngine } from "../src/engine/native/engine.ts";
import { wasmEngine } from "../src/engine/wasm/engine.ts";
import { initialise } from "../src/model/initialise.ts";
import type { Model, Network } from "../src/model/model.ts";
import { deriveKey } from "../src/numerics/rng.ts";
import { genetic } from "../src/rules/genetic.ts";
import { hebbian } from "../src/rules/hebbian.ts";
import { drawKicks, perturbedTrial } from "../src/rules/perturbedTrial.ts";
import type { DrawNetwork } from "../src/rules/rule.ts";
import { worldOn } from "../src/rules/world.ts";
import { working } from "../src/setting/readings.ts";
import type { Trials } from "../src/task/trials.ts";
import { key, SHAPE, task } from "./contestants.ts";
import { leastOf, timing } from "./least.ts";
import { openPlainC } from "./plainC.ts";
import { type GoalJob, SIZES } from "./sizes.ts";

/** The least process time of several runs, and what it is to be held against. */
export type Timed = {
  readonly engine: string;
  readonly ms: number;
  /** The engine, in the same job, that it is divided by; null for that one itself. */
  readonly against: string | null;
};

/**
 * What a job's time is to be at most, as a share of what it is held against; of `largest`, which is
 * held against nothing, in milliseconds.
 */
export const GOALS: Readonly<Record<GoalJob, number>> = {
  ...{ trial: 1.2, race: 0.85 },
  ...{ starts: 1, sets: 0.3, large: 0.3, largest: 180_000, pulses: 0.3 },
};

const drawOf =
  (model: Model): DrawNetwork =>
  ({ index = 0 } = {}) =>
    initialise({ ...SHAPE, model }, deriveKey(key, "goals", index));

const engines = (native: boolean): readonly Engine[] => [
  wasmEngine,
  ...(native ? [nativeEngine] : []),
];

/** Hebbian trials, whole: their noise and kicks drawn; in C both are given. */
export async function timeTrials(runs: number, native: boolean): Promise<readonly Timed[]> {
  const { hyper, model } = hebbian.settings(task, working);
  const network = drawOf(model)();
  const on = task.draw(deriveKey(key, "goals trial"), 1);
  const all = new Map<string, () => Promise<number>>();
  for (const engine of engines(native)) {
    const world = worldOn(engine);
    const run = (): void => {
      for (let k = 0; k < SIZES.goalTrials; k++) perturbedTrial(network, on, { world, hyper, key });
    };
    all.set(engine.name, timing(run));
  }
  const size = { steps: on.steps, units: network.units };
  const kicks = drawKicks(hyper.perturbation, size, key);
  const plain = await openPlainC({ network, on, kicks, hyper });
  if (plain === undefined)
    process.stderr.write("bench: there is no C compiler (cc) here; its rows are left out\n");
  const { eligibility, error } = perturbedTrial(network, on, {
    world: worldOn(wasmEngine),
    hyper,
    key,
  });
  const total = eligibility.reduce((sum, e) => Math.fround(sum + e), 0);
  if (plain !== undefined)
    all.set("c", async () => {
      const [ms, r, sum] = (await plain.ask(String(SIZES.goalTrials))).split(" ").map(Number);
      if (r !== error || Math.fround(sum) !== total)
        throw new Error(`c: expected R ${error} and Σ e ${total}, got ${r} and ${sum}`);
      return ms;
    });
  const least = await leastOf(runs, all);
  plain?.close();
  return [...least].map(([engine, ms]) => ({ engine, ms, against: engine === "c" ? null : "c" }));
}

/** A generation of the genetic rule and the trials that it is run on. */
type Generation = { readonly networks: readonly Network[]; readonly on: Trials };

/** The generation after some others, bred as the rule does: in the first nobody leads yet. */
async function breed(engine: Engine): Promise<Generation> {
  const { hyper, model } = genetic.settings(task, working);
  const world = worldOn(engine);
  let memory = genetic.begin(drawOf(model), hyper, key);
  const generations: Generation[] = [];
  const watched = {
    ...world,
    lowest: (networks: readonly Network[], on: Trials, count: number) => {
      generations.push({ networks, on });
      return world.lowest(networks, on, count);
    },
  };
  for (let k = 0; k <= SIZES.goalGenerations; k++) {
    const on = task.draw(deriveKey(key, "goals generation", k), SIZES.trainTrials);
    memory = await genetic.learn(memory, on, watched, hyper, deriveKey(key, "breed", k));
  }
  return generations[SIZES.goalGenerations];
}

/** A generation with its race, beside all its networks run on all its trials. */
export async function timeRace(runs: number, native: boolean): Promise<readonly Timed[]> {
  const { networks, on } = await breed(native ? nativeEngine : wasmEngine);
  const { parents } = genetic.settings(task, working).hyper;
  const all = new Map<string, () => Promise<number>>();
  for (const engine of engines(native)) {
    const world = worldOn(engine);
    all.set(
      engine.name,
      timing(() => world.lowest(networks, on, parents)),
    );
    all.set(
      `${engine.name} forward`,
      timing(() => engine.evaluate(networks, on)),
    );
  }
  const least = await leastOf(runs, all);
  return [...least].map(([engine, ms]) => {
    const forward = `${engine} forward`;
    return { engine, ms, against: least.has(forward) ? forward : null };
  });
}
