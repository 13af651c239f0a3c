import { createHash } from "node:crypto";
import type { Rng } from "../numerics/rng.ts";
import { canonicalJson, type Json, type Storable } from "../setting/storable.ts";
import type { Analysis } from "../study/analysis.ts";
import type { Cell } from "../training/cell.ts";
import { combine, type Finding, type Part, type Verdict } from "./finding.ts";
import { withoutLacking } from "./parts.ts";

/**
 * The operational form of a claim, fixed before its populations are judged for the first time:
 * measure, margin, level, numbers of networks, family, and the reason for each choice.
 */
export type Registered = {
  readonly measure: string;
  /** Level of the tests; bounds are one-sided at 1 − level. */
  readonly level: number;
  /** The smallest effect of interest, in the measure's units. */
  readonly margin: number;
  /** Networks for each cell that the claim was planned with. */
  readonly networks: number;
  /** With fewer networks than this in a cell, its part is inconclusive. */
  readonly fewest: number;
  /** The figure whose claims share a Holm correction. */
  readonly family: string;
  readonly reasons: readonly string[];
  /** What was changed after the claim had been judged for the first time, and why. */
  readonly amendments?: readonly string[];
};

/** Made-up evidence that must get its verdict: a claim that cannot fail is no claim. */
export interface Control<Evidence> {
  readonly name: string;
  readonly evidence: Evidence;
  readonly verdict: Verdict;
}

/** One sentence of the paper as a statistical test over populations of trained networks. */
export interface Claim<Evidence extends Storable> {
  readonly id: string;
  /** What the paper says, in a sentence. */
  readonly says: string;
  readonly cite: string;
  readonly registered: Registered;
  /** The populations that the claim needs; with a new rule, those of its role. */
  cells(subject?: string): readonly Cell[];
  /** Whether such a cell is shown beside the verdict and does not count; none is where left out. */
  readonly standsBeside?: (cell: Cell) => boolean;
  /** Reads the evidence off the networks; knows no threshold. */
  measure(analysis: Analysis, cells: readonly Cell[], subject?: string): Promise<Evidence>;
  /** Evidence of `n` networks a cell, drawn with replacement: for power. */
  resample(evidence: Evidence, n: number, rng: Rng): Evidence;
  /** Judges evidence; knows no network. */
  judge(evidence: Evidence, registered: Registered, rng: Rng): readonly Part[];
  readonly controls: readonly Control<Evidence>[];
}

/** A claim whose evidence is opaque. */
export type AnyClaim = Claim<Storable>;

/** The hash of a claim's registered form. */
export function registrationOf(claim: {
  readonly id: string;
  readonly says: string;
  readonly registered: Registered;
}): string {
  const form: Json = { id: claim.id, says: claim.says, registered: claim.registered };
  return createHash("sha256").update(canonicalJson(form)).digest("hex").slice(0, 16);
}

/**
 * The finding on a claim from its parts, with the numbers of the part that decided it: of a
 * supported claim the one with the largest p, since all must hold (intersection–union).
 */
export function findingOf(
  claim: {
    readonly id: string;
    readonly says: string;
    readonly cite: string;
    readonly registered: Registered;
  },
  parts: readonly Part[],
): Finding {
  const verdict = combine(parts);
  const { lacking: _, rest: __, ...deciding } = decidingPart(parts, verdict);
  const beside = withoutLacking(parts);
  return {
    ...deciding,
    verdict,
    id: claim.id,
    says: claim.says,
    cite: claim.cite,
    parts: beside === undefined ? parts : [...parts, beside],
    registration: registrationOf(claim),
  };
}

function decidingPart(parts: readonly Part[], verdict: Verdict): Part {
  const own = parts.filter((part) => part.verdict === verdict);
  const plain = own.filter(({ lacking }) => lacking !== true);
  const candidates = plain.length > 0 ? plain : own;
  const none: Part = {
    ...{ name: "", verdict, effect: null, interval: null, p: null, n: 0 },
    why: "No population of this claim is at hand.",
  };
  if (verdict !== "supported") return candidates[0] ?? none;
  return candidates.reduce((a, b) => ((b.p ?? -1) > (a.p ?? -1) ? b : a), candidates[0] ?? none);
}
