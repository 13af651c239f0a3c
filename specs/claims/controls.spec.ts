import { beforeAll, describe, expect, it } from "vitest";
import { type Claim, findingOf } from "../../src/claims/claim.ts";
import {
  combine,
  type Finding,
  type Part,
  type Verdict,
  verdictWords,
} from "../../src/claims/finding.ts";
import { judgeClaim } from "../../src/claims/judge.ts";
import { initialise } from "../../src/model/initialise.ts";
import { deriveKey } from "../../src/numerics/rng.ts";
import { claims } from "../../src/papers/mcmahan2021/pilot/index.ts";
import { working } from "../../src/setting/readings.ts";
import {
  type Analysis,
  analyse,
  type KnownRoots,
  type Population,
} from "../../src/study/analysis.ts";
import { type Cell, cellName } from "../../src/study/cell.ts";
import { settingsOf } from "../../src/study/population.ts";
import type { TrainedNetwork } from "../../src/study/trained.ts";
import { makeTask } from "../../src/task/settings.ts";
import { itIsAClaim } from "./itIsAClaim.ts";

/** Made-up fixed points: one, or two where the key says so, which drift with the input. */
const known: KnownRoots = (key, { value, context }) => ({
  points: Array.from({ length: key < "8" ? 1 : 2 }, (_, k) => ({
    state: Float64Array.of(value, context, k + Number.parseInt(key.slice(0, 4), 16) / 65_536),
    stable: true,
    marginal: false,
    spectralRadius: 0.98,
  })),
  apart: null,
  completeness: "degree consistent",
});

describe.each(claims.map((claim) => [claim.id, claim] as const))("%s", (_id, claim) =>
  itIsAClaim(claim),
);

describe("the registry", () => {
  it("has each claim once", () => {
    expect(new Set(claims.map(({ id }) => id)).size).toBe(claims.length);
  });
});

describe("the verdict on a claim of several parts", () => {
  const part = (verdict: Verdict): Part => ({
    name: verdict,
    verdict,
    effect: null,
    interval: null,
    p: null,
    n: 1,
    why: "Made up.",
  });

  it.each<[Verdict, readonly Verdict[]]>([
    ["not applicable", []],
    ["not applicable", ["not applicable"]],
    ["supported", ["supported", "supported"]],
    ["supported", ["supported", "not applicable"]],
    ["inconclusive", ["supported", "inconclusive"]],
    ["inconclusive", ["inconclusive", "not applicable"]],
    ["contradicted", ["supported", "contradicted", "inconclusive"]],
    ["contradicted", ["contradicted", "not applicable"]],
  ])("is %s of %j, in any order", (verdict, verdicts) => {
    expect(combine(verdicts.map(part))).toBe(verdict);
    expect(combine([...verdicts].reverse().map(part))).toBe(verdict);
  });

  it("does not hang on what is exploratory", () => {
    const beside: Part = { ...part("contradicted"), role: "exploratory", p: 0.001 };
    expect(combine([part("supported"), beside])).toBe("supported");
    expect(combine([beside])).toBe("not applicable");
    const finding = findingOf(claims[0], [part("contradicted"), { ...beside, effect: 0.9 }]);
    expect(finding).toMatchObject({ verdict: "contradicted", effect: null });
    expect(finding.role).toBeUndefined();
    expect(verdictWords(beside)).toBe("exploratory: contradicted");
    expect(verdictWords({ ...beside, verdict: null })).toBe("exploratory");
    expect(verdictWords(part("supported"))).toBe("supported");
  });

  it("has the numbers of the part that decided it", () => {
    const decided = { ...part("contradicted"), effect: 0.3, n: 7 };
    const finding = findingOf(claims[0], [part("supported"), decided, part("inconclusive")]);
    expect(finding).toMatchObject({ verdict: "contradicted", effect: 0.3, n: 7 });
    expect(findingOf(claims[0], [])).toMatchObject({ verdict: "not applicable", n: 0 });
  });
});

describe("judging made-up populations", () => {
  let forward: Analysis = analyse([], working);
  let backward: Analysis = forward;
  const findings = new Map<string, Finding>();

  /** The finding on the populations in their order; measured once. */
  const findingOn = async (analysis: Analysis, claim: Claim): Promise<Finding> => {
    const found = findings.get(claim.id) ?? (await judgeClaim(claim, analysis));
    findings.set(claim.id, found);
    return found;
  };

  beforeAll(async () => {
    const cells = [
      ...new Map(
        claims.flatMap((claim) => claim.cells()).map((cell) => [cellName(cell), cell]),
      ).values(),
    ];
    const populations = await Promise.all(cells.map(populationOf));
    forward = analyse(populations, working, { known });
    backward = analyse(
      [...populations]
        .reverse()
        .map((each) => ({ ...each, networks: [...each.networks].reverse() })),
      working,
      { known },
    );
  });

  it.each(claims.map((claim) => [claim.id, claim] as const))(
    "%s: the same evidence gets the same finding",
    async (_id, claim) => {
      const first = await findingOn(forward, claim);
      expect(await judgeClaim(claim, forward)).toEqual(first);
    },
  );

  it.each(claims.map((claim) => [claim.id, claim] as const))(
    "%s: the order of the networks changes nothing",
    async (_id, claim) => {
      const first = await findingOn(forward, claim);
      const other = await judgeClaim(claim, backward);
      expect(other.verdict).toBe(first.verdict);
      expect(other.n).toBe(first.n);
      const near = (a: number | null, b: number | null, tolerance: number): void => {
        if (a === null || b === null) expect(a).toBe(b);
        else expect(Math.abs(a - b)).toBeLessThanOrEqual(tolerance);
      };
      near(other.effect, first.effect, 1e-12);
      near(other.interval?.[0] ?? null, first.interval?.[0] ?? null, 1e-9);
      near(other.interval?.[1] ?? null, first.interval?.[1] ?? null, 1e-9);
      // Both are drawn: five standard errors of the difference of two p of 1,999 permutations.
      near(other.p, first.p, 5 * Math.sqrt((2 * 0.25) / 1999));
    },
  );

  it.each(claims.map((claim) => [claim.id, claim] as const))(
    "%s: populations that are missing leave it open",
    async (_id, claim) => {
      const { parts, verdict } = await judgeClaim(claim, analyse([], working));
      expect(verdict).toBe("inconclusive");
      for (const part of parts) expect(["inconclusive", null]).toContain(part.verdict);
    },
  );
});

/** Five random networks of three units, of which four are said to have met the criterion. */
async function populationOf(cell: Cell): Promise<Population> {
  const full = await settingsOf(cell, { name: cell.rule, module: null });
  const settings = {
    ...full,
    model: { ...full.model, clamped: [] },
    initialisation: { ...full.initialisation, units: 3, recurrentDeviation: 1 },
  };
  const task = makeTask(settings.trainTask);
  const networks = Array.from({ length: 5 }, (_, seed): TrainedNetwork => {
    const key = deriveKey(null, "controls", cellName(cell), seed);
    const network = initialise(
      {
        model: settings.model,
        channels: task.channels,
        outputs: task.outputs,
        initialisation: settings.initialisation,
      },
      key,
    );
    return {
      key: key.map((word) => word.toString(16).padStart(8, "0")).join(""),
      cell,
      seed,
      tier: "float32",
      network,
      reason: seed % 5 === 0 ? "budget" : "criterion",
      detail: "",
      attempts: 1,
      updates: 10,
      trials: 5000,
      validations: 10,
      freshAccuracy: 0.91,
      idealAccuracy: 0.95,
      losses: new Float64Array(10),
    };
  });
  return { cell, settings, networks };
}
