import { canonicalJson } from "../setting/storable.ts";
import { type Cell, cellName } from "./cell.ts";
import { desk, type Plan, type PlannedCell, seedsLeft } from "./plan.ts";
import type { TrainedNetwork } from "./trained.ts";

/**
 * The pilot's conditions that were ended before their plan did, with how many networks each has:
 * the time was up. They are written down here, so that no other file may end early.
 */
export const PILOT_ENDED_EARLY: Readonly<Record<string, number>> = {
  "bptt 3-cdi 0.1 working": 12,
  "bptt 3-cdi 0.5 working": 12,
  "bptt 4-cdi 0.1 working": 12,
  "bptt 4-cdi 0.5 working": 12,
  "bptt 4-cdi 1 working": 17,
  "bptt 5-cdi 0.1 working": 12,
  "bptt 5-cdi 0.5 working": 13,
  "bptt 6-cdi 0.1 working": 12,
  "hebbian cdi 0.1 working": 20,
  "hebbian cdi 1 working": 16,
};

/** Which seeds a unit of work is to try, and when it has enough. */
type Unit = Pick<PlannedCell, "cell" | "first" | "wanted" | "most">;

/**
 * What is wrong with the seeds that a unit of work has so far: one out of its place, or one that
 * was tried when there were enough. Null where nothing is.
 * @param networks in order of seed
 */
export function wrongSeeds(
  unit: Unit,
  networks: readonly Pick<TrainedNetwork, "seed" | "reason">[],
): string | null {
  const { first, wanted } = unit;
  const met: boolean[] = [];
  for (const [at, { seed, reason }] of networks.entries()) {
    if (seed !== first + at) return `seed ${seed} is in the place of seed ${first + at}`;
    if (seedsLeft(unit, met).length === 0)
      return `seeds: expected none after ${seed - 1}: ${wanted} had met the criterion`;
    met.push(reason === "criterion");
  }
  return null;
}

/** The same of a unit that is done: one that ends before its plan does lacks seeds. */
export function wrongWindow(
  unit: Unit,
  networks: readonly Pick<TrainedNetwork, "seed" | "reason">[],
): string | null {
  const wrong = wrongSeeds(unit, networks);
  if (wrong !== null) return wrong;
  const met = networks.map(({ reason }) => reason === "criterion");
  const left = seedsLeft(unit, met);
  if (left.length === 0 || met.length === endedEarly(unit)) return null;
  return (
    `seeds: expected seed ${left[0]} too: ${met.filter(Boolean).length} of ${unit.wanted} met ` +
    `the criterion, ${met.length} of at most ${unit.most} were tried`
  );
}

/** How many networks a unit of the pilot has that was ended early; undefined for all others. */
function endedEarly({ cell, first, wanted, most }: Unit): number | undefined {
  const known = PILOT_ENDED_EARLY[cellName(cell)];
  const isThePilots = desk.cells.some(
    (unit) =>
      canonicalJson([unit.cell, unit.first, unit.wanted, unit.most]) ===
      canonicalJson([cell, first, wanted, most]),
  );
  return isThePilots ? known : undefined;
}

/**
 * What populations have that a plan did not ask for, a line each: a condition that is in no unit,
 * other seeds than its unit's.
 */
export function outsidePlan(
  populations: readonly { readonly cell: Cell; readonly networks: readonly TrainedNetwork[] }[],
  plan: Plan,
): readonly string[] {
  return populations.flatMap(({ cell, networks }) => {
    const name = cellName(cell);
    const unit = plan.cells.find((each) => cellName(each.cell) === name);
    if (unit === undefined) return [`${name}: it is not in the plan ${plan.name}`];
    const wrong = wrongWindow(unit, networks);
    return wrong === null ? [] : [`${name}: ${wrong}`];
  });
}
