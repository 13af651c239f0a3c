import { beforeAll, describe, expect, it } from "vitest";
import { type Claim, type Control, findingOf, registrationOf } from "../../src/claims/claim.ts";
import type { Evidence } from "../../src/claims/evidence.ts";
import { combine, type Finding, type Part, type Verdict } from "../../src/claims/finding.ts";
import { controlled, judgeClaim, judgeTests } from "../../src/claims/judge.ts";
import { resampled } from "../../src/claims/resample.ts";
import { initialise } from "../../src/model/initialise.ts";
import { createRng, deriveKey } from "../../src/numerics/rng.ts";
import { claims } from "../../src/papers/mcmahan2021/pilot/index.ts";
import { working } from "../../src/setting/readings.ts";
import {
  type Analysis,
  analyse,
  type KnownRoots,
  type Population,
} from "../../src/study/analysis.ts";
import { type Cell, cellName, makeTask } from "../../src/training/cell.ts";
import { settingsOf } from "../../src/training/population.ts";
import type { TrainedNetwork } from "../../src/training/trained.ts";

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

const rngOf = (seed: number) => createRng(deriveKey(null, "controls", seed));

/** Enough networks to be sure: distances between many take long to permute. */
const many = ({ blocks }: Evidence): number => (blocks.length > 0 ? 32 : 100);

type Given = ReturnType<typeof controlled>;

const judged = (claim: Claim, { tests, evidence }: Given, seed = 0): Finding =>
  findingOf(claim, judgeTests(claim, tests, evidence, rngOf(seed)));

describe.each(claims.map((claim) => [claim.id, claim] as const))("%s", (_id, claim) => {
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
      judged(claim, again(n, 1)).parts.reduce((sum, p) => sum + p.n, 0);
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
});

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
      for (const part of parts) expect(["inconclusive", "not applicable"]).toContain(part.verdict);
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
