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

/**
 * Tries a law on a subject. Rejects with the smallest counterexample that was found and what the
 * law says of it; without `shrink` with the first. A run that was interrupted counts as a failure.
 */
export async function checkLaw<Subject, Case>(
  law: Omit<Law<Subject, Case>, "mutants">,
  subject: Subject,
  { shrink = true }: { readonly shrink?: boolean } = {},
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(law.cases(subject), async (given) => {
      await law.holds(subject, given);
    }),
    {
      numRuns: law.runs ?? 100,
      seed: SEED,
      ...(shrink ? {} : { endOnFailure: true }),
      includeErrorInReport: true,
      markInterruptAsFailure: true,
    },
  );
}

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
