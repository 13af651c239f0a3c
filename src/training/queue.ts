import { cellName } from "./cell.ts";
import type { Plan, PlannedCell } from "./plan.ts";
import { type Member, openTrainers, type PopulationOptions } from "./population.ts";
import type { TrainedNetwork } from "./trained.ts";

/** What there is of a unit of work: its networks by seed, and the seeds under way. */
export type UnitProgress = {
  readonly unit: PlannedCell;
  readonly done: Map<number, Pick<TrainedNetwork, "reason" | "updates">>;
  readonly running: Set<number>;
  /** A network of it could not be finished: no further seed is begun. */
  halted: boolean;
};

/**
 * Trains a plan's units of work on all workers at once, in the plan's order: a worker that finds
 * no seed to begin in one unit goes on to the next, so that none waits for another's last network.
 * Each unit's seeds are those of `seedsLeft`: one is begun only where even with all that run before
 * it too few would meet the criterion.
 * @param found the networks that are there already, a list a unit
 * @returns what there is of each unit in the end, in order of seed
 * @throws Error that names the network whose training failed; the others are stopped then.
 */
export async function trainQueue(
  plan: Plan,
  found: readonly (readonly TrainedNetwork[])[],
  options: PopulationOptions,
): Promise<readonly (readonly TrainedNetwork[])[]> {
  const networks = found.map((some) => new Map(some.map((network) => [network.seed, network])));
  const progress = plan.cells.map((unit, at): UnitProgress => {
    const done = networks[at];
    return { unit, done, running: new Set(), halted: unit.waits !== undefined };
  });
  const { trainOne, close } = openTrainers(options);
  const work = async (): Promise<void> => {
    for (;;) {
      options.signal?.throwIfAborted();
      const next = nextToBegin(progress);
      if (next === undefined) return;
      const { at, member } = next;
      const { running } = progress[at];
      running.add(member.seed);
      const ended = await trainOne(member);
      running.delete(member.seed);
      if ("network" in ended) networks[at].set(member.seed, ended);
      else progress[at].halted = true;
    }
  };
  try {
    // A unit that follows another's numbers of updates may have nothing to do until that goes on.
    while (nextToBegin(progress) !== undefined)
      await Promise.all(Array.from({ length: options.workers }, work));
  } finally {
    await close();
  }
  return networks.map((done) => [...done.values()].sort((a, b) => a.seed - b.seed));
}

/** The first network that a worker may begin now, and the place of its unit in the plan. */
export function nextToBegin(
  progress: readonly UnitProgress[],
): { readonly at: number; readonly member: Member } | undefined {
  for (const [at, each] of progress.entries()) {
    const seed = seedToBegin(each);
    if (seed === null) continue;
    const { cell, updatesOf } = each.unit;
    if (updatesOf === undefined) return { at, member: { cell, seed } };
    const updates = progress
      .filter(({ unit }) => cellName(unit.cell) === cellName(updatesOf))
      .flatMap(({ done }) => done.get(seed)?.updates ?? []);
    if (updates.length > 0) return { at, member: { cell, seed, updates: updates[0] } };
  }
  return undefined;
}

function seedToBegin({ unit, done, running, halted }: UnitProgress): number | null {
  const { first, wanted, most } = unit;
  if (halted) return null;
  let met = 0;
  for (let seed = first; seed < first + most && met < wanted; seed++) {
    const network = done.get(seed);
    if (network === undefined && !running.has(seed)) return seed;
    // One that still runs may meet the criterion: then the seed after it is not needed.
    if (network === undefined || network.reason === "criterion") met += 1;
  }
  return null;
}
