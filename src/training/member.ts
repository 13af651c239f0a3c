import type { Engine } from "../engine/engine.ts";
import { requireNetwork } from "../model/model.ts";
import type { AnyRule } from "../rules/rule.ts";
import type { ReadableStore, Store } from "../store/store.ts";
import { type Cell, type CellSettings, cellName } from "./cell.ts";
import { asCheckpointOf, type Checkpoint } from "./checkpoint.ts";
import { type Progress, train } from "./train.ts";
import { asTrained, networkKey, type TrainedNetwork } from "./trained.ts";

/** Updates between two reports of progress, at the least. */
const REPORT_EVERY = 5;

/** Trials after which there is a report, however rarely the rule validates. */
const REPORT_TRIALS = 1000;

/** Updates between two reports: hosts look at their limits at each, and people at their clocks. */
function reportUpdates({ validateEvery, trialsPerUpdate }: CellSettings): number {
  const most = Math.max(REPORT_EVERY, Math.ceil(REPORT_TRIALS / trialsPerUpdate));
  return Math.min(Math.max(REPORT_EVERY, validateEvery), most);
}

/** One network to train, with all that its training depends on. */
export type Trainee = {
  readonly cell: Cell;
  readonly seed: number;
  readonly rule: AnyRule;
  readonly settings: CellSettings;
};

/**
 * Trains one network, goes on from its checkpoint if there is one, and stores it. The checkpoint is
 * removed only after the network is stored.
 */
export async function trainMember(
  trainee: Trainee,
  {
    store,
    engine,
    tell,
    afterUpdate = () => {},
  }: {
    readonly store: Store;
    readonly engine: Engine;
    readonly tell: (progress: Progress) => void;
    /** Called after each update; training ends with what it throws. */
    readonly afterUpdate?: (progress: Progress) => void;
  },
): Promise<TrainedNetwork> {
  const reportEvery = reportUpdates(trainee.settings);
  const key = networkKey(trainee, engine.tier);
  const saved = savedCheckpoint(store, key);
  const trained = await train({
    ...trainee,
    engine,
    ...(saved === undefined ? {} : { from: saved }),
    passed: (early) => store.write("networks", early.key, early),
    save: (checkpoint) => store.write("checkpoints", key, { of: key, checkpoint }),
    report: (progress) => {
      afterUpdate(progress);
      if (progress.update % reportEvery === 0) tell(progress);
    },
  });
  store.write("networks", key, trained);
  store.remove("checkpoints", key);
  return trained;
}

/**
 * The stored network of a member, or undefined where there is none. One that is whole but not this
 * network, under a wrong name say, is set aside with a warning, as a broken file is.
 */
export function storedNetwork(
  store: Store,
  key: string,
  { cell, seed }: Pick<Trainee, "cell" | "seed">,
): TrainedNetwork | undefined {
  const trained = networkIn(store, key, { cell, seed }, (why) =>
    store.setAside("networks", key, why),
  );
  // A process that was killed between storing and removing leaves it.
  if (trained !== undefined) store.remove("checkpoints", key);
  return trained;
}

/** The network of a member in a store that may be only read; `refuse` is told why one is not it. */
export function networkIn(
  store: ReadableStore,
  key: string,
  { cell, seed }: Pick<Trainee, "cell" | "seed">,
  refuse: (why: string) => void,
): TrainedNetwork | undefined {
  const found = store.read("networks", key);
  if (found === undefined) return undefined;
  return readOr(refuse, () => {
    const read = asTrained(found);
    if (read.key !== key || cellName(read.cell) !== cellName(cell) || read.seed !== seed)
      throw new RangeError(`it is the network ${read.key}, ${cellName(read.cell)} ${read.seed}`);
    if (read.reason !== "diverged") requireNetwork(read.network);
    return read;
  });
}

/** The checkpoint, or undefined where there is none, or it is another's or lacks a field. */
function savedCheckpoint(store: Store, key: string): Checkpoint | undefined {
  const found = store.read("checkpoints", key);
  if (found === undefined) return undefined;
  const refuse = (why: string): void => store.setAside("checkpoints", key, why);
  return readOr(refuse, () => asCheckpointOf(key, found));
}

function readOr<T>(refuse: (why: string) => void, read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    refuse(error instanceof Error ? error.message : String(error));
    return undefined;
  }
}
