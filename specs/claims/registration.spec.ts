import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import {
  type Claim,
  defineClaim,
  defineRegistered,
  type GivenClaim,
} from "../../src/claims/claim.ts";
import type { NetworkInstrument } from "../../src/claims/instrument.ts";
import { one } from "../../src/claims/places.ts";
import { registrationFor } from "../../src/claims/registration.ts";
import type { GivenTest, Numbers, Place, Test } from "../../src/claims/test.ts";
import { register } from "../../src/commands/register.ts";
import { pilotClaims as claims, claims as registered } from "../../src/papers/mcmahan2021/index.ts";
import { cellOf } from "../../src/study/plan.ts";
import { ROOT } from "../source.ts";
import { testHost } from "../testHost.ts";

const folder = mkdtempSync(join(tmpdir(), "attest-register-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const FILE = join(ROOT, "examples/claim.ts");

const hashOf = (claim: Claim): string => registrationFor(claim).hash;

/** Ours with the first test that is judged so changed. */
const withTest = (claim: Claim, by: Test["by"], change: (test: Test) => Test): Claim => {
  const tests = claim.tests();
  const at = tests.findIndex((test) => test.by === by);
  const changed = tests.map((test, k) => (k === at ? change(test) : test));
  return { ...claim, tests: () => changed };
};

const places = (test: Test, change: (place: Place) => Place): Test => ({
  ...test,
  on: test.on.map(change),
});

const [bptt, genetic] = ["bptt", "genetic"].map((rule) => cellOf(rule, "rdm"));

const size: NetworkInstrument = {
  ...{ kind: "network", id: "size", version: 1, probes: { inputs: [0, 0.5] } },
  ...{ says: { many: "have many units" }, tallies: [] },
  of: (_analysis, { network }) => ({ values: { many: network.units > 40 ? 1 : 0 } }),
};

const share: GivenTest = {
  ...{ name: "bptt", on: [one(bptt)], measure: "size.many", by: "shareAtLeast" },
};

const given: GivenClaim = {
  ...{ id: "M01", says: "Networks are large.", cite: "mine" },
  ...{ tests: [share], instruments: [size] },
};

const base = hashOf(defineClaim(given));
type Change = Partial<Numbers & Pick<Test, "role" | "name" | "on" | "measure">>;

const changed = (change: Change): string => {
  const test: GivenTest = { ...share, ...change };
  return hashOf(defineClaim({ ...given, tests: [test] }));
};

describe("the hash of a registration", () => {
  it.each<[string, Change]>([
    ["the margin", { margin: 0.51 }],
    ["the level", { level: 0.025 }],
    ["the number of networks", { networks: 32 }],
    ["the fewest", { fewest: 13 }],
    ["the permutations", { permutations: 9999 }],
    ["whether it counts", { role: "exploratory" }],
    ["the selection", { on: [one(genetic)] }],
    ["the noise that is selected", { on: [one({ ...bptt, noise: 0.5 })] }],
    ["another condition beside", { on: [one(bptt), one(genetic)] }],
  ])("changes with %s", (_what, change) => {
    expect(changed(change)).not.toBe(base);
  });

  it("changes with the level at which a part may contradict", () => {
    expect(changed({ contradicting: 0.01 })).not.toBe(base);
    expect(changed({ contradicting: 0.05 })).toBe(base);
  });

  it("changes with the way of judging, and with the measure", () => {
    const atMost = { ...share, by: "shareAtMost" } as const;
    const other = { ...share, measure: "criterion.met" } as const;
    for (const test of [atMost, other])
      expect(hashOf(defineClaim({ ...given, tests: [test] }))).not.toBe(base);
    expect(hashOf(defineClaim({ ...given, tests: [share, share] }))).not.toBe(base);
  });

  it("changes with an instrument's version, and with what it shows networks", () => {
    const with_ = (change: Partial<NetworkInstrument>): string =>
      hashOf(defineClaim({ ...given, instruments: [{ ...size, ...change }] }));
    expect(with_({ version: 2 })).not.toBe(base);
    expect(with_({ probes: { inputs: [0, 0.4] } })).not.toBe(base);
    expect(with_({ says: { many: "have more than forty units" } })).toBe(base);
  });

  it("does not change with prose", () => {
    expect(changed({ name: "the first rule" })).toBe(base);
    expect(hashOf(defineClaim({ ...given, id: "M02" }))).toBe(base);
    const words = { says: "All networks are large.", cite: "elsewhere" };
    const reasons = {
      reasons: ["Forty is many."],
      measure: "share of large ones",
      family: "Fig. 9",
    };
    expect(hashOf(defineClaim({ ...given, ...words, registered: reasons }))).toBe(base);
    const place = { ...one(bptt), name: "where" };
    expect(changed({ on: [place] })).toBe(base);
  });

  it("changes with a registered number that a test takes over", () => {
    expect(hashOf(defineClaim({ ...given, registered: { margin: 0.6 } }))).not.toBe(base);
  });

  it.each(claims.map((claim) => [claim.id, claim] as const))(
    "of %s: no prose, every number of every test",
    (_id, claim) => {
      const own = hashOf(claim);
      const { registered } = claim;
      const prose = { reasons: ["None."], amendments: ["Some."], measure: "What is measured." };
      expect(hashOf({ ...claim, says: "Said.", registered: { ...registered, ...prose } })).toBe(
        own,
      );
      for (const [at, test] of claim.tests().entries())
        for (const change of [{ margin: 0.3 }, { level: 0.01 }, { fewest: 5 }, { networks: 99 }]) {
          const tests = claim.tests().map((each, k) => (k === at ? { ...test, ...change } : each));
          expect(hashOf({ ...claim, tests: () => tests })).not.toBe(own);
        }
    },
  );
});

describe("attest register --draft", () => {
  it("prints a hash a claim, and writes what it covers", async () => {
    const out = join(folder, "new/registration.json");
    const { host, said } = testHost();
    const options = { draft: true, study: folder, date: undefined };
    await register({ ...options, claims: ["C06", "c06", FILE], out }, host);
    const { draft, claims: written } = JSON.parse(readFileSync(out, "utf8"));
    expect(draft).toBe(true);
    expect(written.map(({ id }: { id: string }) => id)).toEqual(["C06", "M01"]);
    expect(written[0].hash).toBe(hashOf(registered.filter(({ id }) => id === "C06")[0]));
    for (const { id, hash } of written)
      expect(said.out).toMatch(new RegExp(`^${id} +${hash} +\\d+ +\\d+$`, "m"));
    expect(said.out).toContain("A draft: it binds nobody.");
    expect(said.out).toContain("M01: size and power are not computed yet");
    const none = { ...options, claims: ["C99"], out: undefined };
    await expect(register(none, host)).rejects.toThrow(/no "C99"/);
  });
});

describe("a claim that is judged by itself", () => {
  const tests: readonly GivenTest[] = [
    share,
    { ...share, name: "again" },
    { ...share, name: "beside", role: "exploratory" },
  ];
  const numbersOf = (claim: Claim) =>
    claim.tests().map(({ level, contradicting }) => [level, contradicting]);

  it("has the level .05/m, and k tests may contradict at .05/k", () => {
    const claim = defineRegistered({ ...given, tests, registered: { claims: 5 } });
    expect(claim.registered.level).toBeCloseTo(0.01, 15);
    expect(numbersOf(claim)).toEqual(tests.map(() => [0.01, 0.025]));
    expect(() => defineRegistered({ ...given, registered: { claims: 0 } })).toThrow(/claims/);
  });

  it("else a test contradicts at its own level", () => {
    expect(numbersOf(defineClaim({ ...given, tests }))).toEqual(tests.map(() => [0.05, 0.05]));
    const own: readonly GivenTest[] = [{ ...share, level: 0.02 }];
    expect(numbersOf(defineClaim({ ...given, tests: own }))).toEqual([[0.02, 0.02]]);
  });
});

describe("the hash of a way of judging", () => {
  const claimNamed = (id: string): Claim =>
    claims.find((claim) => claim.id === id) ?? defineClaim(given);

  it("changes with the groups that are compared, and not with what they are called", () => {
    const c02 = claimNamed("C02");
    const own = hashOf(c02);
    const swapped = withTest(c02, "apart", (test) =>
      test.by === "apart" ? { ...test, groups: ["bptt", "genetic"] } : test,
    );
    expect(hashOf(swapped)).not.toBe(own);
    const renamed = withTest(c02, "apart", (test) => {
      if (test.by !== "apart") return test;
      const groups = test.groups.map((name) => `${name} rule`);
      const called = (name: string): string => (test.groups.includes(name) ? `${name} rule` : name);
      return {
        ...places(test, (place) => ({
          ...place,
          groups: place.groups.map((group) => ({ ...group, name: called(group.name) })),
        })),
        ...{ by: "apart", groups },
      };
    });
    expect(hashOf(renamed)).toBe(own);
  });

  it("changes with a control, a direction, what a group is restricted to, a custom version", () => {
    const different = (id: string, by: Test["by"], change: (test: Test) => Test): void =>
      expect(hashOf(withTest(claimNamed(id), by, change))).not.toBe(hashOf(claimNamed(id)));
    different("C13", "alike", (test) =>
      test.by === "alike"
        ? { ...test, control: { kind: "groups", names: ["noise 0.1", "untrained"] } }
        : test,
    );
    different("C03", "alike", (test) =>
      test.by === "alike" ? { ...test, control: { kind: "counts", place: test.on[0] } } : test,
    );
    different("C06", "slope", (test) =>
      test.by === "slope" ? { ...test, direction: "flat" } : test,
    );
    different("C12", "ranks", (test) =>
      places(test, (place) => ({
        ...place,
        groups: place.groups.map(({ name, of }) => ({ name, of })),
      })),
    );
    different("C05", "custom", (test) => (test.by === "custom" ? { ...test, version: 2 } : test));
  });
});
