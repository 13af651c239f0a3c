import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Host } from "../src/commands/host.ts";
import { type JudgeOptions, judge } from "../src/commands/judge.ts";
import { judgeDistances } from "../src/commands/judgeDistances.ts";
import { encodeSafetensors } from "../src/store/safetensors.ts";
import { testHost } from "./testHost.ts";

const folder = mkdtempSync(join(tmpdir(), "attest-judge-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string): string => join(folder, name);

const NETWORKS = 12;
const METADATA = { activation: "tanh", rule: "mine", task: "rdm", noise: "1" };

/**
 * Networks of two units. Unit 0 sums its input at a weight just below 1, so that its sign is that
 * of the evidence; the output is that unit's, or the other way round where a network is contrary.
 */
function networksFile(
  metadata: Readonly<Record<string, string>> = METADATA,
  {
    contrary = 0,
    channels = 1,
    copied = 0,
  }: { readonly contrary?: number; readonly channels?: number; readonly copied?: number } = {},
): Uint8Array {
  const repeated = (one: (network: number) => readonly number[]): Float64Array =>
    Float64Array.from(Array.from({ length: NETWORKS }, (_, k) => one(k)).flat());
  const input = (k: number) =>
    Array.from({ length: 2 * channels }, (_, i) =>
      i === 0 ? 0.1 + Math.max(copied, k) / 1000 : 0,
    );
  return encodeSafetensors({
    tensors: new Map([
      ["recurrent", { shape: [NETWORKS, 2, 2], data: repeated(() => [0.999, 0, 0, 0.2]) }],
      ["input", { shape: [NETWORKS, 2, channels], data: repeated(input) }],
      ["output", { shape: [NETWORKS, 1, 2], data: repeated((k) => [k < contrary ? -1 : 1, 0]) }],
    ]),
    metadata: new Map(Object.entries(metadata)),
  });
}

beforeAll(() => {
  writeFileSync(file("good.safetensors"), networksFile());
  writeFileSync(file("contrary.safetensors"), networksFile(METADATA, { contrary: 11 }));
  const { activation } = METADATA;
  writeFileSync(file("bare.safetensors"), networksFile({ activation }));
});

async function run(work: (host: Host) => Promise<boolean>) {
  const { host, said } = testHost({ width: 120, interactive: true });
  const ok = await work(host);
  return { ok, out: said.out };
}

const judged = (name: string, change: Partial<JudgeOptions> = {}) =>
  run((host) =>
    judge(
      {
        ...{ files: [file(name)], rule: undefined, task: undefined, noise: undefined },
        ...{ claims: ["C01"], expect: undefined, criterion: 0.9, populations: file("none") },
        ...{ rules: [], store: undefined, engine: "wasm", json: true },
        ...{ population: undefined, study: file("none"), ...change },
      },
      host,
    ),
  );

describe("attest judge", () => {
  it("scores networks on fresh trials, and judges what they can answer", async () => {
    const claims = ["C01", "C04"];
    const verdicts = "C04=contradicted";
    const { ok, out } = await judged("good.safetensors", { claims, expect: verdicts });
    const found: unknown = JSON.parse(out);
    // A weight below 1 holds nothing: one stable point at each input, also at 0.
    expect(found).toMatchObject({
      populations: [
        {
          cell: { rule: "mine", task: "rdm", noise: 1 },
          criterion: { above: 0.9, freshTrials: 20_000 },
        },
      ],
      claims: [
        { id: "C01", verdict: "supported", n: 12, parts: [{ effect: 1 }] },
        {
          ...{ id: "C04", verdict: "contradicted", expected: "contradicted", asExpected: true },
          parts: [{ verdict: "supported" }, { verdict: "contradicted", effect: 0 }, {}, {}],
        },
      ],
    });
    expect(ok).toBe(true);
  });

  it("refuses a network that is in the file twice: it would count as two", async () => {
    const twice = networksFile(METADATA, { copied: 1 });
    writeFileSync(file("twice.safetensors"), twice);
    await expect(judged("twice.safetensors")).rejects.toThrow(/network 0 again as 1/);
  });

  it("finds networks that answer the other way round: not as expected", async () => {
    const { ok, out } = await judged("contrary.safetensors", { expect: "supported" });
    expect(ok).toBe(false);
    const found: unknown = JSON.parse(out);
    expect(found).toMatchObject({ claims: [{ verdict: "contradicted", effect: 1 / 12 }] });
  });

  it("takes rule, task, noise and criterion from what is said, and says so", async () => {
    const said = { task: "rdm", noise: 1, criterion: 0.99, json: false };
    const { ok, out } = await judged("bare.safetensors", said);
    expect(ok).toBe(true);
    expect(out).toContain("bare rdm 1 working: 0 of 12 networks count as trained");
    expect(out).toContain("more than 99 % of 20000 fresh trials");
    expect(out).toMatch(/C01 +contradicted/);
    expect(out, "colours are for a terminal that reads the answer").not.toContain("\u001b");
  });

  it.each([
    ["no task", "bare.safetensors", {}, /task: expected metadata "task", or --task/],
    ["no noise", "bare.safetensors", { task: "rdm" }, /noise: expected metadata "noise"/],
    ["another task", "good.safetensors", { task: "cdi" }, /cdi have 4 input channels.*these 1 and/],
    ["a task that is none", "good.safetensors", { task: "maze" }, /no "maze"; there are rdm/],
    ["one of our rules", "good.safetensors", { rule: "bptt" }, /"bptt" is one of ours/],
    ["a rule without a name", "good.safetensors", { rule: "7" }, /expected letters, digits/],
    ["a noise beyond bounds", "bare.safetensors", { task: "rdm", noise: 500 }, /got 500$/],
    ["claims of other noises", "good.safetensors", { claims: ["C09"] }, /C09 needs mine rdm 0.1/],
    ["a noise of no claim", "good.safetensors", { noise: 0.3, claims: undefined }, /answer none/],
    ["a claim that is none", "good.safetensors", { claims: ["C99"] }, /no "C99"; there are C01/],
    ["no file", "missing.safetensors", {}, /cannot read .*missing/],
  ])("refuses %s", async (_what, name, change, words) => {
    await expect(judged(name, change)).rejects.toThrow(words);
  });

  it("refuses two files of one cell", async () => {
    const twice = [file("good.safetensors"), file("contrary.safetensors")];
    await expect(judged("", { files: twice })).rejects.toThrow(/two of them hold mine rdm 1/);
  });
});

/** Points on a line as distances, and their groups. */
function line(places: Readonly<Record<string, readonly number[]>>) {
  const all = Object.entries(places).flatMap(([label, own]) => own.map((x) => ({ label, x })));
  return {
    distances: all.map((a) => all.map((b) => Math.abs(a.x - b.x))),
    labels: all.map(({ label }) => label),
  };
}

const distancesOf = (given: unknown, json = true) => {
  writeFileSync(file("d.json"), typeof given === "string" ? given : JSON.stringify(given));
  return run(async (host) => {
    judgeDistances({ file: file("d.json"), json }, host);
    return true;
  });
};

describe("attest judge --distances", () => {
  const apart = line({
    a: [0, 0.1, 0.2, 0.3, 0.4, 0.5],
    b: [0.05, 0.15, 0.25, 0.35, 0.45, 0.47],
    c: [9, 9.1, 9.2, 9.3, 9.4, 9.5],
  });

  it("compares all groups and each pair under both metrics", async () => {
    const { out } = await distancesOf(apart);
    const found: unknown = JSON.parse(out);
    const row = (metric: string, groups: readonly string[], more: object) =>
      expect.objectContaining({ metric, groups, ...more });
    const high = (silhouette: number) => ({
      silhouette: expect.closeTo(silhouette, 12),
      p: 0.0015,
    });
    expect(found).toEqual([
      row("precomputed", ["a", "b", "c"], { p: 0.0005 }),
      row("precomputed", ["a", "b"], {
        silhouette: expect.closeTo(-0.12404432443026508, 12),
        p: 0.951,
      }),
      row("precomputed", ["a", "c"], high(0.9740630242944506)),
      row("precomputed", ["b", "c"], high(0.9754638240966247)),
      row("rows", ["a", "b", "c"], { p: 0.0005 }),
      row("rows", ["a", "b"], { p: 0.9685 }),
      row("rows", ["a", "c"], high(0.9757102791116677)),
      row("rows", ["b", "c"], high(0.9768465683356685)),
    ]);
  });

  it("tells a difference in spread from one in place", async () => {
    const places = [-6, -5, -4, -3, 3, 4, 5, 6];
    const { out } = await distancesOf(line({ a: places.map((x) => x / 100), b: places }));
    const [found]: unknown[] = JSON.parse(out);
    expect(found).toMatchObject({ permdisp: expect.closeTo(0, 1) });
    const { permanova } = Object(found);
    expect(permanova).toBeGreaterThan(0.2);
  });

  it("prints a table, and says where groups are uneven", async () => {
    const even = await distancesOf(line({ "1": [0, 1, 2], "2": [5, 6, 7] }), false);
    expect(even.out).toMatch(/precomputed +1 v 2 +3 \+ 3/);
    expect(even.out).not.toContain("unequal");
    const uneven = await distancesOf(line({ a: [0, 1, 2], b: [5, 6, 7, 8] }), false);
    expect(uneven.out).toContain("unequal size");
  });

  const { distances, labels } = line({ a: [0, 1, 2], b: [5, 6, 7] });
  it.each([
    ["what is no JSON", "{", /not JSON/],
    ["no labels", { distances }, /labels/],
    ["a field too many", { distances, labels, metric: "rows" }, /metric/],
    ["distances that are words", { distances: [["0"]], labels: ["a"] }, /distances/],
    ["a label that is null", { distances, labels: [...labels.slice(1), null] }, /labels/],
    ["labels of both kinds", { distances, labels: [...labels.slice(1), 1] }, /some of each/],
    ["too few labels", { distances, labels: ["a"] }, /expected 6, one a row/],
    ["one group", { distances, labels: labels.map(() => "a") }, /two different ones/],
    ["a group of two", { distances, labels: ["a", "a", "b", "b", "b", "b"] }, /got 2 of "a"/],
    ["half a matrix", { distances: distances.map((row) => row.slice(1)), labels }, /6 entries/],
    ["negatives", { distances: distances.map((r) => r.map((d) => -d)), labels }, /no negative/],
    [
      "a matrix that is not symmetric",
      { distances: distances.map((row, i) => row.map((d) => (i === 0 ? 2 * d : d))), labels },
      /expected .* as at/,
    ],
    ["a diagonal", { distances: distances.map((r) => r.map((d) => d + 1)), labels }, /diagonal/],
  ])("refuses %s", async (_what, given, words) => {
    await expect(distancesOf(given)).rejects.toThrow(words);
  });
});
