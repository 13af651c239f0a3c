import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { PopulationName } from "../claims/finding.ts";
import { createRng, deriveKey } from "../numerics/rng.ts";
import { openStore } from "../store/store.ts";
import { cellName } from "../study/cell.ts";
import { conditionsIn } from "../study/conditions.ts";
import { type Member, storedMember, trainPopulation } from "../study/population.ts";
import { openRules, type StudyRules } from "../study/rules.ts";
import { openStudy } from "../study/study.ts";
import type { TrainedNetwork } from "../study/trained.ts";
import { VARIANTS } from "../study/variant.ts";
import { UnfinishedError } from "../training/limits.ts";
import { addToAuditList, auditListIn, listedIn, networkHash, readAuditList } from "./auditList.ts";
import type { Host } from "./host.ts";
import { requireWritable } from "./outputFile.ts";
import { progressOf } from "./progress.ts";

/** What `attest audit` is asked for. */
export type AuditOptions = {
  readonly populations: string;
  /** `study`: the complete conditions of the study, in the place of populations. */
  readonly population: PopulationName | undefined;
  readonly study: string;
  /** Files of rules beside ours. */
  readonly rules: readonly string[];
  /** How many networks are drawn. */
  readonly networks: number;
  /** Draws the sample: printed, so that the same one can be audited again. */
  readonly seed: number;
  /** Keys of networks, or the beginnings of them, in the place of a sample. */
  readonly keys: readonly string[];
  /** Every network that the list does not hold yet; those that are identical join it. */
  readonly all?: boolean;
  /** The list of what was trained again; `audited.json` of the populations if left out. */
  readonly list?: string | undefined;
  readonly workers: number;
  readonly engine: string;
  readonly json: boolean;
};

/** A network that was trained again: whether it has the same bytes, and how long it took. */
export type Audited = {
  readonly trained: TrainedNetwork;
  /** Null where the time was up before it was finished: then nothing is known of it. */
  readonly identical: boolean | null;
  /** From the start of the audit until it was done, whatever else trained beside it. */
  readonly seconds: number;
};

/**
 * Trains a sample of shipped networks again from scratch and compares every byte of their weights,
 * and all that is said of their training. Prints a line a network.
 * @returns whether all are identical
 * @throws RangeError where a key names no shipped network; Error where there is none at all.
 */
export async function audit(options: AuditOptions, host: Host): Promise<boolean> {
  const knows = await openRules(options.rules);
  const all = await shippedNetworks(options, knows);
  if (options.all === true) return auditAll(all, { options, rules: knows }, host);
  const sample =
    options.keys.length > 0
      ? [...new Set(options.keys.map((key) => networkOf(all, key)))]
      : drawSample(all, options.networks, options.seed);
  if (sample.length === 0)
    throw new Error(`populations: there is no network in ${resolve(options.populations)}`);
  if (options.keys.length === 0)
    host.note(`${sample.length} of ${all.length} networks, drawn by --seed ${options.seed}\n`);
  const audited = await host.stoppable(
    () => trainAgain(sample, { ...options, rules: knows }, host),
    { goesOn: false },
  );
  if (options.json) host.out(auditJson(audited));
  else for (const each of audited) host.out(auditLine(each));
  return audited.every(({ identical }) => identical === true);
}

/**
 * Trains all networks again that the list does not hold, the quickest first, a few at a time, and
 * adds those that are identical to it after each few: it goes on where it was stopped.
 */
async function auditAll(
  networks: readonly TrainedNetwork[],
  { options, rules }: { readonly options: AuditOptions; readonly rules: StudyRules },
  host: Host,
): Promise<boolean> {
  const whose = options.population === "study" ? options.study : options.populations;
  const file = options.list ?? auditListIn(whose);
  requireWritable("list", file);
  const listed = new Set(listedIn(readAuditList(file), networks));
  const left = networks.filter((one) => !listed.has(one)).sort((a, b) => a.trials - b.trials);
  host.note(`${listed.size} of ${networks.length} networks are in ${file}\n`);
  const audited: Audited[] = [];
  const work = async (): Promise<void> => {
    for (let at = 0; at < left.length; at += options.workers) {
      const some = left.slice(at, at + options.workers);
      const again = await trainAgain(some, { ...options, rules }, host);
      audited.push(...again);
      if (!options.json) for (const each of again) host.out(auditLine(each));
      addToAuditList(
        file,
        again.flatMap(({ trained, identical }) => (identical === true ? [trained] : [])),
      );
      host.signal.throwIfAborted();
    }
  };
  await host.stoppable(work, { goesOn: true });
  if (options.json) host.out(auditJson(audited));
  const done = listed.size + audited.filter(({ identical }) => identical === true).length;
  host.note(`${done} of ${networks.length} networks have been trained again\n`);
  return done === networks.length;
}

/** Every network of the populations, or of the study: training again looks at none. */
async function shippedNetworks(
  { populations, population, study }: AuditOptions,
  rules: StudyRules,
): Promise<readonly TrainedNetwork[]> {
  if (population === "study")
    return conditionsIn(study, { rules }).flatMap(({ networks }) => networks);
  const from = { kind: "shipped", folder: populations } as const;
  const opened = await openStudy({ networks: [from], rules });
  return opened.populations.flatMap(({ networks }) => networks);
}

/** `identical|DIFFERENT|unfinished  key  seconds`, and what the network is. */
export function auditLine({ trained, identical, seconds }: Audited): string {
  const { key, cell, seed } = trained;
  const word = identical === null ? "unfinished" : identical ? "identical" : "DIFFERENT";
  return `${word}  ${key}  ${seconds.toFixed(1)}  ${cellName(cell)} seed ${seed}\n`;
}

/** The same as JSON. */
export function auditJson(audited: readonly Audited[]): string {
  const rows = audited.map(({ trained: { key, cell, seed }, identical, seconds }) => ({
    ...{ identical, key, seconds, cell, seed },
  }));
  return `${JSON.stringify(rows, null, 2)}\n`;
}

/**
 * The one network whose key begins so.
 * @throws RangeError where there is none, or several.
 */
export function networkOf(all: readonly TrainedNetwork[], key: string): TrainedNetwork {
  const found = all.filter((each) => each.key.startsWith(key));
  if (key === "" || found.length !== 1)
    throw new RangeError(`keys: "${key}" is the beginning of ${found.length} networks' keys`);
  return found[0];
}

/** A sample without replacement; the same seed draws the same networks. */
function drawSample(
  all: readonly TrainedNetwork[],
  count: number,
  seed: number,
): readonly TrainedNetwork[] {
  const rng = createRng(deriveKey(null, "attest", "audit", seed));
  const left = [...all];
  const drawn: TrainedNetwork[] = [];
  while (drawn.length < count && left.length > 0)
    drawn.push(...left.splice(rng.integer(left.length), 1));
  return drawn;
}

/** Trains networks again, each in an empty store; those that the time does not suffice for too. */
export async function trainAgain(
  sample: readonly TrainedNetwork[],
  {
    workers,
    engine,
    rules,
    until,
  }: {
    readonly workers: number;
    readonly engine: string;
    readonly rules: StudyRules;
    /** When the time for all of them is up; it never is where this is left out. */
    readonly until?: AbortSignal | undefined;
  },
  host: Host,
): Promise<readonly Audited[]> {
  const folder = mkdtempSync(join(tmpdir(), "attest-audit-"));
  const started = host.nowMs();
  const finished = new Map<string, number>();
  const show = progressOf({ total: sample.length }, host);
  const members = sample.map(memberOf);
  const store = openStore(folder, (message) => host.note(`${message}\n`));
  const how = { store, engine, rules: rules.modules };
  try {
    await trainPopulation(members, {
      ...how,
      workers,
      tell(event) {
        if (event.kind === "finished") finished.set(event.trained.key, host.nowMs());
        show(event);
      },
      signal: host.signal,
      ...(until === undefined ? {} : { limits: { until } }),
    }).catch((error: unknown) => {
      if (!(error instanceof UnfinishedError && error.byLimits)) throw error;
    });
    const again: (TrainedNetwork | undefined)[] = [];
    for (const member of members) again.push(await storedMember(member, how));
    return sample.map((trained, at) => {
      const made = again[at];
      return {
        trained,
        identical: made === undefined ? null : isIdentical(trained, made),
        seconds: ((finished.get(trained.key) ?? started) - started) / 1000,
      };
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The member that a network is of, to be trained again. */
export const memberOf = ({ cell, seed, updates }: TrainedNetwork): Member => ({
  cell,
  seed,
  ...(VARIANTS[cell.variant].updates === "given" ? { updates } : {}),
});

/** Whether a network is the one that is shipped: its losses in float32, all else to the bit. */
export const isIdentical = (shipped: TrainedNetwork, again: TrainedNetwork): boolean =>
  networkHash(shipped) === networkHash(again);
