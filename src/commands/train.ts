import { rowOf } from "../report/showPopulations.ts";
import { networksTable } from "../report/table.ts";
import { openStore } from "../store/store.ts";
import type { Cell } from "../study/cell.ts";
import { type Member, trainPopulation } from "../study/population.ts";
import { openRules } from "../study/rules.ts";
import { taskNamed } from "../study/taskNamed.ts";
import type { TrainedNetwork } from "../study/trained.ts";
import { VARIANT_NAMES, type VariantName } from "../study/variant.ts";
import type { Limits } from "../training/limits.ts";
import { CELL_VARIANTS } from "./cellVariants.ts";
import type { Host } from "./host.ts";
import { progressOf } from "./progress.ts";

/** What `attest train` is asked for. */
export type TrainOptions = {
  readonly rule: string;
  readonly task: string;
  readonly noise: number;
  readonly reading: string;
  readonly variant: string;
  readonly seeds: readonly number[];
  readonly store: string;
  /** Files of rules beside ours. */
  readonly rules: readonly string[];
  readonly workers: number;
  readonly engine: string;
  readonly json: boolean;
  /** What the training of each network may take. */
  readonly limits: Limits;
};

/** Trains the seeds of one cell that are not stored yet, and prints what came of all of them. */
export async function trainCell(options: TrainOptions, host: Host): Promise<void> {
  const cell: Cell = {
    rule: options.rule,
    task: taskNamed(options.task),
    noise: options.noise,
    reading: options.reading,
    variant: variantNamed(options.variant),
  };
  const rules = await openRules(options.rules);
  const folder = rules.store(options.store, cell.rule);
  const store = openStore(folder, (message) => host.note(`${message}\n`));
  const members = options.seeds.map((seed): Member => ({ cell, seed }));
  const trained = await trainPopulation(members, {
    store,
    workers: options.workers,
    engine: options.engine,
    tell: progressOf({ total: members.length }, host),
    signal: host.signal,
    rules: rules.modules,
    limits: options.limits,
  });
  host.out(
    options.json ? `${JSON.stringify(trained.map(summary), null, 2)}\n` : tableOf(trained, host),
  );
}

function variantNamed(name: string): VariantName {
  const found = VARIANT_NAMES.find((each) => each === name);
  if (found === undefined)
    throw new RangeError(`variant: there is no "${name}"; there are ${CELL_VARIANTS.join(", ")}`);
  if (!CELL_VARIANTS.includes(found))
    throw new RangeError(
      `variant: ${found} trains as many updates as another cell's networks took, which a plan ` +
        "says: use train --plan",
    );
  return found;
}

function summary({ network, losses, ...rest }: TrainedNetwork): object {
  return { ...rest, units: network.units, lastLoss: losses.at(-1) ?? null };
}

function tableOf(trained: readonly TrainedNetwork[], host: Host): string {
  return networksTable(trained.map(rowOf), { width: host.width, colours: host.colours });
}
