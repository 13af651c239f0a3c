import fc from "fast-check";

/** What a law may ask of a subject before it can be tried on it. */
export type Need = "gradient" | "loss" | "target" | "session" | "bounded" | "population";

/** Where a law comes from: a section, equation or figure of the paper, or another source. */
export type Cite = string;

/**
 * An invariant that any implementation of a component must obey. A law knows no implementation: it
 * is given a subject. Each mutant is a subject broken on purpose, and the law must catch it.
 */
export interface Law<Subject, Case> {
  readonly id: string;
  /** The law in one sentence. */
  readonly says: string;
  readonly cite?: Cite;
  readonly needs: readonly Need[];
  /** How many cases to try; 100 where it is left out. */
  readonly runs?: number;
  cases(subject: Subject): fc.Arbitrary<Case>;
  /** Throws, showing the numbers, where the law is broken. */
  holds(subject: Subject, given: Case): void | Promise<void>;
  readonly mutants: readonly Mutant<Subject>[];
}

/** A subject broken on purpose. */
export interface Mutant<Subject> {
  readonly name: string;
  readonly subject: Subject;
}

/** A law bound to the subject it is tried on. */
export interface BoundLaw {
  readonly id: string;
  readonly says: string;
  /** Rejects where the subject breaks the law. */
  check(): Promise<void>;
  /** Each mutant's check must reject. */
  readonly mutants: readonly { readonly name: string; check(): Promise<void> }[];
}

const SEED = 20211206;

/** A subject breaks a law: `holds` threw, and what it threw is the cause. */
export class LawBrokenError extends Error {
  override readonly name = "LawBrokenError";
}

/**
 * Tries a law on a subject. Rejects with the smallest counterexample that was found and what the
 * law says of it; without `shrink` with the first. A run that was interrupted counts as a failure.
 * @throws LawBrokenError where `holds` throws; whatever `cases` throws, as it is.
 */
export async function checkLaw<Subject, Case>(
  law: Omit<Law<Subject, Case>, "mutants">,
  subject: Subject,
  { shrink = true }: { readonly shrink?: boolean } = {},
): Promise<void> {
  const found = await fc.check(
    fc.asyncProperty(law.cases(subject), async (given) => {
      await law.holds(subject, given);
    }),
    {
      numRuns: law.runs ?? 100,
      seed: SEED,
      ...(shrink ? {} : { endOnFailure: true }),
      markInterruptAsFailure: true,
    },
  );
  if (!found.failed) return;
  const report = reportOf(found);
  if (found.counterexample === null) throw new Error(report);
  throw new LawBrokenError(report, { cause: found.errorInstance });
}

/** What went wrong first: a list of failures shows no more of it. Then the case. */
function reportOf<Case>(found: fc.RunDetails<[Case]>): string {
  const { counterexample, errorInstance, numRuns, numShrinks, seed, counterexamplePath } = found;
  if (counterexample === null)
    return found.interrupted ? `interrupted after ${numRuns} cases` : "no case could be tried";
  const why = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
  const made = `case ${numRuns}, made smaller ${numShrinks} times`;
  return (
    `${why}\nCounterexample: ${fc.stringify(counterexample)}\n` +
    `(${made}; seed ${seed}, path ${counterexamplePath})`
  );
}

/**
 * Whether a law catches a mutant: `holds` itself says that it is broken. A mutant that fails for a
 * reason of its own shows nothing.
 * @throws what `cases` threw, or the slip in the mutant's own code.
 */
export async function isCaught(mutant: BoundLaw["mutants"][number]): Promise<boolean> {
  try {
    await mutant.check();
    return false;
  } catch (error) {
    if (!(error instanceof LawBrokenError)) throw error;
    if (isSlip(error.cause))
      throw new Error(`"${mutant.name}" slips: ${error.cause}`, { cause: error });
    return true;
  }
}

/** What the language throws where code is wrong, whatever it was to do. */
const SLIPS =
  /is not (a function|defined|iterable|a constructor)|Cannot (read|set|destructure|access|convert)/;

const isSlip = (error: unknown): boolean =>
  error instanceof ReferenceError || (error instanceof TypeError && SLIPS.test(error.message));

/** Binds a law to a subject, with the law's mutants. */
export function bindLaw<Subject, Case>(law: Law<Subject, Case>, subject: Subject): BoundLaw {
  return {
    id: law.id,
    says: law.says,
    check: () => checkLaw(law, subject),
    mutants: law.mutants.map((mutant) => ({
      name: mutant.name,
      // A mutant need only be caught: its smallest counterexample is of no use to anybody.
      check: () => checkLaw(law, mutant.subject, { shrink: false }),
    })),
  };
}
