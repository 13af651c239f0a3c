import fc from "fast-check";
import type { Storable } from "../../src/setting/storable.ts";
import { type Packed, pack, packedTensors, unpack } from "../../src/store/pack.ts";
import { decodeSafetensors, encodeSafetensors, FormatError } from "../../src/store/safetensors.ts";
import { decodeArtifact, encodeArtifact } from "../../src/store/store.ts";
import type { Law } from "../law.ts";
import { difference, storables } from "./made.ts";

/** Takes values apart and puts them together. */
export interface Packing {
  pack(value: Storable): Packed;
  unpack(packed: Packed): Storable;
}

/** Ours. */
export const ourPacking: Packing = { pack, unpack };

/** Packing loses nothing. */
export const packingKeeps: Law<Packing, Storable, "store/pack"> = {
  id: "store/pack",
  says: "a value packed and unpacked is the same, be it NaN, −0 or named $tensor",
  needs: [],
  runs: 1000,
  cases: () => storables,
  holds(packing, value) {
    const found = difference(value, packing.unpack(packing.pack(value)));
    if (found !== null) throw new Error(found);
  },
  mutants: [
    {
      name: "numbers that JSON lacks become null",
      subject: {
        ...ourPacking,
        unpack: ({ text, arrays }) =>
          unpack({ text: text.replaceAll(/\{"\$number":"[^"]*"\}/g, "null"), arrays }),
      },
    },
    {
      name: "a name like a mark is taken for one",
      subject: {
        ...ourPacking,
        pack(value) {
          const { text, arrays } = pack(value);
          return { text: text.replaceAll('{"$$', '{"$'), arrays };
        },
      },
    },
    {
      name: "names are set on a plain object",
      subject: {
        ...ourPacking,
        unpack: ({ text, arrays }) =>
          unpack({ text: text.replaceAll('"__proto__":', '"__other__":'), arrays }),
      },
    },
    {
      name: "the last array is used for all",
      subject: {
        ...ourPacking,
        unpack: ({ text, arrays }) =>
          unpack({ text, arrays: arrays.map(() => arrays[arrays.length - 1]) }),
      },
    },
  ],
};

/** Writes and reads whole artifacts. */
export interface Artifacts {
  encode(value: Storable): Uint8Array;
  decode(bytes: Uint8Array): Storable;
}

/** Ours. */
export const ourArtifacts: Artifacts = { encode: encodeArtifact, decode: decodeArtifact };

type Change = { readonly value: Storable; readonly at: number; readonly to: number };

/** What decoding makes of bytes: a value, or undefined for a FormatError. */
function decoded({ decode }: Artifacts, bytes: Uint8Array): Storable | undefined {
  try {
    return decode(bytes);
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw new Error(`expected a FormatError, got ${String(error)}`, { cause: error });
  }
}

/** Decodes without asking for the hash. */
const trusting: Artifacts = {
  ...ourArtifacts,
  decode(bytes) {
    const { tensors, metadata } = decodeSafetensors(bytes);
    const arrays = [...tensors].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, { data }]) => data);
    return unpack({ text: metadata.get("value") ?? "", arrays });
  },
};

/** Whatever byte is changed, no other value is read. */
export const changesAreSeen: Law<Artifacts, Change, "store/hash"> = {
  id: "store/hash",
  says: "an artifact with a byte changed is the same value or a FormatError",
  needs: [],
  runs: 2000,
  cases: () =>
    fc.record({
      value: fc.record({ v: storables, w: fc.float64Array({ minLength: 1, maxLength: 3 }) }),
      at: fc.nat(100_000),
      to: fc.nat(255),
    }),
  holds(artifacts, { value, at, to }) {
    const bytes = artifacts.encode(value);
    bytes[at % bytes.length] = to;
    const read = decoded(artifacts, bytes);
    const found = read === undefined ? null : difference(value, read);
    if (found !== null) throw new Error(`byte ${at % bytes.length} set to ${to}: ${found}`);
  },
  mutants: [
    { name: "the hash is ignored", subject: trusting },
    {
      name: "only the text is hashed",
      subject: {
        ...ourArtifacts,
        decode(bytes) {
          const changed = trusting.decode(bytes);
          const { text } = pack(changed);
          const stated = decodeSafetensors(bytes).metadata.get("value");
          if (text !== stated) throw new FormatError("artifact: its hash is not the one it states");
          return changed;
        },
      },
    },
  ],
};

const KINDS = ["F32", "I32", "U32"] as const;

/** The kind of the numbers is part of what the hash covers. */
export const kindsAreSeen: Law<
  Artifacts,
  { readonly value: Storable; readonly from: string; readonly to: string },
  "store/hash-kinds"
> = {
  id: "store/hash-kinds",
  says: "an artifact whose numbers are said to be of another kind does not verify",
  needs: [],
  cases: () =>
    fc.record({
      value: fc.oneof(
        fc.float32Array({ minLength: 1 }),
        fc.int32Array({ minLength: 1 }),
        fc.uint32Array({ minLength: 1 }),
      ),
      from: fc.constantFrom(...KINDS),
      to: fc.constantFrom(...KINDS),
    }),
  holds(artifacts, { value, from, to }) {
    const bytes = Buffer.from(artifacts.encode(value));
    const at = bytes.indexOf(`"${from}"`);
    if (at >= 0) bytes.write(`"${to}"`, at, "latin1");
    const read = decoded(artifacts, bytes);
    const found = read === undefined ? null : difference(value, read);
    if (found !== null) throw new Error(`${from} said to be ${to}: ${found}`);
  },
  mutants: [{ name: "the hash is ignored", subject: trusting }],
};

/** Same value, same bytes. */
export const artifactsRoundTrip: Law<Artifacts, Storable, "store/artifact"> = {
  id: "store/artifact",
  says: "an artifact read back is the value that was written, and equal values have equal bytes",
  needs: [],
  runs: 300,
  cases: () => storables,
  holds(artifacts, value) {
    const bytes = artifacts.encode(value);
    const read = artifacts.decode(bytes);
    const found = difference(value, read);
    if (found !== null) throw new Error(found);
    if (Buffer.compare(bytes, artifacts.encode(read)) !== 0) throw new Error("other bytes");
  },
  mutants: [
    {
      name: "a time of writing",
      subject: (() => {
        let written = 0;
        return {
          ...ourArtifacts,
          encode(value: Storable) {
            const { tensors, metadata } = decodeSafetensors(encodeArtifact(value));
            written += 1;
            return encodeSafetensors({
              tensors,
              metadata: new Map([...metadata, ["written", `${written}`]]),
            });
          },
        };
      })(),
    },
    {
      name: "the arrays in the opposite order",
      subject: {
        ...ourArtifacts,
        decode(bytes) {
          const { tensors, metadata } = decodeSafetensors(bytes);
          const arrays = [...tensors.keys()].sort().reverse();
          return unpack({
            text: metadata.get("value") ?? "",
            arrays: arrays.flatMap((name) => tensors.get(name)?.data ?? []),
          });
        },
      },
    },
  ],
};

/** Used by the examples: an artifact of many arrays, to see that they stay in order. */
export function manyArrays(count: number): Storable {
  return Array.from({ length: count }, (_, k) => Float64Array.of(k));
}

/** The tensors' names of a value, in the order in which they sort. */
export const tensorNames = (value: Storable): readonly string[] => [
  ...packedTensors(pack(value).arrays).keys(),
];
