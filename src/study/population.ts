import { chooseEngine } from "../engine/choose.ts";
import { loadRule, type RuleReference } from "../rules/registry.ts";
import type { AnyRule } from "../rules/rule.ts";
import type { Reading } from "../setting/reading.ts";
import { PILOT_ENDS, pilotReadings, readings } from "../setting/readings.ts";
import type { JobEvent } from "../training/jobEvent.ts";
import type { Unfinished } from "../training/limits.ts";
import type { Progress } from "../training/train.ts";
import {
  type JobOrder,
  openTrainers,
  type TrainersOptions,
  trainJobs,
} from "../training/trainers.ts";
import { type Cell, type CellSettings, cellName, resolveCell, withUpdates } from "./cell.ts";
import { jobOf } from "./job.ts";
import { storedNetwork } from "./storedNetwork.ts";
import { ofCell, type TrainedNetwork } from "./trained.ts";
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
  | {
      readonly kind: "unfinished";
      readonly member: Member;
      readonly why: string;
      readonly by: Unfinished["by"];
    }
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
export type PopulationOptions = TrainersOptions & {
  readonly tell: (event: PopulationEvent) => void;
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
  const orders: JobOrder[] = [];
  for (const member of members) orders.push(await orderOf(member, options));
  const trained = new Map<number, TrainedNetwork>();
  for (const [index, member] of members.entries()) {
    const found = storedNetwork(options.store, orders[index].job.key, member);
    if (found === undefined) continue;
    trained.set(index, found);
    tell({ kind: "stored", member, trained: found });
  }
  const missing = [...members.keys()].filter((index) => !trained.has(index));
  const results = await trainJobs(
    missing.map((index) => orders[index]),
    options,
    (at, event) => tell(eventOf(members[missing[at]], event)),
  );
  for (const [k, index] of missing.entries())
    trained.set(index, ofCell(members[index].cell, results[k]));
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
  const { job } = await orderOf(member, options);
  return storedNetwork(options.store, job.key, member);
}

/** The job that trains a member, and where a worker finds its rule. */
async function orderOf(
  member: Member,
  options: Pick<PopulationOptions, "engine" | "rules">,
): Promise<JobOrder> {
  const { tier } = await chooseEngine(options.engine);
  const { cell, seed } = member;
  const rule = { name: cell.rule, module: options.rules?.get(cell.rule) ?? null };
  const settings = settingsOfMember(member, await loadRule(rule));
  return { job: jobOf({ cell, seed, settings }, tier), rule };
}

/** Workers that train one network each at a time. */
export type MemberTrainers = {
  /** @throws Error that names the network whose training failed, and why. */
  readonly trainOne: (member: Member) => Promise<TrainedNetwork | Unfinished>;
  /** Stops what is still training, and ends the workers. */
  readonly close: () => Promise<void>;
};

/** Opens workers to train members in; each network is stored as soon as it is done. */
export function openMemberTrainers(options: PopulationOptions): MemberTrainers {
  const { trainOne, close } = openTrainers(options);
  return {
    async trainOne(member) {
      const ended = await trainOne(await orderOf(member, options), (event) =>
        options.tell(eventOf(member, event)),
      );
      return "why" in ended ? ended : ofCell(member.cell, ended);
    },
    close,
  };
}

/** The same event, of a member. */
const eventOf = (member: Member, event: JobEvent): PopulationEvent =>
  event.kind === "finished"
    ? { kind: "finished", member, trained: ofCell(member.cell, event.trained) }
    : { ...event, member };
