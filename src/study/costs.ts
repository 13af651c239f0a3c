import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { parseAs } from "../numerics/parse.ts";
import { writeAtomically } from "../store/atomic.ts";
import { cellName } from "./cell.ts";
import type { PopulationEvent } from "./population.ts";

/** What networks took of the processor, and for how many runs of trials in training. */
export type Cost = { readonly seconds: number; readonly runs: number };

/** What the networks of each cell took on this machine, by the cell's name. */
export type Costs = Readonly<Record<string, Cost>>;

const amount = v.pipe(v.number(), v.finite(), v.minValue(0));

const schema: v.GenericSchema<unknown, Costs> = v.record(
  v.string(),
  v.object({ seconds: amount, runs: amount }),
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
export function addCost(store: string, cell: string, { seconds, runs }: Cost): void {
  const costs = readCosts(store);
  const before = costs[cell] ?? { seconds: 0, runs: 0 };
  const sum = { seconds: before.seconds + seconds, runs: before.runs + runs };
  const text = JSON.stringify({ ...costs, [cell]: sum }, null, 2);
  writeAtomically(fileIn(store), new TextEncoder().encode(`${text}\n`));
}

/**
 * Hears what becomes of networks that train side by side, and tells what each of them took once it
 * is finished. What the process took since the last word is shared equally among those that run:
 * each keeps a core busy.
 * @param cpuMs milliseconds that the process has had of the processor
 */
export function costMeter(
  cpuMs: () => number,
  tell: (cell: string, cost: Cost) => void,
): (event: PopulationEvent) => void {
  const running = new Map<string, { seconds: number; readonly from: number }>();
  let last = cpuMs();
  return (event) => {
    const now = cpuMs();
    for (const each of running.values()) each.seconds += (now - last) / 1000 / running.size;
    last = now;
    const { member } = event;
    const name = `${cellName(member.cell)} ${member.seed}`;
    if (event.kind === "progress") {
      const { attempt, budget, update } = event.progress;
      // The updates before the first word took time that nobody was told of.
      if (!running.has(name)) running.set(name, { seconds: 0, from: attempt * budget + update });
      return;
    }
    const found = running.get(name);
    if (event.kind === "retried" || found === undefined) return;
    running.delete(name);
    if (event.kind !== "finished") return;
    const { updates, trials } = event.trained;
    const runs = updates === 0 ? 0 : (trials / updates) * (updates - found.from);
    if (runs > 0) tell(cellName(member.cell), { seconds: found.seconds, runs });
  };
}
