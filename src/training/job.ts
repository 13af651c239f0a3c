import type { Tier } from "../engine/engine.ts";
import type { Initialisation } from "../model/initialise.ts";
import type { Model } from "../model/model.ts";
import { deriveKey, type Key } from "../numerics/rng.ts";
import type { Budget } from "../setting/budget.ts";
import type { Reading } from "../setting/reading.ts";
import type { Storable } from "../setting/storable.ts";
import type { TaskSettings } from "../task/settings.ts";

/** Everything that the training of a network depends on, but its seed. */
export type JobSettings = {
  readonly trainTask: TaskSettings;
  readonly validationTask: TaskSettings;
  readonly model: Model;
  readonly initialisation: Initialisation;
  readonly hyper: Storable;
  readonly trialsPerUpdate: number;
  /** How often an update runs each of its trials; once where it is left out. */
  readonly runsPerTrial?: number;
  readonly validateEvery: number;
  readonly budget: Budget;
  /** `ten-in-a-row` goes on from a first passage, on one fixed set of trials. */
  readonly stopping: Reading["train"]["stopping"] | "ten-in-a-row";
  readonly redrawn: boolean;
};

/**
 * One network to train: all that training is told of it. What it is trained for, training does not
 * know; whoever asks for it says how it is called and what is stored with it.
 */
export type Job = {
  /** How the network is called in messages. */
  readonly name: string;
  /** How its random streams are called; jobs that differ only in when they end share them. */
  readonly stream: string;
  readonly seed: number;
  readonly settings: JobSettings;
  /** Under which the network is stored, where an engine of `tier` trains it. */
  readonly key: string;
  readonly tier: Tier;
  /** What is stored with the network as it is given here. */
  readonly about: Readonly<Record<string, Storable>>;
  /** Of `ten-in-a-row`: the job that ends at its first passage, where it differs from this one. */
  readonly passage?: Pick<Job, "key" | "about">;
};

/** The root of all random streams of one network. */
export function streamOf({ stream, seed }: Pick<Job, "stream" | "seed">): Key {
  return deriveKey(null, "attest", stream, seed);
}
