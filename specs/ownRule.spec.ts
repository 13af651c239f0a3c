import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import walk from "../properties/training/tinyRule.ts";
import { judgeAll } from "../src/claims/judge.ts";
import { judge } from "../src/commands/judge.ts";
import { plan } from "../src/commands/plan.ts";
import { power } from "../src/commands/power.ts";
import { trainPlan } from "../src/commands/trainPlan.ts";
import { claims } from "../src/papers/mcmahan2021/pilot/index.ts";
import { assembleReport } from "../src/report/assemble.ts";
import { reportHtml } from "../src/report/html.ts";
import { openStore } from "../src/store/store.ts";
import { networkStream } from "../src/study/cell.ts";
import { cellOf, type Plan } from "../src/study/plan.ts";
import { openRules, type StudyRules } from "../src/study/rules.ts";
import { openStudy } from "../src/study/study.ts";
import type { TrainedNetwork } from "../src/study/trained.ts";
import { drawInitial } from "../src/training/initialMemory.ts";
import { ROOT } from "./source.ts";
import { testHost } from "./testHost.ts";

const folder = mkdtempSync(join(tmpdir(), "attest-rule-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const FILE = join(ROOT, "properties/training/tinyRule.ts");
const NETWORKS = 14;
const [store, into] = [join(folder, "store"), join(folder, "into")];
const cell = cellOf(walk.name, "rdm");
const study: Plan = {
  name: "own",
  cells: [{ cell, first: 0, wanted: NETWORKS, most: NETWORKS + 2 }],
};
const scale = join(folder, "plan.json");
const common = { rules: [FILE], store, engine: "wasm", json: true } as const;

/** Networks of the rule, as if they had been trained: all but the last two met the criterion. */
beforeAll(async () => {
  writeFileSync(scale, JSON.stringify(study));
  const rules = await openRules([FILE]);
  const shelf = openStore(rules.store(store, walk.name), () => {});
  for (let seed = 0; seed < NETWORKS + 2; seed++) {
    const network = networkOf(rules, seed);
    shelf.write("networks", network.key, network);
  }
});

function networkOf(rules: StudyRules, seed: number): TrainedNetwork {
  const settings = rules.settings(cell);
  return {
    ...{ key: rules.key({ cell, seed }, "float32"), cell, seed, tier: "float32", detail: "" },
    network: drawInitial(settings, networkStream(cell, seed), 0)(),
    reason: seed < NETWORKS ? "criterion" : "budget",
    ...{ attempts: 1, updates: 600, trials: 4800, validations: 2 },
    ...{ freshAccuracy: 0.91, idealAccuracy: 0.95, losses: new Float64Array(2) },
  };
}

describe("a rule from a file", () => {
  it("is in a plan: what its networks mean, and which are there", async () => {
    const { host, said } = testHost();
    const places = { into, populations: join(folder, "none"), workers: 1 };
    const how = { slurm: false, cost: false, cpuMs: () => 0, attest: ["attest"] };
    await plan({ ...common, ...places, ...how, scale }, host);
    const [unit] = JSON.parse(said.out).here.units;
    // Its own budget: 600 updates, and once more.
    expect(unit).toMatchObject({ done: NETWORKS + 2, left: 0, expected: { updates: 1200 } });
  });

  it("is in the power of a claim, in its role", async () => {
    const { host, said } = testHost();
    const whose = { population: undefined, study: join(folder, "none") };
    const claim = { claim: "C01", rule: walk.name, populations: "", ...whose };
    await power({ ...common, ...claim, draws: 20, ladder: [32] }, host);
    const { verdicts } = JSON.parse(said.out).rungs[0];
    expect(verdicts.supported.count).toBeGreaterThan(10);
    const text = testHost();
    await power({ ...common, ...claim, draws: 2, ladder: [12], json: false }, text.host);
    expect(text.said.out).toMatch(/Networks at hand: walk rdm 1 working: 16\.\nLeft out.*walk cdi/);
  });

  it("is judged on the networks that a store holds of it", async () => {
    const { host, said } = testHost();
    const given = { rule: walk.name, task: undefined, noise: undefined, criterion: 0.9 };
    const where = { files: [], populations: join(folder, "none"), claims: ["C01"] };
    const whose = { population: undefined, study: join(folder, "none") };
    const options = { ...common, ...given, ...where, ...whose, expect: "supported" };
    expect(await judge(options, host)).toBe(true);
    const [finding] = JSON.parse(said.out).claims;
    expect(finding).toMatchObject({ id: "C01", verdict: "supported", n: 16 });
    expect(finding.parts[0].name).toBe("walk rdm 1 working");
    await expect(judge({ ...options, population: "study" }, host)).rejects.toThrow(
      /population: a rule of yours is compared with the pilot/,
    );
  });

  it("is in the populations that a plan writes, and in the report on them", async () => {
    const how = { workers: 1, limits: {}, index: undefined, stored: true };
    await trainPlan({ ...common, ...how, plan: scale, into }, testHost().host);
    const from = { kind: "shipped", folder: into } as const;
    const opened = await openStudy({ networks: [from], rules: [FILE] });
    const members = opened.members(cell);
    expect(members.map(({ included }) => included)).toEqual(new Array(NETWORKS).fill(true));
    await expect(openStudy({ networks: [from] })).rejects.toThrow(/rule: there is no "walk"/);
    // None is included: no fixed point is drawn.
    const none = opened.populations.map((each) => ({
      ...each,
      networks: each.networks.map((trained) => ({ ...trained, reason: "budget" as const })),
    }));
    const shown = await openStudy({
      networks: [{ kind: "given", populations: none }],
      rules: [FILE],
    });
    expect(shown.members(cell)[0]).toMatchObject({
      included: false,
      why: "did not meet the criterion within its budget",
    });
    const c01 = claims.filter(({ id }) => id === "C01");
    const findings = await judgeAll(c01, shown, { subject: walk.name });
    const about = { evidence: [null], command: "attest", tier: "float32" };
    const page = reportHtml(await assembleReport(shown, findings, about));
    expect(page).toContain("walk rdm 1 working");
    expect(findings[0].verdict).toBe("contradicted");
  });
});
