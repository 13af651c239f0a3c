import { createHash } from "node:crypto";
import fc from "fast-check";
import { canonicalJson } from "../../src/setting/storable.ts";
import {
  decodeSafetensors,
  encodeSafetensors,
  kindOf,
  type Tensor,
  type TensorFile,
} from "../../src/store/safetensors.ts";
import { hostileBytes, textEdits } from "./hostileBytes.ts";

/** Writes a file with the hash that its reader asks for: whoever lies can compute it too. */
export type Seal = (file: TensorFile) => Uint8Array;

const byName = <T>(entries: Iterable<readonly [string, T]>): readonly (readonly [string, T])[] =>
  [...entries].sort(([a], [b]) => (a < b ? -1 : 1));

const bytesOf = ({ data }: Tensor): Uint8Array =>
  new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

const written = (file: TensorFile, sha256: string): Uint8Array =>
  encodeSafetensors({ ...file, metadata: new Map([...file.metadata, ["sha256", sha256]]) });

/** The hash of a population's file: all texts, and all tensors with their shapes and kinds. */
export const sealPopulation: Seal = (file) => {
  const hash = createHash("sha256");
  for (const [name, text] of byName(file.metadata))
    if (name !== "sha256") hash.update(canonicalJson([name, text]));
  for (const [name, tensor] of byName(file.tensors))
    hash
      .update(canonicalJson([name, [...tensor.shape], kindOf(tensor.data)]))
      .update(bytesOf(tensor));
  return written(file, hash.digest("hex"));
};

/** The hash of a file of fixed points: its text, and all tensors by name and length. */
export const sealRoots: Seal = (file) => {
  const hash = createHash("sha256").update(canonicalJson(file.metadata.get("about") ?? "null"));
  for (const [name, tensor] of byName(file.tensors))
    hash.update(`|${name} ${tensor.data.byteLength}|`).update(bytesOf(tensor));
  return written(file, hash.digest("hex"));
};

/** One change to what a file holds. */
type Change =
  | { readonly kind: "about"; readonly edit: (text: string) => string }
  | { readonly kind: "text"; readonly at: number; readonly to: string | null }
  | { readonly kind: "remove" | "other kind" | "flatten" | "double"; readonly at: number }
  | { readonly kind: "shorten"; readonly at: number; readonly by: number }
  | { readonly kind: "number"; readonly at: number; readonly index: number; readonly to: number };

const at = fc.nat(63);

const changes: fc.Arbitrary<Change> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("about" as const), edit: textEdits }) },
  fc.record({
    kind: fc.constant("text" as const),
    at,
    to: fc.constantFrom(null, "", "relu", "tanh", "rates", "unit", "1", "NaN", "{}", "null", "[["),
  }),
  fc.record({
    kind: fc.constantFrom("remove", "other kind", "flatten", "double"),
    at,
  }),
  fc.record({ kind: fc.constant("shorten" as const), at, by: fc.integer({ min: 1, max: 3 }) }),
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("number" as const),
      at,
      index: fc.nat(1 << 20),
      to: fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -1, 0, 0.5, 2, 1e300, 2 ** 31 - 1),
    }),
  },
);

/** Numbers of another kind: the same values, or as many bytes read otherwise. */
function otherKind({ shape, data }: Tensor): Tensor {
  if (data instanceof Float64Array) return { shape, data: Float32Array.from(data) };
  if (data instanceof Float32Array) return { shape, data: Float64Array.from(data) };
  if (data instanceof Int32Array) {
    const copy = data.slice();
    return { shape, data: new Float32Array(copy.buffer) };
  }
  return { shape, data: Float64Array.from(data) };
}

/** The rows of the first axis, fewer or twice over. */
function withRows({ shape: [rows = 0, ...rest], data }: Tensor, wanted: number): Tensor {
  const size = rest.reduce((a, b) => a * b, 1);
  const count = Math.max(0, wanted);
  const index = Int32Array.from({ length: count * size }, (_, k) => k % Math.max(1, rows * size));
  const from = (k: number): number => data[index[k]] ?? 0;
  const numbers = Array.from(index, (_, k) => from(k));
  if (data instanceof Float64Array)
    return { shape: [count, ...rest], data: Float64Array.from(numbers) };
  if (data instanceof Float32Array)
    return { shape: [count, ...rest], data: Float32Array.from(numbers) };
  if (data instanceof Int32Array)
    return { shape: [count, ...rest], data: Int32Array.from(numbers) };
  return { shape: [count, ...rest], data: Uint8Array.from(numbers) };
}

function changedTensor(tensor: Tensor, change: Change): Tensor {
  const { shape, data } = tensor;
  if (change.kind === "other kind") return otherKind(tensor);
  if (change.kind === "flatten") return { shape: [data.length], data };
  if (change.kind === "double") return withRows(tensor, 2 * shape[0]);
  if (change.kind === "shorten") return withRows(tensor, shape[0] - change.by);
  if (change.kind !== "number" || data.length === 0) return tensor;
  const copy = data.slice();
  copy[change.index % data.length] = change.to;
  return { shape, data: copy };
}

function changed(file: TensorFile, change: Change): TensorFile {
  const metadata = new Map(file.metadata);
  const tensors = new Map(file.tensors);
  if (change.kind === "about") {
    metadata.set("about", change.edit(metadata.get("about") ?? ""));
    return { tensors, metadata };
  }
  if (change.kind === "text") {
    const name = [...metadata.keys()][change.at % metadata.size];
    if (change.to === null) metadata.delete(name);
    else metadata.set(name, change.to);
    return { tensors, metadata };
  }
  if (tensors.size === 0) return file;
  const name = [...tensors.keys()].sort()[change.at % tensors.size];
  const tensor = tensors.get(name);
  tensors.delete(name);
  if (tensor !== undefined && change.kind !== "remove")
    tensors.set(name, changedTensor(tensor, change));
  return { tensors, metadata };
}

/** Files changed in what they hold and sealed anew, and a few changed in their bytes. */
export function hostileTensors(
  corpus: readonly Uint8Array[],
  seal: Seal,
): fc.Arbitrary<Uint8Array> {
  const read = corpus.map(decodeSafetensors);
  const sealed = fc
    .record({
      file: fc.constantFrom(...read),
      changes: fc.array(changes, { minLength: 1, maxLength: 3 }),
    })
    .map(({ file, changes }) => seal(changes.reduce(changed, file)));
  return fc.oneof(
    { weight: 7, arbitrary: sealed },
    { weight: 2, arbitrary: hostileBytes(corpus) },
    { weight: 1, arbitrary: fc.constantFrom(...corpus) },
  );
}
