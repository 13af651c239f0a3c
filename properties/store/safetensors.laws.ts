import fc from "fast-check";
import {
  decodeSafetensors,
  encodeSafetensors,
  FormatError,
  type TensorFile,
} from "../../src/store/safetensors.ts";
import type { Law } from "../law.ts";
import { bytesOf, tensorFiles } from "./made.ts";

/** Writes and reads safetensors. */
export interface Codec {
  encode(file: TensorFile): Uint8Array;
  decode(bytes: Uint8Array): TensorFile;
}

/** Ours. */
export const ourCodec: Codec = { encode: encodeSafetensors, decode: decodeSafetensors };

/** What is written is read. */
export const roundTrip: Law<Codec, TensorFile, "store/round-trip"> = {
  id: "store/round-trip",
  says: "a file read back has the tensors, shapes, kinds and text that were written, bit for bit",
  cite: "the safetensors format",
  needs: [],
  runs: 300,
  cases: () => tensorFiles,
  holds({ encode, decode }, file) {
    const bytes = encode(file);
    const read = decode(bytes);
    const back = encode(read);
    if (Buffer.compare(bytes, back) !== 0) throw new Error("written again, other bytes");
    if (read.tensors.size !== file.tensors.size)
      throw new Error(`${read.tensors.size} tensors of ${file.tensors.size}`);
    for (const [name, { shape, data }] of file.tensors) {
      const other = read.tensors.get(name);
      if (other === undefined) throw new Error(`tensor "${name}" is missing`);
      if (other.data.constructor !== data.constructor) throw new Error(`"${name}": another kind`);
      if (other.shape.join() !== shape.join()) throw new Error(`"${name}": [${other.shape}]`);
      if (!bytesOf(other.data).equals(bytesOf(data))) throw new Error(`"${name}": other bytes`);
    }
    for (const [name, text] of file.metadata)
      if (read.metadata.get(name) !== text)
        throw new Error(`text "${name}": ${read.metadata.get(name)}`);
  },
  mutants: [
    {
      name: "every axis but the first is forgotten",
      subject: {
        ...ourCodec,
        decode(bytes) {
          const { tensors, metadata } = decodeSafetensors(bytes);
          const flat = [...tensors].map(
            ([name, { data }]) => [name, { data, shape: [data.length] }] as const,
          );
          return { tensors: new Map(flat), metadata };
        },
      },
    },
    {
      name: "numbers pass through text",
      subject: {
        ...ourCodec,
        encode: ({ tensors, metadata }) =>
          encodeSafetensors({
            tensors: new Map(
              [...tensors].map(([name, { data, shape }]) => [
                name,
                { shape, data: data.map((value) => Number(value.toPrecision(15))) },
              ]),
            ),
            metadata,
          }),
      },
    },
    {
      name: "names are set on a plain object",
      subject: {
        ...ourCodec,
        encode: ({ tensors, metadata }) =>
          encodeSafetensors({
            tensors: new Map([...tensors].filter(([name]) => name !== "__proto__")),
            metadata,
          }),
      },
    },
  ],
};

/** A header and how many bytes of data follow it. */
export type Raw = { readonly header: string; readonly data: number; readonly says?: number };

/** The bytes of a file with that header. */
export function rawFile({ header, data, says }: Raw): Uint8Array {
  const text = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + text.length + data);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(says ?? text.length), true);
  bytes.set(text, 8);
  return bytes;
}

const entry = (shape: string, from: number, to: number, dtype = '"U8"'): string =>
  `{"dtype":${dtype},"shape":${shape},"data_offsets":[${from},${to}]}`;

/** Files that must not be read, by what is wrong with them. */
export const hostileFiles: readonly (readonly [string, Raw])[] = [
  ["not JSON", { header: "{nonsense", data: 0 }],
  ["an empty header", { header: "", data: 0 }],
  ["a list", { header: "[]", data: 0 }],
  ["a byte order mark", { header: "\uFEFF{}", data: 0 }],
  ["text after the header", { header: "{} {}", data: 0 }],
  ["a header longer than the file", { header: "{}", data: 0, says: 3 }],
  ["a huge header", { header: "{}", data: 0, says: 2 ** 53 }],
  ["data that no tensor covers", { header: "{}", data: 1 }],
  ["trailing bytes", { header: `{"a":${entry("[4]", 0, 4)}}`, data: 5 }],
  ["data cut short", { header: `{"a":${entry("[4]", 0, 4)}}`, data: 3 }],
  ["a gap before", { header: `{"a":${entry("[4]", 1, 5)}}`, data: 5 }],
  ["a gap between", { header: `{"a":${entry("[2]", 0, 2)},"b":${entry("[2]", 3, 5)}}`, data: 5 }],
  ["an overlap", { header: `{"a":${entry("[3]", 0, 3)},"b":${entry("[3]", 2, 5)}}`, data: 5 }],
  ["one range twice", { header: `{"a":${entry("[4]", 0, 4)},"b":${entry("[4]", 0, 4)}}`, data: 4 }],
  ["a name twice", { header: `{"a":${entry("[4]", 0, 4)},"a":${entry("[4]", 0, 4)}}`, data: 4 }],
  [
    "a name twice, once escaped",
    { header: `{"a":${entry("[4]", 0, 4)},"\\u0061":${entry("[4]", 0, 4)}}`, data: 4 },
  ],
  [
    "a name twice, the colon far away",
    {
      header: `{"a"${" ".repeat(400)}:${entry("[4]", 0, 4)},"a":${entry("[4]", 0, 4)}}`,
      data: 4,
    },
  ],
  [
    "a field twice",
    { header: `{"a":{"dtype":"U8","dtype":"U8","shape":[4],"data_offsets":[0,4]}}`, data: 4 },
  ],
  ["text given twice", { header: '{"__metadata__":{"k":"1","k":"2"}}', data: 0 }],
  ["a shape that does not fit", { header: `{"a":${entry("[3]", 0, 4)}}`, data: 4 }],
  ["a negative axis", { header: `{"a":${entry("[-4]", 0, 4)}}`, data: 4 }],
  ["two negative axes", { header: `{"a":${entry("[-2,-2]", 0, 4)}}`, data: 4 }],
  ["a broken axis", { header: `{"a":${entry("[0.5,8]", 0, 4)}}`, data: 4 }],
  ["an axis that is null", { header: `{"a":${entry("[null]", 0, 0)}}`, data: 0 }],
  ["an axis in quotes", { header: `{"a":${entry('["4"]', 0, 4)}}`, data: 4 }],
  ["a vast shape", { header: `{"a":${entry("[1e300,1e300]", 0, 4)}}`, data: 4 }],
  ["no shape", { header: '{"a":{"dtype":"U8","data_offsets":[0,4]}}', data: 4 }],
  ["a number for a shape", { header: `{"a":${entry("4", 0, 4)}}`, data: 4 }],
  ["an unknown kind", { header: `{"a":${entry("[4]", 0, 4, '"U9"')}}`, data: 4 }],
  ["a kind from the prototype", { header: `{"a":${entry("[4]", 0, 4, '"toString"')}}`, data: 4 }],
  ["no kind", { header: `{"a":${entry("[4]", 0, 4, "null")}}`, data: 4 }],
  ["a range that falls", { header: `{"a":${entry("[0]", 4, 0)}}`, data: 4 }],
  ["a range below zero", { header: `{"a":${entry("[4]", -4, 0)}}`, data: 4 }],
  ["a range of one", { header: '{"a":{"dtype":"U8","shape":[4],"data_offsets":[4]}}', data: 4 }],
  ["a tensor that is null", { header: '{"a":null}', data: 0 }],
  ["metadata that is no text", { header: '{"__metadata__":{"a":1}}', data: 0 }],
  ["metadata that is a list", { header: '{"__metadata__":["a"]}', data: 0 }],
  ["a deep nest", { header: "[".repeat(100_000) + "]".repeat(100_000), data: 0 }],
  ["a deep nest in a tensor", { header: `{"a":${"[".repeat(99)}${"]".repeat(99)}}`, data: 0 }],
  ["a long unclosed text", { header: `{"${'\\"'.repeat(200_000)}`, data: 0 }],
];

/** Answers what a reader makes of bytes; any error but FormatError is thrown on. */
function readsAs(decode: Codec["decode"], bytes: Uint8Array): TensorFile | null {
  try {
    return decode(bytes);
  } catch (error) {
    if (error instanceof FormatError) return null;
    throw new Error(`expected a FormatError, got ${String(error)}`, { cause: error });
  }
}

/** What a lenient reader makes of a header it cannot read. */
const lenient =
  (mends: (header: string, bytes: Uint8Array) => TensorFile | null): Codec["decode"] =>
  (bytes) => {
    const size = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
    const header = new TextDecoder().decode(bytes.subarray(8, 8 + size));
    return mends(header, bytes) ?? decodeSafetensors(bytes);
  };

const NOTHING: TensorFile = { tensors: new Map(), metadata: new Map() };

/** Known ways to lie. */
export const hostileRefused: Law<Codec["decode"], number, "store/hostile"> = {
  id: "store/hostile",
  says: "a file that is not whole and well formed gets a FormatError, whatever is wrong with it",
  cite: "the safetensors format",
  needs: [],
  runs: 300,
  cases: () => fc.nat(hostileFiles.length - 1),
  holds(decode, index) {
    const [name, raw] = hostileFiles[index];
    if (readsAs(decode, rawFile(raw)) !== null) throw new Error(`accepted: ${name}`);
  },
  mutants: [
    {
      name: "lengths are trusted",
      subject: (bytes) => {
        const size = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
        if (size > bytes.length) return { ...NOTHING, metadata: new Map([["", `${size}`]]) };
        return decodeSafetensors(bytes);
      },
    },
    {
      name: "gaps pass",
      subject: lenient((header, bytes) => {
        const starts = [...header.matchAll(/"data_offsets":\[(\d+)/g)].map((m) => Number(m[1]));
        const first = Math.min(...starts);
        return first > 0 && first < bytes.length ? NOTHING : null;
      }),
    },
    {
      name: "a name given twice passes",
      subject: lenient((header) => (/"a".*"(a|\\u0061)"/s.test(header) ? NOTHING : null)),
    },
    {
      name: "trailing bytes pass",
      subject: (bytes) => {
        const size = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
        return size === 2 && bytes.length > 10 ? NOTHING : decodeSafetensors(bytes);
      },
    },
    {
      name: "another kind of error",
      subject: (bytes) => {
        try {
          return decodeSafetensors(bytes);
        } catch (error) {
          throw new TypeError(String(error));
        }
      },
    },
  ],
};

/** Files cut off. */
export const truncationRefused: Law<Codec["decode"], TensorFile, "store/truncated"> = {
  id: "store/truncated",
  says: "a file cut off at any byte, or with a byte behind it, gets a FormatError",
  needs: [],
  runs: 25,
  cases: () => tensorFiles,
  holds(decode, file) {
    const whole = encodeSafetensors(file);
    for (let length = 0; length < whole.length; length++)
      if (readsAs(decode, whole.subarray(0, length)) !== null)
        throw new Error(`accepted ${length} of ${whole.length} bytes`);
    if (readsAs(decode, Uint8Array.of(...whole, 0)) !== null)
      throw new Error("accepted a byte too many");
  },
  mutants: [
    {
      name: "missing data is taken as zeros",
      subject: (bytes) => {
        const size =
          bytes.length < 8
            ? Number.POSITIVE_INFINITY
            : Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
        return bytes.length > 8 + size ? NOTHING : decodeSafetensors(bytes);
      },
    },
    {
      name: "an empty file is an empty store",
      subject: (bytes) => (bytes.length === 0 ? NOTHING : decodeSafetensors(bytes)),
    },
  ],
};

/** Files changed at random: whatever is accepted must be a file that can be written. */
export const changedNeverCrashes: Law<
  Codec["decode"],
  { readonly file: TensorFile; readonly at: number; readonly to: number },
  "store/changed-bytes"
> = {
  id: "store/changed-bytes",
  says: "a file with a byte changed is read as a file of whole tensors, or gets a FormatError",
  needs: [],
  runs: 1000,
  cases: () => fc.record({ file: tensorFiles, at: fc.nat(10_000), to: fc.nat(255) }),
  holds(decode, { file, at, to }) {
    const bytes = encodeSafetensors(file);
    bytes[at % bytes.length] = to;
    const read = readsAs(decode, bytes);
    for (const [name, { shape, data }] of read?.tensors ?? [])
      if (shape.reduce((size, axis) => size * axis, 1) !== data.length)
        throw new Error(`"${name}": [${shape}] holds ${data.length} numbers`);
  },
  mutants: [
    {
      name: "a header that is not UTF-8 is another error",
      subject: (bytes) => {
        new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(8, 16));
        return decodeSafetensors(bytes);
      },
    },
  ],
};
