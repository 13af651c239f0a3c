import type { Tier } from "../engine/engine.ts";
import { loadRule } from "../rules/registry.ts";
import type { ReadableStore } from "../store/store.ts";
import { cellName } from "../training/cell.ts";
import { networkIn } from "../training/member.ts";
import type { Plan, PlannedCell } from "../training/plan.ts";
import { settingsOfMember } from "../training/population.ts";
import { networkKey, type TrainedNetwork } from "../training/trained.ts";
import { writtenNetworks } from "./unitFiles.ts";

/** Where networks of a plan may be already. */
export type DonePlaces = {
  /** The folder of populations' files, where there is one. */
  readonly into: string | undefined;
  readonly store: ReadableStore | undefined;
  /** Of the engine that would train: networks of another tier in the store are not the plan's. */
  readonly tier: Tier;
  /** Told of a unit's file that does not count, and why. */
  readonly note?: (why: string) => void;
};

/**
 * The networks of each unit of a plan that are there already, in the unit's file or in the store,
 * in order of seed. A file that another plan wrote does not count.
 * @throws Error for a rule that there is not.
 */
export async function doneOfPlan(
  { cells }: Plan,
  places: DonePlaces,
): Promise<readonly (readonly TrainedNetwork[])[]> {
  const keys = new Set(places.store?.keys("networks"));
  const found = new Map<PlannedCell, readonly TrainedNetwork[]>();
  // Those that take their numbers of updates from others come after them.
  const ordered = [...cells].sort((a, b) => rank(a) - rank(b));
  for (const unit of ordered) {
    const counterparts = cells
      .filter(({ cell }) => unit.updatesOf && cellName(cell) === cellName(unit.updatesOf))
      .flatMap((source) => found.get(source) ?? []);
    found.set(unit, await doneOfUnit(unit, { ...places, keys, counterparts }));
  }
  return cells.map((unit) => found.get(unit) ?? []);
}

const rank = ({ updatesOf }: PlannedCell): number => (updatesOf === undefined ? 0 : 1);

async function doneOfUnit(
  unit: PlannedCell,
  {
    into,
    store,
    tier,
    note = () => {},
    keys,
    counterparts,
  }: DonePlaces & {
    readonly keys: ReadonlySet<string>;
    readonly counterparts: readonly TrainedNetwork[];
  },
): Promise<readonly TrainedNetwork[]> {
  const { cell, first, most, updatesOf } = unit;
  const written = into === undefined ? [] : await writtenNetworks(unit, into, { tier, note });
  const bySeed = new Map(written.map((network) => [network.seed, network]));
  const rule = await loadRule({ name: cell.rule, module: null });
  for (let seed = first; store !== undefined && seed < first + most; seed++) {
    const updates = counterparts.find((each) => each.seed === seed)?.updates;
    if (bySeed.has(seed) || (updatesOf !== undefined && updates === undefined)) continue;
    const member = { cell, seed, ...(updates === undefined ? {} : { updates }) };
    const key = networkKey({ ...member, settings: settingsOfMember(member, rule) }, tier);
    const stored = keys.has(key) ? networkIn(store, key, member, () => {}) : undefined;
    if (stored !== undefined) bySeed.set(seed, stored);
  }
  return [...bySeed.values()].sort((a, b) => a.seed - b.seed);
}
