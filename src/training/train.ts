import type { Engine } from "../engine/engine.ts";
import { correctTrials, mean } from "../engine/loss.ts";
import type { Network } from "../model/model.ts";
import { WEIGHT_NAMES } from "../model/model.ts";
import { deriveKey, type Key } from "../numerics/rng.ts";
import type { AnyRule } from "../rules/rule.ts";
import { worldOf } from "../rules/world.ts";
import {
  type Cell,
  type CellSettings,
  makeTask,
  networkStream,
  VALIDATION_TRIALS,
} from "./cell.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { idealAccuracy } from "./idealObserver.ts";
import { initialMemory } from "./initialNetwork.ts";
import { validate } from "./stopping.ts";
import { networkKey, type StopReason, type TrainedNetwork } from "./trained.ts";
import { trialsFor } from "./trialsFor.ts";

/** Fresh trials on which a finished network is scored. */
export const FRESH_TRIALS = 20_000;

/** What a host learns while a network trains. */
export type Progress = {
  readonly attempt: number;
  readonly update: number;
  readonly budget: number;
  readonly loss: number;
};

/** What training one network takes. */
export interface TrainingJob {
  readonly cell: Cell;
  readonly settings: CellSettings;
  readonly rule: AnyRule;
  readonly seed: number;
  readonly engine: Engine;
  /** Where to go on from; from the start where it is left out. */
  readonly from?: Checkpoint;
  readonly checkpointEvery?: number;
  readonly save?: (checkpoint: Checkpoint) => void;
  readonly report?: (progress: Progress) => void;
}

/**
 * Trains one network to the criterion, to the end of its budget, or until it diverges. The result
 * depends on the cell, its settings and the seed alone: not on where it was cut and resumed.
 * @source §2.3: "training was terminated when accuracy on a validation dataset … exceeded 90%"
 */
export async function train(job: TrainingJob): Promise<TrainedNetwork> {
  const { settings, rule, seed, engine } = job;
  const stream = networkStream(job.cell, seed);
  let at = job.from ?? begin(job, stream, { attempt: 0, updatesBefore: 0, validations: 0 });
  for (;;) {
    const { at: end, reason, detail } = await attempt(job, stream, at);
    if (reason === "budget" && end.attempt < settings.budget.restarts) {
      at = begin(job, stream, {
        attempt: end.attempt + 1,
        updatesBefore: end.updatesBefore + end.update,
        validations: end.validations,
      });
      continue;
    }
    const network = rule.network(end.memory);
    const updates = end.updatesBefore + end.update;
    return {
      key: networkKey({ cell: job.cell, settings, seed }, engine.tier),
      cell: job.cell,
      seed,
      tier: engine.tier,
      network,
      reason,
      detail,
      attempts: end.attempt + 1,
      updates,
      trials: updates * settings.trialsPerUpdate * (settings.runsPerTrial ?? 1),
      validations: end.validations,
      ...(await score(job, stream, network, reason)),
      losses: end.losses,
    };
  }
}

function begin(
  { rule, settings }: TrainingJob,
  stream: Key,
  so: { readonly attempt: number; readonly updatesBefore: number; readonly validations: number },
): Checkpoint {
  const memory = initialMemory(rule, { settings, stream, attempt: so.attempt });
  return { ...so, update: 0, memory, streak: 0, lossSum: 0, losses: new Float64Array(0) };
}

async function attempt(
  job: TrainingJob,
  stream: Key,
  from: Checkpoint,
): Promise<{ at: Checkpoint; reason: StopReason; detail: string }> {
  const { settings, rule } = job;
  const world = worldOf(rule, job.engine);
  const task = makeTask(settings.trainTask);
  const { checkpointEvery = checkpointUpdates(settings) } = job;
  const losses: number[] = [...from.losses];
  let at = from;
  const now = (): Checkpoint => ({ ...at, losses: Float64Array.from(losses) });
  while (at.update < settings.budget.updates) {
    const names = [at.attempt, at.update];
    const trials = trialsFor(rule, at.memory, {
      ...{ task, settings, key: deriveKey(stream, "trials", ...names) },
    });
    const key = deriveKey(stream, "learn", ...names);
    const memory = await rule.learn(at.memory, trials, world, settings.hyper, key);
    at = { ...at, memory, update: at.update + 1 };
    const loss = rule.lastLoss(memory);
    at = { ...at, lossSum: at.lossSum + loss };
    const detail = divergence(rule.network(memory), loss, at.update);
    if (detail !== "") return { at: now(), reason: "diverged", detail };
    job.report?.({
      attempt: at.attempt,
      update: at.update,
      budget: settings.budget.updates,
      loss,
    });
    if (at.update % settings.validateEvery === 0) {
      losses.push(at.lossSum / settings.validateEvery);
      at = { ...at, lossSum: 0 };
      if (rule.ready?.(at.memory, settings.hyper) ?? true) at = await validated(job, stream, at);
      const needed = settings.stopping === "first-passage" ? 1 : 10;
      if (at.streak >= needed) return { at: now(), reason: "criterion", detail: "" };
    }
    if (at.update % checkpointEvery === 0) job.save?.(now());
  }
  return { at: now(), reason: "budget", detail: "" };
}

/** Updates between two checkpoints: at least ten, and a thousand trials. */
function checkpointUpdates({ trialsPerUpdate }: CellSettings): number {
  return Math.max(10, Math.ceil(1000 / trialsPerUpdate));
}

async function validated(job: TrainingJob, stream: Key, at: Checkpoint): Promise<Checkpoint> {
  const { settings, engine, rule } = job;
  const which = settings.redrawn ? [at.attempt, at.update] : [];
  const trials = makeTask(settings.validationTask).draw(
    deriveKey(stream, "validation", ...which),
    VALIDATION_TRIALS,
  );
  const passing = settings.stopping === "first-passage" ? "above" : "reach";
  const network = rule.network(at.memory);
  const { passed } = await validate({ engine, network, trials }, passing);
  return { ...at, streak: passed ? at.streak + 1 : 0, validations: at.validations + 1 };
}

/** Says where training stopped being finite, or nothing. */
function divergence(network: Network, loss: number, update: number): string {
  for (const name of WEIGHT_NAMES) {
    const weights = network.weights[name];
    if (weights.every(Number.isFinite)) continue;
    const finite = weights.filter(Number.isFinite);
    return (
      `update ${update}: ${weights.length - finite.length} of ${weights.length} entries of ` +
      `W_${name} are not finite; the others have norm ${norm(finite)}`
    );
  }
  if (Number.isFinite(loss)) return "";
  const norms = WEIGHT_NAMES.map((name) => `W_${name} has norm ${norm(network.weights[name])}`);
  return `update ${update}: the loss is ${loss}; ${norms.join(", ")}`;
}

/** The euclidean norm, scaled where squares would overflow. */
function norm(weights: Float64Array): number {
  const plain = Math.sqrt(weights.reduce((sum, w) => sum + w * w, 0));
  if (Number.isFinite(plain)) return plain;
  const largest = weights.reduce((most, w) => Math.max(most, Math.abs(w)), 0);
  return largest * Math.sqrt(weights.reduce((sum, w) => sum + (w / largest) * (w / largest), 0));
}

async function score(
  job: TrainingJob,
  stream: Key,
  network: Network,
  reason: StopReason,
): Promise<{ freshAccuracy: number; idealAccuracy: number }> {
  const task = makeTask(job.settings.trainTask);
  const trials = task.draw(deriveKey(stream, "fresh"), FRESH_TRIALS);
  const ideal = idealAccuracy(trials, job.settings.trainTask.noiseDeviation);
  if (reason === "diverged") return { freshAccuracy: 0, idealAccuracy: ideal };
  const [outputs] = await job.engine.evaluate([network], trials);
  return { freshAccuracy: mean(correctTrials(outputs, trials)), idealAccuracy: ideal };
}
