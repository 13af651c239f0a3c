import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { decodeArtifact } from "../../src/store/store.ts";

/** A child that trains, and what came of it. */
export type Trainer = {
  readonly child: ChildProcess;
  /** Its exit status, or null where it was killed. */
  readonly ended: Promise<number | null>;
  readonly errors: () => string;
  /** The resident memory that it told of, in bytes, oldest first. */
  readonly memory: readonly number[];
};

/** What a child is to train. */
export type Work = {
  readonly folder: string;
  readonly engines: string;
  readonly first: number;
  readonly count: number;
  readonly workers?: number;
};

/** Starts a child that trains networks at a small size. */
export function startTrainer({ folder, engines, first, count, workers = 0 }: Work): Trainer {
  const child = spawn(
    process.execPath,
    [
      ...["--import", "tsx", join(import.meta.dirname, "trainSmall.ts")],
      ...[folder, engines, String(first), String(count), String(workers)],
    ],
    { stdio: ["ignore", "ignore", "pipe", "ipc"] },
  );
  let errors = "";
  child.stderr?.on("data", (text) => {
    errors += String(text);
  });
  const memory: number[] = [];
  child.on("message", (bytes) => memory.push(Number(bytes)));
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (status) => resolve(status));
  });
  return { child, ended, errors: () => errors, memory };
}

/** The artifacts of a store, by name; each is decoded, and must be whole. */
export function wholeArtifacts(store: string, shelf: string): ReadonlyMap<string, string> {
  const path = join(store, shelf);
  const names = existsSync(path) ? readdirSync(path).sort() : [];
  const broken = names.filter((name) => name.endsWith(".broken"));
  if (broken.length > 0) throw new Error(`set aside: ${broken.join()}`);
  return new Map(
    names
      .filter((name) => name.endsWith(".safetensors"))
      .map((name) => {
        const bytes = readFileSync(join(path, name));
        decodeArtifact(bytes);
        return [name, bytes.toString("hex")];
      }),
  );
}

/** How many files in a store are half-written; none where it was killed before it had a store. */
export function temporaries(store: string): number {
  const shelves = ["networks", "checkpoints"].map((shelf) => join(store, shelf));
  return shelves
    .filter((shelf) => existsSync(shelf))
    .flatMap((shelf) => readdirSync(shelf).filter((name) => name.endsWith(".tmp"))).length;
}

/** @throws Error where two stores hold other bytes under the same name; answers how many agree. */
export function mustAgree(
  found: ReadonlyMap<string, string>,
  expected: ReadonlyMap<string, string>,
): number {
  let agree = 0;
  for (const [name, bytes] of found) {
    const other = expected.get(name);
    if (other === undefined) continue;
    if (other !== bytes) throw new Error(`${name} has other bytes`);
    agree += 1;
  }
  return agree;
}
