import * as v from "valibot";
import { parseAs } from "../numerics/parse.ts";
import { isNumberArray, type Storable } from "../setting/storable.ts";

/** Training under way: all that is needed to go on from here to the same bytes. */
export type Checkpoint = {
  readonly attempt: number;
  /** Updates of this attempt. */
  readonly update: number;
  readonly memory: Storable;
  /** Validations in a row that passed; of `ten-in-a-row` those after the first passage. */
  readonly streak: number;
  /** For `ten-in-a-row`: the update, of all attempts, that passed first; null before there is. */
  readonly passage?: number | null;
  /** Updates of the attempts before this one. */
  readonly updatesBefore: number;
  readonly validations: number;
  /** The sum of the updates' losses since the last entry of `losses`. */
  readonly lossSum: number;
  /** The mean loss of each `validateEvery` updates of this attempt. */
  readonly losses: Float64Array;
};

function isStorable(value: unknown): value is Storable {
  if (value === null || ["boolean", "number", "string"].includes(typeof value)) return true;
  if (isNumberArray(value)) return true;
  return typeof value === "object" && Object.values(value).every(isStorable);
}

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const schema: v.GenericSchema<unknown, Checkpoint> = v.object({
  attempt: count,
  update: count,
  memory: v.custom<Storable>(isStorable),
  streak: count,
  passage: v.exactOptional(v.nullable(count)),
  updatesBefore: count,
  validations: count,
  lossSum: v.union([v.number(), v.nan()]),
  losses: v.instance(Float64Array),
});

/** A checkpoint as it is stored: with the key of the network that it belongs to. */
export type SavedCheckpoint = { readonly of: string; readonly checkpoint: Checkpoint };

const savedSchema: v.GenericSchema<unknown, SavedCheckpoint> = v.object({
  of: v.string(),
  checkpoint: schema,
});

/**
 * The checkpoint of the network of that key, read from a file.
 * @throws TypeError that names the field that is wrong, RangeError where it is another network's.
 */
export function asCheckpointOf(key: string, value: unknown): Checkpoint {
  const { of, checkpoint } = parseAs("checkpoint", savedSchema, value);
  if (of !== key) throw new RangeError(`checkpoint: expected that of ${key}, got that of ${of}`);
  return checkpoint;
}
