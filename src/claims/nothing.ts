import { excessSilhouette } from "../distances/excessSilhouette.ts";
import type { Rng } from "../numerics/rng.ts";
import { distanceMatrix } from "../statistics/distanceMatrix.ts";
import { cellName } from "../study/cell.ts";
import type { Block, Evidence, Row } from "./evidence.ts";
import { rowsAtShare } from "./ifRight.ts";
import { measureParts } from "./instrument.ts";
import { type Place, placesOf, type Test } from "./test.ts";

/** Evidence in which there is nothing for a test to find, and how it was made so. */
export type Nothing = {
  readonly says: string;
  /** Null where it cannot be made. */
  readonly evidence: Evidence | null;
};

/**
 * Evidence in which what a test looks for is just not there: a share that is the margin; networks
 * of one and the same pool in every group; groups as far apart as the margin, where they are said
 * to be alike.
 */
export function nothingFor(test: Test, evidence: Evidence, rng: Rng): Nothing {
  const { by } = test;
  if (by === "shareAtLeast" || by === "shareAtMost") return atMargin(test, evidence);
  const selections = [test.on, ...(test.also === undefined ? [] : [test.also.on])];
  if (by === "trend" || by === "rising") {
    const pools = selections.map((places) => places.flatMap(conditionsAt));
    return { says: "places share one pool", evidence: pooledRows(test, evidence, pools) };
  }
  if (by === "ranks" || by === "differ" || by === "strata" || by === "proportions") {
    const pools = selections.flat().map(conditionsAt);
    // Groups may be of one condition, told apart by another value: then it tells nothing of this.
    const isOfValues = selections.flat().some(({ groups }) => groups.some((each) => each.only));
    const made = isOfValues ? crossedRows : pooledRows;
    return { says: "groups share one pool", evidence: made(test, evidence, pools) };
  }
  if (tellsApart(test))
    return { says: "groups share one pool", evidence: pooledBlocks(test, evidence) };
  if (by === "alike" || by === "allAlike") return movedApart(test, evidence, rng);
  return { says: `not made for ${by === "custom" ? test.judge : by}`, evidence: null };
}

/** Ways that look for a difference between groups by their distances. */
const APART: readonly Test["by"][] = [
  ...(["apart", "distant", "centres", "wider", "fades", "outweighs"] as const),
];

/** Whether a test looks for a difference that groups of one pool do not have. */
const tellsApart = (test: Test): boolean =>
  test.by === "slope" || test.by === "incline"
    ? test.direction !== "flat"
    : APART.includes(test.by);

const conditionsAt = ({ groups }: Place): readonly string[] =>
  groups.flatMap(({ of }) => of.map(cellName));

/** Networks of which just the margin's share has the value. */
const SHARED = 200;

function atMargin(test: Test, { rows, blocks }: Evidence): Nothing {
  const { id } = measureParts(test.measure);
  const names = new Set(placesOf(test).flatMap(conditionsAt));
  const made = rowsAtShare(test.measure, names, { share: test.margin, networks: SHARED });
  const others = rows.filter(({ measure, condition }) => measure !== id || !names.has(condition));
  return { says: "the share is the margin", evidence: { rows: [...others, ...made], blocks } };
}

/** Every condition of a pool has the networks of all of them. */
function pooledRows(
  { measure }: Test,
  { rows, blocks }: Evidence,
  pools: readonly (readonly string[])[],
): Evidence {
  const { id } = measureParts(measure);
  const isPooled = (row: Row): boolean =>
    row.measure === id && pools.some((pool) => pool.includes(row.condition));
  const made = pools.flatMap((pool) => {
    const own = rows.filter(
      (row) => row.measure === id && pool.includes(row.condition) && row.status === "measured",
    );
    return pool.flatMap((condition) => own.map((row) => ({ ...row, condition })));
  });
  return { rows: [...rows.filter((row) => !isPooled(row)), ...made], blocks };
}

/** Every network of a pool with the value of every network of it, whatever else it has. */
function crossedRows(
  { measure }: Test,
  { rows, blocks }: Evidence,
  pools: readonly (readonly string[])[],
): Evidence {
  const { id, value } = measureParts(measure);
  const isOf = (pool: readonly string[], row: Row): boolean =>
    row.measure === id && pool.includes(row.condition) && row.status === "measured";
  const made = pools.flatMap((pool) => {
    const own = rows.filter((row) => isOf(pool, row));
    return own.flatMap((row) =>
      own.map((other) => ({
        ...{ ...row, key: `${row.key} ${other.key}` },
        values: { ...row.values, [value]: other.values[value] ?? null },
      })),
    );
  });
  const others = rows.filter((row) => !pools.some((pool) => isOf(pool, row)));
  return { rows: [...others, ...made], blocks };
}

/** Every group of a place has the networks of all groups that are compared there. */
function pooledBlocks(test: Test, { rows, blocks }: Evidence): Evidence {
  const names = new Set(test.on.map(({ name }) => name));
  const all = test.on.flatMap(({ groups }) => groups.map(({ name }) => name));
  const compared: readonly string[] = "groups" in test ? test.groups : [...new Set(all)];
  // Whatever is measured there: measures that must agree see the same networks.
  const pooled = blocks
    .filter(({ place }) => names.has(place))
    .map((block) => pooledBlock(block, compared));
  const made = new Map<string, Row>();
  for (const { measure, keys, conditions } of pooled)
    for (const [at, condition] of conditions.entries())
      made.set(`${measure} ${condition} ${keys[at]}`, {
        ...{ measure, condition, key: keys[at], seed: at, values: {} },
        ...{ status: "measured", why: "is of the pool" },
      });
  const conditions = new Set(pooled.flatMap((block) => block.conditions));
  const others = rows.filter(({ condition }) => !conditions.has(condition));
  return { rows: [...others, ...made.values()], blocks: pooled };
}

function pooledBlock(block: Block, compared: readonly string[]): Block {
  const own = compared.map((name) => block.groups.indexOf(name)).filter((group) => group >= 0);
  const pool = [...block.of.keys()].filter((at) => own.includes(block.of[at]));
  // A network of each group and of the pool; of a group its first condition stands for all.
  const members = own.flatMap((group) => pool.map((at) => ({ group, at })));
  const conditionOf = (group: number): string => block.conditions[block.of.indexOf(group)];
  return {
    ...block,
    groups: own.map((group) => block.groups[group]),
    of: members.map(({ group }) => own.indexOf(group)),
    keys: members.map(({ at }) => block.keys[at]),
    conditions: members.map(({ group }) => conditionOf(group)),
    distances: members.map((a) => members.map((b) => block.distances[a.at][b.at])),
    bistable: block.bistable.length === 0 ? [] : members.map(({ at }) => block.bistable[at]),
  };
}

/** Permutations and halvings by which groups are moved until they are the margin apart. */
const [ROUGH, HALVINGS] = [200, 20];

/** The most by which distances between groups are stretched, and the most they shrink. */
const [FARTHEST, NEAREST] = [8, -0.9];

/**
 * Distances between two groups are stretched until their excess silhouette is the margin; of many
 * groups those between the first two, at the first place.
 */
function movedApart(
  test: Test & { readonly by: "alike" | "allAlike" },
  all: Evidence,
  rng: Rng,
): Nothing {
  const { id } = measureParts(test.measure);
  const [place] = placesOf(test);
  const at = all.blocks.findIndex((each) => each.measure === id && each.place === place.name);
  if (at < 0) return { says: "not made: a group has no networks", evidence: null };
  const block = all.blocks[at];
  const pair = test.groups.slice(0, 2).map((name) => block.groups.indexOf(name));
  const kept = [...block.of.keys()].filter((k) => pair.includes(block.of[k]));
  const labels = kept.map((k) => block.of[k]);
  if (pair.some((group) => labels.filter((label) => label === group).length < 3))
    return { says: "not made: a group has no networks", evidence: null };
  const moved = (by: number): Block["distances"] =>
    block.distances.map((row, i) =>
      row.map((distance, j) => {
        const isBetween = block.of[i] !== block.of[j];
        const both = pair.includes(block.of[i]) && pair.includes(block.of[j]);
        return isBetween && both ? distance * (1 + by) : distance;
      }),
    );
  const excessAt = (by: number): number => {
    const rows = moved(by);
    const distances = distanceMatrix(kept.map((i) => kept.map((j) => rows[i][j])));
    return excessSilhouette({ distances, labels, permutations: ROUGH }, rng).excess;
  };
  if (excessAt(FARTHEST) < test.margin || excessAt(NEAREST) > test.margin)
    return { says: "not made: no stretching gives the margin", evidence: null };
  let [low, high] = [NEAREST, FARTHEST];
  for (let k = 0; k < HALVINGS; k++) {
    const middle = (low + high) / 2;
    if (excessAt(middle) < test.margin) low = middle;
    else high = middle;
  }
  const blocks = all.blocks.map((each, k) =>
    k === at ? { ...each, distances: moved(low) } : each,
  );
  return { says: "groups are the margin apart", evidence: { rows: all.rows, blocks } };
}
