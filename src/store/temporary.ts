import { randomBytes } from "node:crypto";
import { readlinkSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { type FileOperations, isMissing } from "./files.ts";

/**
 * This machine, and the space of its processes' numbers: two containers of one name may share a
 * folder, and a number that is nobody's in the one is a live process in the other.
 */
const HOST = `${hostname().replace(/[^A-Za-z0-9-]/g, "") || "host"}-${processSpace()}`;

function processSpace(): string {
  try {
    // As "pid:[4026531836]".
    return readlinkSync("/proc/self/ns/pid").replace(/\D/g, "") || "0";
  } catch {
    return "0";
  }
}

const TEMPORARY = /\.([A-Za-z0-9-]+)_(\d+)_[0-9a-f]{16}\.tmp$/;

/**
 * A name for a file that is being written, beside the one that it will be. No other process, on
 * this machine or on one that shares the folder, takes the same; chance goes into names alone.
 */
export function temporaryName(path: string): string {
  return `${path}.${HOST}_${process.pid}_${randomBytes(8).toString("hex")}.tmp`;
}

/** Milliseconds after which nobody can be writing a file still. */
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Removes what was left half-written in a folder: by processes of this machine that are no more,
 * and by other machines, or other containers of this one, more than a day before the newest file
 * there. That is the disk's own clock, which the machines share. What cannot be removed stays: it
 * harms nothing.
 */
export function removeStale(folder: string, files: FileOperations): void {
  const names = files.list(folder);
  const writtenMs = (name: string): number => files.writtenMs(join(folder, name)) ?? 0;
  let newestMs: number | undefined;
  for (const name of names) {
    const [, host, process] = TEMPORARY.exec(name) ?? [];
    if (host === undefined || (host === HOST && isAlive(Number(process)))) continue;
    if (host !== HOST) {
      newestMs ??= names.reduce((newest, each) => Math.max(newest, writtenMs(each)), 0);
      if (newestMs - writtenMs(name) <= DAY_MS) continue;
    }
    try {
      files.remove(join(folder, name));
    } catch (error) {
      // Two that open the same store may sweep it at once.
      if (!isMissing(error)) return;
    }
  }
}

function isAlive(id: number): boolean {
  try {
    return process.kill(id, 0);
  } catch (error) {
    // A process of somebody else's is refused, and alive.
    return !(error instanceof Error && "code" in error && error.code === "ESRCH");
  }
}
