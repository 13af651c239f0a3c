import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Finding } from "../src/claims/finding.ts";
import { type JudgeOptions, judge } from "../src/commands/judge.ts";
import { power } from "../src/commands/power.ts";
import { PILOT_FOLDER, STUDY_FOLDER } from "../src/study/shippedFolder.ts";
import { ROOT, textOf } from "./source.ts";
import { testHost } from "./testHost.ts";

const folder = mkdtempSync(join(tmpdir(), "attest-claim-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const FILE = join(ROOT, "examples/claim.ts");

async function judged(change: Partial<JudgeOptions> = {}) {
  const { host, said } = testHost();
  const options: JudgeOptions = {
    ...{ files: [], rule: undefined, rules: [], store: undefined, task: undefined },
    ...{ noise: undefined, claims: [FILE], expect: undefined, criterion: 0.9 },
    ...{ populations: PILOT_FOLDER, engine: "wasm", json: true },
    ...{ population: undefined, study: STUDY_FOLDER },
  };
  const ok = await judge({ ...options, ...change }, host);
  return { ok, found: JSON.parse(said.out), ...said };
}

describe("a claim of one's own", () => {
  it("is ten lines at most", () => {
    expect(textOf("examples/claim.ts").trim().split("\n").length).toBeLessThanOrEqual(10);
  });

  it("is judged on the pilot by the same command, beside ours", async () => {
    const { ok, found, notes } = await judged({ claims: [FILE, "C01"], expect: "M01=supported" });
    const [own, c01] = found.claims;
    expect(own).toMatchObject({ id: "M01", verdict: "supported", n: 16, asExpected: true });
    expect(found.claims.map(({ population }: Finding) => population)).toEqual(["pilot", "pilot"]);
    expect(own.parts[0].why).toMatch(/of 16 have several stable points at zero input in some/);
    expect(c01.id).toBe("C01");
    expect(ok).toBe(false);
    expect(notes).toContain("Judging M01 …");
  });

  it("is awaiting on the study until it is registered, and nothing is measured", async () => {
    const { found } = await judged({ population: "study" });
    const [{ verdict, why, parts }] = found.claims;
    expect(verdict).toBe("awaiting");
    expect(why).toMatch(/^It is not registered, so that nothing is measured\./);
    expect(parts.at(-1)).toMatchObject({ name: "on the pilot", role: "exploratory" });
  });

  it("has a power, as ours have", async () => {
    const { host, said } = testHost();
    const options = { claim: FILE, rule: undefined, rules: [], store: undefined };
    const how = { populations: PILOT_FOLDER, draws: 20, ladder: [16], json: true };
    const whose = { population: undefined, study: STUDY_FOLDER };
    await power({ ...options, ...how, ...whose }, host);
    const { id, rungs } = JSON.parse(said.out);
    expect(id).toBe("M01");
    expect(rungs[0].verdicts.supported.count).toBeGreaterThan(15);
  });

  it.each([
    ["no file", "nowhere.ts", undefined, /claim: there is no file .*nowhere\.ts/],
    ["a file without a claim", "none.mjs", "export default 7;", /does not export a claim by def/],
    [
      "one that is called as ours",
      "ours.mjs",
      "const none = () => []; const registered = {};" +
        'export default { id: "C01", says: "", tests: none, cells: none, registered };',
      /calls itself "C01", which is one of ours/,
    ],
  ])("is refused where it is %s", async (_what, name, text, words) => {
    const file = join(folder, name);
    if (text !== undefined) writeFileSync(file, text);
    await expect(judged({ claims: [file] })).rejects.toThrow(words);
  });
});
