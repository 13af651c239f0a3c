import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import type { Storable } from "../../src/setting/storable.ts";
import { writeAtomically } from "../../src/store/atomic.ts";
import {
  encodeArtifact,
  openStore,
  type ReadableStore,
  readStore,
  type Shelf,
  type Store,
} from "../../src/store/store.ts";
import type { Law } from "../law.ts";
import { difference, storables } from "./made.ts";

/** Runs with a folder of its own that is removed afterwards. */
function withFolder(run: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), "attest-store-"));
  try {
    run(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const messageOf = (run: () => void): string | null => {
  try {
    run();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

/** Writes a file whole or not at all. */
export type WriteFile = (path: string, bytes: Uint8Array) => void;

/** What stands in a write's way. */
const OBSTACLES = ["none", "no folder", "a folder in its place"] as const;

type Write = {
  readonly before: Uint8Array | null;
  readonly bytes: Uint8Array;
  readonly obstacle: (typeof OBSTACLES)[number];
};

/** Whole or not at all. */
export const writesWhole: Law<WriteFile, Write, "store/atomic"> = {
  id: "store/atomic",
  says: "a write leaves the whole new file, or the old one and an error that names the path",
  needs: [],
  runs: 60,
  cases: () =>
    fc.record({
      before: fc.option(fc.uint8Array({ maxLength: 40 })),
      bytes: fc.uint8Array({ maxLength: 40 }),
      obstacle: fc.constantFrom(...OBSTACLES),
    }),
  holds: (write, given) => withFolder((folder) => tryWrite(write, given, folder)),
  mutants: [
    { name: "written in place", subject: writeFileSync },
    {
      name: "an error is swallowed",
      subject(path, bytes) {
        try {
          writeAtomically(path, bytes);
        } catch {
          // Nobody hears of it.
        }
      },
    },
    {
      name: "the temporary stays",
      subject(path, bytes) {
        writeAtomically(path, bytes);
        linkSync(path, `${path}.0.tmp`);
      },
    },
    {
      name: "the last byte is lost",
      subject: (path, bytes) => writeAtomically(path, bytes.subarray(0, -1)),
    },
  ],
};

function tryWrite(write: WriteFile, { before, bytes, obstacle }: Write, folder: string): void {
  const path = join(folder, obstacle === "no folder" ? "missing/file" : "file");
  const other = join(folder, "other name of the old file");
  if (obstacle === "a folder in its place") mkdirSync(path);
  const old = obstacle === "none" ? before : null;
  if (old !== null) {
    writeFileSync(path, old);
    linkSync(path, other);
  }
  const files = readdirSync(folder).sort().join();
  const message = messageOf(() => write(path, bytes));
  if (obstacle !== "none") {
    if (!message?.includes(path)) throw new Error(`${obstacle}: ${message ?? "no error"}`);
    if (readdirSync(folder).sort().join() !== files)
      throw new Error(`${obstacle}: left ${readdirSync(folder).join()}`);
    return;
  }
  if (message !== null) throw new Error(message);
  if (Buffer.compare(readFileSync(path), bytes) !== 0) throw new Error("other bytes were written");
  // Written in place, the old file would change under its other name too.
  if (old !== null && Buffer.compare(readFileSync(other), old) !== 0)
    throw new Error("the old file was written over: a reader could see half of each");
  const expected = old === null ? "file" : "file,other name of the old file";
  if (readdirSync(folder).sort().join() !== expected)
    throw new Error(`left ${readdirSync(folder).join()}`);
}

/** Opens a store. */
export type OpenStore = typeof openStore;

const KEY = "0123456789abcdef0123456789abcdef";

/** A store whose `change` differs from ours. */
const changed =
  (change: (store: Store) => Partial<Store>): OpenStore =>
  (folder, warn) => {
    const store = openStore(folder, warn);
    return { ...store, ...change(store) };
  };

type Damage = {
  readonly value: Storable;
  readonly damage: (typeof DAMAGES)[number];
};

const DAMAGES = ["none", "half", "empty", "a bit", "not an artifact"] as const;

/** A broken file is set aside, and said to be. */
export const brokenSetAside: Law<OpenStore, Damage, "store/broken"> = {
  id: "store/broken",
  says: "an artifact that does not verify is set aside with a warning and read as absent",
  needs: [],
  runs: 60,
  cases: () => fc.record({ value: storables, damage: fc.constantFrom(...DAMAGES) }),
  holds: (open, given) => withFolder((folder) => tryDamage(open, given, folder)),
  mutants: [
    {
      name: "no warning",
      subject: (folder) => openStore(folder, () => {}),
    },
    {
      name: "the broken file is removed",
      subject: changed((store) => ({
        read(shelf, key) {
          const value = store.read(shelf, key);
          rmSync(join(store.folder, shelf, `${key}.safetensors.broken`), { force: true });
          return value;
        },
      })),
    },
    {
      name: "broken files are listed",
      subject: changed((store) => ({
        keys: (shelf) =>
          readdirSync(join(store.folder, shelf)).map((name) => name.replace(/\..*/, "")),
      })),
    },
    {
      name: "a broken artifact is read as null",
      subject: changed((store) => ({ read: (shelf, key) => store.read(shelf, key) ?? null })),
    },
  ],
};

function tryDamage(open: OpenStore, { value, damage }: Damage, folder: string): void {
  const warnings: string[] = [];
  const store = open(folder, (message) => warnings.push(message));
  if (store.read("networks", KEY) !== undefined) throw new Error("read what was not written");
  store.write("networks", KEY, value);
  const file = join(store.folder, "networks", `${KEY}.safetensors`);
  const bytes = readFileSync(file);
  const at = bytes.indexOf("value");
  if (damage === "half") writeFileSync(file, bytes.subarray(0, bytes.length / 2));
  if (damage === "empty") writeFileSync(file, "");
  if (damage === "not an artifact") writeFileSync(file, "\x02\0\0\0\0\0\0\0{}");
  if (damage === "a bit") {
    bytes[at] ^= 1;
    writeFileSync(file, bytes);
  }
  const read = store.read("networks", KEY);
  if (damage === "none") {
    const found = read === undefined ? "nothing was read" : difference(value, read);
    if (found !== null) throw new Error(found);
    if (warnings.length > 0 || store.keys("networks").join() !== KEY)
      throw new Error(`${warnings.join()}; keys ${store.keys("networks").join()}`);
    store.remove("networks", KEY);
    if (store.keys("networks").length > 0) throw new Error("not removed");
    return;
  }
  if (read !== undefined) throw new Error(`${damage}: read ${String(read)}`);
  if (warnings.length !== 1 || !warnings[0].includes(KEY))
    throw new Error(`${damage}: warnings [${warnings.join()}]`);
  const left = readdirSync(join(store.folder, "networks")).join();
  if (left !== `${KEY}.safetensors.broken`) throw new Error(`${damage}: the folder has ${left}`);
  if (store.keys("networks").length > 0) throw new Error(`${damage}: still listed`);
}

/** Keys are file names: they may not lead elsewhere. */
export const keysAreChecked: Law<OpenStore, string, "store/keys"> = {
  id: "store/keys",
  says: "a key that is not 16 to 64 hexadecimal digits is refused by name, and touches no file",
  needs: [],
  cases: () =>
    fc.oneof(
      fc.constantFrom(
        "",
        "../networks/x",
        `${KEY}/..`,
        KEY.slice(0, 15),
        KEY.toUpperCase(),
        `${KEY}\n`,
      ),
      fc.string(),
      fc.constant(KEY.repeat(3)),
    ),
  holds: (open, key) =>
    withFolder((folder) => {
      const store = open(folder, () => {});
      for (const use of [
        () => store.read("networks", key),
        () => store.write("checkpoints", key, null),
        () => store.remove("networks", key),
      ]) {
        const message = messageOf(use);
        if (!message?.startsWith("key:")) throw new Error(`"${key}": ${message ?? "accepted"}`);
      }
      const left = readdirSync(folder, { recursive: true }).sort().join();
      if (left !== "checkpoints,networks") throw new Error(`the folder has ${left}`);
    }),
  mutants: [
    {
      name: "any key is read",
      subject: changed((store) => ({
        read: (shelf, key) => (/^[0-9a-f]*$/.test(key) ? store.read(shelf, key) : undefined),
      })),
    },
    {
      name: "a key is made to fit",
      subject: changed((store) => ({
        remove: (shelf, key) => store.remove(shelf, key.toLowerCase().trim()),
      })),
    },
  ],
};

/** Opens a store only to read it. */
export type ReadStore = (folder: string, warn: (message: string) => void) => ReadableStore;

const HALF_WRITTEN = `${KEY}.safetensors.elsewhere_1_0123456789abcdef.tmp`;

type Found = {
  readonly value: Storable;
  readonly shelves: readonly Shelf[];
  readonly broken: boolean;
};

/** Who only reads leaves all as it was found. */
export const readingChangesNothing: Law<ReadStore, Found, "store/read-only"> = {
  id: "store/read-only",
  says: "a store opened to be read gives what it holds, and no file or folder of it changes",
  needs: [],
  runs: 40,
  cases: () =>
    fc.record({
      value: storables,
      shelves: fc.subarray(["networks", "checkpoints"] as const),
      broken: fc.boolean(),
    }),
  holds: (open, given) => withFolder((folder) => tryReading(open, given, folder)),
  mutants: [
    { name: "opened as a store to be written", subject: openStore },
    {
      name: "a broken file is set aside",
      subject: (folder, warn) => ({
        ...readStore(folder, warn),
        read: (shelf, key) =>
          readdirSync(folder).length < 2
            ? readStore(folder, warn).read(shelf, key)
            : openStore(folder, warn).read(shelf, key),
      }),
    },
    { name: "a broken file is not spoken of", subject: (folder) => readStore(folder, () => {}) },
    {
      name: "only networks are read",
      subject: (folder, warn) => ({
        ...readStore(folder, warn),
        keys: (shelf) => (shelf === "networks" ? readStore(folder, warn).keys(shelf) : []),
      }),
    },
  ],
};

function tryReading(open: ReadStore, { value, shelves, broken }: Found, folder: string): void {
  const bytes = encodeArtifact(value);
  for (const shelf of shelves) {
    mkdirSync(join(folder, shelf));
    writeFileSync(join(folder, shelf, `${KEY}.safetensors`), broken ? bytes.subarray(1) : bytes);
    writeFileSync(join(folder, shelf, HALF_WRITTEN), "");
    utimesSync(join(folder, shelf, HALF_WRITTEN), 0, 0);
  }
  const before = readdirSync(folder, { recursive: true }).sort().join();
  const warnings: string[] = [];
  const store = open(folder, (message) => warnings.push(message));
  for (const shelf of ["networks", "checkpoints"] as const) {
    const isThere = shelves.includes(shelf);
    if (store.keys(shelf).join() !== (isThere ? KEY : ""))
      throw new Error(`${shelf}: keys ${store.keys(shelf).join()}`);
    const read = store.read(shelf, KEY);
    if (!isThere || broken) {
      if (read !== undefined) throw new Error(`${shelf}: read what is not there`);
      continue;
    }
    const found = read === undefined ? "nothing was read" : difference(value, read);
    if (found !== null) throw new Error(`${shelf}: ${found}`);
  }
  const expected = broken ? shelves.length : 0;
  if (warnings.length !== expected || !warnings.every((each) => each.includes(KEY)))
    throw new Error(`${expected} broken files, warnings [${warnings.join()}]`);
  const after = readdirSync(folder, { recursive: true }).sort().join();
  if (after !== before) throw new Error(`the folder had ${before}, and has ${after}`);
}
