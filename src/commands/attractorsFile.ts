import type { Cell } from "../model/cells/cell.ts";
import type { Network } from "../model/model.ts";
import { type CellFile, readCellFile } from "../store/cellFile.ts";
import { readNamed } from "../store/namedFile.ts";
import { readEachNetwork } from "../store/networkFile.ts";
import { FormatError } from "../store/safetensors.ts";
import type { Source } from "./attractorsTask.ts";
import type { Host } from "./host.ts";

/** A network or cell of a file, or why it cannot be solved for. */
export type NamedNetwork = {
  /** Its number in the file, or the name that its module had. */
  readonly name: number | string;
  readonly source: Source | Error;
  /** What it is, where it is no network of the paper's. */
  readonly cell: Cell | null;
  readonly network: Network | null;
  /** Of its input and its state; none where it cannot be read. */
  readonly size: { readonly channels: number; readonly units: number };
};

/**
 * All that a file holds to solve for: networks as the paper has them, or recurrent cells of other
 * forms. What was taken for granted, and what belongs to no network, is told.
 * @throws FormatError or RangeError that names the file, where none can be read.
 */
export function openNetworks(file: string, host: Host): readonly NamedNetwork[] {
  const cells = readNamed(file, readCellFile);
  if (cells.asPaper)
    return readNamed(file, readEachNetwork).map((network, name) =>
      network instanceof Error
        ? { name, source: network, cell: null, network: null, size: NONE }
        : { name, source: network, cell: null, network, size: network },
    );
  return openCells(file, cells, host);
}

const NONE = { channels: 0, units: 0 };

function openCells(file: string, { cells, others }: CellFile, host: Host): readonly NamedNetwork[] {
  const problems = cells.flatMap((each) =>
    "problem" in each ? [`${file}: network ${each.name}: ${each.problem}`] : [],
  );
  if (problems.length === cells.length) throw new FormatError(problems.join("\n"));
  for (const each of cells)
    if ("notes" in each)
      for (const note of each.notes) host.note(`${file}: network ${each.name}: ${note}\n`);
  if (others.length > 0) host.note(`${file}: not part of any network: ${others.join(", ")}\n`);
  return cells.map((each) => {
    const { name } = each;
    if ("problem" in each)
      return { name, source: new FormatError(each.problem), cell: null, network: null, size: NONE };
    const { cell } = each;
    const size = { channels: cell.channels, units: cell.stateSize };
    return { name, source: { file, name }, cell, network: null, size };
  });
}
