import { setImmediate } from "node:timers/promises";
import type { Engine } from "../engine/engine.ts";
import { deriveKey } from "../numerics/rng.ts";
import type { AnyRule } from "../rules/rule.ts";
import { worldOf, worldOn } from "../rules/world.ts";
import { working } from "../setting/readings.ts";
import { sampleMean, sampleVariance } from "../statistics/moments.ts";
import { tQuantile } from "../statistics/studentT.ts";
import { type Cell, networkStream, resolveCell, type TaskName } from "../study/cell.ts";
import { makeTask } from "../task/settings.ts";
import { drawInitial } from "../training/initialMemory.ts";
import { trialsFor } from "../training/trialsFor.ts";

/** What a rule is expected to improve on, at real size. */
export type Improves = {
  readonly task: TaskName;
  /** The paper's noise level: 0.1, 0.5 or 1.0. */
  readonly noise: number;
  readonly updates: number;
};

/** By how much training lowered the loss of a trial. */
export type Improvement = {
  readonly untrainedLoss: number;
  readonly trainedLoss: number;
  /** The mean over trials of the loss before less the loss after. */
  readonly effect: number;
  /** The 95 % interval of the effect, trials taken as paired. */
  readonly interval: readonly [number, number];
  readonly trials: number;
};

/** Trials that neither network has seen. */
const FRESH_TRIALS = 500;

/**
 * Trains a network of real size (N = 50, 750 steps, the `working` reading) for some updates, and
 * compares it with itself before, on 500 fresh trials.
 */
export async function improvement(
  rule: AnyRule,
  { task: name, noise, updates }: Improves,
  engine: Engine,
): Promise<Improvement> {
  const cell: Cell = {
    rule: rule.name,
    task: name,
    noise,
    reading: working.name,
    variant: "as-is",
  };
  const settings = resolveCell(cell, rule, working);
  const stream = networkStream(cell, 1);
  const task = makeTask(settings.trainTask);
  const world = worldOf(rule, engine);
  const draw = drawInitial(settings, stream, 0);
  let memory = rule.begin(draw, settings.hyper, deriveKey(stream, "begin", 0));
  const untrained = rule.network(memory);
  for (let update = 0; update < updates; update++) {
    const on = trialsFor(rule, memory, {
      ...{ task, settings, key: deriveKey(stream, "trials", 0, update) },
    });
    const key = deriveKey(stream, "learn", 0, update);
    memory = await rule.learn(memory, on, world, settings.hyper, key);
    // A test's runner must be heard now and then.
    await setImmediate();
  }
  const fresh = task.draw(deriveKey(stream, "fresh"), FRESH_TRIALS);
  const [before, after] = await worldOn(engine).loss([untrained, rule.network(memory)], fresh);
  const differences = before.map((loss, trial) => loss - after[trial]);
  const effect = sampleMean(differences);
  const error = Math.sqrt(sampleVariance(differences) / FRESH_TRIALS);
  const half = tQuantile(0.975, FRESH_TRIALS - 1) * error;
  return {
    untrainedLoss: sampleMean(before),
    trainedLoss: sampleMean(after),
    effect,
    interval: [effect - half, effect + half],
    trials: FRESH_TRIALS,
  };
}

/** An improvement in a sentence. */
export function describeImprovement(
  { untrainedLoss, trainedLoss, effect, interval, trials }: Improvement,
  { task, noise, updates }: Improves,
): string {
  const round = (value: number): string => value.toPrecision(4);
  return (
    `${updates} updates on ${task} at noise ${noise} took the loss on ${trials} fresh trials ` +
    `from ${round(untrainedLoss)} to ${round(trainedLoss)}: lower by ${round(effect)}, ` +
    `95 % interval ${round(interval[0])} … ${round(interval[1])}`
  );
}
