import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { readJournal } from "../src/claims/journal.ts";
import { readRegistrations } from "../src/claims/registrationFile.ts";
import { journalIn, registrationIn } from "../src/claims/standing.ts";
import { audit } from "../src/commands/audit.ts";
import { discrepancies } from "../src/commands/discrepancies.ts";
import { type JudgeOptions, judge } from "../src/commands/judge.ts";
import { networkPage } from "../src/commands/network.ts";
import { powerOfRegistration } from "../src/commands/powerOfRegistration.ts";
import { type RegisterOptions, register } from "../src/commands/register.ts";
import { type ReproduceOptions, reproduce } from "../src/commands/reproduce.ts";
import { roots } from "../src/commands/roots.ts";
import { claims } from "../src/papers/mcmahan2021/index.ts";
import { cellOf, type PlannedCell } from "../src/study/plan.ts";
import { PILOT_FOLDER } from "../src/study/shippedFolder.ts";
import { madeNetworks, writePlan, writeUnit } from "./madeStudy.ts";
import { ROOT } from "./source.ts";
import { testHost } from "./testHost.ts";

const all = mkdtempSync(join(tmpdir(), "attest-register-"));
afterAll(() => rmSync(all, { recursive: true, force: true }));

const cell = cellOf("bptt", "rdm");
const unit: PlannedCell = { cell, first: 100, wanted: 14, most: 20 };

let study = "";
beforeEach(() => {
  study = mkdtempSync(join(all, "study-"));
  writePlan(study, [unit]);
});

/** A file that exports a claim of one's own: a share of networks that met the criterion. */
function claimFile(name: string, margin: number): string {
  const file = join(all, `${name}-${margin}.mjs`);
  const from = (path: string): string => JSON.stringify(join(ROOT, path));
  writeFileSync(
    file,
    `import { defineClaim } from ${from("src/claims/claim.ts")};
import { one } from ${from("src/claims/places.ts")};
const on = [one(${JSON.stringify(cell)})];
const tests = [{ name: "met", on, measure: "criterion.met", by: "shareAtLeast" }];
const registered = { margin: ${margin} };
export default defineClaim({ id: "${name}", says: "Most do.", tests, registered });
`,
  );
  return file;
}

async function registered(change: Partial<RegisterOptions> = {}): Promise<string> {
  const { host, said } = testHost();
  const options = { claims: undefined, draft: false, out: undefined, date: undefined, study };
  await register({ ...options, ...change }, host);
  return said.out;
}

async function judged(change: Partial<JudgeOptions> = {}) {
  const { host, said } = testHost({ now: () => "2026-12-05T00:00:00Z" });
  const options: JudgeOptions = {
    ...{ files: [], rule: undefined, rules: [], store: undefined, task: undefined },
    ...{ noise: undefined, claims: undefined, expect: undefined, criterion: 0.9 },
    ...{ populations: join(all, "none"), engine: "wasm", json: false },
    ...{ population: undefined, study },
  };
  await judge({ ...options, ...change }, host);
  return said;
}

const inFile = () => readRegistrations(registrationIn(study)).claims;

describe("attest register", () => {
  it("writes claims into the study's folder, with the date, and keeps the rest", async () => {
    const out = await registered({ claims: [claimFile("M01", 0.5)] });
    expect(out).toContain(`Registered in ${registrationIn(study)}.`);
    const [first] = inFile();
    expect(first).toMatchObject({ id: "M01", date: "2026-12-01T12:00:00Z" });
    const date = "2026-12-02T00:00:00Z";
    await registered({ claims: ["C06", claimFile("M01", 0.5), claimFile("M02", 0.5)], date });
    expect(inFile().map(({ id, date: when }) => [id, when])).toEqual([
      ["C06", date],
      ["M01", first.date],
      ["M02", date],
    ]);
  });

  it("registers a claim again in another form until it is judged, and then no more", async () => {
    writeUnit(study, unit, madeNetworks(cell, 14));
    const before = inFile();
    await registered({ claims: [claimFile("M01", 0.5)] });
    await registered({ claims: [claimFile("M01", 0.6)] });
    expect(inFile()).toHaveLength(before.length + 1);
    const file = claimFile("M01", 0.6);
    const { out } = await judged({ claims: [file] });
    expect(out).toMatch(/M01 +supported/);
    expect(out).toContain("On the study, confirmatory: M01.");
    expect(readJournal(journalIn(study))[0]).toMatchObject({ claim: "M01", read: "training" });
    await registered({ claims: [file] });
    await expect(registered({ claims: [claimFile("M01", 0.7)] })).rejects.toThrow(
      /M01 was judged on 2026-12-05T00:00:00Z as \w+: it cannot be registered again as \w+/,
    );
    const later = await judged({ claims: [claimFile("M01", 0.7)], population: "study" });
    expect(later.out).toContain("On the study, exploratory: M01.");
    expect(later.out).toMatch(/M01 +exploratory: supported/);
  });

  it("mixes no draft with what binds", async () => {
    const out = join(study, "draft.json");
    await registered({ claims: ["C06"], draft: true, out });
    await expect(registered({ claims: ["C06"], out })).rejects.toThrow(/is a draft/);
    await registered({ claims: ["C06"] });
    const binding = registrationIn(study);
    await expect(registered({ draft: true, out: binding })).rejects.toThrow(/is no draft/);
  });

  it("refuses a file whose hash is not that of what stands beside it", async () => {
    await registered({ claims: ["C06"] });
    const file = registrationIn(study);
    writeFileSync(file, readFileSync(file, "utf8").replace('"margin": ', '"margin": 1'));
    expect(inFile).toThrow(/C06: its hash is \w+, not \w+/);
  });
});

describe("a claim that is judged", () => {
  it("is judged on the pilot until it is registered and complete, and that is said", async () => {
    const file = claimFile("M01", 0.5);
    const onPilot = { claims: [file], populations: PILOT_FOLDER };
    expect((await judged(onPilot)).out).toContain("On the pilot, which decides nothing: M01.");
    await registered({ claims: [file] });
    expect((await judged(onPilot)).out).toContain("On the pilot, which decides nothing: M01.");
    const awaiting = await judged({ ...onPilot, population: "study" });
    expect(awaiting.out).toMatch(/M01 +awaiting/);
    expect(awaiting.out).toContain("bptt × rdm × 1: 0 of 14");
    expect(awaiting.out).toMatch(/on the pilot +exploratory: supported/);
    writeUnit(study, unit, madeNetworks(cell, 14));
    expect((await judged(onPilot)).out).toContain("On the study, confirmatory: M01.");
    const asked = await judged({ ...onPilot, population: "pilot" });
    expect(asked.out).toContain("On the pilot, which decides nothing: M01.");
  });

  it("may be expected to be awaiting", async () => {
    const ask = { claims: ["C06"], population: "study", expect: "awaiting", json: true } as const;
    const [found] = JSON.parse((await judged(ask)).out).claims;
    expect(found).toMatchObject({ id: "C06", verdict: "awaiting", asExpected: true });
    const first = { ...ask, claims: ["C08"], populations: PILOT_FOLDER };
    const [{ parts }] = JSON.parse((await judged(first)).out).claims;
    expect(parts.at(-1)).toMatchObject({ name: "on the pilot", verdict: "contradicted", n: 16 });
  });
});

describe("attest power --registration", () => {
  const simulated = async (draws: number, claim?: string) => {
    const { host, said } = testHost();
    const registration = registrationIn(study);
    const options = { populations: PILOT_FOLDER, rules: [], json: false, draws, claim };
    await powerOfRegistration({ ...options, registration }, host);
    return said;
  };

  it("writes size and power into the file, says how far it is, and goes on", async () => {
    const file = claimFile("M01", 0.5);
    await registered({ claims: [file] });
    const { out, notes } = await simulated(10, file);
    expect(notes).toContain("M01: 5 of 10 studies");
    expect(out).toMatch(/met +16 +0\.\d\d \(.*the share is the margin/);
    const [half] = inFile();
    expect(half.simulated).toMatchObject({ draws: 10, wanted: 10, whole: { supported: 10 } });
    expect(await simulated(10, file)).toMatchObject({ notes: "" });
    await simulated(20, file);
    const [cut] = inFile();
    await registered({ claims: [file] });
    expect(inFile()).toEqual([cut]);
    rmSync(registrationIn(study));
    await registered({ claims: [file] });
    await simulated(20, file);
    expect(inFile()).toEqual([cut]);
    expect(await registered({ claims: [file] })).toContain("M01: its power is enough");
  });

  it("says what is underpowered, and refuses what is not in the file in this form", async () => {
    const file = claimFile("M02", 0.99);
    await registered({ claims: [file] });
    const { out } = await simulated(5, file);
    expect(out).toMatch(/M02 is underpowered: 0\.00 \(0\.00–0\.52\) as a whole, below 0\.8\./);
    await expect(simulated(5, claimFile("M03", 0.5))).rejects.toThrow(/M03 is not in/);
    await expect(simulated(5, claimFile("M02", 0.5))).rejects.toThrow(/M02 is \w+ today, and in/);
  });
});

describe("the study's networks", () => {
  const whose = () => ({ population: "study", study, populations: "", rules: [] }) as const;

  it("are open to an audit, and to nothing else before a claim is judged", async () => {
    writeUnit(study, unit, madeNetworks(cell, 14));
    const [{ key }] = madeNetworks(cell, 1);
    const { host, said } = testHost();
    const page = { network: key, seed: undefined, isShipped: true, out: join(all, "pages") };
    const refusal = /no network of the study was measured for a claim yet/;
    await expect(networkPage({ ...whose(), ...page }, host)).rejects.toThrow(refusal);
    const rows = { rows: undefined, json: true };
    await expect(discrepancies({ ...whose(), ...rows }, host)).rejects.toThrow(refusal);
    const one = { networks: 1, seed: 0, keys: ["0".repeat(64)], workers: 1, json: true };
    await expect(audit({ ...whose(), ...one, engine: "wasm" }, host)).rejects.toThrow(
      /beginning of 0 networks' keys/,
    );
    expect(said.out).toBe("");
  });

  it("have their fixed points solved for once a claim that needs them is registered", async () => {
    const drawn: PlannedCell = {
      ...{ cell: cellOf("bptt", "rdm", { variant: "untrained" }), first: 100, wanted: 1, most: 1 },
    };
    writePlan(study, [drawn]);
    writeUnit(study, drawn, madeNetworks(drawn.cell, 1));
    const given = { folder: study, only: undefined, isStudy: true };
    await expect(roots(given, testHost().host)).rejects.toThrow(/there is none/);
    expect(readJournal(journalIn(study))).toEqual([]);
    await registered({ claims: ["C12"] });
    const { host } = testHost();
    await roots(given, host);
    const of = [{ condition: "bptt rdm 1 working untrained", first: 100, last: 100 }];
    expect(readJournal(journalIn(study))).toMatchObject([{ claim: "roots", of }]);
    const [population] = readdirSync(study).filter((name) => name.endsWith(".roots.safetensors"));
    expect(population).toBe("bptt_rdm_1_working_untrained_from-100.roots.safetensors");
  });

  it("are all awaiting in a table of their own", async () => {
    writeUnit(study, unit, madeNetworks(cell, 14));
    const { host, said } = testHost();
    const report = join(all, "report");
    const options: ReproduceOptions = {
      ...{ ...whose(), scale: undefined, expect: undefined, store: "", report },
      ...{ workers: 1, engine: "wasm", salt: undefined },
    };
    expect(await reproduce(options, host)).toBe(true);
    for (const { id } of claims) expect(said.out).toMatch(new RegExp(`^${id} +awaiting +no `, "m"));
    expect(said.out).toContain("The study: 1 of 1 conditions are complete.");
    const found = JSON.parse(readFileSync(join(report, "findings.json"), "utf8")).claims;
    expect(found.map(({ verdict }: { verdict: string }) => verdict)).toEqual(
      claims.map(() => "awaiting"),
    );
  });
});
