import { ACTIVATIONS } from "../model/activation.ts";
import {
  CELL_ACTIVATIONS,
  type CellActivation,
  cellActivation,
  LEAKY_SLOPE,
} from "../model/cells/activations.ts";
import { equationOneCell, type LeakyWeights } from "../model/cells/equationOne.ts";
import { type LeakyForm, paperForm } from "../model/cells/paperForm.ts";
import { rateCell } from "../model/cells/rateForm.ts";
import { READOUTS } from "../model/readout.ts";
import type { CellFile, ReadCell } from "./cellFile.ts";
import { type ForeignFile, rawTensorOf } from "./foreignFile.ts";
import { BESIDE } from "./networkFile.ts";
import { FormatError } from "./safetensors.ts";
import { attempted, partOf, requireShape, type Stack, stackOf } from "./stack.ts";

/** Tensors of our own format, and the axes that each has a network. */
const AXES = { recurrent: 2, input: 2, bias: 1, output: 2 } as const;

type Name = keyof typeof AXES;

const NAMES: readonly string[] = Object.keys(AXES);

/** Whether a file has a tensor of our own format. */
export const isLeakyFile = ({ tensors }: ForeignFile): boolean =>
  NAMES.some((name) => tensors.has(name));

/**
 * The cells of a file of our own format.
 * @throws FormatError that names the tensor or metadata that is not as it should be.
 */
export function leakyCells(file: ForeignFile): CellFile {
  for (const name of file.tensors.keys())
    if (!NAMES.includes(name) && !BESIDE.includes(name))
      throw new FormatError(
        `tensor "${name}": not known beside ${NAMES.join(", ")}; a bias is called bias. If a ` +
          "step depends on it, this is another network; if none does, leave it out of the file",
      );
  const settings = settingsOf(file);
  const { recurrent, input, bias } = stacksOf(file);
  const [units] = recurrent.shape;
  const [, channels] = input.shape;
  const cells = Array.from({ length: recurrent.count }, (_, k) =>
    attempted(`${k}`, () =>
      cellFrom(`${k}`, settings.form, {
        units,
        channels,
        recurrent: partOf("recurrent", recurrent, k),
        input: partOf("input", input, k),
        bias: bias === null ? new Float64Array(units) : partOf("bias", bias, k),
        activation: settings.activation,
        alpha: settings.alpha,
      }),
    ),
  );
  const asPaper =
    bias === null &&
    settings.form === "state" &&
    file.tensors.has("output") &&
    ACTIVATIONS.some((name) => name === settings.activation.name);
  return { cells, asPaper, others: [] };
}

function cellFrom(name: string, form: LeakyForm, weights: LeakyWeights): ReadCell {
  const cell = form === "rates" ? rateCell(weights) : equationOneCell(weights);
  return { name, cell, form: paperForm(form, weights), notes: [] };
}

/** The tensors, which must fit each other; a readout is looked at for its shape alone. */
function stacksOf(file: ForeignFile): {
  readonly recurrent: Stack;
  readonly input: Stack;
  readonly bias: Stack | null;
} {
  const of = (name: Name): Stack => stackOf(name, rawTensorOf(file, name), AXES[name]);
  const recurrent = of("recurrent");
  const { count } = recurrent;
  const [units, from] = recurrent.shape;
  if (units !== from)
    throw new FormatError(`tensor "recurrent": expected a square matrix, got ${units} × ${from}`);
  const input = of("input");
  requireShape("input", input, { count, shape: [units, input.shape[1]] });
  const bias = file.tensors.has("bias") ? of("bias") : null;
  if (bias !== null) requireShape("bias", bias, { count, shape: [units] });
  if (file.tensors.has("output")) {
    const output = of("output");
    requireShape("output", output, { count, shape: [output.shape[0], units] });
  }
  return { recurrent, input, bias };
}

function settingsOf({ metadata }: ForeignFile): {
  readonly activation: CellActivation;
  readonly alpha: number;
  readonly form: LeakyForm;
} {
  const numberOf = (name: string, fallback: number): number => {
    const given = metadata.get(name) ?? `${fallback}`;
    const value = Number(given);
    if (given.trim() === "" || !(value >= 0 && value <= 1))
      throw new FormatError(`metadata "${name}": expected a number from 0 to 1, got ${given}`);
    return value;
  };
  const alpha = numberOf("alpha", 0.1);
  if (alpha === 0) throw new FormatError('metadata "alpha": expected a number in (0, 1], got 0');
  const name = choiceOf(metadata, "activation", CELL_ACTIVATIONS, null);
  choiceOf(metadata, "readout", READOUTS, "rates");
  return {
    activation: cellActivation(name, numberOf("slope", LEAKY_SLOPE)),
    alpha,
    form: choiceOf(metadata, "form", ["state", "rates"], "state"),
  };
}

/**
 * Which of several words a file's metadata say.
 * @throws FormatError for another one, or for none where there is no fallback.
 */
export function choiceOf<T extends string>(
  metadata: ForeignFile["metadata"],
  name: string,
  choices: readonly T[],
  fallback: T | null,
): T {
  const given = metadata.get(name) ?? fallback;
  const found = choices.find((choice) => choice === given);
  if (found === undefined)
    throw new FormatError(
      `metadata "${name}": expected ${choices.join(", ")}, got ${given ?? "nothing"}`,
    );
  return found;
}
