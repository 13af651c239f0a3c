import { describe, expect, it } from "vitest";
import { attractorsOf, stablePoints, underEach } from "../../src/claims/assigned.ts";
import type { Part } from "../../src/claims/finding.ts";
import { judgeTest } from "../../src/claims/judgeTest.ts";
import { madeEvidence } from "../../src/claims/made.ts";
import { instruments } from "../../src/claims/measures/index.ts";
import { one } from "../../src/claims/places.ts";
import type { Test } from "../../src/claims/test.ts";
import { createRng, deriveKey } from "../../src/numerics/rng.ts";
import type { Apart, KnownSet } from "../../src/study/analysis.ts";
import { cellOf } from "../../src/study/plan.ts";

const point = { state: Float64Array.of(0), stable: true, marginal: false, spectralRadius: 0.9 };
const set = (stable: number, more: Partial<Apart> | null = {}): KnownSet => ({
  points: Array.from({ length: stable }, () => point),
  completeness: "degree consistent",
  apart: more && { continua: 0, undecided: 0, near: 0, ...more },
});

describe("attractors under an input", () => {
  it.each<[string, KnownSet, readonly string[], readonly number[]]>([
    ["none", set(0), ["none", "none", "none"], [0, 0, 0]],
    ["one point", set(1), ["one", "one", "one"], [1, 1, 1]],
    ["three points", set(3), ["several", "several", "several"], [3, 3, 3]],
    ["a near point", set(0, { near: 1 }), ["undecided", "one", "several"], [0, 1, 2]],
    ["a point and a near one", set(1, { near: 1 }), ["undecided", "one", "several"], [1, 1, 2]],
    ["two and a near one", set(2, { near: 1 }), ["several", "several", "several"], [2, 2, 2]],
    ["a stable continuum", set(0, { continua: 1 }), ["undecided", "one", "several"], [0, 1, 2]],
    ["a point at a kink", set(0, { undecided: 1 }), ["undecided", "one", "several"], [0, 1, 2]],
    ["one of a file that says no more", set(1, null), ["one", "one", "one"], [1, 1, 1]],
  ])("are, as they are and taken for one or several: %s", (_what, given, kinds, counts) => {
    const taken = [undefined, "as one", "as several"] as const;
    expect(taken.map((as) => attractorsOf(given, as))).toEqual(kinds);
    expect(taken.map((as) => stablePoints(given, as))).toEqual(counts);
  });
});

const test: Test = {
  ...{ name: "bptt", role: "confirmatory", on: [one(cellOf("bptt", "rdm"))], by: "shareAtLeast" },
  ...{ measure: "stableAtZero.several", level: 0.05, contradicting: 0.05, margin: 0.5 },
  ...{ networks: 16, fewest: 12, permutations: 99 },
};

/** The parts of 16 networks, of which `open` are undecided and all others have several. */
function partsWith(open: number, given = test): readonly Part[] {
  const of = (k: number) =>
    underEach((assignment) => {
      const isSeveral = k >= open || assignment === "as several";
      return { several: isSeveral ? 1 : 0 };
    });
  const values = () => Array.from({ length: 16 }, (_, k) => of(k));
  const rng = createRng(deriveKey(null, "undecided"));
  return judgeTest(given, madeEvidence([given], { values }), { instruments, judges: [] }, rng);
}

describe("a verdict with undecided points", () => {
  it("is repeated under the assignments that change a network, beside it", () => {
    const [own, ...beside] = partsWith(16);
    expect(own).toMatchObject({ name: "bptt", verdict: "contradicted", effect: 0 });
    expect(beside).toHaveLength(1);
    expect(beside[0]).toMatchObject({
      ...{ name: "bptt, undecided points as several", role: "exploratory" },
      ...{ verdict: "supported", effect: 1 },
    });
  });

  it("stands alone where there are none, and where it is exploratory", () => {
    expect(partsWith(0)).toHaveLength(1);
    expect(partsWith(16, { ...test, role: "exploratory" })).toHaveLength(1);
  });
});
