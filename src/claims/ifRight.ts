import { cellName } from "../study/cell.ts";
import type { Evidence, Row } from "./evidence.ts";
import { measureParts } from "./instrument.ts";
import type { StoodFor } from "./simulated.ts";
import { conditionsOf, type Test } from "./test.ts";

/** The share of networks that have what a claim counts, if the paper is right. */
export type IfRight = {
  /** 0 … 1. */
  readonly share: number;
  readonly why: string;
};

/** Networks that a share is made up of: studies are drawn from them. */
const NETWORKS = 500;

/** Made-up networks of some conditions, of which so large a share has what a measure counts. */
export function rowsAtShare(
  measure: string,
  conditions: Iterable<string>,
  { share, networks }: { readonly share: number; readonly networks: number },
): readonly Row[] {
  const { id, value } = measureParts(measure);
  return [...conditions].flatMap((condition) =>
    Array.from({ length: networks }, (_, seed): Row => {
      const flag = seed < Math.round(share * networks) ? 1 : 0;
      return {
        ...{ measure: id, condition, key: `${condition} ${seed}`, seed, status: "measured" },
        ...{ why: "is made up", values: { [value]: flag } },
      };
    }),
  );
}

/**
 * Evidence as it is if the paper is right, for a claim whose networks are kept for its judging: of
 * every condition that share has what its tests count. And what stands for what.
 * @source claims "power if the paper is right"
 */
export function evidenceIfRight(
  tests: readonly Test[],
  { share, why }: IfRight,
): { readonly evidence: Evidence; readonly from: readonly StoodFor[] } {
  const rows = new Map<string, Row>();
  const names = new Set<string>();
  for (const test of tests) {
    const conditions = conditionsOf(test).map(cellName);
    for (const name of conditions) names.add(name);
    for (const row of rowsAtShare(test.measure, conditions, { share, networks: NETWORKS }))
      rows.set(`${row.measure} ${row.key}`, row);
  }
  const as = `a share of ${share}: ${why}`;
  return {
    evidence: { rows: [...rows.values()], blocks: [] },
    from: [...names].map((condition) => ({ condition, networks: NETWORKS, as })),
  };
}
