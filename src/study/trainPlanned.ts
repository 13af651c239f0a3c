import { chooseEngine } from "../engine/choose.ts";
import { loadRule } from "../rules/registry.ts";
import type { Store } from "../store/store.ts";
import { cellName } from "./cell.ts";
import { type PlannedCell, seedsLeft } from "./plan.ts";
import {
  type Member,
  type PopulationOptions,
  settingsOfMember,
  trainPopulation,
} from "./population.ts";
import { storedNetwork } from "./storedNetwork.ts";
import { networkKey, type TrainedNetwork } from "./trained.ts";

/**
 * Trains a unit of work, as far as the store does not hold it: seed after seed, never one more than
 * the plan asks for. Where all is stored it trains nothing, so it can be run again at any time.
 * @throws Error where the cell that gives the numbers of updates lacks a seed.
 */
export async function trainPlanned(
  planned: PlannedCell,
  options: PopulationOptions & {
    /** Networks of this unit that need no training: those of its population's file. */
    readonly known?: readonly TrainedNetwork[];
    /** What there is of a cell, for a unit that takes its numbers of updates from it. */
    readonly counterparts?: readonly TrainedNetwork[];
  },
): Promise<readonly TrainedNetwork[]> {
  const trained: TrainedNetwork[] = [...(options.known ?? [])];
  for (;;) {
    const met = trained.map(({ reason }) => reason === "criterion");
    const seeds = seedsLeft(planned, met);
    if (seeds.length === 0) return trained;
    const members = seeds.map((seed) => memberOf(planned, seed, options.counterparts ?? []));
    trained.push(...(await trainPopulation(members, options)));
  }
}

/** The unit's networks as far as the store holds them, seed after seed; it trains nothing. */
export async function storedOf(
  planned: PlannedCell,
  {
    store,
    engine,
    rules,
    known,
    counterparts,
  }: {
    readonly store: Store;
    readonly engine: string;
    /** Where to find rules that are not built in, by name. */
    readonly rules?: ReadonlyMap<string, string>;
    readonly known: readonly TrainedNetwork[];
    readonly counterparts: readonly TrainedNetwork[];
  },
): Promise<readonly TrainedNetwork[]> {
  const { tier } = await chooseEngine(engine);
  const name = planned.cell.rule;
  const rule = await loadRule({ name, module: rules?.get(name) ?? null });
  const trained = [...known];
  for (;;) {
    const [seed] = seedsLeft(
      planned,
      trained.map(({ reason }) => reason === "criterion"),
    );
    if (seed === undefined) return trained;
    // Where the network that gives the number of updates is not there yet, neither is this one.
    if (counterpartOf(planned, seed, counterparts) === null) return trained;
    const member = memberOf(planned, seed, counterparts);
    const key = networkKey({ ...member, settings: settingsOfMember(member, rule) }, tier);
    const found = storedNetwork(store, key, member);
    if (found === undefined) return trained;
    trained.push(found);
  }
}

function memberOf(
  planned: PlannedCell,
  seed: number,
  counterparts: readonly TrainedNetwork[],
): Member {
  const { cell, updatesOf } = planned;
  const counterpart = counterpartOf(planned, seed, counterparts);
  if (counterpart === undefined) return { cell, seed };
  if (counterpart !== null) return { cell, seed, updates: counterpart.updates };
  const source = updatesOf === undefined ? "" : cellName(updatesOf);
  throw new Error(`${cellName(cell)} seed ${seed}: ${source} has no such seed yet`);
}

/** The network that gives a seed its number of updates; null where it is not there yet. */
function counterpartOf(
  { updatesOf }: PlannedCell,
  seed: number,
  counterparts: readonly TrainedNetwork[],
): TrainedNetwork | null | undefined {
  if (updatesOf === undefined) return undefined;
  const found = counterparts.find(
    (each) => each.seed === seed && cellName(each.cell) === cellName(updatesOf),
  );
  return found ?? null;
}
