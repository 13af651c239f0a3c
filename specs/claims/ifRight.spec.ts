import { describe, expect, it } from "vitest";
import { evidenceIfRight } from "../../src/claims/ifRight.ts";
import { simulate } from "../../src/claims/simulate.ts";
import { claims } from "../../src/papers/mcmahan2021/claims/index.ts";

/** The share of simulated studies in which a claim is supported at a true share of networks. */
function powerOf(id: string, share: number, draws = 20): number {
  const [claim] = claims.filter((each) => each.id === id);
  const tests = claim.tests().filter(({ role }) => role === "confirmatory");
  const given = evidenceIfRight(tests, { share, why: "so" });
  const [done] = simulate(claim, { tests, ...given, draws, chunk: draws });
  expect(done.from.every(({ as }) => as === `a share of ${share}: so`)).toBe(true);
  return done.whole.supported / draws;
}

describe("the power of a claim whose networks are kept for its judging", () => {
  it("is nearly certain where the paper is right, and none where it is not", () => {
    expect(powerOf("C01", 1)).toBe(1);
    expect(powerOf("C01", 0.6)).toBe(0);
    expect(powerOf("C08", 0)).toBe(1);
    expect(powerOf("C08", 0.5)).toBe(0);
  });

  it("is what the binomial law says: 14 of 16 in each of 16 conditions", () => {
    const passes = [0, 1, 2].map((k) => [1, 16, 120][k] * 0.98 ** (16 - k) * 0.02 ** k);
    const expected = passes.reduce((sum, p) => sum + p, 0) ** 16;
    const deviation = Math.sqrt((expected * (1 - expected)) / 100);
    expect(Math.abs(powerOf("C01", 0.98, 100) - expected)).toBeLessThan(4 * deviation);
  });

  it("C01 and C08 state the share that they take the paper to mean", () => {
    const shares = claims.flatMap(({ id, registered: { ifRight } }) =>
      ifRight === undefined ? [] : [[id, ifRight.share]],
    );
    expect(shares).toEqual([
      ["C01", 0.98],
      ["C08", 0.002],
    ]);
  });
});
