import fc from "fast-check";
import type { NumberArray, Storable } from "../../src/setting/storable.ts";
import { pack, unpack } from "../../src/store/pack.ts";
import { asTrained, type TrainedNetwork } from "../../src/study/trained.ts";
import { asCheckpointOf, type Checkpoint } from "../../src/training/checkpoint.ts";
import type { Law } from "../law.ts";
import { textEdits } from "../store/hostileBytes.ts";
import { answerOf } from "../store/refusal.ts";
import { CELL } from "../training/made.ts";

/** JSON text from outside, and the arrays that go with it. */
export type Stored = {
  readonly kind: "network" | "checkpoint";
  readonly text: string;
  readonly arrays: readonly NumberArray[];
};

/** Reads what was stored as what it is said to be. */
export type ReadStored = (stored: Stored) => TrainedNetwork | Checkpoint;

const KEY = "0123456789abcdef";

/** Ours. */
export const ourStoredReading: ReadStored = ({ kind, text, arrays }) => {
  const value = unpack({ text, arrays });
  return kind === "network" ? asTrained(value) : asCheckpointOf(KEY, value);
};

const network: TrainedNetwork["network"] = {
  model: {
    activation: "tanh",
    readout: "rates",
    clamped: [{ unit: 0, value: 1 }],
    trains: ["recurrent"],
    alpha: 0.1,
  },
  units: 2,
  channels: 1,
  outputs: 1,
  weights: {
    recurrent: Float64Array.of(1, 2, 3, 4),
    input: Float64Array.of(1, 2),
    output: Float64Array.of(1, 2),
  },
};

const REAL: Readonly<Record<Stored["kind"], Storable>> = {
  network: {
    ...{ key: KEY, cell: CELL, seed: 3, tier: "float32", network, reason: "criterion" },
    ...{ detail: "", attempts: 1, updates: 10, trials: 100, validations: 2, freshAccuracy: 0.9 },
    ...{ idealAccuracy: 0.95, losses: Float64Array.of(1, 0.5) },
  },
  checkpoint: {
    of: KEY,
    checkpoint: {
      ...{ attempt: 0, update: 5, memory: { network, loss: Number.NaN }, streak: 1 },
      ...{ updatesBefore: 0, validations: 2, lossSum: 0.25, losses: Float64Array.of(1) },
    },
  },
};

const isCount = (value: number): boolean => Number.isInteger(value) && value >= 0;
const isShare = (value: number): boolean => value >= 0 && value <= 1;

/** What was accepted, though it may not be. */
function lieIn(read: TrainedNetwork | Checkpoint): string | null {
  if (!("key" in read)) {
    const { attempt, update, streak, updatesBefore, validations } = read;
    return [attempt, update, streak, updatesBefore, validations].every(isCount)
      ? null
      : "a checkpoint whose counts are none";
  }
  const { seed, attempts, updates, trials, validations, freshAccuracy, idealAccuracy } = read;
  if (![seed, attempts, updates, trials, validations].every(isCount)) return "counts are none";
  if (!(isShare(freshAccuracy) && isShare(idealAccuracy))) return "shares are none";
  if (!["criterion", "budget", "diverged"].includes(read.reason)) return `reason ${read.reason}`;
  return read.losses instanceof Float64Array ? null : "losses are no numbers";
}

/** A stored value is what it is said to be, or is refused by the field that is wrong. */
export const fuzzedStored: Law<ReadStored, Stored, "training/fuzz-stored"> = {
  id: "training/fuzz-stored",
  says: "changed JSON of a network or a checkpoint is refused in words, or its fields are sound",
  needs: [],
  runs: 1000,
  cases: () =>
    fc
      .record({
        kind: fc.constantFrom("network" as const, "checkpoint" as const),
        change: textEdits,
      })
      .map(({ kind, change }) => {
        const { text, arrays } = pack(REAL[kind]);
        return { kind, text: change(text), arrays };
      }),
  holds(read, stored) {
    const answer = answerOf(() => read(stored));
    const lie = "value" in answer ? lieIn(answer.value) : null;
    if (lie !== null) throw new Error(`accepted: ${lie}`);
  },
  mutants: [
    {
      name: "counts are any numbers",
      subject(stored) {
        try {
          return ourStoredReading(stored);
        } catch (error) {
          const { text, arrays } = pack(REAL.network);
          const good = ourStoredReading({ kind: "network", text, arrays });
          if (error instanceof TypeError && /updates/.test(error.message))
            return { ...good, updates: -1 };
          throw error;
        }
      },
    },
    {
      name: "a field is used before it is looked at",
      subject(stored) {
        const read: unknown = unpack(stored);
        if (stored.kind === "checkpoint") Object(read).checkpoint.losses.at(0);
        return ourStoredReading(stored);
      },
    },
  ],
};
