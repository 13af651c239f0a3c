import type { Agreeing } from "../../../claims/test.ts";
import { SHARES_APART } from "./margins.ts";

/** A topology is the number of stable points near zero input, and which their neighbours are. */
const BLOCKS = ["topologyCounts", "topologyNeighbours"] as const;

/** The same number as margin of both blocks, which must agree: of an ω², or none. */
export function bothBlocks(margin: number): {
  readonly measure: string;
  readonly margin: number;
  readonly agreeing: readonly Agreeing[];
} {
  const [measure, ...others] = BLOCKS;
  return { measure, margin, agreeing: others.map((other) => ({ measure: other, margin })) };
}

/** Both blocks, by the excess of counts that shares of networks differing by .25 give. */
export const byShares = (task: keyof typeof SHARES_APART): ReturnType<typeof bothBlocks> =>
  bothBlocks(SHARES_APART[task]);
