import { createHash } from "node:crypto";
import { join, resolve } from "node:path";
import type { NumberArray, Storable } from "../setting/storable.ts";
import { writeAtomically } from "./atomic.ts";
import { type FileOperations, isMissing, nodeFiles } from "./files.ts";
import { pack, packedTensors, unpack } from "./pack.ts";
import { decodeSafetensors, encodeSafetensors, FormatError, kindOf } from "./safetensors.ts";
import { removeStale } from "./temporary.ts";

/** The two kinds of artifact: finished networks, and training under way. */
export type Shelf = "networks" | "checkpoints";

const SHELVES: readonly Shelf[] = ["networks", "checkpoints"];

/** What a store says when it sets a broken file aside. */
export type Warn = (message: string) => void;

/** A folder of artifacts that may be read, each verified. */
export interface ReadableStore {
  readonly folder: string;
  /** The artifact, or undefined where there is none or it did not verify. */
  read(shelf: Shelf, key: string): Storable | undefined;
  /** The keys on a shelf, in order. */
  keys(shelf: Shelf): readonly string[];
}

/**
 * A folder of artifacts, each written whole or not at all, and verified when read: one that does
 * not verify is set aside.
 */
export interface Store extends ReadableStore {
  write(shelf: Shelf, key: string, value: Storable): void;
  remove(shelf: Shelf, key: string): void;
  /** Puts an artifact that is not what it should be out of the way, and says why. */
  setAside(shelf: Shelf, key: string, why: string): void;
}

const KEY = /^[0-9a-f]{16,64}$/;
const SUFFIX = ".safetensors";

/** The bytes of an artifact: a packed value with the hash of all it holds. */
export function encodeArtifact(value: Storable): Uint8Array {
  const { text, arrays } = pack(value);
  const tensors = packedTensors(arrays);
  return encodeSafetensors({
    tensors,
    metadata: new Map([
      ["value", text],
      ["sha256", digest(text, arrays)],
    ]),
  });
}

/** @throws FormatError where the bytes are not a whole artifact with the hash that it states. */
export function decodeArtifact(bytes: Uint8Array): Storable {
  const { tensors, metadata } = decodeSafetensors(bytes);
  const text = metadata.get("value");
  if (text === undefined) throw new FormatError("artifact: no value");
  const arrays = [...tensors.keys()].sort().map((name) => {
    const tensor = tensors.get(name);
    if (tensor === undefined) throw new FormatError(`artifact: no tensor ${name}`);
    return tensor.data;
  });
  if (metadata.get("sha256") !== digest(text, arrays))
    throw new FormatError("artifact: its hash is not the one it states");
  return unpack({ text, arrays });
}

/** The hash of the text and the arrays; a kind other than F64 is named: its bytes do not tell. */
function digest(text: string, arrays: readonly NumberArray[]): string {
  const hash = createHash("sha256").update(text);
  for (const array of arrays) {
    const { buffer, byteOffset, byteLength } = array;
    const kind = kindOf(array) === "F64" ? "" : `${kindOf(array)} `;
    hash.update(`|${kind}${byteLength}|`).update(new Uint8Array(buffer, byteOffset, byteLength));
  }
  return hash.digest("hex");
}

/**
 * Opens a store: makes its folders where they are missing, and removes what was left half-written.
 * @throws Error that names the folder where it cannot be made or written, or where both its shelves
 * are one by a link.
 */
export function openStore(folder: string, warn: Warn, files: FileOperations = nodeFiles): Store {
  const root = resolve(folder);
  for (const shelf of SHELVES) makeShelf(root, shelf, files);
  // A network and its checkpoint have one key: in one folder each would be written over the other.
  const [networks, checkpoints] = SHELVES.map((shelf) => files.realPath(join(root, shelf)));
  if (networks === checkpoints)
    throw new Error(
      `store: networks and checkpoints of ${root} are one folder, ${networks}, by a link: ` +
        "expected two",
    );
  const setAside = (shelf: Shelf, key: string, why: string): void => {
    const file = pathOf(root, shelf, key);
    try {
      files.rename(file, `${file}.broken`);
    } catch (error) {
      // Another process that uses this store was quicker.
      if (!isMissing(error)) throw error;
    }
    warn(`${file} did not verify (${why}); set aside as ${key}${SUFFIX}.broken`);
  };
  return {
    ...readable(root, files, setAside),
    write: (shelf, key, value) =>
      writeAtomically(pathOf(root, shelf, key), encodeArtifact(value), files),
    remove: (shelf, key) => files.remove(pathOf(root, shelf, key)),
    setAside,
  };
}

/**
 * Opens a store only to read it: no folder is made, and nothing removed, renamed or written. An
 * artifact that does not verify is left where it is, with a warning.
 */
export function readStore(
  folder: string,
  warn: Warn,
  files: FileOperations = nodeFiles,
): ReadableStore {
  const root = resolve(folder);
  return readable(root, files, (shelf, key, why) =>
    warn(`${pathOf(root, shelf, key)} did not verify (${why}): left out`),
  );
}

function readable(
  root: string,
  files: FileOperations,
  refused: (shelf: Shelf, key: string, why: string) => void,
): ReadableStore {
  return {
    folder: root,
    read(shelf, key) {
      const bytes = files.read(pathOf(root, shelf, key));
      if (bytes === undefined) return undefined;
      try {
        return decodeArtifact(bytes);
      } catch (error) {
        if (!(error instanceof FormatError)) throw error;
        refused(shelf, key, error.message);
        return undefined;
      }
    },
    keys: (shelf) =>
      namesIn(join(root, shelf), files)
        .filter((name) => name.endsWith(SUFFIX))
        .map((name) => name.slice(0, -SUFFIX.length))
        .filter((key) => KEY.test(key))
        .sort(),
  };
}

function namesIn(folder: string, files: FileOperations): readonly string[] {
  try {
    return files.list(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** @throws RangeError for a key that is not 16 to 64 hexadecimal digits. */
function pathOf(root: string, shelf: Shelf, key: string): string {
  if (!KEY.test(key)) throw new RangeError(`key: expected hexadecimal digits, got "${key}"`);
  return join(root, shelf, key + SUFFIX);
}

function makeShelf(root: string, shelf: string, files: FileOperations): void {
  try {
    files.makeFolder(join(root, shelf));
  } catch (error) {
    throw new Error(
      `store: cannot write to the folder ${root}: ` +
        `${error instanceof Error ? error.message : error}`,
      { cause: error },
    );
  }
  removeStale(join(root, shelf), files);
}
