/**
 * What a claim comes to. `inconclusive` is never read as `supported`; `not applicable` says that
 * the claim, or the part, does not concern the subject.
 */
export type Verdict = "supported" | "contradicted" | "inconclusive" | "not applicable";

/** Every verdict there is. */
export const VERDICTS: readonly Verdict[] = [
  "supported",
  "contradicted",
  "inconclusive",
  "not applicable",
];

/** What was found of one part of a claim: one rule, one task, one comparison. */
export type Part = {
  /** What the part is about, e.g. `bptt rdm 1 working`. */
  readonly name: string;
  /** Null where it is exploratory, and nothing says what its numbers would come to. */
  readonly verdict: Verdict | null;
  /** It is shown beside the claim with its numbers, and does not count. */
  readonly role?: "exploratory";
  /** The size of the effect, in the claim's own measure; null where it could not be measured. */
  readonly effect: number | null;
  /** The 95 % interval of the effect. */
  readonly interval: readonly [number, number] | null;
  /** The p-value of the claim's test; null where the claim is judged by an interval. */
  readonly p: number | null;
  /** Networks that entered. */
  readonly n: number;
  /** One sentence: why this verdict. */
  readonly why: string;
  /** It has no verdict for want of networks alone. */
  readonly lacking?: true;
  /** Where it lacks some of its cells: the verdict on the others. */
  readonly rest?: Verdict | null;
};

/** What was found of a claim, on one set of populations under one reading. */
export type Finding = Part & {
  readonly verdict: Verdict;
  readonly id: string;
  readonly says: string;
  readonly cite: string;
  readonly parts: readonly Part[];
  /** The hash of the registered operational form. */
  readonly registration: string;
  /** p after Holm's correction over the claims of the same figure that were judged with it. */
  readonly adjustedP?: number;
};

/**
 * The verdict on a claim from its parts (intersection–union): supported if every part is,
 * contradicted if any part is, else inconclusive. Parts that are exploratory, or do not concern the
 * subject, do not count; it is not applicable where no part does.
 */
export function combine(parts: readonly Part[]): Verdict {
  const verdicts = parts.filter(counts).map(({ verdict }) => verdict);
  if (verdicts.length === 0) return "not applicable";
  if (verdicts.includes("contradicted")) return "contradicted";
  return verdicts.every((each) => each === "supported") ? "supported" : "inconclusive";
}

/** Whether a part counts for its claim: it is confirmatory and concerns the subject. */
export const counts = ({ role, verdict }: Part): boolean =>
  role !== "exploratory" && verdict !== "not applicable";

/** A part's verdict in words: `exploratory` stands before what does not count. */
export function verdictWords({ role, verdict }: Pick<Part, "role" | "verdict">): string {
  if (role !== "exploratory") return verdict ?? "";
  return verdict === null ? "exploratory" : `exploratory: ${verdict}`;
}
