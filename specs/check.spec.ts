import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parseHTML } from "linkedom";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import walk from "../properties/training/tinyRule.ts";
import { type CheckOptions, check } from "../src/commands/check.ts";
import { expectedOf } from "../src/commands/expected.ts";
import { junitXml } from "../src/report/junit.ts";
import { working } from "../src/setting/readings.ts";
import { openStore } from "../src/store/store.ts";
import { type Cell, networkStream, resolveCell } from "../src/study/cell.ts";
import { cellOf } from "../src/study/plan.ts";
import { storeOfRule } from "../src/study/rules.ts";
import { networkKey } from "../src/study/trained.ts";
import { drawInitial } from "../src/training/initialMemory.ts";
import { ROOT } from "./source.ts";
import { testHost } from "./testHost.ts";

const folder = mkdtempSync(join(tmpdir(), "attest-check-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const FILE = join(ROOT, "properties/training/tinyRule.ts");
const NETWORKS = 14;
const store = join(folder, "store");

/** Puts the cell's networks in the rule's store as if they had been trained. */
function put(cell: Cell, met: (seed: number) => boolean): void {
  const into = openStore(storeOfRule(store, walk.name, FILE), () => {});
  const settings = resolveCell(cell, walk, working);
  for (let seed = 0; seed < NETWORKS; seed++) {
    const key = networkKey({ cell, settings, seed }, "float32");
    into.write("networks", key, {
      ...{ key, cell, seed, tier: "float32", detail: "", attempts: 1, updates: 600, trials: 4800 },
      network: drawInitial(settings, networkStream(cell, seed), 0)(),
      reason: met(seed) ? "criterion" : "budget",
      ...{ validations: 2, freshAccuracy: 0.91, idealAccuracy: 0.95 },
      losses: new Float64Array(2),
    });
  }
}

beforeAll(() => {
  put(cellOf(walk.name, "rdm"), () => true);
  put(cellOf(walk.name, "cdi"), (seed) => seed < 2);
});

/** Whether all was as expected, and what was said and written. */
async function checked(change: Partial<CheckOptions> = {}) {
  const { host, said } = testHost();
  const { json = join(folder, "out.json"), junit = join(folder, "out.xml") } = change;
  for (const file of [json, junit]) if (existsSync(file)) rmSync(file);
  const options: CheckOptions = {
    ...{ file: FILE, networks: NETWORKS, claims: ["C01"], tasks: ["rdm"], expect: "supported" },
    ...{ skipLaws: true, deadline: undefined, populations: join(folder, "none"), store },
    ...{ workers: 1, engine: "wasm", json, junit, population: undefined, study: folder },
  };
  const outcome = await check({ ...options, ...change }, host);
  const found: unknown = JSON.parse(readFileSync(json, "utf8"));
  return { outcome, ...said, found, junit: readFileSync(junit, "utf8") };
}

describe("attest check", () => {
  it("judges a rule from a file on its own networks, and says it in each form", async () => {
    const { outcome, out, notes, found, junit } = await checked();
    expect(out).toMatch(/C01 +supported .*14 of 14 met the criterion/s);
    expect(out).toMatch(/C01 +supported +supported +inconclusive/);
    expect(out).toMatch(/Power with 14 networks a cell.*\nC01: supported in 1\.00 \(0\.86–1\.00\)/);
    expect(out).toContain("All as expected.");
    expect(notes).toContain("no other rule is at hand");
    expect(outcome).toBe("expected");
    expect(found).toMatchObject({
      ...{ rule: "walk", ok: true, networks: NETWORKS, tasks: ["rdm"] },
      cells: [{ cell: { rule: "walk", task: "rdm" }, wanted: NETWORKS, met: NETWORKS }],
      claims: [{ id: "C01", verdict: "supported", expected: "supported", asExpected: true, n: 14 }],
    });
    expect(junit).toContain('tests="2" failures="0"');
  });

  it("fails on a verdict that was not expected, and passes where that one is", async () => {
    const failed = await checked({ tasks: ["cdi"] });
    expect(failed.outcome).toBe("unexpected");
    expect(failed.out).toMatch(/Not as expected:\n- C01: .*: contradicted, expected supported/);
    expect(failed.junit).toMatch(/failures="1"/);
    expect(failed.found).toMatchObject({ ok: false, claims: [{ asExpected: false }] });
    const passed = await checked({ tasks: ["cdi"], expect: "c01=contradicted" });
    expect(passed.outcome).toBe("expected");
  });

  it("judges both tasks of a claim together where no task is named", async () => {
    const { outcome, found } = await checked({ tasks: undefined, expect: "contradicted" });
    expect(outcome).toBe("expected");
    expect(found).toMatchObject({ claims: [{ parts: [{ n: 14 }, { n: 14 }] }] });
  });

  it("takes an inconclusive claim for a failure", async () => {
    const { outcome, found, notes } = await checked({ networks: 4 });
    expect(outcome).toBe("unexpected");
    expect(found).toMatchObject({ claims: [{ verdict: "inconclusive", asExpected: false }] });
    expect(notes).toContain("4 networks a cell leave claims open: 12 are the fewest");
  });

  it("shows the paper's own verdict beside a comparison with other rules", async () => {
    const { found } = await checked({ claims: ["C08"], tasks: ["3-cdi"], ...timeUp() });
    expect(found).toMatchObject({ claims: [{ beside: { "full-force": "inconclusive" } }] });
    const other = await checked({ claims: ["C02"], expect: "inconclusive", ...timeUp() });
    expect(other.found).toMatchObject({ claims: [{ beside: { paper: "inconclusive" } }] });
    expect(other.out).toMatch(/claim +walk +expected +paper/);
  });

  it("is no pass where the time was up before all was trained", async () => {
    const given = { claims: ["C08"], tasks: ["3-cdi"], networks: 2, expect: "inconclusive" };
    const { outcome, out, found } = await checked({ ...given, ...timeUp() });
    expect(outcome).toBe("unfinished");
    expect(out).toContain("2 of 2 were not finished in time");
    expect(found).toMatchObject({ cells: [{ wanted: 2, met: 0, unfinished: 2 }] });
  });

  it("trains the simplest task first, whatever the order of the claims", async () => {
    const { found } = await checked({ claims: ["C08", "C01"], tasks: undefined, ...timeUp() });
    expect(found).toMatchObject({
      cells: ["rdm", "cdi", "3-cdi"].map((task) => ({ cell: { task } })),
    });
  });

  it("makes the folders of the files that it writes", async () => {
    const [json, junit] = [join(folder, "new/out.json"), join(folder, "newer/still/out.xml")];
    await checked({ json, junit });
    expect([json, junit].map((file) => existsSync(file))).toEqual([true, true]);
    expect(readdirSync(join(folder, "new"))).toEqual(["out.json"]);
  });

  it("keeps the networks of a changed file apart", () => {
    const copy = join(folder, "copy.ts");
    writeFileSync(copy, readFileSync(FILE));
    expect(storeOfRule(store, "walk", copy)).toBe(storeOfRule(store, "walk", FILE));
    writeFileSync(copy, `${readFileSync(FILE)}\n`);
    expect(storeOfRule(store, "walk", copy)).not.toBe(storeOfRule(store, "walk", FILE));
  });
});

/** No time at all: what is stored is used, and one network at most is begun. */
const timeUp = () => ({ deadline: () => AbortSignal.abort(), networks: 2 });

describe("attest check and the laws", () => {
  it("names each law that a rule breaks, and trains nothing", async () => {
    const file = join(folder, "forgetful.mjs");
    const { pathname } = new URL("../properties/training/tinyRule.ts", import.meta.url);
    writeFileSync(
      file,
      `import walk from ${JSON.stringify(pathname)};
      let calls = 0;
      export default { ...walk, name: "forgetful", learn: async (memory) => {
        calls += 1;
        return { ...memory, loss: calls };
      } };`,
    );
    const { outcome, out, notes, found, junit } = await checked({ file, skipLaws: false });
    expect(outcome).toBe("unexpected");
    expect(out).toMatch(/forgetful breaks rules\/kit-\S+.*nothing was trained/);
    expect(notes).toMatch(/BROKEN {2}rules\/kit-seed\/forgetful.*\nrun twice: memory\.loss is \d+/);
    expect(notes).not.toContain("networks each");
    expect(found).toMatchObject({ rule: "forgetful", ok: false, cells: [], claims: [] });
    expect(junit).toMatch(/<testcase classname="laws" name="rules\/kit-seed.*<failure/);
  });
});

describe("attest check refuses", () => {
  it.each(["json", "junit"])("--%s that cannot be written before it trains", async (name) => {
    let began = false;
    const deadline = () => {
      began = true;
      return AbortSignal.abort();
    };
    writeFileSync(join(folder, "a file"), "");
    const file = join(folder, "a file", `out.${name}`);
    await expect(checked({ [name]: file, deadline })).rejects.toThrow(
      `${name}: cannot write ${file}`,
    );
    expect(began).toBe(false);
  });

  it.each([
    ["a file that is not there", { file: "nowhere.ts" }, /there is no file .*nowhere\.ts/],
    ["a folder", { file: folder }, /there is no file/],
    ["a module without a rule", { file: join(ROOT, "specs/source.ts") }, /does not export a rule/],
    ["a rule of ours", { file: join(ROOT, "src/rules/bptt.ts") }, /does not export|one of ours/],
    ["an unknown claim", { claims: ["C99"] }, /there is no "C99"; there are C01/],
    ["an unknown task", { tasks: ["maze"] }, /there is no "maze"; there are rdm/],
    ["a claim that asks nothing", { claims: ["C18"], tasks: undefined }, /C18 need no network/],
    ["a claim on another task", { claims: ["C08"] }, /C08 need no network .* on rdm/],
    ["a verdict that is none", { expect: "fine" }, /no verdict "fine"; there are supported/],
    ["a verdict on another claim", { expect: "C02=supported" }, /"C02" is not among .*: C01/],
  ])("%s", async (_what, change, words) => {
    await expect(checked(change)).rejects.toThrow(words);
  });
});

describe("attest check says what is wrong with a file:", () => {
  const walked = JSON.stringify(FILE);
  it.each([
    ["no default", "export const rule = 1;", /broken\.mjs does not .*: there is no default export/],
    ["no rule", "export default 1;", /: expected an object, got number/],
    ["its name", '{ ...walk, name: "my rule" }', /: name: .*, got "my rule"/],
    ["its needs", '{ ...walk, needs: ["magic"] }', /: needs: .*session, got \["magic"\]/],
    ["a function", "{ ...walk, learn: 1 }", /: learn: expected a function, got number/],
    ["its syntax", "export default {;", /cannot load .*broken\.mjs: \w/],
    ["what it imports", 'import "nowhere-at-all";', /cannot load .*broken\.mjs: Cannot find/],
  ])("%s", async (what, code, words) => {
    const file = join(folder, what.replaceAll(" ", "-"), "broken.mjs");
    mkdirSync(dirname(file), { recursive: true });
    const isWhole = /^(export|import)/.test(code);
    writeFileSync(file, isWhole ? code : `import walk from ${walked};\nexport default ${code};`);
    await expect(checked({ file })).rejects.toThrow(words);
  });
});

describe("what is expected", () => {
  it("is a verdict for all, or for some with supported for the others", () => {
    const ids = ["C01", "C04"];
    expect(ids.map(expectedOf("inconclusive", ids))).toEqual(["inconclusive", "inconclusive"]);
    expect(ids.map(expectedOf("C04=not-applicable", ids))).toEqual(["supported", "not applicable"]);
    expect(ids.map(expectedOf("contradicted,c04=supported", ids))).toEqual([
      "contradicted",
      "supported",
    ]);
  });
});

describe("JUnit XML", () => {
  it("is read back as it was written, whatever the text", () => {
    const name = `a <b> & "c" 'd' ]]>`;
    const failure = `first <line>\nsecond & last`;
    const cases = [
      { group: "laws", name, failure },
      { group: "claims", name: "C01", failure: null },
    ];
    const { document } = parseHTML(junitXml(name, cases));
    const tests = [...document.querySelectorAll("testcase")];
    expect(tests.map((test) => test.getAttribute("name"))).toEqual([name, "C01"]);
    expect(tests.map((test) => test.querySelector("failure")?.textContent ?? null)).toEqual([
      failure,
      null,
    ]);
    expect(document.querySelector("failure")?.getAttribute("message")).toBe("first <line>");
    expect(document.querySelector("testsuite")?.getAttribute("failures")).toBe("1");
  });
});
