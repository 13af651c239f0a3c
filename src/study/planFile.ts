import { createHash } from "node:crypto";
import * as v from "valibot";
import { parseAs } from "../numerics/parse.ts";
import { canonicalJson } from "../setting/storable.ts";
import { cellName, cellSchema } from "./cell.ts";
import type { NotYet, Plan, PlannedCell } from "./plan.ts";
import { populationSlug } from "./populationFile.ts";
import { VARIANTS } from "./variant.ts";

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
 * The folder of a plan's populations: its name as far as a folder can have it, and the hash of its
 * name and cells. Two plans never share one, and what was trained for other cells is not judged.
 */
export function planFolder({ name, cells }: Plan): string {
  const hash = createHash("sha256")
    .update(canonicalJson([name, [...cells]]))
    .digest("hex");
  return `${name.replaceAll(/[^A-Za-z0-9-]/g, "-").slice(0, 40)}-${hash.slice(0, 12)}`;
}

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
  for (const [at, unit] of plan.cells.entries()) {
    const { wanted, most } = unit;
    if (!(wanted >= 1 && wanted <= most))
      throw new RangeError(
        `plan.cells.${at}: expected wanted from 1 to most (${most}), got ${wanted}`,
      );
    const slug = populationSlug(unit);
    if (slugs.has(slug))
      throw new RangeError(`plan.cells.${at}: an earlier unit is written to ${slug} as well`);
    slugs.add(slug);
    const wrong = wrongUpdates(unit, plan);
    if (wrong !== null) throw new RangeError(`plan.cells.${at}: updatesOf: ${wrong}`);
  }
  return plan;
}

/** Why a unit could not have the numbers of updates that its networks need; null where it can. */
function wrongUpdates(
  { cell, first, most, updatesOf }: PlannedCell,
  { cells }: Plan,
): string | null {
  const [name, isGiven] = [cellName(cell), VARIANTS[cell.variant].updates === "given"];
  if (isGiven !== (updatesOf !== undefined))
    return isGiven
      ? `${name} needs the cell that gives its numbers of updates`
      : `${name} has its own budget, and takes no updates from others`;
  if (updatesOf === undefined) return null;
  const source = cellName(updatesOf);
  const kind = VARIANTS[updatesOf.variant].updates;
  if (kind === "given") return `${source} takes its own updates from others`;
  if (kind === "none") return `${source} has no updates`;
  const sources = cells.filter((unit) => cellName(unit.cell) === source);
  if (sources.length === 0) return `${name} takes its updates from ${source}, which is not in it`;
  // A source ends once enough have met the criterion: only its first `wanted` seeds are certain.
  let seed = first;
  for (const unit of sources.toSorted((a, b) => a.first - b.first))
    if (unit.first <= seed) seed = Math.max(seed, unit.first + unit.wanted);
  return seed >= first + most ? null : `${source} need not come to seed ${seed}`;
}
