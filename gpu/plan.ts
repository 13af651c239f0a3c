import type { Claim } from "../src/claims/claim.ts";
import { claims } from "../src/papers/mcmahan2021/pilot/index.ts";
import { type Cell, cellName } from "../src/study/cell.ts";

/** The rules that train whole populations at once: those that need no session. */
export const RULES = ["bptt", "genetic"] as const;

/** Pilot seeds: seeds from 0 are kept for judging, once. */
export const SEEDS: readonly number[] = Array.from(
  { length: Number(process.env.ATTEST_GPU_SEEDS ?? 16) },
  (_, k) => 1000 + k,
);

/** A claim on the populations of one rule. */
export type Trial = { readonly claim: Claim; readonly rule: string; readonly name: string };

const isOurs = (cell: Cell): boolean => RULES.some((rule) => rule === cell.rule);

const all: readonly Trial[] = claims.flatMap((claim) =>
  RULES.map((rule) => ({ claim, rule, name: `${claim.id} ${rule}` })),
);

/** The claims that need the populations of these rules alone. */
export const judged: readonly Trial[] = all.filter(({ claim, rule }) =>
  claim.cells(rule).every(isOurs),
);

/** Those that need other populations too. */
export const notJudged: readonly Trial[] = all.filter((each) => !judged.includes(each));

/** All cells that are trained, each once. */
export function plannedCells(): readonly Cell[] {
  const cells = judged.flatMap(({ claim, rule }) => claim.cells(rule));
  return [...new Map(cells.map((cell) => [cellName(cell), cell])).values()];
}
