import type { Population } from "../study/analysis.ts";
import { type Cell, cellName } from "../study/cell.ts";
import type { TrainedNetwork } from "../study/trained.ts";
import { VARIANTS } from "../study/variant.ts";
import type { ShownNetwork, ShownPopulation } from "./data.ts";
import { shortKey } from "./format.ts";

/** Every network as a row. */
export function showNetworks(populations: readonly Population[]): readonly ShownNetwork[] {
  return populations.flatMap(({ networks }) => networks.map(rowOf));
}

/** A network as a row. */
export function rowOf(trained: TrainedNetwork): ShownNetwork {
  const { key, cell, seed, reason, updates, freshAccuracy, idealAccuracy } = trained;
  return { key, cell: cellName(cell), seed, reason, updates, freshAccuracy, idealAccuracy };
}

/** Every population as a row. */
export function showPopulations(populations: readonly Population[]): readonly ShownPopulation[] {
  return populations.map((population) => {
    const { cell, networks } = population;
    const met = networks.filter(({ reason }) => reason === "criterion");
    return {
      cell: cellName(cell),
      file: population.file ?? "",
      tried: networks.length,
      met: met.length,
      medianUpdates: median(networks.map(({ updates }) => updates)),
      freshAccuracy: median(met.map(({ freshAccuracy }) => freshAccuracy)),
      idealAccuracy: median(met.map(({ idealAccuracy }) => idealAccuracy)),
      train: trainCommand(cell, networks),
    };
  });
}

/** The command that trains networks of a cell from their seeds. */
export function trainCommand(cell: Cell, networks: readonly TrainedNetwork[]): string {
  // How many updates a network is given is no option of the command: an audit reads it off.
  if (VARIANTS[cell.variant].updates === "given")
    return `npx attest audit ${networks.map(({ key }) => shortKey(key)).join(" ")}`;
  const seeds = networks.map(({ seed }) => seed);
  const [first, last] = [Math.min(...seeds), Math.max(...seeds)];
  const { rule, task, noise, reading, variant } = cell;
  return [
    `npx attest train --rule ${rule} --task ${task} --noise ${noise}`,
    `--seeds ${first === last ? first : `${first}-${last}`}`,
    ...(variant === "as-is" ? [] : [`--variant ${variant}`]),
    ...(reading === "working" ? [] : [`--reading ${reading}`]),
  ].join(" ");
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  if (sorted.length === 0) return null;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
