import { describe, expect, it } from "vitest";
import { findingOf } from "../../src/claims/claim.ts";
import { correctFamilies } from "../../src/claims/families.ts";
import type { Finding, Part } from "../../src/claims/finding.ts";
import { madeDistances } from "../../src/claims/madeDistances.ts";
import { bare, missingPart, partOfSome, withoutLacking } from "../../src/claims/parts.ts";
import { alikePart } from "../../src/claims/tests/compare.ts";
import { judgeShare } from "../../src/claims/tests/shares.ts";
import { createRng, deriveKey } from "../../src/numerics/rng.ts";
import { claims } from "../../src/papers/mcmahan2021/pilot/index.ts";

const supported = { ...bare("a", "supported", "Yes.", 16), p: 0.01 };
const contradicted = bare("b", "contradicted", "No.", 16);

describe("parts that lack networks", () => {
  it("leave a claim open, and say what it is without them", () => {
    const parts = [supported, missingPart("c", ["genetic rdm"])];
    expect(findingOf(claims[0], parts)).toMatchObject({ verdict: "inconclusive", n: 0 });
    expect(withoutLacking(parts)).toMatchObject({
      ...{ verdict: "supported", role: "exploratory" },
      why: "Without c the claim is supported.",
    });
  });

  it("count with what they come to on the cells at hand", () => {
    const some = partOfSome({ ...contradicted, name: "d" }, ["genetic rdm"]);
    expect(some).toMatchObject({ verdict: "inconclusive", lacking: true, rest: "contradicted" });
    expect(withoutLacking([supported, some])?.why).toBe(
      "Without cells of d the claim is contradicted.",
    );
    expect(partOfSome(contradicted, [])).toBe(contradicted);
  });

  it("say nothing where no part lacks any, or all do", () => {
    expect(withoutLacking([supported, contradicted])).toBeUndefined();
    expect(withoutLacking([missingPart("c", ["genetic rdm"])])).toBeUndefined();
    for (const change of [{ verdict: "not applicable" }, { role: "exploratory" }] as const) {
      const beside: Part = { ...missingPart("c", ["x"]), ...change };
      expect(withoutLacking([supported, beside])).toBeUndefined();
    }
  });
});

describe("the numbers of a finding", () => {
  it("are those of the largest p where all parts must hold", () => {
    const weak = { ...supported, name: "weak", p: 0.04 };
    expect(findingOf(claims[0], [supported, weak, supported])).toMatchObject({ name: "weak" });
  });
});

describe("the p of what is judged by bounds", () => {
  const form = { level: 0.05, margin: 0.2, fewest: 12 };

  it("of alike groups is at most the level where the upper bound keeps below the margin", () => {
    const verdicts = [0, 1, 2, 3, 5, 8].map((centre) => {
      const groups = [
        { name: "a", centre: 0 },
        { name: "b", centre },
      ];
      const given = madeDistances(groups, 16);
      const rng = createRng(deriveKey(null, "parts spec", centre));
      const part = alikePart(given, ["a", "b"], { ...form, sensitive: true }, rng);
      expect((part.p ?? 1) <= form.level).toBe(part.verdict === "supported");
      return part.verdict;
    });
    expect(new Set(verdicts)).toContain("supported");
    expect(new Set(verdicts)).toContain("contradicted");
  });

  it("of a share is the exact one, on the side that is claimed", () => {
    const share = { name: "a", cell: "a", atHand: 12, does: "do", beside: "" };
    const flags = Array.from({ length: 12 }, (_, k) => (k < 10 ? 1 : 0));
    const { registered } = claims[0];
    const half = { ...registered, margin: 0.5, contradicting: registered.level };
    expect(judgeShare({ ...share, flags }, "at least", half).p).toBeCloseTo(79 / 4096, 12);
    const turned = flags.map((flag) => 1 - flag);
    expect(judgeShare({ ...share, flags: turned }, "at most", half).p).toBeCloseTo(79 / 4096, 12);
  });
});

describe("Holm's correction", () => {
  const registered = { ...claims[0].registered, family: "Fig. 0", level: 0.05 };
  const found = (id: string, p: number | null): Finding => ({
    ...findingOf({ ...claims[0], id }, [{ ...supported, p }]),
  });
  const of = (ids: readonly string[], family = "Fig. 0") =>
    ids.map((id) => ({ id, registered: { ...registered, family } }));

  it("takes a claim that does not stand among the others of its figure", () => {
    const [a, b, c] = correctFamilies(of(["a", "b", "c"]), [
      found("a", 0.01),
      found("b", 0.03),
      found("c", null),
    ]);
    expect([a.verdict, a.adjustedP]).toEqual(["supported", 0.02]);
    expect([b.verdict, b.adjustedP]).toEqual(["supported", 0.03]);
    expect([c.verdict, c.adjustedP]).toEqual(["supported", undefined]);
    const lost = correctFamilies(of(["a", "b"]), [found("a", 0.03), found("b", 0.04)]);
    expect(lost.map(({ verdict }) => verdict)).toEqual(["inconclusive", "inconclusive"]);
    expect(lost[0].why).toContain("By itself supported; p is 0.060 by Holm");
  });

  it("does not let a claim that does not stand make another one easier", () => {
    const open = { ...found("b", 0.0005), verdict: "inconclusive" as const };
    const [a, b] = correctFamilies(of(["a", "b"]), [found("a", 0.03), open]);
    expect([a.verdict, a.adjustedP]).toEqual(["inconclusive", 0.06]);
    expect(b).toBe(open);
    const idle = { ...open, verdict: "not applicable" as const };
    expect(correctFamilies(of(["a", "b"]), [found("a", 0.03), idle])[0].adjustedP).toBe(0.03);
  });

  it("leaves claims alone whose level was fixed by their number", () => {
    const fixed = { id: "a", registered: { ...registered, claims: 2, level: 0.025 } };
    const [a, b] = correctFamilies([fixed, ...of(["b"])], [found("a", 0.024), found("b", 0.04)]);
    expect([a.verdict, a.adjustedP]).toEqual(["supported", undefined]);
    expect([b.verdict, b.adjustedP]).toEqual(["supported", 0.04]);
  });

  it("knows no claim of another figure", () => {
    const apart = [...of(["a"]), ...of(["b"], "Fig. 9")];
    const [a, b] = correctFamilies(apart, [found("a", 0.03), found("b", 0.04)]);
    expect([a.adjustedP, b.adjustedP]).toEqual([0.03, 0.04]);
  });
});
