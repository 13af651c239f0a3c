import type { Rng } from "../numerics/rng.ts";
import type { Block, Evidence, Row } from "./evidence.ts";

/** The keys of the networks that were drawn of each condition. */
export type DrawnKeys = ReadonlyMap<string, readonly string[]>;

/** `n` networks of each condition, drawn with replacement from those measured. */
export function drawKeys({ rows }: Pick<Evidence, "rows">, n: number, rng: Rng): DrawnKeys {
  const drawn = new Map<string, readonly string[]>();
  for (const [condition, own] of groupedBy(rows, (row) => row.condition)) {
    const measured = own.filter(({ status }) => status === "measured");
    const keys = [...new Set(measured.map(({ key }) => key))];
    if (keys.length === 0) continue;
    const some = Array.from({ length: n }, () => keys[rng.integer(keys.length)]);
    drawn.set(condition, some);
  }
  return drawn;
}

/**
 * `n` networks of each condition, drawn with replacement from those measured: what was measured of
 * a network, and its distances, go with it. Two copies of one network are as far apart as it is
 * from the others of its group on average: copies at distance 0 would look like clusters.
 */
export const resampled = (evidence: Evidence, n: number, rng: Rng): Evidence =>
  evidenceOn(evidence, drawKeys(evidence, n, rng), n);

/** The evidence on the first `n` networks that were drawn of each condition. */
export function evidenceOn({ rows, blocks }: Evidence, all: DrawnKeys, n: number): Evidence {
  const drawn = new Map([...all].map(([condition, keys]) => [condition, keys.slice(0, n)]));
  const byCondition = groupedBy(rows, ({ condition }) => condition);
  const again = [...byCondition].flatMap(([condition, own]) => {
    const keys = drawn.get(condition);
    if (keys === undefined) return own;
    const measured = new Set(own.filter((row) => row.status === "measured").map((row) => row.key));
    const byKey = groupedBy(own, ({ key }) => key);
    const left = own.filter(({ key }) => !measured.has(key));
    return [...left, ...keys.flatMap((key): readonly Row[] => byKey.get(key) ?? [])];
  });
  return { rows: again, blocks: blocks.map((block) => resampledBlock(block, drawn)) };
}

function groupedBy(
  rows: readonly Row[],
  of: (row: Row) => string,
): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const own = groups.get(of(row));
    if (own === undefined) groups.set(of(row), [row]);
    else own.push(row);
  }
  return groups;
}

function resampledBlock(block: Block, drawn: DrawnKeys): Block {
  const { of, distances, bistable, keys, conditions, groups } = block;
  const members = groups.map((_, group) => [...of.keys()].filter((i) => of[i] === group));
  const chosen = members.flatMap((own) =>
    [...new Set(own.map((i) => conditions[i]))].flatMap((condition) =>
      (drawn.get(condition) ?? []).map((key) => {
        return own.find((i) => keys[i] === key && conditions[i] === condition) ?? own[0];
      }),
    ),
  );
  const typical = distances.map((row, i) => {
    const others = members[of[i]].filter((j) => keys[j] !== keys[i]);
    return others.length === 0 ? 0 : others.reduce((sum, j) => sum + row[j], 0) / others.length;
  });
  return {
    ...block,
    of: chosen.map((i) => of[i]),
    keys: chosen.map((i) => keys[i]),
    conditions: chosen.map((i) => conditions[i]),
    distances: chosen.map((i, a) =>
      chosen.map((j, b) => (a === b ? 0 : keys[i] === keys[j] ? typical[i] : distances[i][j])),
    ),
    bistable: bistable.length === 0 ? [] : chosen.map((i) => bistable[i]),
  };
}
