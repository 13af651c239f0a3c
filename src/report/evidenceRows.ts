import type { Block, Evidence, Row } from "../claims/evidence.ts";

/** A measure of each network of one condition or group, in the order in which they were read. */
export type EvidenceRow = {
  /** The condition, or the group within a comparison. */
  readonly where: string;
  readonly what: string;
  readonly values: readonly (number | string | boolean | null)[];
};

/**
 * The evidence of a claim, a row for each value of each condition. Distances between networks are
 * two rows a group: the mean distance of each network to its own group, and to the nearest of the
 * others.
 */
export function evidenceRows({ rows, blocks }: Evidence): readonly EvidenceRow[] {
  const places = new Map<string, Row[]>();
  for (const row of rows.filter(({ status }) => status === "measured")) {
    const name = `${row.measure} ${row.condition}`;
    places.set(name, [...(places.get(name) ?? []), row]);
  }
  return [...[...places.values()].flatMap(valueRows), ...blocks.flatMap(distanceRows)];
}

function valueRows(rows: readonly Row[]): readonly EvidenceRow[] {
  const names = new Set(rows.flatMap(({ values }) => Object.keys(values)));
  return [...names].map((name) => ({
    where: rows[0].condition,
    what: words(name),
    values: rows.map(({ values }) => values[name] ?? null),
  }));
}

function distanceRows({ place, groups, of, distances }: Block): readonly EvidenceRow[] {
  const meanTo = (network: number, group: number): number => {
    const others = [...of.keys()].filter((other) => of[other] === group && other !== network);
    if (others.length === 0) return Number.NaN;
    return others.reduce((sum, other) => sum + distances[network][other], 0) / others.length;
  };
  return groups.flatMap((name, group) => {
    const members = [...of.keys()].filter((network) => of[network] === group);
    if (members.length === 0) return [];
    const others = [...groups.keys()].filter((each) => each !== group && of.includes(each));
    const nearest = (network: number): number =>
      Math.min(...others.map((other) => meanTo(network, other)));
    const own = members.map((network) => meanTo(network, group));
    const where = `${place}: ${name}`;
    const rows = [{ where, what: "mean distance to its own group", values: own }];
    if (others.length > 0)
      rows.push({ where, what: "to the nearest other", values: members.map(nearest) });
    return rows;
  });
}

/** A value's name as words: `freshAccuracy` is "fresh accuracy". */
const words = (key: string): string =>
  key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
