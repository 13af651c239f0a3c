import { existsSync } from "node:fs";
import type { Tier } from "../engine/engine.ts";
import { type ReadableStore, readStore } from "../store/store.ts";
import { cellName } from "./cell.ts";
import type { Plan, PlannedCell } from "./plan.ts";
import type { StudyRules } from "./rules.ts";
import { networkIn } from "./storedNetwork.ts";
import type { TrainedNetwork } from "./trained.ts";
import { writtenNetworks } from "./unitFiles.ts";

/** Where networks of a plan may be already. */
export type DonePlaces = {
  readonly rules: StudyRules;
  /** The folder of populations' files, where there is one. */
  readonly into: string | undefined;
  /** What holds the networks of a rule, where there is one. */
  readonly storeOf: (rule: string) => ReadableStore | undefined;
  /** Of the engine that would train: networks of another tier in the store are not the plan's. */
  readonly tier: Tier;
  /** Told of a unit's file that does not count, and why. */
  readonly note?: (why: string) => void;
};

/** The store of a rule below a folder, if it is there: a question changes nothing. */
export const storesIn =
  (folder: string, rules: StudyRules, warn: (message: string) => void): DonePlaces["storeOf"] =>
  (rule) => {
    const own = rules.store(folder, rule);
    return existsSync(own) ? readStore(own, warn) : undefined;
  };

/**
 * The networks of each unit of a plan that are there already, in the unit's file or in the store,
 * in order of seed. A file that another plan wrote does not count.
 * @throws Error for a rule that there is not.
 */
export function doneOfPlan(
  { cells }: Plan,
  places: DonePlaces,
): readonly (readonly TrainedNetwork[])[] {
  const found = new Map<PlannedCell, readonly TrainedNetwork[]>();
  // Those that take their numbers of updates from others come after them.
  const ordered = [...cells].sort((a, b) => rank(a) - rank(b));
  for (const unit of ordered) {
    const counterparts = cells
      .filter(({ cell }) => unit.updatesOf && cellName(cell) === cellName(unit.updatesOf))
      .flatMap((source) => found.get(source) ?? []);
    found.set(unit, doneOfUnit(unit, places, counterparts));
  }
  return cells.map((unit) => found.get(unit) ?? []);
}

const rank = ({ updatesOf }: PlannedCell): number => (updatesOf === undefined ? 0 : 1);

function doneOfUnit(
  unit: PlannedCell,
  { rules, into, storeOf, tier, note = () => {} }: DonePlaces,
  counterparts: readonly TrainedNetwork[],
): readonly TrainedNetwork[] {
  const { cell, first, most, updatesOf } = unit;
  rules.named(cell.rule);
  const written = into === undefined ? [] : writtenNetworks(unit, into, { rules, tier, note });
  const bySeed = new Map(written.map((network) => [network.seed, network]));
  const store = storeOf(cell.rule);
  for (let seed = first; store !== undefined && seed < first + most; seed++) {
    const updates = counterparts.find((each) => each.seed === seed)?.updates;
    if (bySeed.has(seed) || (updatesOf !== undefined && updates === undefined)) continue;
    const member = { cell, seed, ...(updates === undefined ? {} : { updates }) };
    const stored = networkIn(store, rules.key(member, tier), member, () => {});
    if (stored !== undefined) bySeed.set(seed, stored);
  }
  return [...bySeed.values()].sort((a, b) => a.seed - b.seed);
}
