import { type Network, WEIGHT_NAMES, weightSizes } from "../../src/model/model.ts";
import type { Storable } from "../../src/setting/storable.ts";
import { readNetworkFile } from "../../src/store/networkFile.ts";
import { unpack } from "../../src/store/pack.ts";
import {
  decodeSafetensors,
  encodeSafetensors,
  FormatError,
  type TensorFile,
} from "../../src/store/safetensors.ts";
import { encodeArtifact } from "../../src/store/store.ts";
import type { Law } from "../law.ts";
import { hostileBytes } from "./hostileBytes.ts";
import { bytesOf, difference } from "./made.ts";
import { answerOf } from "./refusal.ts";

/** Reads a file that may come from anywhere. */
export type Read<T> = (bytes: Uint8Array) => T;

const numbers = (count: number): Float64Array =>
  Float64Array.from({ length: count }, (_, k) => ((k * 37) % 17) / 8 - 1);

/** Values as training stores them: numbers of every kind, text, nests, what JSON lacks. */
const VALUES: readonly Storable[] = [
  { network: { units: 3, weights: numbers(9) }, reason: "criterion", losses: numbers(4) },
  { of: "0123", loss: Number.NaN, memory: [Float32Array.of(1, -0), { $tensor: 1 }, [[-0]]] },
  [Int32Array.of(-1), Uint32Array.of(1), Uint8Array.of(255), new Float64Array(0), null, true],
];

const networkFile = (
  dims: { readonly count: number; readonly units: number },
  metadata: readonly (readonly [string, string])[],
): Uint8Array => {
  const { count, units } = dims;
  return encodeSafetensors({
    tensors: new Map([
      ["recurrent", { shape: [count, units, units], data: numbers(count * units * units) }],
      ["input", { shape: [count, units, 1], data: Float32Array.from(numbers(count * units)) }],
      ["output", { shape: [count, 1, units], data: numbers(count * units) }],
    ]),
    metadata: new Map(metadata),
  });
};

const NETWORK_FILES = [
  networkFile({ count: 2, units: 3 }, [["activation", "tanh"]]),
  networkFile({ count: 1, units: 2 }, [
    ["activation", "relu"],
    ["alpha", "0.5"],
    ["readout", "rates"],
  ]),
];

const ARTIFACTS = VALUES.map(encodeArtifact);

/** The length that a file's header says it has, and its text. */
function headerOf(bytes: Uint8Array): { readonly text: string; readonly end: number } {
  const end = 8 + Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  return { text: Buffer.from(bytes.subarray(8, end)).toString(), end };
}

/** How many names a text of JSON gives, counted by its quotes and colons alone. */
const namesIn = (text: string): number => [...text.matchAll(/"(?:[^"\\]|\\.)*"\s*:/g)].length;

const namesOf = (value: unknown): number =>
  typeof value !== "object" || value === null
    ? 0
    : Object.values(value).reduce(
        (sum: number, each) => sum + namesOf(each),
        Array.isArray(value) ? 0 : Object.keys(value).length,
      );

/** What is read is what the bytes hold: each byte in one tensor, each name once. */
export const fuzzedSafetensors: Law<Read<TensorFile>, Uint8Array, "store/fuzz-safetensors"> = {
  id: "store/fuzz-safetensors",
  says: "a changed file is refused by a FormatError, or each of its bytes is read once, as it is",
  needs: [],
  runs: 1500,
  cases: () => hostileBytes([...NETWORK_FILES, ...ARTIFACTS]),
  holds(read, bytes) {
    const answer = answerOf(() => read(bytes));
    if (!("value" in answer)) return;
    const { text, end } = headerOf(bytes);
    if (end > bytes.length) throw new Error(`a header of ${end} bytes in ${bytes.length}`);
    const header: unknown = JSON.parse(text);
    if (namesIn(text) !== namesOf(header)) throw new Error(`a name given twice passed: ${text}`);
    const held = [...answer.value.tensors.values()].reduce((sum, t) => sum + t.data.byteLength, 0);
    if (held !== bytes.length - end) throw new Error(`${held} of ${bytes.length - end} bytes`);
    for (const [name, entry] of Object.entries(Object(header))) {
      if (name === "__metadata__") continue;
      const tensor = answer.value.tensors.get(name);
      const [from, to] = Object(entry).data_offsets;
      const expected = Buffer.from(bytes.subarray(end + from, end + to));
      if (tensor === undefined || !bytesOf(tensor.data).equals(expected))
        throw new Error(`tensor "${name}" is not the bytes ${from} to ${to}`);
      if (tensor.shape.reduce((a, b) => a * b, 1) !== tensor.data.length)
        throw new Error(`tensor "${name}": [${tensor.shape}] for ${tensor.data.length} numbers`);
    }
  },
  mutants: [
    {
      name: "lengths are believed",
      subject(bytes) {
        const { end } = headerOf(bytes);
        return { ...decodeSafetensors(bytes), ...new Array(end > bytes.length ? -1 : 0) };
      },
    },
    {
      name: "trailing bytes pass",
      subject: (bytes) => {
        for (let end = bytes.length; end > bytes.length - 20 && end > 8; end--)
          try {
            return decodeSafetensors(bytes.subarray(0, end));
          } catch {
            // Perhaps a shorter one.
          }
        return decodeSafetensors(bytes);
      },
    },
    {
      name: "a name given twice passes",
      subject: (bytes) => {
        const { text, end } = headerOf(bytes);
        const again = new TextEncoder().encode(JSON.stringify(JSON.parse(text)));
        const length = new Uint8Array(8);
        new DataView(length.buffer).setBigUint64(0, BigInt(again.length), true);
        return decodeSafetensors(Buffer.concat([length, again, bytes.subarray(end)]));
      },
    },
    {
      name: "deep text is followed to the end of the stack",
      subject(bytes) {
        const depth = (text: string): number =>
          text.startsWith("[") ? 1 + depth(text.slice(1)) : 0;
        for (const [nest] of Buffer.from(bytes).toString().matchAll(/\[+/g)) depth(nest);
        return decodeSafetensors(bytes);
      },
    },
  ],
};

/** An artifact is what was stored, or nothing. */
export const fuzzedArtifacts: Law<Read<Storable>, Uint8Array, "store/fuzz-artifact"> = {
  id: "store/fuzz-artifact",
  says: "a changed artifact is refused by a FormatError, or is the value that was stored",
  needs: [],
  runs: 1500,
  cases: () => hostileBytes(ARTIFACTS),
  holds(read, bytes) {
    const answer = answerOf(() => read(bytes));
    if (!("value" in answer)) return;
    const found = VALUES.map((value) => difference(value, answer.value));
    if (!found.includes(null)) throw new Error(`accepted another value: ${found.join("; ")}`);
  },
  mutants: [
    {
      name: "the hash is not asked for",
      subject(bytes) {
        const { tensors, metadata } = decodeSafetensors(bytes);
        const arrays = [...tensors.keys()].sort().flatMap((name) => tensors.get(name)?.data ?? []);
        const text = metadata.get("value");
        if (text === undefined) throw new FormatError("artifact: no value");
        return unpack({ text, arrays });
      },
    },
  ],
};

/** A network file is whole networks of numbers, or nothing. */
export const fuzzedNetworks: Law<Read<readonly Network[]>, Uint8Array, "store/fuzz-network"> = {
  id: "store/fuzz-network",
  says: "a changed network file is refused in words, or holds networks that are sound",
  needs: [],
  runs: 1500,
  cases: () => hostileBytes(NETWORK_FILES),
  holds(read, bytes) {
    const answer = answerOf(() => read(bytes));
    if (!("value" in answer)) return;
    if (answer.value.length === 0) throw new Error("no network was accepted as some");
    for (const network of answer.value) {
      const { alpha, activation } = network.model;
      if (!(alpha > 0 && alpha <= 1)) throw new Error(`alpha ${alpha}`);
      if (!["tanh", "shifted-tanh", "relu"].includes(activation)) throw new Error(activation);
      const sizes = weightSizes(network);
      for (const name of WEIGHT_NAMES) {
        const weights = network.weights[name];
        if (weights.length !== sizes[name]) throw new Error(`${name}: ${weights.length} entries`);
        if (!weights.every(Number.isFinite)) throw new Error(`${name}: not finite`);
      }
    }
  },
  mutants: [
    {
      name: "NaN passes",
      subject(bytes) {
        try {
          return readNetworkFile(bytes);
        } catch (error) {
          if (!(error instanceof RangeError)) throw error;
          const [network] = readNetworkFile(NETWORK_FILES[0]);
          const broken = network.weights.input.map(() => Number.NaN);
          return [{ ...network, weights: { ...network.weights, input: broken } }];
        }
      },
    },
    {
      name: "a file of no network is an empty list",
      subject(bytes) {
        try {
          return readNetworkFile(bytes);
        } catch {
          return [];
        }
      },
    },
    {
      name: "a missing tensor is a crash",
      subject(bytes) {
        const { tensors } = decodeSafetensors(bytes);
        if (!tensors.has("input")) throw new TypeError("Cannot read properties of undefined");
        return readNetworkFile(bytes);
      },
    },
  ],
};
