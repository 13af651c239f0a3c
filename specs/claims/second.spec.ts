import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { judgeClaim } from "../../src/claims/judge.ts";
import { claims } from "../../src/papers/mcmahan2021/index.ts";
import { working } from "../../src/setting/readings.ts";
import { analyse } from "../../src/study/analysis.ts";
import { cellName } from "../../src/study/cell.ts";
import { asPlan } from "../../src/study/planFile.ts";
import { ROOT } from "../source.ts";
import { itIsAClaim } from "./itIsAClaim.ts";

/** Enough for the lowest level of a figure's claims. */
const PERMUTATIONS = 199;

describe.each(claims.map((claim) => [claim.id, claim] as const))("%s", (_id, claim) =>
  itIsAClaim(claim, PERMUTATIONS),
);

describe("the second registration", () => {
  const plan = asPlan(readFileSync(join(ROOT, "fixtures/study/plan.json"), "utf8"));
  const planned = new Set(plan.cells.map(({ cell }) => cellName(cell)));

  it("has each claim once, in order", () => {
    const ids = claims.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].sort());
  });

  it.each(claims.map((claim) => [claim.id, claim] as const))(
    "%s is left open where populations are missing",
    async (_id, claim) => {
      const { parts, verdict } = await judgeClaim(claim, analyse([], working));
      expect(verdict).toBe("inconclusive");
      for (const part of parts) expect(["inconclusive", null]).toContain(part.verdict);
    },
  );

  it.each(claims.map((claim) => [claim.id, claim] as const))(
    "%s asks for conditions of the study alone, at the level of its figure",
    (_id, claim) => {
      const names = claim.cells().map(cellName);
      expect(names.filter((name) => !planned.has(name))).toEqual([]);
      const { level, claims: ofFigure = 0 } = claim.registered;
      expect(level * ofFigure).toBeCloseTo(0.05, 12);
      const counted = claim.tests().filter(({ role }) => role === "confirmatory");
      for (const each of counted)
        expect(each).toMatchObject({ level, contradicting: 0.05 / counted.length });
    },
  );
});
