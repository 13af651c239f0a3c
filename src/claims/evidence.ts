import { cellName } from "../study/cell.ts";
import type { DistanceEvidence } from "../study/distanceEvidence.ts";
import type { NetworkInstrument, Values } from "./instrument.ts";
import type { Group, Place } from "./test.ts";

/** What one instrument found of one network of a condition, or that the condition has none. */
export type Row = {
  readonly measure: string;
  /** The condition's name. */
  readonly condition: string;
  readonly key: string;
  readonly seed: number;
  readonly status: "measured" | "excluded" | "lacking";
  /** Why it is measured or not, as the rest of a sentence about the network. */
  readonly why: string;
  readonly values: Values;
};

/** Distances between all networks of a place. */
export type Block = DistanceEvidence & {
  readonly measure: string;
  readonly place: string;
  /** Of each network, in the order of the distances. */
  readonly keys: readonly string[];
  readonly conditions: readonly string[];
};

/** What was measured for a claim: one table, whatever the claim. */
export type Evidence = { readonly rows: readonly Row[]; readonly blocks: readonly Block[] };

/** What stands for a condition that has no network. */
export const lackingRow = (of: Pick<Row, "measure" | "condition">): Row => ({
  ...of,
  ...{ key: "", seed: -1, status: "lacking", why: "is not at hand", values: {} },
});

/** The rows of a group, condition by condition, whatever their status. */
export function rowsOfGroup(
  { rows }: Pick<Evidence, "rows">,
  { of }: Group,
  id: string,
): readonly Row[] {
  return of.flatMap((cell) => {
    const name = cellName(cell);
    return rows.filter((row) => row.measure === id && row.condition === name);
  });
}

/** The values of a group's networks that were measured and of which there is one. */
export function valuesOf(
  evidence: Evidence,
  group: Group,
  { id, value }: { readonly id: string; readonly value: string },
): readonly number[] {
  const { only } = group;
  return rowsOfGroup(evidence, group, id).flatMap(({ status, values }) => {
    if (status !== "measured" || (only !== undefined && values[only.value] !== only.is)) return [];
    const found = values[value];
    return found === null || found === undefined ? [] : [Number(found)];
  });
}

/** The names of conditions without a network among those of places, in the table's order. */
export function lackingOf(
  { rows }: Evidence,
  places: readonly Place[],
  id: string,
): readonly string[] {
  const names = new Set(
    places.flatMap(({ groups }) => groups.flatMap(({ of }) => of.map(cellName))),
  );
  return rows
    .filter(
      ({ measure: own, status, condition }) =>
        own === id && status === "lacking" && names.has(condition),
    )
    .map(({ condition }) => condition);
}

/**
 * What an instrument counts beside the networks of places, as in "3 of neither kind"; nothing of
 * what there is none.
 */
export function tallied(
  evidence: Evidence,
  places: readonly Place[],
  { id, tallies }: Pick<NetworkInstrument, "id" | "tallies">,
): readonly string[] {
  const groups = places.flatMap((place) => place.groups);
  const cells = new Map(groups.flatMap(({ of }) => of.map((cell) => [cellName(cell), cell])));
  const rows = rowsOfGroup(evidence, { name: "", of: [...cells.values()] }, id);
  return tallies.flatMap((tally) => {
    const count =
      "sum" in tally
        ? rows.reduce((sum, { values }) => sum + Number(values[tally.sum] ?? 0), 0)
        : rows.filter(({ status, why, values }) =>
            "excluded" in tally
              ? status === "excluded" && why === tally.excluded
              : values[tally.flag] === true,
          ).length;
    return count > 0 ? [`${count} ${tally.says}`] : [];
  });
}

/** The distances of a place, or none where the place has no networks. */
export function blockOf({ blocks }: Evidence, id: string, place: Place): DistanceEvidence {
  const found = blocks.find((block) => block.measure === id && block.place === place.name);
  const groups = place.groups.map(({ name }) => name);
  return found ?? { groups, of: [], distances: [], bistable: [] };
}
