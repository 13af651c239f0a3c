import {
  accessSync,
  closeSync,
  constants,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { makeFolder } from "./makeFolder.ts";

/**
 * All that a store asks of a file system. Each throws what Node throws, with its code, where it
 * fails; so that every one of them can be made to fail.
 */
export interface FileOperations {
  /** Makes a folder, and those above it, where they are missing; throws where it is read-only. */
  makeFolder(path: string): void;
  /** Where a folder really is, through all links. */
  realPath(path: string): string;
  /** The names in a folder, in any order. */
  list(path: string): readonly string[];
  /** When a file was last written, in ms of its disk's clock; undefined where there is none. */
  writtenMs(path: string): number | undefined;
  /** The bytes of a file, or undefined where there is none of that name. */
  read(path: string): Uint8Array | undefined;
  /** Opens a new file to be written; fails where one of that name is there. */
  create(path: string): number;
  /** Writes at the end of an open file, and answers how many bytes it took: 1 or more. */
  write(file: number, bytes: Uint8Array): number;
  /** Waits until an open file's bytes would outlive a loss of power. */
  flush(file: number): void;
  close(file: number): void;
  /** Waits until a folder's names would outlive a loss of power. */
  flushFolder(path: string): void;
  /** Gives a file another name, at once, over any file of that name. */
  rename(from: string, to: string): void;
  /** Removes a file; none of that name is no error. */
  remove(path: string): void;
}

/** The file system of this machine. */
export const nodeFiles: FileOperations = {
  makeFolder(path) {
    makeFolder(path);
    accessSync(path, constants.W_OK);
  },
  realPath: (path) => realpathSync(path),
  list: (path) => readdirSync(path),
  writtenMs: (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs,
  read(path) {
    try {
      return readFileSync(path);
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  },
  create: (path) => openSync(path, "wx"),
  write: (file, bytes) => writeSync(file, bytes),
  flush: fsyncSync,
  close: closeSync,
  flushFolder(path) {
    const folder = openSync(path, "r");
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
  },
  rename: renameSync,
  remove: (path) => rmSync(path, { force: true }),
};

/** Whether an operation failed since there is no file of that name. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
