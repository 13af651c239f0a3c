import type { Population } from "../claims/analysis.ts";
import { chooseEngine } from "../engine/choose.ts";
import type { AnyRule } from "../rules/rule.ts";
import { openStore, type Store } from "../store/store.ts";
import type { Cell } from "../training/cell.ts";
import { UnfinishedError } from "../training/limits.ts";
import { storedNetwork } from "../training/member.ts";
import { type Member, settingsOfMember, trainPopulation } from "../training/population.ts";
import { networkKey, type TrainedNetwork } from "../training/trained.ts";
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
  readonly rule: AnyRule;
  readonly module: string;
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
  { rule, module, cells, networks }: Wanted,
  { store: folder, workers, engine, deadline }: Means,
  host: Host,
): Promise<readonly CheckedCell[]> {
  const store = openStore(folder, (message) => host.note(`${message}\n`));
  const seeds = Array.from({ length: networks }, (_, seed) => seed);
  const members = cells.flatMap((cell) => seeds.map((seed): Member => ({ cell, seed })));
  host.note(`${cells.length} cells of ${networks} networks each; store ${store.folder}\n`);
  const end = deadline?.();
  try {
    const how = {
      ...{ store, workers, engine, tell: progressOf({ total: members.length }, host) },
      signal: host.signal,
      rules: new Map([[rule.name, module]]),
      limits: end === undefined ? {} : { until: end },
    };
    await host.stoppable(() => trainPopulation(members, how), { goesOn: true });
  } catch (error) {
    if (!(error instanceof UnfinishedError)) throw error;
  }
  const { tier } = await chooseEngine(engine);
  return cells.map((cell) => checkedCell(cell, { rule, networks, store, tier }));
}

function checkedCell(
  cell: Cell,
  {
    rule,
    networks,
    store,
    tier,
  }: {
    readonly rule: AnyRule;
    readonly networks: number;
    readonly store: Store;
    readonly tier: TrainedNetwork["tier"];
  },
): CheckedCell {
  const settings = settingsOfMember({ cell, seed: 0 }, rule);
  const found = Array.from({ length: networks }, (_, seed) =>
    storedNetwork(store, networkKey({ cell, settings, seed }, tier), { cell, seed }),
  );
  const finished = found.filter((each) => each !== undefined);
  const first = found.indexOf(undefined);
  const kept = first < 0 ? finished : finished.filter(({ seed }) => seed < first);
  return {
    population: { cell, settings, networks: kept },
    wanted: networks,
    met: kept.filter(({ reason }) => reason === "criterion").length,
    unfinished: networks - finished.length,
  };
}
