import fc from "fast-check";
import { decodeArtifact, openStore, type Store } from "../../src/store/store.ts";
import { storedNetwork } from "../../src/study/storedNetwork.ts";
import { asCheckpointOf } from "../../src/training/checkpoint.ts";
import { type Trainee, trainMember } from "../../src/training/member.ts";
import type { Law } from "../law.ts";
import { FAULTS, type Fault, type FrailDisk, frailDisk } from "../store/frailDisk.ts";
import { bpttJob, CELL, trainingOf } from "./made.ts";

/** Trains a member into a store. */
export type TrainMember = typeof trainMember;

type Failing = { readonly how: Fault; readonly chance: number; readonly seed: number };

/** BPTT in a blink: two attempts of one checkpoint each. */
const traineeOf = (seed: number): Trainee => {
  const job = bpttJob(seed);
  const budget = { updates: 11, restarts: 1 };
  const settings = { ...job.settings, trialsPerUpdate: 100, validateEvery: 11, budget };
  return trainingOf({ seed, rule: job.rule, settings });
};

/** Trains on a disk what is not stored on it, and answers how many updates that took. */
async function trainOn(disk: FrailDisk, train: TrainMember, trainee: Trainee): Promise<number> {
  const { engine } = bpttJob(trainee.seed);
  const warn = (message: string): void => {
    throw new TypeError(message);
  };
  const store = openStore("/disk", warn, disk.files);
  let updates = 0;
  const { key, seed } = trainee;
  if (storedNetwork(store, key, { cell: { ...CELL, rule: "bptt" }, seed }) === undefined)
    await train(trainee, { store, engine, tell: () => {}, afterUpdate: () => void updates++ });
  return updates;
}

const hex = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString("hex");

/** The artifacts on a shelf of a disk, by name, as hexadecimal digits. */
const shelf = (disk: FrailDisk, name: string): ReadonlyMap<string, string> =>
  new Map(
    [...disk.contents()]
      .filter(([path]) => path.startsWith(`/disk/${name}/`) && path.endsWith(".safetensors"))
      .map(([path, bytes]) => [path, hex(bytes)]),
  );

/** How far a disk's checkpoint is, in updates of all attempts; a stored network is all the way. */
function progressOn(disk: FrailDisk, whole: number): number {
  if (shelf(disk, "networks").size > 0) return whole;
  for (const [path, bytes] of shelf(disk, "checkpoints")) {
    const key = path.slice("/disk/checkpoints/".length, -".safetensors".length);
    const saved = asCheckpointOf(key, decodeArtifact(Buffer.from(bytes, "hex")));
    return saved.updatesBefore + saved.update;
  }
  return 0;
}

/** A fault anywhere in training costs no more than the updates since the last checkpoint. */
export const trainsThroughFaults: Law<TrainMember, Failing, "training/faults"> = {
  id: "training/faults",
  says: "whatever operation fails, training goes on from what is stored to the same bytes",
  needs: [],
  runs: 4,
  cases: () =>
    fc.record({ how: fc.constantFrom(...FAULTS), chance: fc.nat(1000), seed: fc.nat(100) }),
  async holds(train, { how, chance, seed }) {
    const trainee = traineeOf(seed);
    const whole = frailDisk();
    const all = await trainOn(whole, train, trainee);
    const expected = shelf(whole, "networks");
    if (expected.size !== 1 || shelf(whole, "checkpoints").size !== 0)
      throw new Error("undisturbed, it does not leave one network and no checkpoint");
    const operations = whole.operations();
    for (let at = 1; at <= operations; at++) {
      const when = `${how} at operation ${at} of ${operations}`;
      const disk = frailDisk();
      disk.failAt(at, how);
      let done = 0;
      const failed = await trainOn(disk, train, trainee).then(
        (updates) => {
          done = updates;
          return false;
        },
        (error: unknown) => {
          if (error instanceof TypeError) throw error;
          return true;
        },
      );
      if (!failed && done !== all) throw new Error(`${when}: ${done} updates of ${all}`);
      disk.mend(chance + at);
      const before = progressOn(disk, all);
      const more = await trainOn(disk, train, trainee);
      if (more > all - before) throw new Error(`${when}: ${before} of ${all}, then ${more} more`);
      const [[path, bytes]] = expected;
      if (shelf(disk, "networks").get(path) !== bytes) throw new Error(`${when}: other bytes`);
      if (shelf(disk, "checkpoints").size > 0) throw new Error(`${when}: a checkpoint is left`);
    }
  },
  mutants: [
    {
      name: "checkpoints are not read",
      subject: withStore((store) => ({
        read: (name, key) => (name === "checkpoints" ? undefined : store.read(name, key)),
      })),
    },
    {
      name: "the checkpoint is kept",
      subject: withStore(() => ({ remove: () => {} })),
    },
    {
      name: "a checkpoint is written over in two steps",
      subject: withStore((store) => ({
        write(name, key, value) {
          store.remove(name, key);
          store.write(name, key, name === "checkpoints" ? value : { ...Object(value), seed: -1 });
        },
      })),
    },
    {
      name: "an update is skipped after a fault",
      subject: withStore((store) => ({
        read(name, key) {
          const found = store.read(name, key);
          if (found === undefined) return undefined;
          const checkpoint = asCheckpointOf(key, found);
          return { of: key, checkpoint: { ...checkpoint, update: checkpoint.update + 1 } };
        },
      })),
    },
  ],
};

/** Ours on a store that does something else than it should. */
function withStore(change: (store: Store) => Partial<Store>): TrainMember {
  return (trainee, options) =>
    trainMember(trainee, { ...options, store: { ...options.store, ...change(options.store) } });
}
