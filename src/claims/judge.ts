import { createRng, deriveKey, type Rng } from "../numerics/rng.ts";
import type { Analysis } from "../study/analysis.ts";
import { type Cell, cellName } from "../study/cell.ts";
import { type Claim, type Control, findingOf, registrationOf } from "./claim.ts";
import type { Evidence } from "./evidence.ts";
import { correctFamilies } from "./families.ts";
import type { Finding, Part } from "./finding.ts";
import type { Instrument } from "./instrument.ts";
import { judgeTest } from "./judgeTest.ts";
import { measure } from "./measure.ts";
import { instruments } from "./measures/index.ts";
import { restricted, type Test } from "./test.ts";
import { withoutRules } from "./without.ts";

/**
 * Judges one claim, of the paper's rules or of a new one, on the cells that it asks for or on some
 * of them; the same evidence always gets the same finding.
 */
export async function judgeClaim(
  claim: Claim,
  analysis: Analysis,
  on: JudgedOn = {},
): Promise<Finding> {
  return (await judgeWithEvidence(claim, analysis, on)).finding;
}

/** A finding, the tests that were judged, and the evidence that it rests on. */
export type JudgedClaim = {
  readonly finding: Finding;
  readonly tests: readonly Test[];
  readonly evidence: Evidence;
};

/** As `judgeClaim`, with the evidence that was judged. */
export async function judgeWithEvidence(
  claim: Claim,
  analysis: Analysis,
  on: JudgedOn = {},
): Promise<JudgedClaim> {
  const cells = neededCells([claim], on);
  const { tests, evidence } = await measureClaim(claim, analysis, { ...on, cells });
  const rng = createRng(deriveKey(null, "attest", "judge", claim.id, registrationOf(claim)));
  return { finding: findingOf(claim, judgeTests(claim, tests, evidence, rng)), tests, evidence };
}

/** The tests of a claim on some conditions, and the evidence for them. */
export async function measureClaim(
  claim: Claim,
  analysis: Analysis,
  { subject, cells }: { readonly subject?: string | undefined; readonly cells: readonly Cell[] },
): Promise<{ readonly tests: readonly Test[]; readonly evidence: Evidence }> {
  const names = new Set(cells.map(cellName));
  const isKept = (cell: Cell): boolean => names.has(cellName(cell));
  const tests = claim.tests(subject).flatMap((test) => restricted(test, isKept) ?? []);
  const how = { analysis, instruments: instrumentsOf(claim) };
  return { tests, evidence: await measure(tests, cells, how) };
}

const instrumentsOf = (claim: Claim): readonly Instrument[] => [
  ...instruments,
  ...claim.instruments,
];

/** The counted tests of a claim that a control is about, and their made-up evidence. */
export function controlled(
  claim: Claim,
  { subject, tasks, evidence }: Control,
): { readonly tests: readonly Test[]; readonly evidence: Evidence } {
  const isKept = ({ task }: Cell): boolean => tasks?.includes(task) ?? true;
  const tests = claim
    .tests(subject)
    .filter(({ role }) => role === "confirmatory")
    .flatMap((test) => restricted(test, isKept) ?? []);
  return { tests, evidence: evidence(tests) };
}

/** What the tests of a claim come to on evidence: knows no network. */
export function judgeTests(
  claim: Claim,
  tests: readonly Test[],
  evidence: Evidence,
  rng: Rng,
): readonly Part[] {
  const means = { instruments: instrumentsOf(claim), judges: claim.judges };
  const judge = (test: Test): readonly Part[] => judgeTest(test, evidence, means, rng);
  const judged = tests.map((test) => ({ test, parts: judge(test) }));
  const parts = judged.flatMap((each) => each.parts);
  const { without } = claim.registered;
  return without === undefined ? parts : [...parts, ...withoutRules(judged, without, judge)];
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
  claims: readonly Claim[],
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
  readonly begin?: (claim: Claim) => void;
  /** Told of each finding as it is made, before Holm's correction. */
  readonly tell?: (claim: Claim, judged: JudgedClaim) => void;
};

/** Judges every claim in turn; claims of one figure share a Holm correction. */
export async function judgeAll(
  claims: readonly Claim[],
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
