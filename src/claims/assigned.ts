import type { KnownSet } from "../study/analysis.ts";
import { cellName } from "../study/cell.ts";
import { stableCount } from "../study/zeroInput.ts";
import type { Evidence, Row } from "./evidence.ts";
import { measureParts, type Values } from "./instrument.ts";
import { conditionsOf, type Test } from "./test.ts";

/**
 * What a stable continuum, a point undecided at a kink or a near point may be taken for. They are a
 * category of their own, neither one point nor several; a verdict is repeated under both.
 */
export const ASSIGNMENTS = ["as one", "as several"] as const;

/** One of `ASSIGNMENTS`. */
export type Assignment = (typeof ASSIGNMENTS)[number];

/** What a value is called where undecided points are taken for something. */
const assignedName = (value: string, assignment: Assignment): string => `${value} ${assignment}`;

/** Places of a set that are neither one point nor several; none where its file does not say. */
export const undecidedIn = ({ apart }: Pick<KnownSet, "apart">): number =>
  apart === null ? 0 : apart.continua + apart.undecided + apart.near;

/** What a static input leaves a network. */
export type Attractors = "none" | "one" | "several" | "undecided";

/** The attractors of a set; undecided places are a category of their own, or taken for one. */
export function attractorsOf(set: KnownSet, assignment?: Assignment): Attractors {
  const stable = stableCount(set);
  if (stable > 1) return "several";
  if (undecidedIn(set) > 0)
    return assignment === undefined ? "undecided" : assignment === "as one" ? "one" : "several";
  return stable === 1 ? "one" : "none";
}

/** As many stable points as there are; undecided places count nothing, or as one, or as two. */
export function stablePoints(set: KnownSet, assignment?: Assignment): number {
  const stable = stableCount(set);
  if (assignment === undefined || undecidedIn(set) === 0) return stable;
  return Math.max(stable, assignment === "as one" ? 1 : 2);
}

/** Values, and the same under each assignment. */
export function underEach(of: (assignment?: Assignment) => Values): Values {
  const all = ASSIGNMENTS.flatMap((assignment) =>
    Object.entries(of(assignment)).map(
      ([name, value]) => [assignedName(name, assignment), value] as const,
    ),
  );
  return { ...of(), ...Object.fromEntries(all) };
}

/**
 * The evidence for a test with undecided points taken for something; undefined where that changes
 * no network of it.
 */
export function assigned(
  evidence: Evidence,
  test: Test,
  assignment: Assignment,
): Evidence | undefined {
  const names = new Set(conditionsOf(test).map(cellName));
  const { id } = measureParts(test.measure);
  let isChanged = false;
  const rows = evidence.rows.map((row): Row => {
    if (row.measure !== id || !names.has(row.condition)) return row;
    const values = Object.fromEntries(
      Object.entries(row.values).map(([name, value]) => {
        const other = row.values[assignedName(name, assignment)] ?? value;
        isChanged ||= other !== value;
        return [name, other] as const;
      }),
    );
    return { ...row, values };
  });
  return isChanged ? { ...evidence, rows } : undefined;
}
