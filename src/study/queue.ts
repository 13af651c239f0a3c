import { requireFinished, type Unfinished } from "../training/limits.ts";
import { type Cell, cellName, withoutCriterion } from "./cell.ts";
import type { Plan, PlannedCell } from "./plan.ts";
import {
  type Member,
  openMemberTrainers,
  type PopulationOptions,
  storedMember,
} from "./population.ts";
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
 * UnfinishedError, when all others are done, where some met a limit or their workers died.
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
  // Threads are not opened for networks that there are not.
  const most = progress.reduce(
    (sum, { unit, done, halted }) => sum + (halted ? 0 : Math.max(0, unit.most - done.size)),
    0,
  );
  const workers = Math.max(1, Math.min(options.workers, most));
  const ends: (TrainedNetwork | Unfinished)[] = [];
  const { trainOne, close } = openMemberTrainers({ ...options, workers });
  // Since the queue began another may have stored it: a unit whose networks pass that seed first,
  // or another process.
  const endOf = async (member: Member): Promise<TrainedNetwork | Unfinished> => {
    const trained = await storedMember(member, options);
    if (trained === undefined) return trainOne(member);
    options.tell({ kind: "stored", member, trained });
    return trained;
  };
  const work = async (): Promise<void> => {
    for (;;) {
      options.signal?.throwIfAborted();
      const next = nextToBegin(progress);
      if (next === undefined) return;
      const { at, member } = next;
      const { running } = progress[at];
      running.add(member.seed);
      const ended = await endOf(member);
      ends.push(ended);
      running.delete(member.seed);
      if ("network" in ended) networks[at].set(member.seed, ended);
      else progress[at].halted = true;
    }
  };
  try {
    // A unit that follows another's numbers of updates may have nothing to do until that goes on.
    while (nextToBegin(progress) !== undefined)
      await Promise.all(Array.from({ length: workers }, work));
  } finally {
    await close();
  }
  requireFinished(ends);
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
    if (progress.some((other) => other !== each && isOnTheWay(cell, seed, other))) continue;
    if (updatesOf === undefined) return { at, member: { cell, seed } };
    const updates = progress
      .filter(({ unit }) => cellName(unit.cell) === cellName(updatesOf))
      .flatMap(({ done }) => done.get(seed)?.updates ?? []);
    if (updates.length > 0) return { at, member: { cell, seed, updates: updates[0] } };
  }
  return undefined;
}

/** Whether a network of another unit that trains now is this one, or passes it: it stores both. */
const isOnTheWay = (cell: Cell, seed: number, { unit, running }: UnitProgress): boolean =>
  running.has(seed) &&
  [unit.cell, withoutCriterion(unit.cell)].some((each) => cellName(each) === cellName(cell));

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
