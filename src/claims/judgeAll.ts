import { createRng, deriveKey } from "../numerics/rng.ts";
import type { Storable } from "../setting/storable.ts";
import type { Cell } from "../training/cell.ts";
import type { Analysis } from "./analysis.ts";
import { type AnyClaim, findingOf, registrationOf } from "./claim.ts";
import { correctFamilies } from "./families.ts";
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

/** A finding, and the evidence that it rests on. */
export type JudgedClaim = { readonly finding: Finding; readonly evidence: Storable };

/** As `judgeClaim`, with the evidence that was judged. */
export async function judgeWithEvidence(
  claim: AnyClaim,
  analysis: Analysis,
  subject?: string,
  cells: readonly Cell[] = claim.cells(subject),
): Promise<JudgedClaim> {
  const evidence = await claim.measure(analysis, cells, subject);
  const rng = createRng(deriveKey(null, "attest", "judge", claim.id, registrationOf(claim)));
  return { finding: findingOf(claim, claim.judge(evidence, claim.registered, rng)), evidence };
}

/** How claims are judged together. */
export type JudgeAllOptions = {
  /** The new rule that is judged in its role; the paper's claims where it is left out. */
  readonly subject?: string;
  /** Told of each finding as it is made, before Holm's correction. */
  readonly tell?: (claim: AnyClaim, judged: JudgedClaim) => void;
};

/** Judges every claim in turn; claims of one figure share a Holm correction. */
export async function judgeAll(
  claims: readonly AnyClaim[],
  analysis: Analysis,
  { subject, tell }: JudgeAllOptions = {},
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const claim of claims) {
    const judged = await judgeWithEvidence(claim, analysis, subject);
    tell?.(claim, judged);
    findings.push(judged.finding);
  }
  return correctFamilies(claims, findings);
}
