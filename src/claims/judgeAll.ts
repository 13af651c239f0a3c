import { createRng, deriveKey } from "../numerics/rng.ts";
import type { Storable } from "../setting/storable.ts";
import type { Analysis } from "../study/analysis.ts";
import { type Cell, cellName } from "../training/cell.ts";
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
  on: JudgedOn = {},
): Promise<Finding> {
  return (await judgeWithEvidence(claim, analysis, on)).finding;
}

/** A finding, and the evidence that it rests on. */
export type JudgedClaim = { readonly finding: Finding; readonly evidence: Storable };

/** As `judgeClaim`, with the evidence that was judged. */
export async function judgeWithEvidence(
  claim: AnyClaim,
  analysis: Analysis,
  on: JudgedOn = {},
): Promise<JudgedClaim> {
  const evidence = await claim.measure(analysis, neededCells([claim], on), on.subject);
  const rng = createRng(deriveKey(null, "attest", "judge", claim.id, registrationOf(claim)));
  return { finding: findingOf(claim, claim.judge(evidence, claim.registered, rng)), evidence };
}

/** What claims are judged on. */
export type JudgedOn = {
  /** The new rule that is judged in its role; the paper's claims where it is left out. */
  readonly subject?: string | undefined;
  /** Only conditions of these tasks count; all where it is left out. */
  readonly tasks?: readonly string[] | undefined;
};

/** The conditions that claims ask for, each once. */
export function neededCells(
  claims: readonly AnyClaim[],
  { subject, tasks }: JudgedOn = {},
): readonly Cell[] {
  const cells = claims
    .flatMap((claim) => claim.cells(subject))
    .filter(({ task }) => tasks?.includes(task) ?? true);
  return [...new Map(cells.map((cell) => [cellName(cell), cell])).values()];
}

/** How claims are judged together. */
export type JudgeAllOptions = JudgedOn & {
  /** Told of each claim before it is judged. */
  readonly begin?: (claim: AnyClaim) => void;
  /** Told of each finding as it is made, before Holm's correction. */
  readonly tell?: (claim: AnyClaim, judged: JudgedClaim) => void;
};

/** Judges every claim in turn; claims of one figure share a Holm correction. */
export async function judgeAll(
  claims: readonly AnyClaim[],
  analysis: Analysis,
  { begin, tell, ...on }: JudgeAllOptions = {},
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const claim of claims) {
    begin?.(claim);
    const judged = await judgeWithEvidence(claim, analysis, on);
    tell?.(claim, judged);
    findings.push(judged.finding);
  }
  return correctFamilies(claims, findings);
}
