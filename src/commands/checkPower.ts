import type { Claim } from "../claims/claim.ts";
import type { JudgedClaim } from "../claims/judge.ts";
import { simulatePower } from "../claims/power.ts";
import { shareWords } from "../claims/simulated.ts";

/** Populations that are drawn: enough to see whether a verdict hangs on the draw. */
const DRAWS = 25;

/**
 * What claims of a new rule can come to with so many networks a cell, in a line each: populations
 * are drawn from the networks that they were judged on.
 */
export async function powerLines(
  judged: readonly { readonly claim: Claim; readonly found: JudgedClaim }[],
  networks: number,
): Promise<string> {
  const lines: string[] = [];
  for (const { claim, found } of judged) {
    const { rungs } = await simulatePower(claim, found, { ladder: [networks], draws: DRAWS });
    const { supported, contradicted } = rungs[0].verdicts;
    lines.push(
      `${claim.id}: supported in ${shareWords(supported.count, DRAWS)}, ` +
        `contradicted in ${shareWords(contradicted.count, DRAWS)}\n`,
    );
  }
  const of = `Power with ${networks} networks a cell, ${DRAWS} populations drawn from these:`;
  return `${of}\n${lines.join("")}`;
}
