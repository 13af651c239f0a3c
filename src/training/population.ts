import { chooseEngine } from "../engine/choose.ts";
import type { Engine } from "../engine/engine.ts";
import { isJoined, type Joined } from "../engine/joined.ts";
import { loadRule, type RuleReference } from "../rules/registry.ts";
import type { AnyRule } from "../rules/rule.ts";
import type { Reading } from "../setting/reading.ts";
import { PILOT_ENDS, pilotReadings, readings } from "../setting/readings.ts";
import type { Store } from "../store/store.ts";
import { type Cell, type CellSettings, cellName, resolveCell, withUpdates } from "./cell.ts";
import { LimitError, type Limits, requireFinished, type Unfinished } from "./limits.ts";
import { storedNetwork, type Trainee } from "./member.ts";
import { openPool, trainInWorker, WorkerDiedError } from "./pool.ts";
import { trainTogether } from "./together.ts";
import type { Progress } from "./train.ts";
import { networkKey, type TrainedNetwork } from "./trained.ts";
import { VARIANTS } from "./variant.ts";

/** One network to train: a seed of a cell. */
export type Member = {
  readonly cell: Cell;
  readonly seed: number;
  /** How many updates, where the cell's variant has them given. */
  readonly updates?: number;
};

/** What the host of a population is told as it trains. */
export type PopulationEvent =
  | { readonly kind: "stored"; readonly member: Member; readonly trained: TrainedNetwork }
  | { readonly kind: "progress"; readonly member: Member; readonly progress: Progress }
  | {
      readonly kind: "retried";
      readonly member: Member;
      readonly retry: number;
      readonly why: string;
    }
  | ({ readonly kind: "unfinished" } & Unfinished)
  | { readonly kind: "finished"; readonly member: Member; readonly trained: TrainedNetwork };

/**
 * The reading of that name; for a seed of the pilot, as it was when the pilot was trained.
 * @throws RangeError where there is none.
 */
export function findReading(name: string, seed: number = PILOT_ENDS): Reading {
  if (!Object.hasOwn(readings, name))
    throw new RangeError(
      `reading: there is no "${name}"; there are ${Object.keys(readings).join(", ")}`,
    );
  const isPilot = seed < PILOT_ENDS && Object.hasOwn(pilotReadings, name);
  return isPilot ? pilotReadings[name] : readings[name];
}

/**
 * The settings of a cell, from the names of its rule and reading; those of the pilot for one of its
 * seeds.
 */
export async function settingsOf(
  cell: Cell,
  rule: RuleReference,
  seed?: number,
): Promise<CellSettings> {
  return resolveCell(cell, await loadRule(rule), findReading(cell.reading, seed));
}

/**
 * The settings of one network of a cell.
 * @throws RangeError where the variant has its updates given and none are, or the other way round.
 */
export function settingsOfMember({ cell, seed, updates }: Member, rule: AnyRule): CellSettings {
  const settings = resolveCell(cell, rule, findReading(cell.reading, seed));
  const isGiven = VARIANTS[cell.variant].updates === "given";
  if (isGiven !== (updates !== undefined))
    throw new RangeError(
      `updates: the variant ${cell.variant} has them ${isGiven ? "given" : "by its budget"}`,
    );
  return updates === undefined ? settings : withUpdates(settings, updates);
}

/** Where and how a population is trained. */
export type PopulationOptions = {
  readonly store: Store;
  readonly workers: number;
  readonly engine: string;
  readonly tell: (event: PopulationEvent) => void;
  readonly signal?: AbortSignal;
  /** What the training of each network may take. */
  readonly limits?: Limits;
  /** Where to find rules that are not built in, by name. */
  readonly rules?: ReadonlyMap<string, string>;
};

/**
 * Trains what is not in the store yet, and answers all members in the order given: one network a
 * worker at a time, or all at once in this process where the engine runs many networks as one. In
 * workers the bytes are the same for any number of them, and for any cut and resume.
 * What is stored but is not the network that it should be is set aside and trained again.
 * @throws RangeError for a number of workers or a seed that is none.
 * @throws Error that names the network whose training failed, and why; UnfinishedError, when all
 * others are done, where some met a limit or their workers died three times. What was finished
 * stays in the store.
 */
export async function trainPopulation(
  members: readonly Member[],
  options: PopulationOptions,
): Promise<readonly TrainedNetwork[]> {
  const { tell, workers } = options;
  if (!(Number.isInteger(workers) && workers >= 1))
    throw new RangeError(`workers: expected a whole number from 1, got ${workers}`);
  for (const { seed } of members)
    if (!(Number.isSafeInteger(seed) && seed >= 0))
      throw new RangeError(`seed: expected a whole number from 0, got ${seed}`);
  const engine = await chooseEngine(options.engine);
  const trained = new Map<number, TrainedNetwork>();
  for (const [index, member] of members.entries()) {
    const found = await storedMember(member, options);
    if (found === undefined) continue;
    trained.set(index, found);
    tell({ kind: "stored", member, trained: found });
  }
  const missing = [...members.keys()].filter((index) => !trained.has(index));
  const some = missing.map((index) => members[index]);
  const results = isJoined(engine)
    ? await trainJoined(some, engine, options)
    : await trainInPool(some, options);
  for (const [k, index] of missing.entries()) trained.set(index, results[k]);
  return members.map((member, index) => {
    const result = trained.get(index);
    if (result === undefined)
      throw new Error(`${cellName(member.cell)} seed ${member.seed} was not trained`);
    return result;
  });
}

/**
 * The stored network of a member, or undefined where there is none. One that is not what it should
 * be is set aside.
 */
export async function storedMember(
  member: Member,
  options: Pick<PopulationOptions, "store" | "engine" | "rules">,
): Promise<TrainedNetwork | undefined> {
  const { tier } = await chooseEngine(options.engine);
  const rule = await loadRule(referenceTo(member.cell, options));
  const settings = settingsOfMember(member, rule);
  return storedNetwork(options.store, networkKey({ ...member, settings }, tier), member);
}

const referenceTo = (cell: Cell, { rules }: Pick<PopulationOptions, "rules">): RuleReference => ({
  name: cell.rule,
  module: rules?.get(cell.rule) ?? null,
});

/** Trains members on an engine that runs many networks as one. */
async function trainJoined(
  members: readonly Member[],
  engine: Engine & Joined,
  options: PopulationOptions,
): Promise<readonly TrainedNetwork[]> {
  const trainees: Trainee[] = [];
  for (const member of members) {
    const rule = await loadRule(referenceTo(member.cell, options));
    const settings = settingsOfMember(member, rule);
    trainees.push({ cell: member.cell, seed: member.seed, rule, settings });
  }
  return trainTogether(trainees, { ...options, engine });
}

/** Workers that train one network each at a time. */
export type Trainers = {
  /** @throws Error that names the network whose training failed, and why. */
  readonly trainOne: (member: Member) => Promise<TrainedNetwork | Unfinished>;
  /** Stops what is still training, and ends the workers. */
  readonly close: () => Promise<void>;
};

/** Opens workers to train in; each network is stored as soon as it is done. */
export function openTrainers(options: PopulationOptions): Trainers {
  const { store, workers, engine, tell, signal, limits = {} } = options;
  const pool = openPool(workers);
  const over = new AbortController();
  const stop = AbortSignal.any([over.signal, ...(signal === undefined ? [] : [signal])]);
  const trainOne = async (member: Member): Promise<TrainedNetwork | Unfinished> => {
    const rule = referenceTo(member.cell, options);
    try {
      const trained = await trainInWorker(pool, {
        task: { ...member, rule, engine, folder: store.folder },
        tell: (progress) => tell({ kind: "progress", member, progress }),
        retried: (retry, why) => tell({ kind: "retried", member, retry, why }),
        signal: stop,
        limits,
      });
      tell({ kind: "finished", member, trained });
      return trained;
    } catch (error) {
      if (!(error instanceof LimitError || error instanceof WorkerDiedError)) throw error;
      const by = error instanceof LimitError ? "limit" : "death";
      const unfinished = { member, why: error.message, by } as const;
      tell({ kind: "unfinished", ...unfinished });
      return unfinished;
    }
  };
  return {
    trainOne,
    async close() {
      // Before the pool goes: what it still runs must not take its end for a death to be retried.
      over.abort();
      await pool.destroy();
    },
  };
}

/** Trains members one a worker at a time; where one fails, the others are stopped. */
async function trainInPool(
  members: readonly Member[],
  options: PopulationOptions,
): Promise<readonly TrainedNetwork[]> {
  if (members.length === 0) return [];
  const { workers } = options;
  const { trainOne, close } = openTrainers({
    ...options,
    workers: Math.min(workers, members.length),
  });
  try {
    return requireFinished(await Promise.all(members.map(trainOne)));
  } finally {
    await close();
  }
}
