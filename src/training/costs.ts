import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { parseAs } from "../numerics/parse.ts";
import { writeAtomically } from "../store/atomic.ts";
import type { Cost } from "./pool.ts";

/** What the networks of each cell took on this machine, by the cell's name. */
export type Costs = Readonly<Record<string, Cost>>;

const amount = v.pipe(v.number(), v.finite(), v.minValue(0));

const schema: v.GenericSchema<unknown, Costs> = v.record(
  v.string(),
  v.object({ seconds: amount, updates: amount }),
);

const fileIn = (store: string): string => join(store, "costs.json");

/** What a store says that its networks took; nothing where it says nothing that can be read. */
export function readCosts(store: string): Costs {
  const file = fileIn(store);
  if (!existsSync(file)) return {};
  try {
    return parseAs("costs", schema, JSON.parse(readFileSync(file, "utf8")));
  } catch {
    // It serves an estimate alone: what cannot be read is measured anew.
    return {};
  }
}

/** Adds what one network of a cell took. */
export function addCost(store: string, cell: string, { seconds, updates }: Cost): void {
  const costs = readCosts(store);
  const before = costs[cell] ?? { seconds: 0, updates: 0 };
  const sum = { seconds: before.seconds + seconds, updates: before.updates + updates };
  const text = JSON.stringify({ ...costs, [cell]: sum }, null, 2);
  writeAtomically(fileIn(store), new TextEncoder().encode(`${text}\n`));
}
