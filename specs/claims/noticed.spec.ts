import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { registrationOf } from "../../src/claims/claim.ts";
import type { Finding } from "../../src/claims/finding.ts";
import { checkLedger, type Expected } from "../../src/claims/ledger.ts";
import { shippedProbes } from "../../src/claims/shippedProbes.ts";
import { claims } from "../../src/papers/mcmahan2021/pilot/index.ts";
import { bptt } from "../../src/rules/bptt.ts";
import { working } from "../../src/setting/readings.ts";
import { analyse } from "../../src/study/analysis.ts";
import { networkStream, resolveCell } from "../../src/study/cell.ts";
import { cellOf, type PlannedCell } from "../../src/study/plan.ts";
import { decodePopulation, encodePopulation } from "../../src/study/populationFile.ts";
import { decodeRoots, encodeRoots, type ShippedSet } from "../../src/study/rootsFile.ts";
import { ourRules } from "../../src/study/rules.ts";
import { shippedPopulations } from "../../src/study/shipped.ts";
import { type RootsChecked, verifiedRoots } from "../../src/study/shippedRoots.ts";
import { solveRoots } from "../../src/study/solveRoots.ts";
import { networkKey, type TrainedNetwork } from "../../src/study/trained.ts";
import { drawInitial } from "../../src/training/initialMemory.ts";

const folder = mkdtempSync(join(tmpdir(), "attest-noticed-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const cell = cellOf("bptt", "rdm", { variant: "untrained" });
const planned: PlannedCell = { cell, first: 0, wanted: 2, most: 2 };
const settings = resolveCell(cell, bptt, working);

/** A network with the key of its seed, and initial weights of `drawn`. */
const networkOf = (seed: number, drawn = seed): TrainedNetwork => ({
  key: networkKey({ cell, settings, seed }, "float32"),
  cell,
  seed,
  tier: "float32",
  network: drawInitial(settings, networkStream(cell, drawn), 0)(),
  reason: "budget",
  detail: "",
  attempts: 1,
  updates: 0,
  trials: 0,
  validations: 0,
  freshAccuracy: 0.5,
  idealAccuracy: 0.92,
  losses: new Float64Array(0),
});

const networks = [networkOf(0), networkOf(1)];
let sets: readonly ShippedSet[] = [];

beforeAll(async () => {
  const analysis = analyse([{ cell, settings, networks }], working);
  const probes = shippedProbes(cell);
  sets = (await Promise.all(networks.map((each) => solveRoots(analysis, each, probes)))).flat();
});

/** What reading a population's file from a folder comes to. */
async function reading(unit: PlannedCell, members: readonly TrainedNetwork[]): Promise<unknown> {
  writeFileSync(join(folder, "one.safetensors"), encodePopulation(unit, members));
  return shippedPopulations(folder, ourRules);
}

/** Why shipped fixed points are refused for these networks. */
function refused(members: readonly TrainedNetwork[], shipped = sets): readonly string[] {
  const checked: RootsChecked = { verified: 0, refused: [] };
  const known = verifiedRoots([{ cell, settings, networks: members }], shipped, checked);
  for (const { key, probe } of shipped) known(key, probe);
  expect(checked.verified + checked.refused.length).toBe(shipped.length);
  return checked.refused;
}

describe("what is noticed by name", () => {
  it("nothing is, where all is what it says it is", async () => {
    await expect(reading(planned, networks)).resolves.toBeDefined();
    expect(refused(networks, decodeRoots(encodeRoots(sets)))).toEqual([]);
  });

  it("a flipped label: networks of another cell", async () => {
    const noise = { ...planned, cell: { ...cell, noise: 0.1 } };
    await expect(reading(noise, networks)).rejects.toThrow(
      /seed 0 has another key than bptt rdm 0.1/,
    );
  });

  it("a shuffled population", async () => {
    await expect(reading(planned, [networks[1], networks[0]])).rejects.toThrow(
      /seed 1 is in the place of seed 0/,
    );
    const swapped = [networkOf(0, 1), networkOf(1, 0)];
    expect(refused(swapped).length).toBeGreaterThan(0);
  });

  it("untrained networks in the place of trained ones", () => {
    expect(refused([networkOf(0, 7), networkOf(1, 8)])[0]).toMatch(/a (residual|point) is/);
  });

  it("a tampered weights file, and one that was written anew with its hash", () => {
    const bytes = encodePopulation(planned, networks);
    bytes[bytes.length - 5000] ^= 1;
    expect(() => decodePopulation(bytes)).toThrow(/hash/);
    const weights = { ...networks[0].network.weights };
    const recurrent = weights.recurrent.map((w, i) => (i === 7 ? w + 0.01 : w));
    const network = { ...networks[0].network, weights: { ...weights, recurrent } };
    const tampered = decodePopulation(
      encodePopulation(planned, [{ ...networks[0], network }, networks[1]]),
    );
    expect(refused(tampered.networks).length).toBeGreaterThan(0);
  });

  it("a fixed point that was left out, and one that was made up", () => {
    const without = sets.map((set, k) => (k === 0 ? { ...set, points: set.points.slice(1) } : set));
    const checked: RootsChecked = { verified: 0, refused: [] };
    const known = verifiedRoots([{ cell, settings, networks }], without, checked);
    expect(known(without[0].key, without[0].probe)).toBeUndefined();
    expect(checked.refused[0]).toMatch(/its degree is 0, not 1: a point is missing/);
    const [point] = sets[0].points;
    const far = { ...point, state: point.state.map((x) => x + 0.5) };
    expect(refused(networks, [{ ...sets[0], points: [far] }])[0]).toMatch(/from where it was said/);
  });

  it("a stable point that was said to be unstable, and the other way round", () => {
    const turned = (change: (radius: number) => number): readonly ShippedSet[] => {
      const [first, ...others] = sets[0].points;
      const spectralRadius = change(first.spectralRadius);
      return [{ ...sets[0], points: [{ ...first, spectralRadius }, ...others] }];
    };
    expect(
      refused(
        networks,
        turned((radius) => radius),
      ),
    ).toEqual([]);
    expect(
      refused(
        networks,
        turned((radius) => 2 - radius),
      )[0],
    ).toMatch(/largest .λ. is/);
  });

  it("a place that is none, and a kink that is not there", () => {
    const [point] = sets[0].points;
    const far = { state: point.state.map((x) => x + 0.5), fieldNorm: 1e-9 };
    const beside = { met: [1], near: [far], continua: [] };
    expect(refused(networks, [{ ...sets[0], beside }])[0]).toMatch(/.F. of a place is/);
    const bent = { ...point, kink: "stable" as const };
    expect(refused(networks, [{ ...sets[0], points: [bent] }])[0]).toMatch(/kink is null/);
  });

  it("what is neither a point nor several, in a file of the second format", async () => {
    const own = { ...cell, variant: "relu" } as const;
    const resolved = resolveCell(own, bptt, working);
    const network = drawInitial(resolved, networkStream(own, 0), 0)();
    const trained = { ...networks[0], cell: own, network };
    const population = { cell: own, settings: resolved, networks: [trained] };
    const analysis = analyse([population], working);
    const solved = await solveRoots(analysis, trained, [{ value: 0, context: 0 }]);
    const again = decodeRoots(encodeRoots(solved));
    expect(again[0].points.map(({ kink }) => kink)).toContain("undecided");
    const checked: RootsChecked = { verified: 0, refused: [] };
    const known = verifiedRoots([population], again, checked);
    expect(known(trained.key, again[0].probe)?.apart).toEqual({
      continua: 0,
      undecided: 1,
      near: 0,
    });
    expect(checked.refused).toEqual([]);
  });

  it("a margin that was changed after registration", () => {
    const [claim] = claims;
    const finding: Finding = {
      id: claim.id,
      says: claim.says,
      cite: claim.cite,
      registration: registrationOf(claim),
      parts: [],
      name: "",
      verdict: "supported",
      effect: 0.9,
      interval: null,
      p: null,
      n: 16,
      why: "Made up.",
    };
    const { verdict, effect, n, registration } = finding;
    const entry: Expected = { verdict, effect, n, registration, reason: "Made up." };
    expect(checkLedger([finding], { [claim.id]: entry })).toEqual([]);
    const registered = { ...claim.registered, margin: claim.registered.margin - 0.1 };
    const changed = { ...finding, registration: registrationOf({ ...claim, registered }) };
    expect(checkLedger([changed], { [claim.id]: entry })[0]).toMatch(/was registered as/);
  });

  it("a verdict, an effect or an n that is not the ledger's; a claim too many or too few", () => {
    const finding = { id: "C99", says: "", cite: "", registration: "r", parts: [], name: "" };
    const found: Finding = {
      ...finding,
      verdict: "supported",
      effect: 0.5,
      interval: null,
      p: null,
      n: 3,
      why: "Made up.",
    };
    const entry: Expected = {
      verdict: "supported",
      effect: 0.5,
      n: 3,
      registration: "r",
      reason: "Made up.",
    };
    const said = (change: Partial<Expected>): string =>
      checkLedger([found], { C99: { ...entry, ...change } }).join();
    expect(said({})).toBe("");
    expect(said({ verdict: "contradicted" })).toMatch(/C99 is supported, not contradicted/);
    expect(said({ effect: 0.51 })).toMatch(/effect 0.5, not 0.51/);
    expect(said({ effect: null })).toMatch(/not null/);
    expect(said({ n: 4 })).toMatch(/n = 3, not 4/);
    expect(checkLedger([found], {})[0]).toMatch(/does not know it/);
    expect(checkLedger([], { C99: entry })[0]).toMatch(/C99 was not judged/);
  });
});
