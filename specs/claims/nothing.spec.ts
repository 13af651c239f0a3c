import { describe, expect, it } from "vitest";
import { defineClaim, type GivenClaim } from "../../src/claims/claim.ts";
import { madeEvidence } from "../../src/claims/made.ts";
import { nothingFor } from "../../src/claims/nothing.ts";
import { atTask, one } from "../../src/claims/places.ts";
import { simulate } from "../../src/claims/simulate.ts";
import type { Simulated } from "../../src/claims/simulated.ts";
import type { GivenTest, Place } from "../../src/claims/test.ts";
import { createRng, deriveKey } from "../../src/numerics/rng.ts";
import { cellOf } from "../../src/study/plan.ts";

const rng = () => createRng(deriveKey(null, "nothing spec"));
const NOISES = [0.1, 0.5, 1];
const cells = NOISES.map((noise) => cellOf("bptt", "rdm", { noise }));
const rules = ["bptt", "genetic"].map((rule) => cellOf(rule, "rdm"));
const both = atTask("rdm", rules);

const claimOf = (...tests: readonly GivenTest[]) =>
  defineClaim({ id: "M01", says: "", tests, registered: { networks: 24 } } satisfies GivenClaim);

/** What some studies come to, of evidence in which there is a lot to be found. */
function simulated(
  test: GivenTest,
  made: Parameters<typeof madeEvidence>[1],
  draws: number,
): Simulated {
  const claim = claimOf({ permutations: 199, ...test });
  const tests = claim.tests();
  const evidence = madeEvidence(tests, made);
  const settings = { tests, evidence, from: [], draws, chunk: draws / 2 };
  const [, found] = [...simulate(claim, settings)];
  return found;
}

/** So many studies at a level of .05: at most so many with 99.8 %. */
const [MANY, MOST_FALSE] = [100, 12];
const [FEW, FEW_FALSE] = [20, 5];

const rising = (_: unknown, at: number) =>
  Array.from({ length: 24 }, (__, k) => ({ count: at + k / 24, kind: k % 2 === 0 ? "a" : "b" }));

const few = { margin: 0.1, fewest: 4 };

const byKind: Place = {
  ...{ name: "kinds", at: 0 },
  groups: ["a", "b"].map((kind) => ({
    ...{ name: kind, of: [cells[0]], only: { value: "kind", is: kind } },
  })),
};

describe("a simulated study in which there is nothing to be found", () => {
  it.each<[string, GivenTest, Parameters<typeof madeEvidence>[1]]>([
    [
      "a share that is the margin",
      { name: "s", on: [one(cells[0])], measure: "zeroInput.several", by: "shareAtLeast" },
      { values: () => Array.from({ length: 24 }, () => ({ several: 1 })) },
    ],
    [
      "a trend",
      { name: "t", on: cells.map((cell) => one(cell)), measure: "zeroInput.count", by: "rising" },
      { values: rising },
    ],
    [
      "kinds of one condition",
      { name: "k", on: [byKind], measure: "zeroInput.count", by: "strata", words: "", ...few },
      {
        values: () =>
          Array.from({ length: 24 }, (_, k) => ({
            count: (k % 2 === 0 ? 0.5 : 0) + k / 100,
            kind: k % 2 === 0 ? "a" : "b",
          })),
      },
    ],
    [
      "groups that are far apart",
      {
        ...{ name: "d", on: [both], measure: "topology", by: "apart", margin: 0.05 },
        ...{ groups: ["bptt", "genetic"], networks: 8, fewest: 8 },
      },
      { points: (name) => ({ centre: name === "bptt" ? 0 : 4, spread: 1 }), networks: 12 },
    ],
  ])("is found in no more than the level of them: %s", (_what, test, made) => {
    const isSlow = test.by === "apart";
    const draws = isSlow ? FEW : MANY;
    const [{ supported, falsely, nothing }] = simulated(test, made, draws).tests;
    expect(supported).toBeGreaterThan(0.9 * draws);
    expect(falsely).toBeLessThanOrEqual(isSlow ? FEW_FALSE : MOST_FALSE);
    expect(nothing).toMatch(/margin|pool/);
  });

  it("of alike groups has them the margin apart", () => {
    const test: GivenTest = {
      ...{ name: "alike", on: [both], measure: "topology", by: "alike", margin: 0.2 },
      ...{ groups: ["bptt", "genetic"], control: { kind: "groups", names: ["bptt", "genetic"] } },
    };
    const [given] = claimOf(test).tests();
    const evidence = madeEvidence([given], {
      points: () => ({ centre: 0, spread: 1 }),
      networks: 16,
    });
    const { says, evidence: made } = nothingFor(given, evidence, rng());
    expect(says).toBe("groups are the margin apart");
    const [before, after] = [evidence, made].map((each) => each?.blocks[0].distances[0] ?? []);
    expect(after[20]).toBeGreaterThan(before[20]);
    expect(after[3]).toBe(before[3]);
  });

  it("is not made for a judge of one's own, and that is said", () => {
    const test: GivenTest = {
      ...{ name: "own", on: [both], measure: "topology", by: "custom", judge: "mine", version: 1 },
    };
    const [given] = claimOf(test).tests();
    const found = nothingFor(given, { rows: [], blocks: [] }, rng());
    expect(found).toEqual({ says: "not made for mine", evidence: null });
  });
});

describe("a simulation", () => {
  const test: GivenTest = {
    ...{ name: "s", on: [one(cells[0])], measure: "zeroInput.several", by: "shareAtLeast" },
  };
  const values = () => Array.from({ length: 24 }, (_, k) => ({ several: k < 20 ? 1 : 0 }));

  it("is the same whether it is cut or not", () => {
    const claim = claimOf(test);
    const tests = claim.tests();
    const settings = { tests, evidence: madeEvidence(tests, { values }), from: [] };
    const [whole] = simulate(claim, { ...settings, draws: 12, chunk: 12 });
    const [half] = simulate(claim, { ...settings, draws: 6, chunk: 12 });
    const [rest] = simulate(claim, { ...settings, draws: 12, chunk: 12, before: half });
    expect(rest).toEqual(whole);
    expect(half.draws).toBe(6);
  });

  it("counts the claim as supported where all its tests are", () => {
    const claim = claimOf(test, { ...test, name: "never", margin: 0.99 });
    const tests = claim.tests();
    const settings = { tests, evidence: madeEvidence(tests, { values }), from: [] };
    const [found] = simulate(claim, { ...settings, draws: 20, chunk: 20 });
    expect(found.tests[0].supported).toBeGreaterThan(10);
    expect(found.tests[1].supported).toBe(0);
    expect(found.whole.supported).toBe(0);
  });
});
