import { expect, it } from "vitest";
import { type Claim, type Control, findingOf, registrationOf } from "../../src/claims/claim.ts";
import type { Evidence } from "../../src/claims/evidence.ts";
import type { Finding } from "../../src/claims/finding.ts";
import { controlled, judgeTests } from "../../src/claims/judge.ts";
import { resampled } from "../../src/claims/resample.ts";
import { createRng, deriveKey } from "../../src/numerics/rng.ts";
import { cellName } from "../../src/study/cell.ts";

const rngOf = (seed: number) => createRng(deriveKey(null, "controls", seed));

/** Enough networks to be sure: distances between many take long to permute. */
const many = ({ blocks }: Evidence): number => (blocks.length > 0 ? 32 : 100);

type Given = ReturnType<typeof controlled>;

const judged = (claim: Claim, { tests, evidence }: Given, seed = 0): Finding =>
  findingOf(claim, judgeTests(claim, tests, evidence, rngOf(seed)));

/**
 * What must be true of every claim, by made-up evidence.
 * @param permutations in place of those that are registered, where many would take long
 */
export function itIsAClaim(given: Claim, permutations?: number): void {
  const claim = permutations === undefined ? given : withPermutations(given, permutations);
  const found = new Map<Control, Finding>();

  it.each(claim.controls.map((control) => [control.verdict, control.name, control] as const))(
    "is %s by made-up evidence: %s",
    (verdict, _name, control) => {
      for (let seed = 0; seed < 2; seed++) {
        const finding = judged(claim, controlled(claim, control), seed);
        found.set(control, finding);
        expect(finding.verdict, finding.why).toBe(verdict);
      }
    },
  );

  it("can be supported, contradicted and left open", () => {
    const verdicts = new Set(claim.controls.map(({ verdict }) => verdict));
    expect([...verdicts].sort()).toEqual(
      expect.arrayContaining(["contradicted", "inconclusive", "supported"]),
    );
  });

  it("says why in one sentence, and gives no number that is not one", () => {
    for (const control of claim.controls) {
      const { parts } = found.get(control) ?? judged(claim, controlled(claim, control));
      for (const { why, effect, interval, p, n } of parts) {
        expect(why).toMatch(/^[A-Z0-9].*\.$/);
        expect(why).not.toMatch(/NaN|undefined|Infinity/);
        for (const number of [effect, p, n, ...(interval ?? [])])
          if (number !== null) expect(number).toSatisfy(Number.isFinite);
        if (p !== null) expect(p > 0 && p <= 1).toBe(true);
        if (interval !== null && effect !== null)
          expect(interval[0] <= effect && effect <= interval[1]).toBe(true);
      }
    }
  });

  it("is registered: any change of the form changes its registration", () => {
    const { registered } = claim;
    const changed = (change: Partial<typeof registered>): string =>
      registrationOf({ ...claim, registered: { ...registered, ...change } });
    const all = [
      registrationOf(claim),
      changed({ margin: registered.margin + 0.01 }),
      changed({ level: registered.level / 2 }),
      changed({ networks: registered.networks + 1 }),
      changed({ fewest: registered.fewest - 1 }),
      changed({ measure: `${registered.measure}, squared` }),
      changed({ family: "Fig. 99" }),
      changed({ reasons: [...registered.reasons, "more"] }),
      registrationOf({ ...claim, says: `${claim.says} Always.` }),
    ];
    expect(new Set(all).size).toBe(all.length);
    expect(registrationOf({ ...claim })).toBe(all[0]);
  });

  it("is planned with as many networks as it asks for", () => {
    const { networks, fewest, level, reasons } = claim.registered;
    expect(fewest).toBeGreaterThan(1);
    expect(networks).toBeGreaterThanOrEqual(fewest);
    expect(level).toBeGreaterThan(0);
    expect(level).toBeLessThanOrEqual(0.05);
    expect(reasons.length).toBeGreaterThan(0);
  });

  it("resamples to the size asked for, from what there is, by the seed", () => {
    const { tests, evidence } = controlled(claim, claim.controls[0]);
    const again = (n: number, seed: number): Given => ({
      tests,
      evidence: resampled(evidence, n, rngOf(seed)),
    });
    const size = (n: number): number =>
      again(n, 1).evidence.rows.filter(({ status }) => status === "measured").length;
    expect(size(24)).toBe(2 * size(12));
    expect(size(12)).toBeGreaterThanOrEqual(12);
    expect(size(12) % 12).toBe(0);
    expect(again(9, 2)).toEqual(again(9, 2));
    for (const control of claim.controls) {
      if (control.verdict !== "supported") continue;
      const given = controlled(claim, control);
      const more = resampled(given.evidence, many(given.evidence), rngOf(3));
      expect(judged(claim, { ...given, evidence: more }).verdict).toBe("supported");
    }
  });

  it("asks for the cells of a new rule in the place of ours", () => {
    const own = claim.cells("new-rule");
    // A claim that is about settings of a task says nothing of a rule.
    if (claim.id === "C18") expect(own).toEqual([]);
    else expect(own.some((cell) => cell.rule === "new-rule")).toBe(true);
    expect(new Set(claim.cells().map(cellName)).size).toBe(claim.cells().length);
  });
}

const withPermutations = (claim: Claim, permutations: number): Claim => ({
  ...claim,
  tests: (subject) => claim.tests(subject).map((test) => ({ ...test, permutations })),
});
