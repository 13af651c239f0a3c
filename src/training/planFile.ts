import * as v from "valibot";
import { parseAs } from "../numerics/parse.ts";
import { cellName, cellSchema } from "./cell.ts";
import type { NotYet, Plan, PlannedCell } from "./plan.ts";
import { populationSlug } from "./populationFile.ts";

const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000));

const plannedSchema: v.GenericSchema<unknown, PlannedCell> = v.strictObject({
  cell: cellSchema,
  first: count,
  wanted: count,
  most: count,
  updatesOf: v.exactOptional(cellSchema),
  budget: v.exactOptional(v.strictObject({ updates: count, restarts: count })),
  waits: v.exactOptional(v.string()),
});

const notYetSchema: v.GenericSchema<unknown, NotYet> = v.strictObject({
  condition: v.string(),
  networks: count,
  why: v.string(),
});

/** `here` is what `attest plan` says of one machine: nothing of it is trained. */
const planSchema: v.GenericSchema<unknown, Plan> = v.pipe(
  v.strictObject({
    name: v.string(),
    cells: v.pipe(v.array(plannedSchema), v.minLength(1), v.maxLength(100_000)),
    notYet: v.exactOptional(v.array(notYetSchema)),
    here: v.optional(v.unknown()),
  }),
  v.transform(({ here: _, ...plan }) => plan),
);

/**
 * A plan read from a file.
 * @throws TypeError where it is not JSON, or names the field that is wrong; RangeError where units
 * of work do not go together.
 */
export function asPlan(text: string): Plan {
  try {
    return requirePlan(parseAs("plan", planSchema, JSON.parse(text)));
  } catch (error) {
    if (error instanceof SyntaxError) throw new TypeError(`plan: not JSON: ${error.message}`);
    throw error;
  }
}

/** Units of work that can all be done, each in a file of its own. */
function requirePlan(plan: Plan): Plan {
  const slugs = new Set<string>();
  const followers = new Set(
    plan.cells.filter(({ updatesOf }) => updatesOf !== undefined).map(({ cell }) => cellName(cell)),
  );
  for (const [at, unit] of plan.cells.entries()) {
    const { wanted, most, updatesOf } = unit;
    if (!(wanted >= 1 && wanted <= most))
      throw new RangeError(
        `plan.cells.${at}: expected wanted from 1 to most (${most}), got ${wanted}`,
      );
    const slug = populationSlug(unit);
    if (slugs.has(slug))
      throw new RangeError(`plan.cells.${at}: an earlier unit is written to ${slug} as well`);
    slugs.add(slug);
    if (updatesOf !== undefined && followers.has(cellName(updatesOf)))
      throw new RangeError(
        `plan.cells.${at}: updatesOf: ${cellName(updatesOf)} takes its own updates from others`,
      );
  }
  return plan;
}
