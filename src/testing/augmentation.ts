import type { Verdict } from "../claims/finding.ts";
import type { Obeyed } from "./matchers.ts";

// Of vitest 5. For 3 and 4, with other type parameters, packaging/build.ts writes it anew.
declare module "vitest" {
  interface Matchers<R, T> {
    /** Passes where a claim, or a part of one, is `supported`. */
    toBeSupported(): R;
    /** Passes where a claim, or a part of one, is `contradicted`. */
    toBeContradicted(): R;
    /** Passes where a claim, or a part of one, is `inconclusive`. */
    toBeInconclusive(): R;
    /** Passes where a claim, or a part of one, has that verdict. */
    toHaveVerdict(verdict: Verdict): R;
    /** Passes where an implementation obeys a law, on random cases from a fixed seed. Await it. */
    toObeyLaw<Case>(law: Obeyed<T, Case>): Promise<void>;
  }
}
