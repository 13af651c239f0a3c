import { type Network, WEIGHT_NAMES } from "../model/model.ts";
import { canonicalJson } from "../setting/storable.ts";
import { makeTask } from "../task/settings.ts";
import { FRESH_TRIALS } from "../training/score.ts";
import { CRITERION } from "../training/stopping.ts";
import { type CellSettings, cellName, streamName } from "./cell.ts";
import { initialNetwork } from "./initialNetwork.ts";
import { settingsOfMember } from "./population.ts";
import type { PopulationAbout, ReadPopulation } from "./populationFile.ts";
import type { StudyRules } from "./rules.ts";
import type { TrainedNetwork } from "./trained.ts";
import { VARIANTS } from "./variant.ts";
import { wrongSeeds } from "./window.ts";

/** Fresh accuracy may be this far from what a validation found: seven standard deviations. */
const MOST_APART = 0.05;

/**
 * Refuses a population that states what its settings, seeds and counters do not give: model, shape,
 * number type, seeds, counters, the reason of an end, weights that no rule changes, and weights
 * that two networks share. What only training shows is not looked at here.
 * @throws RangeError that names the network and the field.
 */
export function requireDerived({ about, networks }: ReadPopulation, rules: StudyRules): void {
  const wrong = wrongAbout(about, rules) ?? wrongSeeds(about, networks);
  if (wrong !== null) throw new RangeError(wrong);
  for (const trained of networks) {
    const why = wrongNetwork(trained, rules);
    if (why !== null) throw new RangeError(`seed ${trained.seed}: ${why}`);
  }
  const shared = sharedRow(networks);
  if (shared !== null) throw new RangeError(shared);
}

/** What the cell's settings do not give of what a file says of all its networks. */
function wrongAbout(about: PopulationAbout, rules: StudyRules): string | null {
  const { cell, first } = about;
  const settings = rules.settings(cell, first);
  const { channels, outputs } = makeTask(settings.trainTask);
  const { units } = settings.initialisation;
  for (const [name, expected] of Object.entries({ units, channels, outputs }))
    if (Reflect.get(about, name) !== expected)
      return `${name}: expected ${expected} of ${cellName(cell)}, got ${Reflect.get(about, name)}`;
  return wrongModel(about.model, settings);
}

function wrongModel(stated: unknown, { model }: CellSettings): string | null {
  if (canonicalJson(Object(stated)) === canonicalJson(model)) return null;
  const name = Object.entries(model).find(
    ([field, value]) =>
      JSON.stringify(Reflect.get(Object(stated), field)) !== JSON.stringify(value),
  )?.[0];
  return `model: expected ${name ?? "no other field"} as the settings give it`;
}

/** What is wrong with one network, in words; null where all that is cheap to derive agrees. */
function wrongNetwork(trained: TrainedNetwork, rules: StudyRules): string | null {
  const { cell, seed, updates, network, tier } = trained;
  const isGiven = VARIANTS[cell.variant].updates === "given";
  const rule = rules.named(cell.rule);
  if (isGiven && updates < 1) return `updates: expected at least 1, got ${updates}`;
  const settings = settingsOfMember({ cell, seed, ...(isGiven ? { updates } : {}) }, rule);
  const wrong =
    wrongModel(network.model, settings) ??
    wrongCounters(trained, settings) ??
    wrongEnd(trained, settings) ??
    wrongAccuracy(trained, settings);
  if (wrong !== null) return wrong;
  const fixed = WEIGHT_NAMES.filter(
    (name) => updates === 0 || !settings.model.trains.includes(name),
  );
  if (tier === "float32" && trained.reason !== "diverged") {
    const odd = WEIGHT_NAMES.find(
      (name) => !network.weights[name].every((w) => Object.is(Math.fround(w), w)),
    );
    if (odd !== undefined) return `W_${odd}: expected numbers of float32`;
  }
  if (fixed.length === 0) return null;
  return wrongFixed(network, initialNetwork(trained, rule, settings), fixed);
}

/** Counters follow from updates: attempts, trials, losses, and no more validations than fit. */
function wrongCounters(
  { attempts, updates, trials, validations, losses }: TrainedNetwork,
  { budget, trialsPerUpdate, runsPerTrial = 1, validateEvery }: CellSettings,
): string | null {
  const most = budget.restarts + 1;
  if (!(attempts >= 1 && attempts <= most))
    return `attempts: expected 1 … ${most}, got ${attempts}`;
  const before = (attempts - 1) * budget.updates;
  const own = updates - before;
  // The first update of a further attempt comes before anything can end it.
  if (!(own >= (attempts > 1 ? 1 : 0) && own <= budget.updates))
    return (
      `updates: expected ${before} … ${before + budget.updates} in ${attempts} attempts, ` +
      `got ${updates}`
    );
  const runs = updates * trialsPerUpdate * runsPerTrial;
  if (trials !== runs) return `trials: expected ${runs} of ${updates} updates, got ${trials}`;
  const seen = Math.floor(own / validateEvery);
  if (losses.length !== seen)
    return `losses: expected ${seen} of ${own} updates, got ${losses.length}`;
  const fitting = (attempts - 1) * Math.floor(budget.updates / validateEvery) + seen;
  if (validations > fitting)
    return `validations: expected at most ${fitting} of ${updates} updates, got ${validations}`;
  return null;
}

/** Whether a network can have ended for the reason that it states. */
function wrongEnd(
  { reason, detail, attempts, updates, validations, network, losses }: TrainedNetwork,
  { budget, stopping, validateEvery }: CellSettings,
): string | null {
  const own = updates - (attempts - 1) * budget.updates;
  const isWhole = WEIGHT_NAMES.every((name) => network.weights[name].every(Number.isFinite));
  if (reason === "diverged") {
    if (!detail.startsWith(`update ${own}: `) || (isWhole && !detail.includes("the loss is")))
      return `reason: expected what diverged at update ${own}, got "${detail}"`;
    return null;
  }
  if (detail !== "") return `detail: expected nothing of a network that did not diverge`;
  if (!losses.every(Number.isFinite)) return "losses: expected finite ones";
  if (reason === "criterion") {
    const needed = stopping === "first-passage" ? 1 : IN_A_ROW;
    if (updates % validateEvery !== 0 || own < needed * validateEvery || validations < needed)
      return (
        `reason: expected ${needed} validations for the criterion, the last after update ` +
        `${updates}, got ${validations} and one every ${validateEvery}`
      );
    return null;
  }
  if (own !== budget.updates || attempts !== budget.restarts + 1)
    return (
      `reason: expected the budget to be spent, ${budget.restarts + 1} attempts of ` +
      `${budget.updates} updates, got ${own} in attempt ${attempts}`
    );
  return null;
}

/** Validations in a row that one of the criteria asks for. */
const IN_A_ROW = 10;

/** A share of the fresh trials, and none that contradicts the last validation. */
function wrongAccuracy(
  { reason, freshAccuracy, idealAccuracy, validations, updates }: TrainedNetwork,
  { trainTask, validationTask, budget, stopping, validateEvery }: CellSettings,
): string | null {
  const right = Math.round(freshAccuracy * FRESH_TRIALS);
  if (freshAccuracy !== right / FRESH_TRIALS)
    return `fresh_accuracy: expected a share of ${FRESH_TRIALS} trials, got ${freshAccuracy}`;
  if (!(idealAccuracy >= 0.5))
    return `ideal_accuracy: expected at least a half, got ${idealAccuracy}`;
  if (reason === "diverged")
    return freshAccuracy === 0 ? null : `fresh_accuracy: expected 0, got ${freshAccuracy}`;
  if (trainTask.noiseDeviation !== validationTask.noiseDeviation) return null;
  if (reason === "criterion" && freshAccuracy < CRITERION - MOST_APART)
    return `reason: expected one that met the criterion, got one of accuracy ${freshAccuracy}`;
  const isLookedAtLast = validations === budget.updates / validateEvery && updates > 0;
  const isPassing = stopping === "first-passage" && budget.restarts === 0 && isLookedAtLast;
  if (reason === "budget" && isPassing && freshAccuracy > CRITERION + MOST_APART)
    return `reason: expected one that missed the criterion, got one of accuracy ${freshAccuracy}`;
  return null;
}

/** Weights that no update changes are those that were drawn for the seed. */
function wrongFixed(
  network: Network,
  initial: Network,
  names: readonly (typeof WEIGHT_NAMES)[number][],
): string | null {
  for (const name of names) {
    const [stated, drawn] = [network.weights[name], initial.weights[name]];
    const at = stated.findIndex((w, k) => !Object.is(Math.fround(w), Math.fround(drawn[k])));
    if (at >= 0)
      return `W_${name}: expected ${drawn[at]} as drawn from its seed at ${at}, got ${stated[at]}`;
  }
  return null;
}

/** Two networks with the same weights into a unit: one was copied. Null where there are none. */
export function sharedRow(
  networks: readonly Pick<TrainedNetwork, "cell" | "seed" | "network">[],
): string | null {
  const owners = new Map<string, string>();
  for (const { cell, seed, network } of networks) {
    const { units, weights } = network;
    // Cells that differ in when training ends alone train the same network.
    const own = `${streamName(cell)} seed ${seed}`;
    for (let unit = 0; unit < units; unit++) {
      const row = weights.recurrent.subarray(unit * units, (unit + 1) * units);
      if (row.every((w) => w === 0) || !row.every(Number.isFinite)) continue;
      const bytes = Buffer.from(row.buffer, row.byteOffset, row.byteLength).toString("latin1");
      const owner = owners.get(bytes) ?? own;
      if (owner !== own)
        return `seed ${seed}: W_recurrent: expected weights of its own, got those of ${owner}`;
      owners.set(bytes, own);
    }
  }
  return null;
}
