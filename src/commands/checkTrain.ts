import { chooseEngine } from "../engine/choose.ts";
import { openStore } from "../store/store.ts";
import type { Population } from "../study/analysis.ts";
import type { Cell } from "../study/cell.ts";
import { type Member, trainPopulation } from "../study/population.ts";
import type { StudyRules } from "../study/rules.ts";
import { storedNetwork } from "../study/storedNetwork.ts";
import { UnfinishedError } from "../training/limits.ts";
import type { Host } from "./host.ts";
import { progressOf } from "./progress.ts";

/** A cell of the rule under check, as far as its networks were finished. */
export type CheckedCell = {
  /** The seeds before the first that was not finished: later ones are the quick ones. */
  readonly population: Population;
  readonly wanted: number;
  readonly met: number;
  readonly unfinished: number;
};

/** A rule from elsewhere, and the cells to train of it. */
type Wanted = {
  readonly rules: StudyRules;
  readonly rule: string;
  readonly cells: readonly Cell[];
  /** Seeds 0 … networks − 1 of each. */
  readonly networks: number;
};

/** Where and for how long. */
type Means = {
  readonly store: string;
  readonly workers: number;
  readonly engine: string;
  readonly deadline: (() => AbortSignal) | undefined;
};

/** Trains what is not stored yet of the cells, as far as the time goes, cell after cell. */
export async function trainChecked(
  { rules, rule, cells, networks }: Wanted,
  { store: folder, workers, engine, deadline }: Means,
  host: Host,
): Promise<readonly CheckedCell[]> {
  const store = openStore(rules.store(folder, rule), (message) => host.note(`${message}\n`));
  const seeds = Array.from({ length: networks }, (_, seed) => seed);
  const members = cells.flatMap((cell) => seeds.map((seed): Member => ({ cell, seed })));
  host.note(`${cells.length} cells of ${networks} networks each; store ${store.folder}\n`);
  const end = deadline?.();
  try {
    const how = {
      ...{ store, workers, engine, tell: progressOf({ total: members.length }, host) },
      signal: host.signal,
      rules: rules.modules,
      limits: end === undefined ? {} : { until: end },
    };
    await host.stoppable(() => trainPopulation(members, how), { goesOn: true });
  } catch (error) {
    if (!(error instanceof UnfinishedError)) throw error;
  }
  const { tier } = await chooseEngine(engine);
  return cells.map((cell): CheckedCell => {
    const found = seeds.map((seed) =>
      storedNetwork(store, rules.key({ cell, seed }, tier), { cell, seed }),
    );
    const finished = found.filter((each) => each !== undefined);
    const first = found.indexOf(undefined);
    const kept = first < 0 ? finished : finished.filter(({ seed }) => seed < first);
    return {
      population: { cell, settings: rules.settings(cell), networks: kept },
      wanted: networks,
      met: kept.filter(({ reason }) => reason === "criterion").length,
      unfinished: networks - finished.length,
    };
  });
}
