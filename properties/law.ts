import fc from "fast-check";
import { requireFields, shown } from "../src/numerics/gate.ts";

/** What a law may ask of a subject before it can be tried on it. */
export type Need = "gradient" | "loss" | "target" | "session" | "bounded" | "population";

/** Where a law comes from: a section, equation or figure of the paper, or another source. */
export type Cite = string;

/**
 * An invariant that any implementation of a component must obey. A law knows no implementation: it
 * is given a subject. Each mutant is a subject broken on purpose, and the law must catch it.
 */
export interface Law<Subject, Case, Id extends string = string> {
  readonly id: Id;
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

/** The laws among the values of a module, by their ids. */
export type LawsById<Module> = {
  readonly [Name in keyof Module as Module[Name] extends {
    readonly id: infer Id extends string;
    readonly holds: unknown;
  }
    ? Id
    : never]: Module[Name];
};

/** The laws among the values of a module, by their ids, in the order of their ids. */
export function lawsOf<Module extends object>(module: Module): LawsById<Module>;
export function lawsOf(module: object): unknown {
  const found = Object.values(module).filter(isLaw);
  const order = found.sort((a, b) => (a.id < b.id ? -1 : 1));
  return Object.fromEntries(order.map((law) => [law.id, law]));
}

/** Whether a value is a law: it has an id, cases, and what must hold of them. */
export const isLaw = (value: unknown): value is { readonly id: string } =>
  typeof value === "object" &&
  value !== null &&
  typeof Reflect.get(value, "id") === "string" &&
  typeof Reflect.get(value, "cases") === "function" &&
  typeof Reflect.get(value, "holds") === "function";

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

/** Where a case of a law is found again: by the seed, along the path. */
export type Replay = { readonly seed: number; readonly path: string };

/** A subject breaks a law: `holds` threw, and what it threw is the cause. */
export class LawBrokenError extends Error {
  override readonly name = "LawBrokenError";
  /** Leads `checkLaw` to the very case that broke the law. */
  readonly replay: Replay;

  constructor(message: string, { replay, cause }: { replay: Replay; cause: unknown }) {
    super(message, { cause });
    this.replay = replay;
  }
}

/** How a law is tried. */
export type CheckOptions = Partial<Replay> & {
  /** Whether the smallest case that breaks it is looked for. */
  readonly shrink?: boolean;
};

/**
 * Tries a law on a subject. Rejects with the smallest counterexample that was found and what the
 * law says of it; without `shrink` with the first. A run that was interrupted counts as a failure.
 * With the seed and path that a message printed, the case of that message is tried again.
 * @throws LawBrokenError where `holds` throws; whatever `cases` throws, as it is; TypeError for
 * what is no law, or no subject.
 */
export async function checkLaw<Subject, Case>(
  law: Omit<Law<Subject, Case>, "mutants">,
  subject: Subject,
  options: CheckOptions = {},
): Promise<void> {
  requireLaw(law);
  if (subject === undefined || subject === null)
    throw new TypeError(`subject: expected an implementation to be tried, got ${shown(subject)}`);
  requireFields("options", options, { needed: [], optional: ["shrink", "seed", "path"] });
  const { shrink = true, seed = SEED, path } = options;
  const found = await fc.check(
    fc.asyncProperty(law.cases(subject), async (given) => {
      await law.holds(subject, given);
    }),
    {
      numRuns: law.runs ?? 100,
      seed,
      ...(path === undefined ? {} : { path }),
      ...(shrink ? {} : { endOnFailure: true }),
      markInterruptAsFailure: true,
    },
  );
  if (!found.failed) return;
  const report = reportOf(found);
  if (found.counterexample === null) throw new Error(report);
  const replay = { seed: found.seed, path: found.counterexamplePath ?? "" };
  throw new LawBrokenError(report, { replay, cause: found.errorInstance });
}

/**
 * @throws TypeError for what is no law: `laws["no/such-id"]` is undefined, and must not pass for
 * one that is broken.
 */
export function requireLaw(law: unknown): void {
  if (!isLaw(law))
    throw new TypeError(
      `law: expected a law, such as laws["silhouette/definition"], got ${shown(law)}: ` +
        "is its id right?",
    );
}

/** The line that tries the case once more. */
const againLine = ({ seed, path }: Replay): string =>
  `await checkLaw(law, subject, { seed: ${seed}, path: ${JSON.stringify(path)} });`;

/** What went wrong first: a list of failures shows no more of it. Then the case. */
function reportOf<Case>(found: fc.RunDetails<[Case]>): string {
  const { counterexample, errorInstance, numRuns, numShrinks, seed, counterexamplePath } = found;
  if (counterexample === null)
    return found.interrupted ? `interrupted after ${numRuns} cases` : "no case could be tried";
  const why = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
  const made = `case ${numRuns}, made smaller ${numShrinks} times`;
  return (
    `${why}\nCounterexample: ${fc.stringify(counterexample)}\n` +
    `(${made}; again: ${againLine({ seed, path: counterexamplePath ?? "" })})`
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

/** Whether an error is a slip of somebody's code, and not what the code was to say. */
export const isSlip = (error: unknown): boolean =>
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
