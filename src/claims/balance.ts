import { cellName } from "../study/cell.ts";
import type { Block, Evidence } from "./evidence.ts";
import type { Test } from "./test.ts";

/** The keys of the networks that each condition includes, in order of seed. */
export type IncludedKeys = ReadonlyMap<string, readonly string[]>;

/** The conditions that a test compares: those of its groups, without its control's. */
function comparedBy(test: Test): readonly string[] {
  const named: readonly string[] | undefined = "groups" in test ? test.groups : undefined;
  const agreeing = (test.agreeing ?? []).flatMap(({ on = [] }) => on);
  const places = [...test.on, ...(test.also?.on ?? []), ...agreeing];
  const groups = places.flatMap((place) => place.groups);
  return groups
    .filter(({ name }) => named?.includes(name) ?? true)
    .flatMap(({ of }) => of.map(cellName));
}

/**
 * The evidence that a test is judged on: of each condition the first networks by seed, as many as
 * the smallest of the conditions that it compares has, and no more than it was registered with.
 * @source claims "a comparison uses the smallest n of its cells"
 */
export function balanced(test: Test, { rows, blocks }: Evidence, keys: IncludedKeys): Evidence {
  const sizes = comparedBy(test).map((name) => keys.get(name)?.length ?? 0);
  const most = Math.min(test.networks, ...sizes);
  const dropped = new Set([...keys.values()].flatMap((own) => own.slice(most)));
  return {
    rows: rows.filter(({ key }) => !dropped.has(key)),
    blocks: blocks.map((block) => without(block, dropped)),
  };
}

function without(block: Block, dropped: ReadonlySet<string>): Block {
  const kept = [...block.keys.keys()].filter((at) => !dropped.has(block.keys[at]));
  const pick = <T>(all: readonly T[]): readonly T[] => kept.map((at) => all[at]);
  return {
    ...block,
    ...{ keys: pick(block.keys), conditions: pick(block.conditions), of: pick(block.of) },
    distances: pick(block.distances).map(pick),
    bistable: block.bistable.length === 0 ? [] : pick(block.bistable),
  };
}
