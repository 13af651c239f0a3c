import fc from "fast-check";
import type { Storable } from "../../src/setting/storable.ts";
import type { FileOperations } from "../../src/store/files.ts";
import { encodeArtifact, openStore, type Shelf, type Store } from "../../src/store/store.ts";
import type { Law } from "../law.ts";
import { FAULTS, type Fault, type FrailDisk, frailDisk } from "./frailDisk.ts";
import { storables } from "./made.ts";

/** Opens a store on the files it is given. */
export type OpenOn = (folder: string, warn: (message: string) => void, on: FileOperations) => Store;

/** A way to fail, what chance makes of it, and what is written meanwhile. */
type Failing = {
  readonly how: Fault;
  readonly chance: number;
  readonly values: readonly Storable[];
};

const FOLDER = "/disk";
const KEY = "0123456789abcdef";
const OTHER = "fedcba9876543210";

/** What a store was told to hold, and what it said that it holds. */
type Ledger = { readonly tried: Map<string, (Uint8Array | null)[]>; said: Map<string, number> };

const nameOf = (shelf: Shelf, key: string): string => `${FOLDER}/${shelf}/${key}.safetensors`;

/** Writes, reads, writes over and removes, as training does; keeps the ledger. */
function use(store: Store, values: readonly Storable[], { tried, said }: Ledger): void {
  const note = (name: string, bytes: Uint8Array | null, act: () => void): void => {
    const states = tried.get(name) ?? [null];
    tried.set(name, [...states, bytes]);
    act();
    said.set(name, states.length);
  };
  for (const [k, value] of values.entries()) {
    store.read("checkpoints", KEY);
    const shelf = k % 2 === 0 ? "checkpoints" : "networks";
    const key = k % 3 === 2 ? OTHER : KEY;
    note(nameOf(shelf, key), encodeArtifact(value), () => store.write(shelf, key, value));
  }
  note(nameOf("checkpoints", KEY), null, () => store.remove("checkpoints", KEY));
}

/** Runs until it fails; an error that is none of the disk's is thrown on. */
function untilItFails(run: () => void): void {
  try {
    run();
  } catch (error) {
    for (let each = error; each instanceof Error; each = each.cause)
      if ("code" in each && typeof each.code === "string") return;
    throw error;
  }
}

/** Every artifact is one that was written, and none older than the last that was said to be. */
function mustBeWhole(disk: FrailDisk, { tried, said }: Ledger, when: string): void {
  const contents = disk.contents();
  for (const name of contents.keys())
    if (name.endsWith(".safetensors") && !tried.has(name)) throw new Error(`${when}: ${name}`);
  for (const [name, states] of tried) {
    const found = contents.get(name) ?? null;
    const at = states.findLastIndex((bytes) =>
      bytes === null || found === null ? bytes === found : Buffer.compare(bytes, found) === 0,
    );
    if (at < 0) throw new Error(`${when}: ${name} is neither whole nor absent`);
    // Removing is not waited for: an artifact may come back, and is removed again.
    const least = states.findLastIndex((bytes, k) => bytes !== null && k <= (said.get(name) ?? 0));
    if (at < least) throw new Error(`${when}: ${name} was said to be written, and is gone`);
  }
}

/** Whatever fails, and whenever, every artifact is whole or absent. */
export const survivesFaults: Law<OpenOn, Failing, "store/faults"> = {
  id: "store/faults",
  says: "whatever operation fails, an artifact is whole or absent, and none said to be is lost",
  needs: [],
  runs: 24,
  cases: () =>
    fc.record({
      how: fc.constantFrom(...FAULTS),
      chance: fc.nat(1000),
      values: fc.array(storables, { minLength: 3, maxLength: 6 }),
    }),
  holds(open, { how, chance, values }) {
    const empty = (): Ledger => ({ tried: new Map(), said: new Map() });
    const whole = frailDisk();
    use(
      open(FOLDER, () => {}, whole.files),
      values,
      empty(),
    );
    for (let at = 1; at <= whole.operations(); at++) {
      const disk = frailDisk();
      const ledger = empty();
      disk.failAt(at, how);
      untilItFails(() =>
        use(
          open(FOLDER, () => {}, disk.files),
          values,
          ledger,
        ),
      );
      disk.mend(chance + at);
      const when = `${how} at operation ${at} of ${whole.operations()}`;
      mustBeWhole(disk, ledger, when);
      const warnings: string[] = [];
      const store = open(FOLDER, (message) => warnings.push(message), disk.files);
      use(store, values, ledger);
      mustBeWhole(disk, ledger, `${when}, mended`);
      if (warnings.length > 0) throw new Error(`${when}: ${warnings.join()}`);
    }
  },
  mutants: [
    { name: "bytes are not flushed", subject: changed(() => ({ flush: () => {} })) },
    { name: "names are not flushed", subject: changed(() => ({ flushFolder: () => {} })) },
    {
      name: "written in place",
      subject: changed((files) => ({
        create(path) {
          const target = path.replace(/\.[^.]*\.tmp$/, "");
          files.remove(target);
          return files.create(target);
        },
        rename: () => {},
      })),
    },
    {
      name: "half a write is taken for a whole one",
      subject: changed((files) => ({
        write(file, bytes) {
          files.write(file, bytes);
          return bytes.length;
        },
      })),
    },
    {
      name: "an error is swallowed",
      subject: (folder, warn, on) => {
        const store = openStore(folder, warn, on);
        return {
          ...store,
          write(shelf, key, value) {
            try {
              store.write(shelf, key, value);
            } catch {
              // Nobody hears of it.
            }
          },
        };
      },
    },
  ],
};

/** Ours on files that do something else than they should. */
function changed(change: (files: FileOperations) => Partial<FileOperations>): OpenOn {
  return (folder, warn, on) => openStore(folder, warn, { ...on, ...change(on) });
}
