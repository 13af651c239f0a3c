import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { PopulationName } from "../claims/finding.ts";
import { createRng, deriveKey } from "../numerics/rng.ts";
import { openStore } from "../store/store.ts";
import { cellName } from "../study/cell.ts";
import { conditionsIn } from "../study/conditions.ts";
import { type Member, trainPopulation } from "../study/population.ts";
import { openRules, type StudyRules } from "../study/rules.ts";
import { openStudy } from "../study/study.ts";
import type { TrainedNetwork } from "../study/trained.ts";
import { VARIANTS } from "../study/variant.ts";
import type { Host } from "./host.ts";
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
  readonly workers: number;
  readonly engine: string;
  readonly json: boolean;
};

/** A network that was trained again: whether it has the same bytes, and how long it took. */
export type Audited = {
  readonly trained: TrainedNetwork;
  readonly identical: boolean;
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
  return audited.every(({ identical }) => identical);
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

/** `identical|DIFFERENT  key  seconds`, and what the network is. */
export function auditLine({ trained, identical, seconds }: Audited): string {
  const { key, cell, seed } = trained;
  const word = identical ? "identical" : "DIFFERENT";
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

/** Trains networks again, each in an empty store. */
export async function trainAgain(
  sample: readonly TrainedNetwork[],
  {
    workers,
    engine,
    rules,
  }: { readonly workers: number; readonly engine: string; readonly rules: StudyRules },
  host: Host,
): Promise<readonly Audited[]> {
  const folder = mkdtempSync(join(tmpdir(), "attest-audit-"));
  const started = host.nowMs();
  const finished = new Map<string, number>();
  const show = progressOf({ total: sample.length }, host);
  try {
    const again = await trainPopulation(sample.map(memberOf), {
      store: openStore(folder, (message) => host.note(`${message}\n`)),
      workers,
      engine,
      tell(event) {
        if (event.kind === "finished") finished.set(event.trained.key, host.nowMs());
        show(event);
      },
      signal: host.signal,
      rules: rules.modules,
    });
    return sample.map((trained, at) => ({
      trained,
      identical: isIdentical(trained, again[at]),
      seconds: ((finished.get(trained.key) ?? started) - started) / 1000,
    }));
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
export function isIdentical(shipped: TrainedNetwork, again: TrainedNetwork): boolean {
  const plain = ({ network, losses, ...rest }: TrainedNetwork): string =>
    JSON.stringify([rest, network.model, network.units, network.channels, network.outputs]);
  const same = (a: Float64Array, b: Float64Array): boolean =>
    a.length === b.length && a.every((value, i) => Object.is(value, b[i]));
  return (
    plain(shipped) === plain(again) &&
    same(shipped.network.weights.recurrent, again.network.weights.recurrent) &&
    same(shipped.network.weights.input, again.network.weights.input) &&
    same(shipped.network.weights.output, again.network.weights.output) &&
    same(shipped.losses.map(Math.fround), again.losses.map(Math.fround))
  );
}
