import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { attractors } from "../src/commands/attractors.ts";
import { createRng, deriveKey } from "../src/numerics/rng.ts";
import { readCellFile } from "../src/store/cellFile.ts";
import { floatsOf } from "../src/store/floats.ts";
import { decodeRawTensors, encodeSafetensors, type Tensor } from "../src/store/safetensors.ts";
import { ROOT } from "./source.ts";
import { testHost } from "./testHost.ts";

const TORCH = join(import.meta.dirname, "../fixtures/reference/torch");
const folder = mkdtempSync(join(tmpdir(), "attest-cells-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ROWS = { RNN: 1, GRU: 3, LSTM: 4 } as const;

const rng = createRng(deriveKey(null, "specs", "cells"));

/** The state of a PyTorch module `net` with one recurrent layer and a readout, float32. */
function stateOf(
  kind: keyof typeof ROWS,
  change: Readonly<Record<string, Tensor | null>> = {},
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const [units, channels] = [4, 2];
  const rows = ROWS[kind] * units;
  const tensor = (...shape: readonly number[]): Tensor => ({
    shape,
    data: Float32Array.from({ length: shape.reduce((a, b) => a * b) }, () => rng.normal()),
  });
  const good: Readonly<Record<string, Tensor | null>> = {
    "net.weight_ih_l0": tensor(rows, channels),
    "net.weight_hh_l0": tensor(rows, units),
    "net.bias_ih_l0": tensor(rows),
    "net.bias_hh_l0": tensor(rows),
    "fc.weight": tensor(1, units),
    "norm.num_batches_tracked": { shape: [], data: Int32Array.of(7) },
  };
  const tensors = Object.entries({ ...good, ...change }).flatMap(([name, value]) =>
    value === null ? [] : [[name, value] as const],
  );
  return encodeSafetensors({
    tensors: new Map(tensors),
    metadata: new Map(Object.entries(metadata)),
  });
}

function written(name: string, bytes: Uint8Array): string {
  const path = join(folder, `${name}.safetensors`);
  writeFileSync(path, bytes);
  return path;
}

/** What the command says of a file. */
async function asked(
  file: string,
  input: readonly number[] = [0.2, -0.1],
  more: Partial<Parameters<typeof attractors>[0]> = {},
) {
  const { host, said } = testHost();
  const solved = await attractors(
    {
      ...{ file, input: [input.join(",")], starts: "300", slow: undefined, tolerance: 1e-8 },
      ...{ minutes: undefined, workers: 1, page: undefined, json: false },
      ...more,
    },
    host,
  );
  return { solved, ...said };
}

/** The sets of `--json`. */
async function setsOf(file: string, input?: readonly number[]) {
  const { out } = await asked(file, input, { json: true });
  const { sets }: { sets: { points: { state: number[]; kind: string }[] }[] } = JSON.parse(out);
  return sets;
}

describe("files in PyTorch's layout", () => {
  it.each(["RNN", "GRU", "LSTM"] as const)("a %s is opened and solved", async (kind) => {
    const { solved, out, notes } = await asked(written(kind, stateOf(kind)));
    expect(solved).toBe(true);
    expect(out).toMatch(/^network {2}point {2}kind +max \|λ\| {3}\|F\| +certificate/);
    expect(out).toMatch(/within \de-\d+/);
    expect(out).toMatch(new RegExp(`network net \\(${kind}, h 4(, c 4)?\\): \\d+ fixed point`));
    expect(out).toMatch(/degree 1, (degree consistent|complete: contraction)/);
    expect(notes).toContain("not part of any network: fc.weight, norm.num_batches_tracked");
    expect(/nonlinearity/.test(notes)).toBe(kind === "RNN");
  });

  it("the README's command opens one", () => {
    const file = written("readme", stateOf("GRU"));
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ["packaging/attest.js", "attractors", file, "--input", "0.2,-0.1"],
      { cwd: ROOT, encoding: "utf8" },
    );
    expect(stderr).toContain("fc.weight");
    expect(stdout).toContain("network net (GRU, h 4)");
    expect(status).toBe(0);
  });

  it("--json has the parts of the state, and each point's kind and certificate", async () => {
    const { out } = await asked(written("json", stateOf("LSTM")), undefined, { json: true });
    const { schema, sets } = JSON.parse(out);
    expect(schema).toBe("attest.attractors.1");
    expect(sets).toEqual([
      expect.objectContaining({
        network: "net",
        cell: "LSTM",
        alpha: null,
        input: [0.2, -0.1],
        parts: [
          { name: "h", from: 0, size: 4 },
          { name: "c", from: 4, size: 4 },
        ],
        coverage: expect.objectContaining({ draws: expect.any(Number) }),
        completeness: "degree consistent",
        near: [],
        points: expect.arrayContaining([
          expect.objectContaining({
            kind: expect.stringMatching(/stable|saddle/),
            certificate: expect.objectContaining({ verdict: "certified" }),
            state: expect.arrayContaining([expect.any(Number)]),
          }),
        ]),
      }),
    ]);
  });

  const layer = (name: string): Readonly<Record<string, Tensor>> => ({
    [name]: { shape: [12, 4], data: new Float32Array(48) },
  });
  it.each([
    ["two layers", layer("net.weight_hh_l1"), "it has 2 layers; expected one"],
    ["both directions", layer("net.weight_hh_l0_reverse"), "it is bidirectional"],
    ["a projection", layer("net.weight_hr_l0"), "proj_size"],
    ["no recurrent weights", { "net.weight_hh_l0": null }, '"net.weight_hh_l0": expected'],
    ["one bias of two", { "net.bias_hh_l0": null }, '"net.bias_hh_l0": expected'],
    [
      "rows of no cell",
      { "net.weight_hh_l0": { shape: [8, 4], data: new Float32Array(32) } },
      "8 × 4",
    ],
    [
      "a number that is none",
      { "net.bias_ih_l0": { shape: [12], data: new Float32Array(12).fill(Number.NaN) } },
      '"net.bias_ih_l0", entry 0: expected a finite number, got NaN',
    ],
    [
      "whole numbers for weights",
      { "net.weight_hh_l0": { shape: [12, 4], data: new Int32Array(48) } },
      "weights are F64, F32, F16 or BF16",
    ],
  ])("refuses %s, and names it", async (name, change, words) => {
    const file = written(name, stateOf("GRU", change));
    await expect(asked(file)).rejects.toThrow(words);
    await expect(asked(file)).rejects.toThrow(`${file}: network net`);
  });

  it("refuses a nonlinearity that PyTorch has not, and an input that does not fit", async () => {
    const gelu = written("gelu", stateOf("RNN", {}, { nonlinearity: "gelu" }));
    await expect(asked(gelu)).rejects.toThrow(
      'metadata "nonlinearity": expected tanh, relu, got gelu',
    );
    const file = written("input", stateOf("GRU"));
    await expect(asked(file, [1])).rejects.toThrow(
      "--input: expected 2 numbers, one for each input channel, got 1",
    );
  });

  it("solves the others where one cannot be read, and says so", async () => {
    const encoder = (part: string, shape: readonly number[]): Readonly<Record<string, Tensor>> => ({
      [`encoder.${part}_l0`]: { shape, data: new Float32Array(shape.reduce((a, b) => a * b)) },
    });
    const file = written(
      "two",
      stateOf("GRU", {
        ...encoder("weight_ih", [4, 2]),
        ...encoder("weight_hh", [4, 4]),
        "net.bias_ih_l0": { shape: [12], data: new Float32Array(12).fill(Number.NaN) },
      }),
    );
    const { solved, out, notes } = await asked(file);
    expect(solved).toBe(false);
    expect(out).toContain("network encoder (RNN, h 4): 1 fixed point found, 1 stable");
    expect(notes).toContain(`${file}: network net: tensor "net.bias_ih_l0"`);
    expect(notes).toContain("the others were solved");
  });
});

describe("what else can be asked of cells", () => {
  it("several inputs on all workers, slow places, own starts, and a page", async () => {
    const file = written("more", stateOf("GRU"));
    const page = join(folder, "cells.html");
    const starts = join(folder, "cells.txt");
    writeFileSync(starts, "0 0 0 0\n0.5 0.5 0.5 0.5\n");
    const input = ["0,0", "0.2,-0.1"];
    const more = { input, starts, slow: 0.5, workers: 2, page };
    const { solved, out, notes } = await asked(file, undefined, more);
    expect(solved).toBe(true);
    for (const each of input) expect(out).toContain(`network net (GRU, h 4), input ${each}: `);
    expect(notes).toContain("Page: ");
    expect(readFileSync(page, "utf8")).toContain("network net (GRU, h 4), u = 0.2, -0.1");
  });

  it("says which row of starts does not fit", async () => {
    const starts = join(folder, "short.txt");
    writeFileSync(starts, "0 0 0 0\n1\n");
    const file = written("short", stateOf("GRU"));
    await expect(asked(file, undefined, { starts })).rejects.toThrow(
      /net: --starts: .* row 2 has 1/,
    );
  });

  it("a rate network without an inverse is started from its rates", async () => {
    const starts = join(folder, "rates.txt");
    writeFileSync(starts, "0.9\n");
    const file = written("rates-starts", stateOfRates());
    const { out } = await asked(file, [0], { starts, json: true });
    const [{ points }] = JSON.parse(out).sets;
    expect(points.map(({ kind }: { kind: string }) => kind).sort()).toEqual([
      "stable",
      "stable",
      "unstable node (1)",
    ]);
  });

  const stateOfRates = (): Uint8Array =>
    encodeSafetensors({
      tensors: new Map([
        ["recurrent", { shape: [1, 1], data: Float64Array.of(2) }],
        ["input", { shape: [1, 1], data: Float64Array.of(1) }],
      ]),
      metadata: new Map(Object.entries({ activation: "tanh", form: "rates" })),
    });
});

describe("files that PyTorch wrote", () => {
  const bytesOf = (name: string) => readFileSync(join(TORCH, `${name}.safetensors`));

  it.each([
    ["f16", 2 ** -11],
    ["bf16", 2 ** -8],
  ])("%s is the nearest to float32", (suffix, relative) => {
    for (const kind of ["rnn", "gru", "lstm"]) {
      const wide = decodeRawTensors(bytesOf(kind)).tensors;
      for (const [name, tensor] of decodeRawTensors(bytesOf(`${kind}-${suffix}`)).tensors) {
        const source = wide.get(name);
        const truth = source === undefined ? [] : floatsOf(name, source);
        const found = floatsOf(name, tensor);
        expect(found.length).toBe(truth.length);
        found.forEach((value, k) => {
          expect(Math.abs(value - truth[k])).toBeLessThanOrEqual(relative * Math.abs(truth[k]));
        });
      }
    }
  });

  it.each(["rnn", "gru", "lstm", "rnn-f16", "gru-bf16", "lstm-f16"])(
    "%s is solved",
    async (name) => {
      const { solved, out } = await asked(join(TORCH, `${name}.safetensors`));
      expect(solved).toBe(true);
      expect(out).toContain(`network rnn (${name.split("-")[0].toUpperCase()}, h 3`);
    },
  );
});

describe("our own format", () => {
  const networks = (
    change: Readonly<Record<string, Tensor>>,
    metadata: Readonly<Record<string, string>>,
  ): Uint8Array =>
    encodeSafetensors({
      tensors: new Map(
        Object.entries({
          recurrent: { shape: [2, 1, 1], data: Float64Array.of(0.5, 2) },
          input: { shape: [2, 1, 1], data: Float64Array.of(1, 1) },
          ...change,
        }),
      ),
      metadata: new Map(Object.entries({ activation: "tanh", ...metadata })),
    });

  it("takes a bias: x = W tanh(x) + u + b", async () => {
    const bias = { shape: [2, 1], data: Float64Array.of(0.3, 0) };
    const [first, second] = await setsOf(written("bias", networks({ bias }, {})), [0.1]);
    const [x] = first.points[0].state;
    expect(x).toBeCloseTo(0.5 * Math.tanh(x) + 0.4, 14);
    expect(second.points).toHaveLength(3);
  });

  it("takes the rate form: r = f(W r + u)", async () => {
    const [first, second] = await setsOf(written("rates", networks({}, { form: "rates" })), [0.1]);
    const [r] = first.points[0].state;
    expect(r).toBeCloseTo(Math.tanh(0.5 * r + 0.1), 14);
    expect(second.points).toHaveLength(3);
  });

  it("takes a network whose trajectories overflow: W = 40, relu", async () => {
    const recurrent = { shape: [1, 1], data: Float64Array.of(40) };
    const input = { shape: [1, 1], data: Float64Array.of(1) };
    const bytes = networks({ recurrent, input }, { activation: "relu", alpha: "1" });
    const [{ points }] = await setsOf(written("overflow", bytes), [-1]);
    const sorted = [...points].sort((a, b) => a.state[0] - b.state[0]);
    expect(sorted.map(({ kind }) => kind)).toEqual(["stable", "unstable node (1)"]);
    expect(sorted[0].state[0]).toBe(-1);
    expect(sorted[1].state[0]).toBeCloseTo(1 / 39, 14);
  });

  it.each([
    ["softplus", (x: number) => Math.log(1 + Math.exp(x))],
    ["leaky-relu", (x: number) => Math.max(x, 0.2 * x)],
    ["sigmoid", (x: number) => 1 / (1 + Math.exp(-x))],
    ["linear", (x: number) => x],
  ])("takes %s", async (activation, f) => {
    const file = written(activation, networks({}, { activation, slope: "0.2", alpha: "0.5" }));
    const [first] = await setsOf(file, [-1]);
    expect(first.points).toHaveLength(1);
    const [x] = first.points[0].state;
    expect(x).toBeCloseTo(0.5 * f(x) - 1, 13);
  });

  it.each([
    [
      "a tensor that is not known",
      networks({ gain: { shape: [1], data: Float64Array.of(1) } }, {}),
      "gain",
    ],
    ["another activation", networks({}, { activation: "gelu" }), "softplus"],
    ["another form", networks({}, { form: "voltage" }), "state, rates"],
    ["a slope beyond 1", networks({}, { slope: "2" }), "slope"],
    [
      "no recurrent weights",
      networks({ recurrent: { shape: [0, 1, 1], data: new Float64Array(0) } }, {}),
      "recurrent",
    ],
  ])("refuses %s", (_, bytes, words) => {
    expect(() => readCellFile(bytes)).toThrow(words);
  });

  it("says what is expected of a file of something else", () => {
    const bytes = encodeSafetensors({
      tensors: new Map([["fc.weight", { shape: [1], data: Float32Array.of(1) }]]),
      metadata: new Map(),
    });
    expect(() => readCellFile(bytes)).toThrow(/there are fc.weight; expected .*weight_hh_l0.*docs/);
  });
});
