import type * as v from "valibot";
import { parseAs } from "../../src/numerics/parse.ts";

/** One comparison of ours with the values of a file. */
export type Check<Case> = {
  /** Empty for the kind's own line; else what follows its name, as in `forward/wasm`. */
  readonly suffix: string;
  /** The largest relative error that passes. */
  readonly tolerance: number;
  /** max |a − b| / max |b|, the largest over the arrays of a case; ∞ where something is missing. */
  readonly error: (given: Case) => number | Promise<number>;
};

/** A kind of file: how a case of it is read, and what is checked. */
export type Oracle<Case> = {
  readonly kind: string;
  /** Fields that a case of this kind has, and no case of another kind. */
  readonly fields: readonly string[];
  readonly schema: v.GenericSchema<unknown, Case>;
  readonly checks: readonly Check<Case>[];
};

/** What became of one check of a file. */
export type CheckResult = {
  readonly suffix: string;
  readonly cases: number;
  readonly maxRelativeError: number;
  readonly tolerance: number;
  /** What our code threw, if it did. */
  readonly thrown: string | null;
};

/** A kind of file, ready to be run on its cases. */
export type BoundOracle = {
  readonly kind: string;
  readonly fields: readonly string[];
  /** @throws TypeError for a case that is not of this kind. */
  read(cases: readonly unknown[]): readonly (() => Promise<CheckResult>)[];
};

/** Hides the type of an oracle's cases. */
export function bindOracle<Case>({ kind, fields, schema, checks }: Oracle<Case>): BoundOracle {
  return {
    kind,
    fields,
    read(cases) {
      const given = cases.map((value, i) => parseAs(`cases[${i}]`, schema, value));
      return checks.map((check) => () => runCheck(check, given));
    },
  };
}

async function runCheck<Case>(
  { suffix, tolerance, error }: Check<Case>,
  cases: readonly Case[],
): Promise<CheckResult> {
  let maxRelativeError = 0;
  let thrown: string | null = null;
  for (const [i, given] of cases.entries())
    try {
      maxRelativeError = Math.max(maxRelativeError, await error(given));
    } catch (caught) {
      maxRelativeError = Number.POSITIVE_INFINITY;
      thrown ??= `cases[${i}]: ${caught instanceof Error ? caught.message : String(caught)}`;
    }
  return { suffix, cases: cases.length, maxRelativeError, tolerance, thrown };
}
