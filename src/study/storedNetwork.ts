import { requireNetwork } from "../model/model.ts";
import type { ReadableStore, Store } from "../store/store.ts";
import { type Cell, cellName } from "./cell.ts";
import { asTrained, type TrainedNetwork } from "./trained.ts";

/** Which network is asked for: a seed of a cell. */
type Wanted = { readonly cell: Cell; readonly seed: number };

/**
 * The stored network of a member, or undefined where there is none. One that is whole but not this
 * network, under a wrong name say, is set aside with a warning, as a broken file is.
 */
export function storedNetwork(
  store: Store,
  key: string,
  { cell, seed }: Wanted,
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
  { cell, seed }: Wanted,
  refuse: (why: string) => void,
): TrainedNetwork | undefined {
  const found = store.read("networks", key);
  if (found === undefined) return undefined;
  try {
    const read = asTrained(found);
    if (read.key !== key || cellName(read.cell) !== cellName(cell) || read.seed !== seed)
      throw new RangeError(`it is the network ${read.key}, ${cellName(read.cell)} ${read.seed}`);
    if (read.reason !== "diverged") requireNetwork(read.network);
    return read;
  } catch (error) {
    refuse(error instanceof Error ? error.message : String(error));
    return undefined;
  }
}
