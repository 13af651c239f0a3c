import { createRng, deriveKey } from "../numerics/rng.ts";
import type { Storable } from "../setting/storable.ts";
import type { Cell } from "../training/cell.ts";
import type { Analysis } from "./analysis.ts";
import { type AnyClaim, findingOf, registrationOf } from "./claim.ts";
import type { Finding } from "./finding.ts";

/**
 * Judges one claim, of the paper's rules or of a new one, on the cells that it asks for or on some
 * of them; the same evidence always gets the same finding.
 */
export async function judgeClaim(
  claim: AnyClaim,
  analysis: Analysis,
  subject?: string,
  cells: readonly Cell[] = claim.cells(subject),
): Promise<Finding> {
  return (await judgeWithEvidence(claim, analysis, subject, cells)).finding;
}

/** As `judgeClaim`, with the evidence that was judged. */
export async function judgeWithEvidence(
  claim: AnyClaim,
  analysis: Analysis,
  subject?: string,
  cells: readonly Cell[] = claim.cells(subject),
): Promise<{ readonly finding: Finding; readonly evidence: Storable }> {
  const evidence = await claim.measure(analysis, cells, subject);
  const rng = createRng(deriveKey(null, "attest", "judge", claim.id, registrationOf(claim)));
  return { finding: findingOf(claim, claim.judge(evidence, claim.registered, rng)), evidence };
}

/** Judges every claim in turn. */
export async function judgeAll(
  claims: readonly AnyClaim[],
  analysis: Analysis,
  subject?: string,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const claim of claims) findings.push(await judgeClaim(claim, analysis, subject));
  return findings;
}
