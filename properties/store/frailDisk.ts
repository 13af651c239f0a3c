import { dirname } from "node:path";
import type { FileOperations } from "../../src/store/files.ts";

/** How a disk fails: one error, none but errors for writers from then on, or no power. */
export const FAULTS = [
  "EIO once",
  "ENOSPC from then on",
  "EROFS from then on",
  "no power",
] as const;

/** One of the ways in which a disk fails. */
export type Fault = (typeof FAULTS)[number];

/** A disk in memory that fails on demand, and forgets what was not flushed. */
export interface FrailDisk {
  readonly files: FileOperations;
  /** Operations asked of it since it was made or mended. */
  readonly operations: () => number;
  /** From operation `at`, counted from 1, it fails in this way. */
  readonly failAt: (at: number, how: Fault) => void;
  /** Mends it. After a loss of power `chance` picks what of the unflushed was written. */
  readonly mend: (chance: number) => void;
  /** The bytes of each file, by its path. */
  readonly contents: () => ReadonlyMap<string, Uint8Array>;
}

type Inode = { bytes: Uint8Array; durable: Uint8Array };
type Names = Map<string, Inode>;
type Change = { readonly folder: string; readonly apply: (names: Names) => void };

const NOTHING = new Uint8Array(0);

/** A new, empty disk. */
export function frailDisk(): FrailDisk {
  const durableNames: Names = new Map();
  let names: Names = new Map();
  let pending: Change[] = [];
  let open = new Map<number, Inode>();
  let count = 0;
  let fault: { at: number; how: Fault } | null = null;
  let lastHandle = 2;

  /** Counts an operation and lets it fail; answers whether the disk is full for a writer. */
  const ask = (what: string, writes: boolean): boolean => {
    count += 1;
    if (fault === null || count < fault.at) return false;
    if (fault.how === "no power" || (fault.how === "EIO once" && count === fault.at))
      throw failure(fault.how === "no power" ? "EPOWER" : "EIO", what);
    if (fault.how === "EROFS from then on" && writes) throw failure("EROFS", what);
    return fault.how === "ENOSPC from then on";
  };
  const inode = (file: number): Inode => {
    const found = open.get(file);
    if (found === undefined) throw failure("EBADF", `file ${file}`);
    return found;
  };
  const change = (folder: string, apply: (names: Names) => void): void => {
    apply(names);
    pending.push({ folder, apply });
  };
  const files: FileOperations = {
    makeFolder: (path) => void ask(`mkdir ${path}`, true),
    realPath: (path) => path,
    list(path) {
      ask(`list ${path}`, false);
      return [...names.keys()]
        .filter((name) => dirname(name) === path)
        .map((name) => name.slice(path.length + 1));
    },
    writtenMs(path) {
      ask(`stat ${path}`, false);
      return names.has(path) ? 0 : undefined;
    },
    read(path) {
      ask(`read ${path}`, false);
      return names.get(path)?.bytes;
    },
    create(path) {
      ask(`create ${path}`, true);
      if (names.has(path)) throw failure("EEXIST", path);
      const made = { bytes: NOTHING, durable: NOTHING };
      change(dirname(path), (map) => map.set(path, made));
      open.set(++lastHandle, made);
      return lastHandle;
    },
    write(file, bytes) {
      const isFull = ask(`write ${file}`, true);
      const found = inode(file);
      // A disk that fills up takes a part of a write before it takes nothing.
      const taken = isFull ? bytes.length >> 1 : bytes.length;
      if (taken === 0) throw failure("ENOSPC", `write ${file}`);
      found.bytes = Uint8Array.of(...found.bytes, ...bytes.subarray(0, taken));
      return taken;
    },
    flush(file) {
      ask(`flush ${file}`, true);
      inode(file).durable = inode(file).bytes;
    },
    close(file) {
      open.delete(file);
      ask(`close ${file}`, false);
    },
    flushFolder(path) {
      ask(`flush ${path}`, false);
      for (const { folder, apply } of pending) if (folder === path) apply(durableNames);
      pending = pending.filter(({ folder }) => folder !== path);
    },
    rename(from, to) {
      ask(`rename ${from}`, true);
      const moved = names.get(from);
      if (moved === undefined) throw failure("ENOENT", from);
      change(dirname(to), (map) => {
        map.delete(from);
        map.set(to, moved);
      });
    },
    remove(path) {
      ask(`remove ${path}`, true);
      if (names.has(path)) change(dirname(path), (map) => map.delete(path));
    },
  };
  return {
    files,
    operations: () => count,
    failAt(at, how) {
      count = 0;
      fault = { at, how };
    },
    mend(chance) {
      const lost = fault?.how === "no power" && count >= fault.at;
      count = 0;
      fault = null;
      if (!lost) return;
      for (const { apply } of pending.slice(0, chance % (pending.length + 1))) apply(durableNames);
      pending = [];
      names = new Map(durableNames);
      open = new Map();
      for (const each of names.values()) {
        each.bytes = unflushed(each, chance);
        each.durable = each.bytes;
      }
    },
    contents: () => new Map([...names].map(([name, { bytes }]) => [name, bytes])),
  };
}

/** What may be found of bytes that were not flushed: the old ones, a part, or zeros. */
function unflushed({ bytes, durable }: Inode, chance: number): Uint8Array {
  if (bytes === durable) return bytes;
  return [durable, bytes.slice(0, bytes.length >> 1), new Uint8Array(bytes.length)][chance % 3];
}

function failure(code: string, what: string): Error {
  return Object.assign(new Error(`${code}: ${what}`), { code });
}
