import { describe, expect, it } from "vitest";
import { type Claim, findingOf } from "../../src/claims/claim.ts";
import type { Finding } from "../../src/claims/finding.ts";
import { judgeTests } from "../../src/claims/judge.ts";
import { flags, madeEvidence } from "../../src/claims/made.ts";
import { registrationFor } from "../../src/claims/registration.ts";
import type { Test } from "../../src/claims/test.ts";
import { createRng, deriveKey } from "../../src/numerics/rng.ts";
import { claims } from "../../src/papers/mcmahan2021/index.ts";
import type { Cell } from "../../src/study/cell.ts";

const claimOf = (id: string): Claim => claims.find((claim) => claim.id === id) ?? claims[0];

/** What a claim comes to where so many of 16 networks of a condition met the criterion. */
function judged(id: string, met: (cell: Cell) => number): Finding {
  const claim = claimOf(id);
  const tests = claim.tests();
  const values = (cell: Cell) =>
    flags("met", met(cell)).map((each) => ({ ...each, above: each.met, overIdeal: 0.98 }));
  const rng = createRng(deriveKey(null, "criteria"));
  return findingOf(claim, judgeTests(claim, tests, madeEvidence(tests, { values }), rng));
}

const partOf = ({ parts }: Finding, name: string) => parts.find((part) => part.name === name);

describe("C01", () => {
  it("is not contradicted by networks that had our own budget alone", () => {
    for (const [rule, words] of [
      ["bptt", "1,500 updates"],
      ["genetic", "2,000 generations"],
    ] as const) {
      const found = judged("C01", (cell) => (cell.rule === rule ? 2 : 16));
      expect(found.verdict).toBe("inconclusive");
      expect(found.why).toContain(`Not reached within ${words}, a budget that no source states.`);
    }
    for (const rule of ["hebbian", "full-force"]) {
      const found = judged("C01", (cell) => (cell.rule === rule ? 2 : 16));
      expect(found.verdict).toBe("contradicted");
      expect(found.why).not.toContain("Not reached");
    }
  });

  it("says where it hangs on the criterion, with both forms beside", () => {
    const found = judged("C01", ({ criterion }) => (criterion === undefined ? 16 : 3));
    expect(found.verdict).toBe("inconclusive");
    expect(found.why).toMatch(
      /^Hangs on the criterion: supported by first passage, inconclusive by ten in a row\./,
    );
    const name = "full-force rdm 1 working";
    expect(partOf(found, name)?.why).toMatch(/contradicted by ten in a row/);
    expect(partOf(found, `${name}, first passage`)).toMatchObject({
      ...{ verdict: "supported", role: "exploratory", effect: 1, n: 16 },
    });
    expect(partOf(found, `${name}, ten in a row`)).toMatchObject({
      ...{ verdict: "contradicted", role: "exploratory", effect: 3 / 16 },
    });
  });

  it("says what it is without the Hebbian rule, whose parts with contexts are marked", () => {
    const found = judged("C01", ({ rule }) => (rule === "hebbian" ? 0 : 16));
    expect(found.verdict).toBe("contradicted");
    expect(partOf(found, "without hebbian")?.verdict).toBe("supported");
    expect(partOf(found, "hebbian cdi 1 working (H′)")?.verdict).toBe("contradicted");
  });

  it("shows accuracy beside, over the ideal observer's", () => {
    const found = judged("C01", () => 16);
    expect(partOf(found, "bptt rdm 1 working, over the ideal observer")).toMatchObject({
      ...{ verdict: null, role: "exploratory", effect: 0.98 },
    });
    expect(found.why).toContain("Their accuracy is 0.980 of the ideal observer's.");
  });
});

describe("C08", () => {
  const beside = "full-force cdi 1 working v 3-cdi";

  it("says where a rule is no better at two contexts", () => {
    const none = judged("C08", () => 0);
    expect(none.verdict).toBe("supported");
    expect(partOf(none, beside)?.why).toContain("It is not specific to N > 2.");
    const passing = judged("C08", ({ task }) => (task === "cdi" ? 16 : 0));
    expect(passing.verdict).toBe("supported");
    expect(partOf(passing, beside)).toMatchObject({ verdict: "supported", effect: 1, n: 32 });
    expect(partOf(passing, beside)?.why).not.toContain("not specific");
  });
});

describe("claims of two forms", () => {
  const hashWith = (id: string, change: (test: Test) => Test): string => {
    const claim = claimOf(id);
    const changed = claim.tests().map(change);
    return registrationFor({ ...claim, tests: () => changed }).hash;
  };
  const own = (test: Test): Test => test;

  it.each(["C01", "C08", "C09", "C18"])("%s is registered with both", (id) => {
    const alone = ({ also: _, ...test }: Test): Test => test;
    expect(hashWith(id, alone)).not.toBe(hashWith(id, own));
    const twice = (test: Test): Test =>
      test.also === undefined ? test : { ...test, also: { ...test.also, on: test.on } };
    expect(hashWith(id, twice)).not.toBe(hashWith(id, own));
    const words = (test: Test): Test =>
      test.also === undefined ? test : { ...test, also: { ...test.also, otherwise: "so" } };
    expect(hashWith(id, words)).toBe(hashWith(id, own));
  });

  it("are registered with whose budget it is, not with its words", () => {
    const within = (words: string | undefined) => (test: Test) => {
      if (test.by !== "shareAtLeast" || test.within === undefined) return test;
      const { within: _, ...rest } = test;
      return words === undefined ? rest : { ...rest, within: words };
    };
    expect(hashWith("C01", within(undefined))).not.toBe(hashWith("C01", own));
    expect(hashWith("C01", within("a week"))).toBe(hashWith("C01", own));
  });
});
