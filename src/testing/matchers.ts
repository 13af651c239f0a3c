import { expect } from "vitest";
import { checkLaw, isSlip, type Law, LawBrokenError } from "../../properties/law.ts";
import { type Finding, type Part, VERDICTS, type Verdict } from "../claims/finding.ts";
import { listenedTo } from "./listenedTo.ts";

/** What a matcher answers to vitest. */
export type Matched = { readonly pass: boolean; readonly message: () => string };

/** A law, whatever its mutants: what a subject is tried on. */
export type Obeyed<Subject, Case> = Omit<Law<Subject, Case>, "mutants">;

/** The matchers that `attest-rnn/vitest` adds to vitest's `expect` when it is imported. */
export const matchers = {
  /** Whether a claim, or a part of one, came out as `supported`. */
  toBeSupported: (found: Finding | Part): Matched => matchVerdict(found, "supported"),
  /** Whether a claim, or a part of one, came out as `contradicted`. */
  toBeContradicted: (found: Finding | Part): Matched => matchVerdict(found, "contradicted"),
  /** Whether a claim, or a part of one, came out as `inconclusive`. */
  toBeInconclusive: (found: Finding | Part): Matched => matchVerdict(found, "inconclusive"),
  /** Whether a claim, or a part of one, came out with that verdict. */
  toHaveVerdict: (found: Finding | Part, verdict: Verdict): Matched => matchVerdict(found, verdict),
  /**
   * Whether an implementation obeys a law, on random cases from a fixed seed. Only what the law
   * itself finds wrong breaks it: what throws an error of its own fails, also where `.not` is said.
   */
  toObeyLaw: async <Subject, Case>(
    subject: Subject,
    law: Obeyed<Subject, Case>,
  ): Promise<Matched> => {
    const reason = await brokenBy(subject, law);
    return {
      pass: reason === null,
      message: () =>
        reason === null
          ? `expected the law ${law.id} to be broken, but it holds: ${law.says}`
          : `expected to obey the law ${law.id}: ${law.says}\n${reason}`,
    };
  },
};

/**
 * Why a subject breaks a law, with the smallest case found; null where it does not.
 * @throws Error where the law could not be tried: there is no such law or subject, or the subject
 * threw what is not for the law to judge.
 */
async function brokenBy<Subject, Case>(
  subject: Subject,
  law: Obeyed<Subject, Case>,
): Promise<string | null> {
  try {
    await checkLaw(law, subject);
    return null;
  } catch (error) {
    if (!(error instanceof LawBrokenError)) throw error;
    if (isSlip(error.cause) || (await isOwnError(error, subject, law)))
      throw new Error(
        `the law ${law.id} could not be tried: its subject threw\n${error.cause}\n${error.message}`,
        { cause: error },
      );
    return error.message;
  }
}

/** Whether what broke a law came out of the subject itself: the case is tried once more. */
async function isOwnError<Subject, Case>(
  { replay }: LawBrokenError,
  subject: Subject,
  law: Obeyed<Subject, Case>,
): Promise<boolean> {
  const thrown = new Set<unknown>();
  try {
    await checkLaw(law, listenedTo(subject, thrown), { ...replay, shrink: false });
    return false;
  } catch (error) {
    return error instanceof LawBrokenError && thrown.has(error.cause);
  }
}

/**
 * @throws TypeError where what was found is no finding, or what is expected no verdict: a verdict
 * must not be missed by a slip.
 */
function matchVerdict(found: Finding | Part, expected: Verdict): Matched {
  requireFinding(found);
  if (!VERDICTS.includes(expected))
    throw new TypeError(
      `verdict: expected ${VERDICTS.join(", ")}, got ${JSON.stringify(expected) ?? "nothing"}`,
    );
  const pass = found.verdict === expected;
  return {
    pass,
    message: () => {
      const said = pass ? `not to be ${expected}, but it is` : `to be ${expected}`;
      return `expected ${nameOf(found)} ${said}\n${describeFound(found, expected)}`;
    },
  };
}

function requireFinding(found: unknown): void {
  const verdict: unknown =
    typeof found === "object" && found !== null ? Reflect.get(found, "verdict") : undefined;
  if (!VERDICTS.some((each) => each === verdict))
    throw new TypeError(
      "finding: expected the finding of a claim, or a part of one, " +
        `got ${JSON.stringify(found) ?? "nothing"}; ` +
        "judging is asynchronous: is an await missing?",
    );
}

const isWhole = (found: Finding | Part): found is Finding => "parts" in found;

const nameOf = (found: Finding | Part): string =>
  isWhole(found) ? `${found.id} (${found.says})` : found.name;

/** The verdict with its numbers, and each part that is not as expected. */
function describeFound(found: Finding | Part, expected: Verdict): string {
  const others = isWhole(found) ? found.parts.filter((part) => part.verdict !== expected) : [];
  return [lineOf(found), ...others.map((part) => `- ${part.name}: ${lineOf(part)}`)].join("\n");
}

function lineOf({ verdict, effect, interval, p, n, why }: Part): string {
  const numbers = [
    ...(effect === null ? [] : [`effect ${round(effect)}`]),
    ...(interval === null ? [] : [`95 % interval ${round(interval[0])} to ${round(interval[1])}`]),
    ...(p === null ? [] : [`p ${round(p)}`]),
    `n ${n}`,
  ];
  return `${verdict}: ${numbers.join(", ")}. ${why}`;
}

const round = (value: number): string => String(Number(value.toPrecision(4)));

expect.extend(matchers);
