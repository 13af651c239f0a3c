import type { Engine } from "../engine/engine.ts";
import { mean } from "../engine/loss.ts";
import type { Network } from "../model/model.ts";
import { deriveKey, type Key } from "../numerics/rng.ts";
import { makeTask } from "../task/settings.ts";
import type { Trials } from "../task/trials.ts";
import type { JobSettings } from "./job.ts";
import type { StopReason, Trained } from "./result.ts";
import { validate } from "./stopping.ts";

/** Trials in a validation (§2.3). */
export const VALIDATION_TRIALS = 2000;

/** Fresh trials on which a finished network is scored. */
export const FRESH_TRIALS = 20_000;

/** What scoring a network takes: its settings, and the root of its random streams. */
type Scoring = {
  readonly settings: JobSettings;
  readonly stream: Key;
  readonly engine: Engine;
};

/** The accuracy of a finished network on fresh trials, and the ideal observer's on the same. */
export async function score(
  network: Network,
  reason: StopReason,
  { settings, stream, engine }: Scoring,
): Promise<Pick<Trained, "freshAccuracy" | "idealAccuracy">> {
  const task = makeTask(settings.trainTask);
  const trials = task.draw(deriveKey(stream, "fresh"), FRESH_TRIALS);
  const ideal = task.ideal?.(trials) ?? 1;
  if (reason === "diverged") return { freshAccuracy: 0, idealAccuracy: ideal };
  const [outputs] = await engine.evaluate([network], trials);
  return { freshAccuracy: mean(task.correct(outputs, trials)), idealAccuracy: ideal };
}

/**
 * The trials of a validation: new ones after each update, one set for all, or the one set on which
 * training goes on to ten in a row.
 */
export function validationTrials(
  { validationTask, redrawn }: Pick<JobSettings, "validationTask" | "redrawn">,
  stream: Key,
  after: { readonly attempt: number; readonly update: number } | "in a row",
): Trials {
  const which = after === "in a row" ? [after] : redrawn ? [after.attempt, after.update] : [];
  return makeTask(validationTask).draw(
    deriveKey(stream, "validation", ...which),
    VALIDATION_TRIALS,
  );
}

/**
 * Whether a network passes the validation after its last update, where one decides; null where its
 * criterion asks for several in a row, or it was not validated then.
 */
export async function lastValidation(
  { network, attempts, updates }: Pick<Trained, "network" | "attempts" | "updates">,
  { settings, stream, engine }: Scoring,
): Promise<boolean | null> {
  const { budget, validateEvery, stopping } = settings;
  const update = updates - (attempts - 1) * budget.updates;
  if (stopping !== "first-passage" || update === 0 || update % validateEvery !== 0) return null;
  const trials = validationTrials(settings, stream, { attempt: attempts - 1, update });
  const { correct } = makeTask(settings.validationTask);
  return (await validate({ engine, network, trials, correct }, "above")).passed;
}
