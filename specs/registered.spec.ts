import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { type Claim, defineClaim, type GivenClaim } from "../src/claims/claim.ts";
import { judgeOnStudy } from "../src/claims/confirm.ts";
import type { Finding } from "../src/claims/finding.ts";
import type { NetworkInstrument } from "../src/claims/instrument.ts";
import { type FirstMeasurement, readJournal } from "../src/claims/journal.ts";
import { one } from "../src/claims/places.ts";
import { registrationFor } from "../src/claims/registration.ts";
import { readRegistrations, writeRegistrations } from "../src/claims/registrationFile.ts";
import { journalIn, openRecord, registrationIn, standingOf } from "../src/claims/standing.ts";
import { cellOf, type PlannedCell } from "../src/study/plan.ts";
import { ourRules } from "../src/study/rules.ts";
import type { TrainedNetwork } from "../src/study/trained.ts";
import { madeNetworks, writePlan, writeUnit } from "./madeStudy.ts";

const all = mkdtempSync(join(tmpdir(), "attest-registered-"));
afterAll(() => rmSync(all, { recursive: true, force: true }));

const [low, high] = [0.1, 1].map((noise) => cellOf("bptt", "rdm", { noise }));
const unitOf = (cell: typeof low): PlannedCell => ({ cell, first: 100, wanted: 14, most: 20 });
const units = [low, high].map(unitOf);

const [REGISTERED, JUDGED] = ["2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z"];

let study = "";
beforeEach(() => {
  study = mkdtempSync(join(all, "study-"));
  writePlan(study, units);
});

const put = (cell: typeof low, networks: readonly TrainedNetwork[]): void =>
  writeUnit(study, unitOf(cell), networks);

/** The keys of the networks that were looked at. */
let seen: string[] = [];
beforeEach(() => {
  seen = [];
});

const size: NetworkInstrument = {
  ...{ kind: "network", id: "size", version: 1, probes: { inputs: [0] } },
  ...{ says: { many: "have many units" }, tallies: [] },
  of(_analysis, { key, network }) {
    seen.push(key);
    return { values: { many: network.units > 40 ? 1 : 0 } };
  },
};

const given: GivenClaim = {
  ...{ id: "M01", says: "Networks are large.", instruments: [size] },
  tests: [low, high].map((cell) => ({
    ...{ name: `noise ${cell.noise}`, on: [one(cell)], measure: "size.many", networks: 12 },
    by: "shareAtLeast",
  })),
};
const claim = defineClaim(given);

function registerAt(date: string, of: Claim = claim): void {
  const { claims } = readRegistrations(registrationIn(study));
  const others = claims.filter(({ id }) => id !== of.id);
  const registered = { ...registrationFor(of), date };
  writeRegistrations(registrationIn(study), { draft: false, claims: [...others, registered] });
}

const judged = async (of: Claim = claim, now = JUDGED): Promise<Finding> =>
  (await judgeOnStudy(of, openRecord(study, { rules: ourRules }), { now })).finding;

const journal = (): readonly FirstMeasurement[] => readJournal(journalIn(study));

describe("a claim on the study", () => {
  it("is confirmatory where it was registered before, and its networks are complete", async () => {
    put(low, madeNetworks(low, 15, { missed: [103] }));
    put(high, madeNetworks(high, 14));
    registerAt(REGISTERED);
    const found = await judged();
    expect(found).toMatchObject({ verdict: "supported", population: "study" });
    expect(found.role).toBeUndefined();
    expect(found.registration).toBe(registrationFor(claim).hash);
    // Registered with twelve a condition: the first that met, by seed.
    expect(found.parts.map(({ n }) => n)).toEqual([12, 12]);
    expect(journal()).toEqual([
      {
        ...{ claim: "M01", registration: found.registration, date: JUDGED, read: "networks" },
        of: [
          { condition: "bptt rdm 0.1 working", first: 100, last: 114 },
          { condition: "bptt rdm 1 working", first: 100, last: 113 },
        ],
      },
    ]);
  });

  it("takes of each condition as many as the smallest that is compared has", async () => {
    const places = [low, high].map((cell) => ({ ...one(cell), name: `${cell.noise}` }));
    const trend = defineClaim({
      ...{ ...given, id: "M02" },
      tests: [{ name: "trend", on: places, measure: "size.many", by: "trend", networks: 48 }],
    });
    // Twenty were tried: that is all there will ever be.
    put(low, madeNetworks(low, 20, { missed: [100, 101, 102, 103, 104, 105, 106] }));
    put(high, madeNetworks(high, 14));
    registerAt(REGISTERED, trend);
    const found = await judged(trend);
    expect(found.parts[0].n).toBe(26);
  });

  it("is inconclusive for good where too few met in the end", async () => {
    put(low, madeNetworks(low, 20, { missed: [100, 101, 102, 103, 104, 105, 106, 107, 108] }));
    put(high, madeNetworks(high, 14));
    registerAt(REGISTERED);
    const found = await judged();
    expect(found.verdict).toBe("inconclusive");
    expect(found.parts[0].why).toContain("11 networks are too few, 12 are the fewest");
  });
});

describe("nobody peeks", () => {
  const blind = defineClaim({
    ...given,
    instruments: [
      {
        ...size,
        of: () => {
          throw new Error("a network was looked at");
        },
      },
    ],
  });

  it("where networks are lacking: awaiting, with the counts so far and the pilot's", async () => {
    put(low, madeNetworks(low, 14));
    put(high, madeNetworks(high, 12, { missed: [101] }));
    registerAt(REGISTERED, blind);
    const record = openRecord(study, { rules: ourRules });
    const pilot: Finding = { ...(await judgedElsewhere()), verdict: "contradicted" };
    const how = { now: JUDGED, pilot: () => Promise.resolve(pilot) };
    const { finding, measured } = await judgeOnStudy(blind, record, how);
    expect(measured).toBeNull();
    expect(finding).toMatchObject({ verdict: "awaiting", effect: null, p: null, n: 0 });
    expect(finding.why).toContain("bptt × rdm × 1: 11 of 14");
    expect(finding.parts).toMatchObject([
      { name: "bptt × rdm × 1", verdict: "awaiting", why: "11 of 14", n: 11 },
      { name: "on the pilot", role: "exploratory", verdict: "contradicted" },
    ]);
    expect(existsSync(journalIn(study))).toBe(false);
  });

  it("nor where the claim is not registered, or not in its form of today", async () => {
    for (const cell of [low, high]) put(cell, madeNetworks(cell, 14));
    expect(await judged(blind)).toMatchObject({
      verdict: "awaiting",
      why: "It is not registered, so that nothing is measured.",
    });
    registerAt(REGISTERED, defineClaim({ ...given, registered: { margin: 0.6 } }));
    const found = await judged(blind);
    expect(found.verdict).toBe("awaiting");
    expect(found.why).toMatch(/^It was registered as \w+ and is now \w+: register it again\.$/);
    expect(existsSync(journalIn(study))).toBe(false);
  });

  it("nor where the registration is a draft, or the study has no such condition", async () => {
    for (const cell of [low, high]) put(cell, madeNetworks(cell, 14));
    const registered = { ...registrationFor(blind), date: REGISTERED };
    writeRegistrations(registrationIn(study), { draft: true, claims: [registered] });
    expect((await judged(blind)).verdict).toBe("awaiting");
    const elsewhere = defineClaim({
      ...given,
      tests: [
        { name: "cdi", on: [one(cellOf("bptt", "cdi"))], measure: "size.many", by: "shareAtLeast" },
      ],
    });
    registerAt(REGISTERED, elsewhere);
    expect((await judged(elsewhere)).parts[0].why).toBe("not in the plan");
  });

  it("and measures nothing where there can be no journal", async () => {
    for (const cell of [low, high]) put(cell, madeNetworks(cell, 14));
    registerAt(REGISTERED, blind);
    mkdirSync(join(study, "measured.json"));
    await expect(judged(blind)).rejects.toThrow(/measured\.json/);
  });
});

/** A finding on other networks. */
async function judgedElsewhere(): Promise<Finding> {
  const elsewhere = mkdtempSync(join(all, "elsewhere-"));
  const record = openRecord(elsewhere, { rules: ourRules });
  return (await judgeOnStudy(claim, record, { now: JUDGED })).finding;
}

describe("a registration that comes late", () => {
  const other = defineClaim({ ...given, id: "M09" });

  it("is exploratory where its networks were measured before, for whatever claim", async () => {
    for (const cell of [low, high]) put(cell, madeNetworks(cell, 14));
    registerAt(REGISTERED, other);
    expect((await judged(other)).role).toBeUndefined();
    const late = "2026-12-02T00:00:00Z";
    registerAt(late);
    const found = await judged(claim, "2026-12-03T00:00:00Z");
    expect(found).toMatchObject({ verdict: "supported", role: "exploratory" });
    expect(found.why).toContain(
      `Exploratory: it was registered on ${late}, after its networks were first measured, for ` +
        `M09 on ${JUDGED}.`,
    );
  });

  it("is confirmatory where others looked at loss, accuracy and counts alone", async () => {
    for (const cell of [low, high]) put(cell, madeNetworks(cell, 14));
    const counts = defineClaim({
      ...given,
      id: "M09",
      instruments: [{ ...size, reads: "training" }],
    });
    registerAt(REGISTERED, counts);
    await judged(counts);
    expect(journal()[0].read).toBe("training");
    registerAt("2026-12-02T00:00:00Z");
    expect((await judged(claim, "2026-12-03T00:00:00Z")).role).toBeUndefined();
  });
});

describe("a claim is judged once", () => {
  it("again in the same form it is the same, and the journal keeps the first date", async () => {
    for (const cell of [low, high]) put(cell, madeNetworks(cell, 14));
    registerAt(REGISTERED);
    const first = await judged();
    const before = readFileSync(journalIn(study), "utf8");
    expect(await judged(claim, "2027-01-01T00:00:00Z")).toEqual(first);
    expect(readFileSync(journalIn(study), "utf8")).toBe(before);
  });

  it("in another form it is exploratory, whatever is registered since", async () => {
    for (const cell of [low, high]) put(cell, madeNetworks(cell, 14));
    registerAt(REGISTERED);
    await judged();
    const again = defineClaim({ ...given, registered: { margin: 0.6 } });
    const { hash } = registrationFor(claim);
    for (const file of [claim, again]) {
      registerAt(REGISTERED, file);
      const found = await judged(again);
      expect(found.role).toBe("exploratory");
      expect(found.why).toContain(`judged on ${JUDGED} in another form, ${hash}`);
    }
  });

  it("says so before anything is measured", async () => {
    for (const cell of [low, high]) put(cell, madeNetworks(cell, 14));
    registerAt(REGISTERED);
    const standing = standingOf(claim, openRecord(study, { rules: ourRules }));
    expect(standing).toMatchObject({ kind: "ready", exploratory: null });
    expect(seen).toEqual([]);
  });
});

describe("networks of a condition", () => {
  it("are those of the claim's own seeds, where it has some", async () => {
    const own: PlannedCell = { cell: low, first: 200, wanted: 13, most: 13 };
    writePlan(study, [...units, own]);
    writeUnit(study, own, madeNetworks(low, 13, { first: 200 }));
    const seeds = defineClaim({
      ...given,
      instruments: [{ ...size, from: 200, first: 16 }],
      tests: [{ name: "own", on: [one(low)], measure: "size.many", by: "shareAtLeast" }],
    });
    registerAt(REGISTERED, seeds);
    expect((await judged(seeds)).parts[0].n).toBe(13);
    expect(journal()[0].of).toEqual([{ condition: "bptt rdm 0.1 working", first: 200, last: 212 }]);
    expect(registrationFor(seeds).hash).not.toBe(
      registrationFor(defineClaim({ ...given, tests: seeds.tests() })).hash,
    );
  });
});
