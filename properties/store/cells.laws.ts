import fc from "fast-check";
import { type CellFile, readCellFile } from "../../src/store/cellFile.ts";
import { bfloat16, float16 } from "../../src/store/floats.ts";
import { decodeSafetensors, encodeSafetensors, type Tensor } from "../../src/store/safetensors.ts";
import type { Law } from "../law.ts";
import {
  type CellCase,
  type CellSituation,
  cellCases,
  drawCell,
  makeCell,
  ourMakers,
  plainStep,
} from "../model/cellMade.ts";
import type { Read } from "./fuzz.laws.ts";
import { hostileBytes } from "./hostileBytes.ts";
import { answerOf } from "./refusal.ts";

/** Numbers of sixteen bits. */
export interface Halves {
  readonly float16: (bits: number) => number;
  readonly bfloat16: (bits: number) => number;
}

/** Ours. */
export const ourHalves: Halves = { float16, bfloat16 };

/** (−1)^s · 2^e · (1 + f/2^F), by doubling and halving alone. */
function written(bits: number, exponentBits: number): number {
  const fractionBits = 15 - exponentBits;
  const sign = bits >> 15 === 1 ? -1 : 1;
  const exponent = (bits >> fractionBits) & (2 ** exponentBits - 1);
  const fraction = bits & (2 ** fractionBits - 1);
  if (exponent === 2 ** exponentBits - 1)
    return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  const bias = 2 ** (exponentBits - 1) - 1;
  let value = exponent === 0 ? fraction : fraction + 2 ** fractionBits;
  for (let k = (exponent || 1) - bias - fractionBits; k !== 0; k += k < 0 ? 1 : -1)
    value = k < 0 ? value / 2 : value * 2;
  return sign * value;
}

/** Every number of sixteen bits. */
export const halvesExact: Law<Halves, null, "store/halves"> = {
  id: "store/halves",
  says: "each of the 65,536 float16 and bfloat16 is read as the number that it is",
  cite: "IEEE 754-2019, binary16",
  needs: [],
  runs: 1,
  cases: () => fc.constant(null),
  holds(halves) {
    for (let bits = 0; bits < 65_536; bits++)
      for (const [name, exponentBits] of [
        ["float16", 5],
        ["bfloat16", 8],
      ] as const) {
        const [found, truth] = [halves[name](bits), written(bits, exponentBits)];
        if (!Object.is(found, truth))
          throw new Error(`${name} of bits ${bits.toString(2)}: ${found}, is ${truth}`);
      }
  },
  mutants: [
    {
      name: "subnormals are flushed to 0",
      subject: { ...ourHalves, float16: (bits) => ((bits >> 10) & 31 ? float16(bits) : 0) },
    },
    {
      name: "subnormals are taken for normal",
      subject: {
        ...ourHalves,
        float16: (bits) =>
          (bits >> 10) & 31 ? float16(bits) : Math.sign(float16(bits | 1024)) * 2 ** -15,
      },
    },
    {
      name: "infinity is a number",
      subject: {
        ...ourHalves,
        float16: (bits) => ((bits & 0x7fff) === 0x7c00 ? 65_536 : float16(bits)),
      },
    },
    {
      name: "NaN is a number",
      subject: {
        ...ourHalves,
        float16: (bits) => (Number.isNaN(float16(bits)) ? 65_536 : float16(bits)),
      },
    },
    { name: "the sign is lost", subject: { ...ourHalves, bfloat16: (b) => bfloat16(b & 0x7fff) } },
    { name: "bfloat16 is float16", subject: { ...ourHalves, bfloat16: float16 } },
    { name: "float16 is bfloat16", subject: { ...ourHalves, float16: bfloat16 } },
  ],
};

const KINDS = { rnn: 1, gru: 3, lstm: 4 } as const;

/** The file of a case, with another network behind it where `stacked`. */
function fileOf(
  given: CellCase,
  situation: CellSituation,
  { prefix, stacked }: { readonly prefix: string; readonly stacked: boolean },
): Uint8Array {
  const { gated, leaky } = situation;
  const { units, channels } = gated;
  const tensor = (shape: readonly number[], data: Float64Array): Tensor =>
    stacked
      ? { shape: [2, ...shape], data: Float64Array.of(...data, ...data.map((x) => 0.9 * x)) }
      : { shape, data };
  if (given.kind === "equationOne" || given.kind === "rates")
    return encodeSafetensors({
      tensors: new Map([
        ["recurrent", tensor([units, units], leaky.recurrent)],
        ["input", tensor([units, channels], leaky.input)],
        ["bias", tensor([units], leaky.bias)],
      ]),
      metadata: new Map([
        ["activation", given.activation],
        ["alpha", `${given.alpha}`],
        ["form", given.kind === "rates" ? "rates" : "state"],
      ]),
    });
  const rows = KINDS[given.kind] * units;
  return encodeSafetensors({
    tensors: new Map<string, Tensor>([
      [`${prefix}weight_ih_l0`, tensor([rows, channels], gated.input)],
      [`${prefix}weight_hh_l0`, tensor([rows, units], gated.recurrent)],
      [`${prefix}bias_ih_l0`, tensor([rows], gated.inputBias)],
      [`${prefix}bias_hh_l0`, tensor([rows], gated.recurrentBias)],
      ["fc.weight", { shape: [1, units], data: new Float64Array(units) }],
    ]),
    metadata: new Map(given.activation === "relu" ? [["nonlinearity", "relu"]] : []),
  });
}

/** Reads the cells of a file. */
export type ReadCells = (bytes: Uint8Array) => CellFile;

/** Bytes with tensors of other names or contents. */
const altered =
  (change: (name: string, tensor: Tensor) => readonly (readonly [string, Tensor])[]): ReadCells =>
  (bytes) => {
    const { tensors, metadata } = decodeSafetensors(bytes);
    return readCellFile(
      encodeSafetensors({
        tensors: new Map([...tensors].flatMap(([name, tensor]) => change(name, tensor))),
        metadata,
      }),
    );
  };

type FileCase = CellCase & { readonly prefix: string; readonly stacked: boolean };

/** What is read steps as what was written. */
export const cellsRead: Law<ReadCells, FileCase, "store/cells"> = {
  id: "store/cells",
  says: "a cell read from a file in PyTorch's layout, or ours, steps as the one that was written",
  cite: "PyTorch's documentation of RNN, GRU, LSTM",
  needs: [],
  runs: 150,
  cases: () =>
    fc
      .tuple(cellCases, fc.constantFrom("", "rnn.", "net.core."), fc.boolean())
      .map(([given, prefix, stacked]) => ({ ...given, prefix, stacked })),
  holds(read, { prefix, stacked, ...given }) {
    const situation = drawCell(given);
    const { state, input } = situation;
    const { cells, others } = read(fileOf(given, situation, { prefix, stacked }));
    if (cells.length !== (stacked ? 2 : 1)) throw new Error(`${cells.length} cells`);
    const isOurs = given.kind === "equationOne" || given.kind === "rates";
    const rest = isOurs ? "" : "fc.weight";
    if (others.join() !== rest) throw new Error(`others: ${others.join()}, expected ${rest}`);
    for (const [k, entry] of cells.entries()) {
      if ("problem" in entry) throw new Error(`${entry.name}: ${entry.problem}`);
      if (!isOurs && !entry.name.startsWith(prefix.slice(0, -1)))
        throw new Error(`${prefix} is called ${entry.name}`);
      const scaled = scaledBy(situation, k === 0 ? 1 : 0.9);
      const next = new Float64Array(state.length);
      entry.cell.step(state, input, next);
      const expected = new Float64Array(state.length);
      makeCell(ourMakers, given, scaled).step(state, input, expected);
      const off = next.findIndex((value, i) => value !== expected[i]);
      if (off >= 0)
        throw new Error(`cell ${k}, s[${off}]: ${next[off]}, expected ${expected[off]}`);
      const plain = plainStep(given, scaled);
      if (!(Math.abs(plain[0] - next[0]) < 1e-10 * (1 + Math.abs(plain[0]))))
        throw new Error(`cell ${k}: ${next[0]}, by its equations ${plain[0]}`);
    }
  },
  mutants: [
    {
      name: "the first network for all",
      subject(bytes) {
        const file = readCellFile(bytes);
        return { ...file, cells: file.cells.map(() => file.cells[0]) };
      },
    },
    {
      name: "bias_hh is left out",
      subject: altered((name, tensor) => [
        [
          name,
          name.endsWith("bias_hh_l0") ? { ...tensor, data: tensor.data.map(() => 0) } : tensor,
        ],
      ]),
    },
    {
      name: "our bias is left out",
      subject: altered((name, tensor) => (name === "bias" ? [] : [[name, tensor]])),
    },
    {
      name: "Eq. 1 for the rate form",
      subject(bytes) {
        const { tensors, metadata } = decodeSafetensors(bytes);
        const other = new Map([...metadata].filter(([name]) => name !== "form"));
        return readCellFile(encodeSafetensors({ tensors, metadata: other }));
      },
    },
    {
      name: "tanh for every RNN",
      subject(bytes) {
        const { tensors, metadata } = decodeSafetensors(bytes);
        const other = new Map([...metadata].filter(([name]) => name !== "nonlinearity"));
        return readCellFile(encodeSafetensors({ tensors, metadata: other }));
      },
    },
    {
      name: "other tensors are not named",
      subject: (bytes) => ({ ...readCellFile(bytes), others: [] }),
    },
  ],
};

function scaledBy(situation: CellSituation, by: number): CellSituation {
  const each = (values: Float64Array): Float64Array => values.map((x) => by * x);
  const { gated, leaky } = situation;
  return {
    ...situation,
    gated: {
      ...gated,
      recurrent: each(gated.recurrent),
      input: each(gated.input),
      inputBias: each(gated.inputBias),
      recurrentBias: each(gated.recurrentBias),
    },
    leaky: {
      ...leaky,
      recurrent: each(leaky.recurrent),
      input: each(leaky.input),
      bias: each(leaky.bias),
    },
  };
}

const corpusOf = (kind: CellCase["kind"], stacked: boolean): Uint8Array => {
  const given: CellCase = {
    ...{ kind, seed: 7, units: 2, channels: 1, activation: "softplus", alpha: 0.5, gain: 1 },
  };
  return fileOf(given, drawCell(given), { prefix: "rnn.", stacked });
};

const CORPUS = [
  corpusOf("equationOne", true),
  corpusOf("rates", false),
  corpusOf("rnn", true),
  corpusOf("gru", false),
  corpusOf("lstm", false),
];

/** A file of cells is sound cells, or nothing. */
export const fuzzedCells: Law<Read<CellFile>, Uint8Array, "store/fuzz-cells"> = {
  id: "store/fuzz-cells",
  says: "a changed file of cells is refused in words, or its cells step without a missing number",
  needs: [],
  runs: 1500,
  cases: () => hostileBytes(CORPUS),
  holds(read, bytes) {
    const answer = answerOf(() => read(bytes));
    if (!("value" in answer)) return;
    const { cells } = answer.value;
    if (cells.length === 0) throw new Error("no cell was accepted as some");
    for (const entry of cells) {
      if ("problem" in entry) {
        if (!/expected/.test(entry.problem)) throw new Error(`no words: ${entry.problem}`);
        continue;
      }
      const { stateSize, channels, step } = entry.cell;
      const next = new Float64Array(stateSize);
      step(new Float64Array(stateSize), new Float64Array(channels), next);
      // Weights of 1e308 may overflow; a weight that is no number makes one of 0 times it.
      if (next.some(Number.isNaN)) throw new Error(`${entry.name} steps to NaN`);
    }
  },
  mutants: [
    {
      name: "NaN passes",
      subject(bytes) {
        const file = readCellFile(bytes);
        return {
          ...file,
          cells: file.cells.map((entry) => {
            if ("cell" in entry || !/NaN/.test(entry.problem)) return entry;
            const [sound] = readCellFile(CORPUS[1]).cells;
            if (!("cell" in sound)) return sound;
            return {
              ...sound,
              cell: { ...sound.cell, step: (_s, _u, out) => out.fill(Number.NaN) },
            };
          }),
        };
      },
    },
    {
      name: "a file of no cells is an empty list",
      subject(bytes) {
        try {
          return readCellFile(bytes);
        } catch {
          return { cells: [], asPaper: false, others: [] };
        }
      },
    },
    {
      name: "a missing tensor is a crash",
      subject(bytes) {
        const { tensors } = decodeSafetensors(bytes);
        if (![...tensors.keys()].some((name) => name.endsWith("weight_hh_l0")))
          throw new TypeError("Cannot read properties of undefined");
        return readCellFile(bytes);
      },
    },
  ],
};
