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
    const { id, value } = measureParts(test.measure);
    for (const condition of conditionsOf(test).map(cellName)) {
      names.add(condition);
      for (let seed = 0; seed < NETWORKS; seed++)
        rows.set(`${id} ${condition} ${seed}`, {
          ...{ measure: id, condition, key: `${condition} ${seed}`, seed, status: "measured" },
          ...{ why: "is made up", values: { [value]: seed < share * NETWORKS ? 1 : 0 } },
        });
    }
  }
  const as = `a share of ${share}: ${why}`;
  return {
    evidence: { rows: [...rows.values()], blocks: [] },
    from: [...names].map((condition) => ({ condition, networks: NETWORKS, as })),
  };
}
