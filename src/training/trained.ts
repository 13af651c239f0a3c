import { createHash } from "node:crypto";
import * as v from "valibot";
import { arithmeticVersion } from "../engine/arithmetic.ts";
import type { Tier } from "../engine/engine.ts";
import type { Network } from "../model/model.ts";
import { anyNetworkSchema } from "../model/schema.ts";
import { parseAs } from "../numerics/parse.ts";
import { isNumberArray, type Storable } from "../setting/storable.ts";
import { pack } from "../store/pack.ts";
import { type Cell, type CellSettings, cellSchema } from "./cell.ts";

/** Why training stopped. */
export type StopReason = "criterion" | "budget" | "diverged";

/** A trained network, with what came of its training. */
export type TrainedNetwork = {
  readonly key: string;
  readonly cell: Cell;
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
  /** What an observer that sums the relevant input would expect on the same trials. */
  readonly idealAccuracy: number;
  /** The mean loss of each `validateEvery` updates of the last attempt. */
  readonly losses: Float64Array;
};

/**
 * A network's key: the hash of its settings, its seed and the arithmetic, so that equal keys mean
 * equal bytes. The engine's name is not in it, nor is any code, nor the order in which cell and
 * settings name their properties.
 */
export function networkKey(
  {
    cell,
    settings,
    seed,
  }: {
    readonly cell: Cell;
    readonly settings: CellSettings;
    readonly seed: number;
  },
  tier: Tier,
): string {
  const { text, arrays } = pack({
    arithmetic: `${tier} ${arithmeticVersion}`,
    cell: inOrder(cell),
    settings: inOrder(settings),
    seed,
  });
  if (arrays.length > 0) throw new TypeError("settings: expected plain values, got arrays");
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}

/** The names in cells and settings, in the order in which a key sees them. */
const ORDER = [
  ...["rule", "task", "noise", "reading", "variant"],
  ...["trainTask", "validationTask", "model", "initialisation", "hyper"],
  ...["trialsPerUpdate", "validateEvery", "budget", "stopping", "redrawn"],
  ...["kind", "steps", "coherence", "initialDeviation", "noiseDeviation", "contexts", "means"],
  ...["largest", "points"],
  ...["activation", "readout", "clamped", "unit", "value", "trains", "alpha"],
  ...["units", "recurrentDeviation", "inputDeviation", "outputDeviation"],
  ...["updates", "restarts"],
];

/**
 * A value with the names of its objects in one order: that of `ORDER`, then those that are not in
 * it by themselves. A rule's own constants stay as the rule gives them.
 */
function inOrder(value: Storable): Storable {
  if (typeof value !== "object" || value === null || isNumberArray(value)) return value;
  if (isList(value)) return value.map(inOrder);
  const place = (name: string): number => (ORDER.indexOf(name) + 1 || ORDER.length + 1) - 1;
  const names = Object.keys(value).sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
  return Object.fromEntries(
    names.map((name) => [name, name === "hyper" ? value[name] : inOrder(value[name])]),
  );
}

const isList = (value: Storable): value is readonly Storable[] => Array.isArray(value);

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

const trainedSchema: v.GenericSchema<unknown, TrainedNetwork> = v.object({
  key: v.string(),
  cell: cellSchema,
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
});

/**
 * A trained network read from a file or sent by a worker.
 * @throws TypeError that names the field that is wrong.
 */
export function asTrained(value: unknown): TrainedNetwork {
  return parseAs("trained network", trainedSchema, value);
}
