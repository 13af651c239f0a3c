import { cellActivation } from "../model/cells/activations.ts";
import type { GatedWeights } from "../model/cells/gated.ts";
import { gruCell } from "../model/cells/gru.ts";
import { lstmCell } from "../model/cells/lstm.ts";
import { type PaperForm, paperForm, withBiasChannel } from "../model/cells/paperForm.ts";
import { torchRnn } from "../model/cells/torchRnn.ts";
import type { CellFile, ReadCell, RefusedCell } from "./cellFile.ts";
import { type ForeignFile, rawTensorOf } from "./foreignFile.ts";
import { choiceOf } from "./leakyCells.ts";
import { FormatError } from "./safetensors.ts";
import { attempted, partOf, requireShape, type Stack, stackOf } from "./stack.ts";

/** A tensor of a recurrent layer (`_l0`) or cell in the state of a PyTorch module. */
const PART = /^(|.*\.)(weight_ih|weight_hh|weight_hr|bias_ih|bias_hh)(|_l(\d+)(_reverse)?)$/;

const KINDS: ReadonlyMap<number, "RNN" | "GRU" | "LSTM"> = new Map([
  [1, "RNN"],
  [3, "GRU"],
  [4, "LSTM"],
]);

/** The prefixes of all recurrent layers in the state of a PyTorch module, such as `rnn.`. */
export function torchPrefixes({ tensors }: ForeignFile): readonly string[] {
  const prefixes = [...tensors.keys()].flatMap((name) => PART.exec(name)?.[1] ?? []);
  return [...new Set(prefixes)];
}

/**
 * The recurrent cells in the state of a PyTorch module; other tensors are named.
 * @throws FormatError for a nonlinearity that is none of PyTorch's.
 */
export function torchCells(file: ForeignFile, prefixes: readonly string[]): CellFile {
  const given = file.metadata.has("nonlinearity");
  const nonlinearity = choiceOf(file.metadata, "nonlinearity", ["tanh", "relu"], "tanh");
  const cells = prefixes.flatMap((prefix): readonly (ReadCell | RefusedCell)[] => {
    const read = attempted(prefix.slice(0, -1) || "0", () =>
      layerOf(file, prefix, { nonlinearity, given }),
    );
    return "problem" in read ? [read] : read;
  });
  return {
    cells,
    asPaper: false,
    others: [...file.tensors.keys()].filter((name) => !PART.test(name)),
  };
}

/** The nonlinearity of RNN layers, and whether the file says it. */
type Nonlinearity = { readonly nonlinearity: "tanh" | "relu"; readonly given: boolean };

/** The networks of one layer: one, or as many as were stacked. */
function layerOf(
  file: ForeignFile,
  prefix: string,
  { nonlinearity, given }: Nonlinearity,
): readonly (ReadCell | RefusedCell)[] {
  const suffix = suffixOf(file, prefix);
  const named = (part: string): string => `${prefix}${part}${suffix}`;
  const of = (part: string, axes: number): Stack =>
    stackOf(named(part), rawTensorOf(file, named(part)), axes);
  const recurrent = of("weight_hh", 2);
  const [rows, units] = recurrent.shape;
  const { count } = recurrent;
  const gates = rows / units;
  const kind = KINDS.get(gates);
  if (kind === undefined)
    throw new FormatError(
      `tensor "${named("weight_hh")}": expected 1, 3 or 4 times as many rows as columns ` +
        `(RNN, GRU, LSTM), got ${rows} × ${units}`,
    );
  const input = of("weight_ih", 2);
  const [, channels] = input.shape;
  requireShape(named("weight_ih"), input, { count, shape: [rows, channels] });
  const isBiased = ["bias_ih", "bias_hh"].some((part) => file.tensors.has(named(part)));
  const biasOf = (part: string): ((network: number) => Float64Array) => {
    if (!isBiased) return () => new Float64Array(rows);
    const stack = of(part, 1);
    requireShape(named(part), stack, { count, shape: [rows] });
    return (network) => partOf(named(part), stack, network);
  };
  const [inputBias, recurrentBias] = [biasOf("bias_ih"), biasOf("bias_hh")];
  const base = prefix.slice(0, -1);
  return Array.from({ length: count }, (_, k) => {
    const name = recurrent.data.length > rows * units ? `${base}[${k}]` : base || "0";
    return attempted(name, () => ({
      name,
      notes: kind === "RNN" && !given ? [TANH_ASSUMED] : [],
      ...cellFrom(kind, nonlinearity, {
        units,
        channels,
        gates,
        recurrent: partOf(named("weight_hh"), recurrent, k),
        input: partOf(named("weight_ih"), input, k),
        inputBias: inputBias(k),
        recurrentBias: recurrentBias(k),
      }),
    }));
  });
}

const TANH_ASSUMED =
  "a module's state does not name its nonlinearity: tanh, PyTorch's default, is taken; " +
  'metadata={"nonlinearity": "relu"} says otherwise';

/**
 * `_l0` of a layer, or nothing of a cell.
 * @throws FormatError for what is not one layer that reads its own state.
 */
function suffixOf({ tensors }: ForeignFile, prefix: string): string {
  const own = [...tensors.keys()].flatMap((name) => {
    const found = PART.exec(name);
    return found?.[1] === prefix ? [{ part: found[2], suffix: found[3], layer: found[4] }] : [];
  });
  const layers = new Set(own.map(({ layer }) => layer));
  const suffixes = new Set(own.map(({ suffix }) => suffix));
  const refuse = (what: string): never => {
    throw new FormatError(`layer "${prefix}": ${what}`);
  };
  if (own.some(({ suffix }) => suffix.endsWith("_reverse")))
    refuse(
      "it is bidirectional: half of it runs back from the end of a trial, so it has no next " +
        "state; expected a layer of one direction",
    );
  if (layers.size > 1)
    refuse(
      `it has ${layers.size} layers; expected one: make a module of each layer, and give the ` +
        "state of the one below as the input of the one above",
    );
  if (own.some(({ part }) => part === "weight_hr"))
    refuse("it projects its state (proj_size); expected an LSTM without a projection");
  const [suffix] = suffixes;
  return suffix !== "" && suffix !== "_l0"
    ? refuse(`its tensors end in ${suffix}; expected _l0, the first layer`)
    : suffix;
}

function cellFrom(
  kind: "RNN" | "GRU" | "LSTM",
  nonlinearity: "tanh" | "relu",
  weights: GatedWeights,
): Pick<ReadCell, "cell" | "form"> {
  if (kind === "GRU") return { cell: gruCell(weights), form: null };
  if (kind === "LSTM") return { cell: lstmCell(weights), form: null };
  return { cell: torchRnn(weights, nonlinearity), form: rnnForm(weights, nonlinearity) };
}

/** Both biases as they are, each a channel: their sum would be rounded. */
function rnnForm(weights: GatedWeights, nonlinearity: "tanh" | "relu"): PaperForm | null {
  const { units, recurrent, inputBias, recurrentBias } = weights;
  const form = paperForm("rates", {
    units,
    ...withBiasChannel({ ...weights, bias: inputBias }),
    recurrent,
    bias: recurrentBias,
    activation: cellActivation(nonlinearity),
    alpha: 1,
  });
  return form === null ? null : { ...form, inputOf: (u) => form.inputOf([...Array.from(u), 1]) };
}
