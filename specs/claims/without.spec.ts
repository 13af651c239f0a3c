import { describe, expect, it } from "vitest";
import { defineRegistered } from "../../src/claims/claim.ts";
import type { Part } from "../../src/claims/finding.ts";
import { judgeTests } from "../../src/claims/judge.ts";
import { flags, madeEvidence } from "../../src/claims/made.ts";
import { one } from "../../src/claims/places.ts";
import type { GivenTest } from "../../src/claims/test.ts";
import { createRng, deriveKey } from "../../src/numerics/rng.ts";
import { cellOf } from "../../src/study/plan.ts";

const [bptt, hebbian] = ["bptt", "hebbian"].map((rule) => cellOf(rule, "rdm"));
const share = { measure: "zeroInput.several", by: "shareAtLeast" } as const;
const of = (name: string, ...cells: readonly (typeof bptt)[]): GivenTest => ({
  ...{ name, ...share },
  on: [{ ...one(cells[0]), groups: [{ name, of: cells }] }],
});

/** The part that says what the claim is without H, where so many of 16 have several. */
function without(tests: readonly GivenTest[], counts: { bptt: number; hebbian: number }) {
  const claim = defineRegistered({
    ...{ id: "M01", says: "Most have several.", tests },
    registered: { claims: 1, without: ["hebbian"] },
  });
  const own = claim.tests();
  const evidence = madeEvidence(own, {
    values: ({ rule }) => flags("several", rule === "bptt" ? counts.bptt : counts.hebbian),
  });
  const parts = judgeTests(claim, own, evidence, createRng(deriveKey(null, "without")));
  return parts.find(({ name }) => name === "without hebbian");
}

const verdict = (part: Part | undefined) => part?.verdict;

describe("a claim without a rule", () => {
  it("is what its other tests come to", () => {
    const both = [of("B", bptt), of("H", hebbian)];
    const found = without(both, { bptt: 16, hebbian: 0 });
    expect(found).toMatchObject({ verdict: "supported", role: "exploratory" });
    expect(found?.why).toBe("Without hebbian the claim is supported.");
    expect(verdict(without(both, { bptt: 0, hebbian: 16 }))).toBe("contradicted");
  });

  it("judges again what pools the rule with others", () => {
    const pooled = [of("B and H", bptt, hebbian)];
    expect(verdict(without(pooled, { bptt: 16, hebbian: 0 }))).toBe("supported");
    expect(verdict(without(pooled, { bptt: 0, hebbian: 16 }))).toBe("contradicted");
  });

  it("is not said where no test knows the rule, or none that counts, or nothing is left", () => {
    const counts = { bptt: 16, hebbian: 16 };
    expect(without([of("B", bptt)], counts)).toBeUndefined();
    expect(without([of("H", hebbian)], counts)).toBeUndefined();
    const beside = { ...of("H", hebbian), role: "exploratory" } as const;
    expect(without([of("B", bptt), beside], counts)).toBeUndefined();
  });
});
