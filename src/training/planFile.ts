import * as v from "valibot";
import { parseAs } from "../numerics/parse.ts";
import { cellSchema } from "./cell.ts";
import type { Plan, PlannedCell } from "./plan.ts";

const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000));

const plannedSchema: v.GenericSchema<unknown, PlannedCell> = v.pipe(
  v.strictObject({
    cell: cellSchema,
    first: count,
    wanted: count,
    most: count,
    updatesOf: v.optional(cellSchema),
  }),
  v.transform(({ updatesOf, ...rest }) =>
    updatesOf === undefined ? rest : { ...rest, updatesOf },
  ),
);

/** `here` is what `attest plan` says of one machine: nothing of it is trained. */
const planSchema: v.GenericSchema<unknown, Plan> = v.pipe(
  v.strictObject({
    name: v.string(),
    cells: v.pipe(v.array(plannedSchema), v.minLength(1), v.maxLength(100_000)),
    here: v.optional(v.unknown()),
  }),
  v.transform(({ name, cells }) => ({ name, cells })),
);

/**
 * A plan read from a file.
 * @throws TypeError where it is not JSON, or names the field that is wrong.
 */
export function asPlan(text: string): Plan {
  try {
    return parseAs("plan", planSchema, JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) throw new TypeError(`plan: not JSON: ${error.message}`);
    throw error;
  }
}
