import { createHash } from "node:crypto";
import * as v from "valibot";
import { arithmeticVersion } from "../engine/arithmetic.ts";
import type { Tier } from "../engine/engine.ts";
import { parseAs } from "../numerics/parse.ts";
import { isNumberArray, type Storable } from "../setting/storable.ts";
import { pack } from "../store/pack.ts";
import { type Trained, trainedFields } from "../training/result.ts";
import { type Cell, type CellSettings, cellSchema } from "./cell.ts";

/** A trained network, with the condition that it was trained for. */
export type TrainedNetwork = Trained & { readonly cell: Cell };

/** What came of a job, with the condition that the job was for, in the order of its file. */
export function ofCell(cell: Cell, { key, ...rest }: Trained): TrainedNetwork {
  return { key, cell, ...rest };
}

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

const { key, ...others } = trainedFields;

const trainedSchema: v.GenericSchema<unknown, TrainedNetwork> = v.object({
  key,
  cell: cellSchema,
  ...others,
});

/**
 * A trained network read from a file.
 * @throws TypeError that names the field that is wrong.
 */
export function asTrained(value: unknown): TrainedNetwork {
  return parseAs("trained network", trainedSchema, value);
}
