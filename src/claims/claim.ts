import { createHash } from "node:crypto";
import { canonicalJson, type Json } from "../setting/storable.ts";
import { claimLevel, contradictionOf } from "../statistics/judgeByWords.ts";
import { type Cell, cellName } from "../study/cell.ts";
import type { Evidence } from "./evidence.ts";
import { combine, counts, type Finding, type Part, type Verdict } from "./finding.ts";
import type { IfRight } from "./ifRight.ts";
import type { Instrument } from "./instrument.ts";
import { withoutLacking } from "./parts.ts";
import { PERMUTATIONS } from "./permutations.ts";
import { conditionsOf, type GivenTest, type Test } from "./test.ts";

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
  /** The figure whose claims share a correction: Holm's, or that of `claims`. */
  readonly family: string;
  /**
   * Claims of the family (m), fixed beforehand: the level is .05/m, so that the claim is judged by
   * itself, and each of its k confirmatory tests may contradict at .05/k. Holm's where left out.
   */
  readonly claims?: number;
  /** Rules without which the verdict is repeated, beside it. */
  readonly without?: readonly string[];
  /** What its power is simulated with, where no network may be looked at before it is judged. */
  readonly ifRight?: IfRight;
  readonly reasons: readonly string[];
  /** What was changed after the claim had been judged for the first time, and why. */
  readonly amendments?: readonly string[];
};

/** Made-up evidence that must get its verdict: a claim that cannot fail is no claim. */
export type Control = {
  readonly name: string;
  readonly verdict: Verdict;
  /** The rule in whose role the tests are; the paper's own where it is left out. */
  readonly subject?: string;
  /** The tasks whose tests are judged; all where it is left out. */
  readonly tasks?: readonly string[];
  /** Evidence for the claim's tests. */
  readonly evidence: (tests: readonly Test[]) => Evidence;
};

/** A sentence as statistical tests over populations of trained networks. */
export type Claim = {
  readonly id: string;
  /** What is said, in a sentence. */
  readonly says: string;
  /** Where it is said. */
  readonly cite: string;
  readonly registered: Registered;
  /** The conditions that it needs, each once, in order; with a new rule, those of its role. */
  readonly cells: (subject?: string) => readonly Cell[];
  /** The tests that it rests on; with a new rule, those of its role. */
  readonly tests: (subject?: string) => readonly Test[];
  /** What its tests measure with beside the instruments that come with Attest. */
  readonly instruments: readonly Instrument[];
  /** The judges that its custom tests name. */
  readonly judges: readonly CustomJudge[];
  readonly controls: readonly Control[];
};

/** A judge of what fits no other test. */
export type CustomJudge = {
  readonly name: string;
  readonly version: number;
  readonly judge: (test: Test, evidence: Evidence) => readonly Part[];
};

/** A claim as its author gives it. */
export type GivenClaim = Pick<Claim, "id" | "says"> & {
  /** Where it is said; nowhere where it is left out. */
  readonly cite?: string;
  readonly registered?: Partial<Registered>;
  /** The conditions in order; those of its tests where it is left out. */
  readonly cells?: (subject?: string) => readonly Cell[];
  readonly tests: readonly GivenTest[] | ((subject?: string) => readonly GivenTest[]);
  readonly instruments?: readonly Instrument[];
  readonly judges?: readonly CustomJudge[];
  readonly controls?: readonly Control[];
};

/** What a claim's numbers are where its author leaves them out. */
const USUAL = { level: 0.05, margin: 0.5, networks: 16, fewest: 12 } as const;

/**
 * A claim. Numbers that a test leaves out are the registered ones, and those that the claim leaves
 * out are the usual: level .05, margin .5, 16 networks, 12 at the least.
 */
export function defineClaim(given: GivenClaim): Claim {
  const { id, says, cite = "" } = given;
  const registered = {
    ...{ ...USUAL, measure: says, family: id, reasons: [] },
    ...given.registered,
  };
  const { level, margin, networks, fewest, claims } = registered;
  const tests = (subject?: string): readonly Test[] => {
    const own = typeof given.tests === "function" ? given.tests(subject) : given.tests;
    const counted = own.filter(({ role }) => role !== "exploratory").length;
    const shared = contradictionOf({ parts: Math.max(1, counted) });
    return own.map((test) => ({
      ...{ level, margin, networks, fewest, permutations: PERMUTATIONS, role: "confirmatory" },
      ...test,
      contradicting: test.contradicting ?? (claims === undefined ? (test.level ?? level) : shared),
    }));
  };
  const cells = given.cells ?? ((subject) => tests(subject).flatMap(conditionsOf));
  return {
    ...{ id, says, cite, registered, tests },
    cells: (subject) => [...new Map(cells(subject).map((cell) => [cellName(cell), cell])).values()],
    instruments: given.instruments ?? [],
    judges: given.judges ?? [],
    controls: given.controls ?? [],
  };
}

/** A claim as its author gives it, whose level follows from the number of claims of its figure. */
export type GivenRegistered = Omit<GivenClaim, "registered"> & {
  readonly registered: Omit<Partial<Registered>, "level" | "claims"> & { readonly claims: number };
};

/**
 * A claim that is judged by itself, when its networks are complete: its level is .05/m, m the
 * claims of its figure, and each of its k confirmatory tests may contradict at .05/k.
 * @source claims "A claim's α is .05/m"
 * @throws RangeError unless m is a positive integer.
 */
export function defineRegistered({ registered, ...given }: GivenRegistered): Claim {
  const level = claimLevel(registered.claims);
  return defineClaim({ ...given, registered: { ...registered, level } });
}

/** The conditions whose networks count for the verdict: those of confirmatory tests. */
export function countedCells(claim: Claim, subject?: string): readonly Cell[] {
  const tests = claim.tests(subject).filter(({ role }) => role === "confirmatory");
  const names = new Set(
    tests.flatMap((test) => {
      if (!("groups" in test)) return conditionsOf(test).map(cellName);
      const control = test.by === "alike" && test.control.kind === "groups";
      const named = [...test.groups, ...(control ? test.control.names : [])];
      const groups = test.on.flatMap((place) => place.groups);
      return groups
        .filter(({ name }) => named.includes(name))
        .flatMap(({ of }) => of.map(cellName));
    }),
  );
  return claim.cells(subject).filter((cell) => names.has(cellName(cell)));
}
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
  const { lacking: _, rest: __, role: ___, ...deciding } = decidingPart(parts, verdict);
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
  const isOfNone = verdict === "not applicable";
  const own = parts.filter((part) => isOfNone || (counts(part) && part.verdict === verdict));
  const plain = own.filter(({ lacking }) => lacking !== true);
  const candidates = plain.length > 0 ? plain : own;
  const none: Part = {
    ...{ name: "", verdict, effect: null, interval: null, p: null, n: 0 },
    why: "No population of this claim is at hand.",
  };
  if (verdict !== "supported") return candidates[0] ?? none;
  return candidates.reduce((a, b) => ((b.p ?? -1) > (a.p ?? -1) ? b : a), candidates[0] ?? none);
}
