import * as v from "valibot";
import type { Tier } from "../engine/engine.ts";
import type { Network } from "../model/model.ts";
import { anyNetworkSchema } from "../model/schema.ts";
import { parseAs } from "../numerics/parse.ts";
import type { Storable } from "../setting/storable.ts";
import type { Job } from "./job.ts";

/** Why training stopped. */
export type StopReason = "criterion" | "budget" | "diverged";

/** What came of a job: the network, and how its training went. */
export type Trained = {
  readonly key: string;
  readonly seed: number;
  readonly tier: Tier;
  readonly network: Network;
  readonly reason: StopReason;
  /** What went wrong, for a network that diverged; else empty. */
  readonly detail: string;
  /** Attempts used, 1 where no restart was needed. */
  readonly attempts: number;
  /** Updates and trials in all attempts; a trial that is run four times counts four times. */
  readonly updates: number;
  readonly trials: number;
  readonly validations: number;
  /** Accuracy on fresh trials, drawn like the training trials; a share of 0 … 1. */
  readonly freshAccuracy: number;
  /** What the task's ideal observer would expect on the same trials; 1 where it has none. */
  readonly idealAccuracy: number;
  /** The mean loss of each `validateEvery` updates of the last attempt. */
  readonly losses: Float64Array;
};

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

/** What a trained network has, field by field, for those who read one. */
export const trainedFields = {
  key: v.string(),
  seed: count,
  tier: v.picklist(["float64", "float32", "tolerance"]),
  network: anyNetworkSchema,
  reason: v.picklist(["criterion", "budget", "diverged"]),
  detail: v.string(),
  attempts: count,
  updates: count,
  trials: count,
  validations: count,
  freshAccuracy: share,
  idealAccuracy: share,
  losses: v.instance(Float64Array),
};

const schema: v.GenericSchema<unknown, Trained> = v.object(trainedFields);

/**
 * What a worker says that came of its job.
 * @throws TypeError that names the field that is wrong.
 */
export function asResult(value: unknown): Trained {
  return parseAs("trained network", schema, value);
}

/** What is stored of a trained network: its key, what it was trained for, and what came of it. */
export function storedForm({ key, ...rest }: Trained, about: Job["about"]): Storable {
  return { key, ...about, ...rest };
}
