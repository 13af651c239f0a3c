import { statSync } from "node:fs";
import { join, resolve } from "node:path";
import type { PopulationName } from "../claims/finding.ts";
import { shortKey } from "../report/format.ts";
import { networkHtml } from "../report/networkHtml.ts";
import { assembleNetwork } from "../report/showNetwork.ts";
import { trainCommand } from "../report/showPopulations.ts";
import { writeAtomically } from "../store/atomic.ts";
import { makeFolder } from "../store/makeFolder.ts";
import { cellName } from "../study/cell.ts";
import type { NetworksFrom } from "../study/networks.ts";
import { openRules } from "../study/rules.ts";
import { openStudy, type Study } from "../study/study.ts";
import type { TrainedNetwork } from "../study/trained.ts";
import { networkOf } from "./audit.ts";
import type { Host } from "./host.ts";
import { measuredNetworks, recordIn } from "./population.ts";
import { plainWord } from "./shellWord.ts";

/** What `attest network` is asked for. */
export type NetworkOptions = {
  /** A key, the beginning of one, or a population's file. */
  readonly network: string;
  /** Which network of the file. */
  readonly seed: number | undefined;
  readonly populations: string;
  /** `study`: a key is looked for among the study's networks that were measured. */
  readonly population: PopulationName | undefined;
  readonly study: string;
  /** Files of rules beside ours. */
  readonly rules: readonly string[];
  /** Whether that folder is the one that comes with the package. */
  readonly isShipped: boolean;
  readonly out: string;
};

/**
 * Writes the page of one network, `network-KEY.html`, into the folder, and prints where it is.
 * @throws RangeError where no network is meant, or several; Error where a file or the folder cannot
 * be read or written.
 */
export async function networkPage(options: NetworkOptions, host: Host): Promise<void> {
  const { study, trained } = await chosen(options);
  const owner = study.populations.find(({ networks }) => networks.includes(trained));
  if (owner === undefined) throw new Error(`network ${trained.key} is in no population`);
  const folder = resolve(options.out);
  try {
    makeFolder(folder);
  } catch (error) {
    throw new Error(`out: cannot make the folder ${folder}: ${String(error)}`, { cause: error });
  }
  host.note(`Reading ${cellName(trained.cell)} seed ${trained.seed} …\n`);
  const data = await assembleNetwork(study, trained, {
    settings: owner.settings,
    file: owner.file ?? "",
    commands: commandsOf(trained, options),
  });
  for (const refused of study.checked.refused) host.note(`refused: ${refused}\n`);
  const path = join(folder, `network-${shortKey(trained.key)}.html`);
  writeAtomically(path, new TextEncoder().encode(networkHtml(data)));
  host.out(`Page: ${path}\n`);
}

/** The network that was meant, among those that were read for it. */
async function chosen({
  network,
  seed,
  populations,
  population,
  study: folder,
  rules,
}: NetworkOptions): Promise<{ readonly study: Study; readonly trained: TrainedNetwork }> {
  const opened = (from: NetworksFrom): Promise<Study> => openStudy({ networks: [from], rules });
  if (!network.endsWith(".safetensors")) {
    if (seed !== undefined)
      throw new RangeError("seed: a key names one network; --seed belongs to a population's file");
    const knows = await openRules(rules);
    const from: NetworksFrom =
      population === "study"
        ? measuredNetworks(recordIn(folder, knows, { warn: () => {} }))
        : { kind: "shipped", folder: populations };
    const study = await opened(from);
    const all = study.populations.flatMap(({ networks }) => networks);
    return { study, trained: networkOf(all, network) };
  }
  if (seed === undefined)
    throw new RangeError(`seed: expected --seed, which of the networks of ${network}`);
  const study = await opened({ kind: "file", path: pathOf(network, populations) });
  const networks = study.populations.flatMap((each) => each.networks);
  const trained = networks.find((each) => each.seed === seed);
  if (trained !== undefined) return { study, trained };
  const [first, last] = [networks[0].seed, networks[networks.length - 1].seed];
  throw new RangeError(`seed: ${network} has seeds ${first} to ${last}, not ${seed}`);
}

/** A file as it is named, or as it is called in the folder of populations. */
function pathOf(file: string, folder: string): string {
  const isThere = statSync(file, { throwIfNoEntry: false })?.isFile() === true;
  const inFolder = join(folder, file);
  const isWithin = statSync(inFolder, { throwIfNoEntry: false })?.isFile() === true;
  return !isThere && isWithin ? inFolder : file;
}

/** How to have this network again, and this page of it. */
function commandsOf(
  trained: TrainedNetwork,
  { populations, population, isShipped }: NetworkOptions,
): readonly (readonly [string, string])[] {
  const key = shortKey(trained.key);
  const whose = population === "study" ? " --population study" : "";
  const from = isShipped ? whose : ` --populations ${plainWord(populations)}`;
  return [
    ["Train it again and compare every byte:", `npx attest audit ${key}${from}`],
    ["Train it into a store, with its losses:", trainCommand(trained.cell, [trained])],
    ["This page:", `npx attest network ${key}${from}`],
  ];
}
