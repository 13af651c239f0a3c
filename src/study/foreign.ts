import { createHash } from "node:crypto";
import { basename } from "node:path";
import type { Engine } from "../engine/engine.ts";
import { mean } from "../engine/loss.ts";
import { type Network, WEIGHT_NAMES } from "../model/model.ts";
import { deriveKey } from "../numerics/rng.ts";
import { builtInRules } from "../rules/registry.ts";
import { defineRule, RULE_NAME } from "../rules/rule.ts";
import { working } from "../setting/readings.ts";
import { readNamed } from "../store/namedFile.ts";
import { type LabelledNetworks, readLabelledNetworks } from "../store/networkFile.ts";
import { makeTask } from "../task/settings.ts";
import { FRESH_TRIALS } from "../training/score.ts";
import type { Population } from "./analysis.ts";
import { type Cell, type CellSettings, cellName, resolveCell } from "./cell.ts";
import { cellOf } from "./plan.ts";
import { taskNamed } from "./taskNamed.ts";
import type { TrainedNetwork } from "./trained.ts";

/** What stands in for a file's metadata where they do not say it. */
export type Given = {
  readonly rule: string | undefined;
  readonly task: string | undefined;
  readonly noise: number | undefined;
};

/** The networks of a file, and the cell that they are said to belong to. */
export type ForeignFile = {
  readonly cell: Cell;
  readonly settings: CellSettings;
  readonly networks: readonly Network[];
};

/**
 * The networks of a file, of the rule, on the task, at the noise that the file's metadata or
 * `given` say.
 * @throws FormatError or RangeError where the file does not say enough, or its networks do not fit
 * the task.
 */
export function readForeign(file: string, given: Given): ForeignFile {
  const labelled = readNamed(file, readLabelledNetworks);
  const cell = cellOfFile(file, labelled, given);
  const [{ model, channels, outputs }] = labelled.networks;
  const standIn = defineRule<null, { readonly network: Network }>({
    name: cell.rule,
    cite: "from elsewhere",
    needs: [],
    settings: () => ({
      ...{ hyper: null, model, trialsPerUpdate: 1, validateEvery: 1 },
      budget: { updates: 1, restarts: 0 },
    }),
    begin: (draw) => ({ network: draw() }),
    learn: async (memory) => memory,
    network: ({ network }) => network,
    atRest: (hyper) => hyper,
    lastLoss: () => Number.NaN,
  });
  const settings = resolveCell(cell, standIn, working);
  const task = makeTask(settings.trainTask);
  if (channels !== task.channels || outputs !== task.outputs)
    throw new RangeError(
      `${file}: networks for ${cell.task} have ${task.channels} input channels and ` +
        `${task.outputs} output, these ${channels} and ${outputs}`,
    );
  return { cell, settings, networks: labelled.networks };
}

/**
 * The networks as a population. Each is scored on as many fresh trials as ours are, and counts as
 * trained if it is right on more than `criterion` of them, a share: when its training stopped is
 * not known.
 * @throws RangeError where two of them are the same.
 */
export async function foreignPopulation(
  { cell, settings, networks: given }: ForeignFile,
  criterion: number,
  engine: Engine,
): Promise<Population> {
  const task = makeTask(settings.trainTask);
  const trials = task.draw(deriveKey(null, "attest", "judge", cellName(cell)), FRESH_TRIALS);
  const ideal = task.ideal?.(trials) ?? 1;
  const networks: TrainedNetwork[] = [];
  for (const [seed, network] of given.entries()) {
    const [outputs] = await engine.evaluate([network], trials);
    const freshAccuracy = mean(task.correct(outputs, trials));
    networks.push({
      ...{ key: keyOf(network, cell, seed), cell, seed, tier: "tolerance", network, detail: "" },
      reason: freshAccuracy > criterion ? "criterion" : "budget",
      ...{ attempts: 1, updates: 0, trials: 0, validations: 0, freshAccuracy },
      ...{ idealAccuracy: ideal, losses: new Float64Array(0) },
    });
  }
  requireDistinct(networks);
  return { cell, settings, networks };
}

/** @throws RangeError where two networks have the same weights: a copy would count as another. */
function requireDistinct(networks: readonly TrainedNetwork[]): void {
  const owners = new Map<string, number>();
  for (const [at, { network }] of networks.entries()) {
    const hash = createHash("sha256").update(JSON.stringify(network.model));
    for (const name of WEIGHT_NAMES) hash.update(network.weights[name]);
    const name = hash.digest("hex");
    const owner = owners.get(name);
    if (owner !== undefined)
      throw new RangeError(`networks: expected each once, got network ${owner} again as ${at}`);
    owners.set(name, at);
  }
}

function cellOfFile(file: string, { metadata }: LabelledNetworks, given: Given): Cell {
  const name = given.rule ?? metadata.get("rule") ?? basename(file).replace(/\.[^.]*$/, "");
  const rule = name.replaceAll(/[^A-Za-z0-9-]/g, "-");
  if (!RULE_NAME.test(rule))
    throw new RangeError(
      `${file}: rule: expected letters, digits and dashes, got "${name}"; say --rule`,
    );
  if (builtInRules.some((each) => each.name === rule))
    throw new RangeError(
      `${file}: rule: "${rule}" is one of ours; call these otherwise, such as ${rule}-elsewhere`,
    );
  const task = given.task ?? metadata.get("task");
  if (task === undefined)
    throw new RangeError(`${file}: task: expected metadata "task", or --task`);
  const said = given.noise === undefined ? metadata.get("noise")?.trim() : String(given.noise);
  const noise = said === undefined || said === "" ? Number.NaN : Number(said);
  if (!(noise >= 0 && noise <= 100))
    throw new RangeError(
      `${file}: noise: expected metadata "noise" or --noise, a level within 0 … 100, ` +
        `got ${said === undefined || said === "" ? "nothing" : said}`,
    );
  return cellOf(rule, taskNamed(task), { noise });
}

/** A name for the network by what it is, as keys are where training is known. */
function keyOf({ weights, model }: Network, cell: Cell, seed: number): string {
  const hash = createHash("sha256").update(JSON.stringify([cell, model, seed]));
  for (const name of WEIGHT_NAMES) hash.update(new Uint8Array(weights[name].buffer));
  return hash.digest("hex").slice(0, 32);
}
