import type { Finding, Verdict } from "./finding.ts";

/** What a claim is expected to come to on the shipped populations, and why. */
export type Expected = {
  readonly verdict: Verdict;
  readonly effect: number | null;
  readonly n: number;
  /** The registered form that was judged. */
  readonly registration: string;
  readonly reason: string;
};

/** The effect may differ by this much between machines: the last digits of float64. */
const EFFECT_TOLERANCE = 1e-6;

/**
 * Where findings are not what the ledger says, in words: another verdict, effect, n or registered
 * form; a claim that the ledger lacks, or one that was not judged. None where all is as expected.
 */
export function checkLedger(
  findings: readonly Finding[],
  expected: Readonly<Record<string, Expected>>,
): readonly string[] {
  const judged = new Map(findings.map((finding) => [finding.id, finding]));
  const missing = Object.keys(expected).filter((id) => !judged.has(id));
  return [
    ...missing.map((id) => `${id} was not judged`),
    ...findings.flatMap((finding) => {
      const { id, verdict, effect, n, registration } = finding;
      if (!Object.hasOwn(expected, id)) return [`${id} ${verdict}: the ledger does not know it`];
      const entry = expected[id];
      const said: string[] = [];
      if (verdict !== entry.verdict) said.push(`${id} is ${verdict}, not ${entry.verdict}`);
      if (registration !== entry.registration)
        said.push(`${id} was registered as ${entry.registration}, and is now ${registration}`);
      if (n !== entry.n) said.push(`${id} has n = ${n}, not ${entry.n}`);
      if (!isNear(effect, entry.effect))
        said.push(`${id} has effect ${effect}, not ${entry.effect}`);
      return said;
    }),
  ];
}

function isNear(a: number | null, b: number | null): boolean {
  if (a === null || b === null) return a === b;
  return Math.abs(a - b) <= EFFECT_TOLERANCE * (1 + Math.abs(b));
}
