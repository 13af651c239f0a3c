import type { Engine } from "../engine/engine.ts";
import type { Network } from "../model/model.ts";
import { WEIGHT_NAMES } from "../model/model.ts";
import { deriveKey, type Key } from "../numerics/rng.ts";
import type { AnyRule } from "../rules/rule.ts";
import { worldOf } from "../rules/world.ts";
import { makeTask } from "../task/settings.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { initialMemory } from "./initialMemory.ts";
import { type Job, type JobSettings, streamOf } from "./job.ts";
import type { StopReason, Trained } from "./result.ts";
import { score, validationTrials } from "./score.ts";
import { validate } from "./stopping.ts";
import { trialsFor } from "./trialsFor.ts";

/** Validations in a row that must pass where one does not suffice. */
const IN_A_ROW = 10;

/** What a host learns while a network trains. */
export type Progress = {
  readonly attempt: number;
  readonly update: number;
  readonly budget: number;
  readonly loss: number;
};

/** What training one network takes. */
export type TrainingJob = Job & {
  readonly rule: AnyRule;
  readonly engine: Engine;
  /** Where to go on from; from the start where it is left out. */
  readonly from?: Checkpoint;
  readonly checkpointEvery?: number;
  readonly save?: (checkpoint: Checkpoint) => void;
  readonly report?: (progress: Progress) => void;
  /**
   * Told, where training goes on to ten in a row, what it would have come to had it ended at its
   * first passage: once it has passed, or at its end if it never did.
   */
  readonly passed?: (trained: Trained) => void;
};

/**
 * Trains one network to the criterion, to the end of its budget, or until it diverges. The result
 * depends on the job's settings, stream and seed alone: not on where it was cut and resumed.
 * @source §2.3: "training was terminated when accuracy on a validation dataset … exceeded 90%"
 * @throws RangeError where the engine is of another tier than the job's key says.
 */
export async function train(job: TrainingJob): Promise<Trained> {
  const { settings, tier, engine } = job;
  if (engine.tier !== tier)
    throw new RangeError(`engine: expected one of tier ${tier}, got ${engine.tier}`);
  const stream = streamOf(job);
  let at = job.from ?? begin(job, stream, { attempt: 0, updatesBefore: 0, validations: 0 });
  for (;;) {
    const { at: end, reason, detail } = await attempt(job, stream, at);
    if (reason === "budget" && end.attempt < settings.budget.restarts) {
      at = begin(job, stream, {
        attempt: end.attempt + 1,
        updatesBefore: end.updatesBefore + end.update,
        validations: end.validations,
        ...(end.passage === undefined ? {} : { passage: end.passage }),
      });
      continue;
    }
    const isPassing = settings.stopping === "ten-in-a-row" && typeof end.passage !== "number";
    if (isPassing) job.passed?.(await resultOf(asFirstPassage(job), end, { reason, detail }));
    return resultOf(job, end, { reason, detail });
  }
}

/** The same training with its end at the first passage. */
function asFirstPassage(job: TrainingJob): TrainingJob {
  return {
    ...job,
    ...job.passage,
    settings: { ...job.settings, stopping: "first-passage" },
  };
}

/** What training came to that ended where a checkpoint stands. */
async function resultOf(
  job: TrainingJob,
  end: Checkpoint,
  { reason, detail }: { readonly reason: StopReason; readonly detail: string },
): Promise<Trained> {
  const { key, settings, rule, seed, tier } = job;
  const network = rule.network(end.memory);
  const updates = end.updatesBefore + end.update;
  return {
    key,
    seed,
    tier,
    network,
    reason,
    detail,
    attempts: end.attempt + 1,
    updates,
    trials: updates * settings.trialsPerUpdate * (settings.runsPerTrial ?? 1),
    validations: end.validations,
    ...(await score(network, reason, { settings, engine: job.engine, stream: streamOf(job) })),
    losses: end.losses,
  };
}

function begin(
  { rule, settings }: TrainingJob,
  stream: Key,
  so: Pick<Checkpoint, "attempt" | "updatesBefore" | "validations" | "passage">,
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
      const had = at.passage;
      if (rule.ready?.(at.memory, settings.hyper) ?? true) at = await validated(job, stream, at);
      if (typeof at.passage === "number" && typeof had !== "number")
        job.passed?.(
          await resultOf(asFirstPassage(job), now(), { reason: "criterion", detail: "" }),
        );
      const needed = settings.stopping === "first-passage" ? 1 : IN_A_ROW;
      if (at.streak >= needed) return { at: now(), reason: "criterion", detail: "" };
    }
    if (at.update % checkpointEvery === 0) job.save?.(now());
  }
  return { at: now(), reason: "budget", detail: "" };
}

/** Updates between two checkpoints: at least ten, and a thousand trials. */
function checkpointUpdates({ trialsPerUpdate }: JobSettings): number {
  return Math.max(10, Math.ceil(1000 / trialsPerUpdate));
}

async function validated(job: TrainingJob, stream: Key, at: Checkpoint): Promise<Checkpoint> {
  const { settings, engine, rule } = job;
  const { stopping } = settings;
  const hasPassed = typeof at.passage === "number";
  const trials = validationTrials(settings, stream, hasPassed ? "in a row" : at);
  const { correct } = makeTask(settings.validationTask);
  const isFirst = stopping === "first-passage" || (stopping === "ten-in-a-row" && !hasPassed);
  const network = rule.network(at.memory);
  const how = isFirst ? "above" : "reach";
  const { passed } = await validate({ engine, network, trials, correct }, how);
  const next = { ...at, validations: at.validations + 1 };
  if (stopping === "ten-in-a-row" && !hasPassed)
    return { ...next, passage: passed ? at.updatesBefore + at.update : null };
  return { ...next, streak: passed ? at.streak + 1 : 0 };
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
