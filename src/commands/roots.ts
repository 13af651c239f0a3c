import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { recordMeasurement } from "../claims/journal.ts";
import { shippedProbes } from "../claims/shippedProbes.ts";
import { journalIn, openRecord, rangesOf, registeredConditions } from "../claims/standing.ts";
import { claims } from "../papers/mcmahan2021/index.ts";
import { writeAtomically } from "../store/atomic.ts";
import { FormatError } from "../store/safetensors.ts";
import { type Cell, cellName } from "../study/cell.ts";
import { populationsOf } from "../study/conditions.ts";
import { decodeRoots, encodeRoots, type ShippedSet } from "../study/rootsFile.ts";
import { openRules, type StudyRules } from "../study/rules.ts";
import { ROOTS_ENDING } from "../study/shipped.ts";
import { solveRoots } from "../study/solveRoots.ts";
import { openStudy } from "../study/study.ts";
import type { Host } from "./host.ts";

/**
 * Solves for the fixed points of every population of a folder, and writes them beside it; networks
 * that the file of fixed points holds already are not solved for again. Of the study's folder those
 * that a registered claim needs, and the journal says first that they are looked at.
 * @throws RangeError where `only` is in no cell's name
 */
export async function roots(
  {
    folder,
    only,
    rules = [],
    isStudy = false,
  }: {
    readonly folder: string;
    readonly only: string | undefined;
    /** Rules beside ours: files of them, or rules that were opened. */
    readonly rules?: readonly string[] | StudyRules;
    /** Whether the folder is that of the study. */
    readonly isStudy?: boolean;
  },
  host: Host,
): Promise<void> {
  const knows = "all" in rules ? rules : await openRules(rules);
  const conditions = isStudy
    ? registeredConditions(claims, openRecord(folder, { rules: knows }))
    : [];
  const populations = isStudy
    ? populationsOf(conditions, knows)
    : (await openStudy({ networks: [{ kind: "shipped", folder }], rules: knows })).populations;
  const isWanted = ({ cell }: { readonly cell: Cell }): boolean =>
    only === undefined || cellName(cell).includes(only);
  if (populations.length === 0) throw new Error(`populations: there is none in ${folder}`);
  if (!populations.some(isWanted))
    throw new RangeError(`only: no cell of ${folder} is called "${only}", such as "genetic rdm 1"`);
  for (const population of populations.filter(isWanted)) {
    const name = cellName(population.cell);
    const file = join(folder, (population.file ?? "").replace(/\.safetensors$/, ROOTS_ENDING));
    const before = writtenRoots(file, host);
    const known = new Map<string, ShippedSet[]>();
    for (const set of before) known.set(set.key, [...(known.get(set.key) ?? []), set]);
    const networks = population.networks.filter(({ reason }) => reason !== "diverged");
    if (networks.every(({ key }) => known.has(key))) continue;
    const looked = conditions.filter(({ unit }) => unit.cell === population.cell);
    if (isStudy)
      recordMeasurement(journalIn(folder), {
        ...{ claim: "roots", registration: "", date: host.now(), read: "networks" },
        of: rangesOf(looked),
      });
    const analysis = await openStudy({
      networks: [{ kind: "given", populations: [population] }],
      rules: knows,
    });
    const sets: ShippedSet[] = [];
    for (const trained of networks) {
      sets.push(
        ...(known.get(trained.key) ??
          (await solveRoots(analysis, trained, shippedProbes(trained.cell)))),
      );
      host.note(`${name} seed ${trained.seed}\n`);
      // Solving holds the thread: a signal is heard here, and what was solved for stays.
      await setImmediate();
      if (host.signal.aborted) break;
    }
    writeAtomically(file, encodeRoots(sets));
    host.signal.throwIfAborted();
  }
}

/** The sets of a file, where it is there and whole; else none, and it is said why. */
function writtenRoots(file: string, host: Host): readonly ShippedSet[] {
  if (!existsSync(file)) return [];
  try {
    return decodeRoots(readFileSync(file));
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    host.note(`${file}: ${error.message}; it is made anew\n`);
    return [];
  }
}
