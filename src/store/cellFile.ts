import type { Cell } from "../model/cells/cell.ts";
import type { PaperForm } from "../model/cells/paperForm.ts";
import { decodeForeign, type ForeignFile } from "./foreignFile.ts";
import { isLeakyFile, leakyCells } from "./leakyCells.ts";
import { FormatError } from "./safetensors.ts";
import { torchCells, torchPrefixes } from "./torchCells.ts";

/** A recurrent cell of a file. */
export interface ReadCell {
  /** Its number in the file, or the name that its module had: `0`, `rnn`, `encoder[2]`. */
  readonly name: string;
  readonly cell: Cell;
  /** A network of Eq. 1 with the same fixed points, where there is one. */
  readonly form: PaperForm | null;
  /** What was taken for granted. */
  readonly notes: readonly string[];
}

/** A cell that cannot be read, and why; the others of its file are as good as ever. */
export interface RefusedCell {
  readonly name: string;
  readonly problem: string;
}

/** What a file of networks holds. */
export interface CellFile {
  /** At least one, in the order of the file. */
  readonly cells: readonly (ReadCell | RefusedCell)[];
  /** Whether all are networks of Eq. 1 as the paper has them, which `readNetworkFile` reads too. */
  readonly asPaper: boolean;
  /** Names of tensors that belong to no recurrent cell, such as a readout's. */
  readonly others: readonly string[];
}

/**
 * The recurrent cells of a safetensors file, whoever wrote it; float64, float32, float16 or
 * bfloat16. Either our own tensors: `recurrent` `[network][unit][unit]`, `input`
 * `[network][unit][channel]`, and, if there are any, `bias` `[network][unit]` and `output`
 * `[network][output][unit]`, with metadata `activation`, `alpha` (0.1 where it is left out), `form`
 * (`state` for Eq. 1, or `rates`), `slope` (of leaky relu); or what `save_file` writes of the state
 * of a PyTorch module with RNN, GRU or LSTM layers, with metadata `nonlinearity` for a relu RNN.
 * The axis of networks may be left out for one.
 * @throws FormatError where the file as a whole is wrong; it names the tensor and the way out.
 */
export function readCellFile(bytes: Uint8Array): CellFile {
  const file = decodeForeign(bytes);
  const prefixes = torchPrefixes(file);
  const isOurs = isLeakyFile(file);
  if (isOurs && prefixes.length > 0)
    throw new FormatError(
      `tensors: "recurrent" and "${prefixes[0]}weight_hh…" are of two formats; ` +
        "write each network in a file of its own",
    );
  if (isOurs) return leakyCells(file);
  if (prefixes.length > 0) return torchCells(file, prefixes);
  throw new FormatError(`tensors: ${listOf(file)}; ${EXPECTED}`);
}

const EXPECTED =
  "expected recurrent and input, with bias where there is one, or the state of a PyTorch module " +
  "with an RNN, GRU or LSTM (weight_ih_l0, weight_hh_l0): docs/networks.md has the line for each " +
  "framework";

const listOf = ({ tensors }: ForeignFile): string =>
  tensors.size === 0 ? "there are none" : `there are ${[...tensors.keys()].join(", ")}`;
