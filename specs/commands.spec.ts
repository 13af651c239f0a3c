import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hostileFiles, rawFile } from "../properties/store/safetensors.laws.ts";
import type { Storable } from "../src/setting/storable.ts";
import { encodeSafetensors } from "../src/store/safetensors.ts";
import { decodeArtifact } from "../src/store/store.ts";
import { decodePopulation } from "../src/study/populationFile.ts";
import { asTrained } from "../src/study/trained.ts";

const CLI = join(import.meta.dirname, "../src/cli.ts");
const POPULATIONS = join(import.meta.dirname, "../fixtures/pilot");
const folder = mkdtempSync(join(tmpdir(), "attest-commands-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Kills Node at the hardest where it is to give a second file its name, in whatever thread. */
const KILLED_AT_SECOND_NAME = `
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
const { renameSync } = fs;
let names = 0;
fs.renameSync = (from, to) => {
  names += 1;
  if (names === 2) process.kill(process.pid, "SIGKILL");
  renameSync(from, to);
};
syncBuiltinESMExports();`;

type Answer = { readonly status: number | null; readonly out: string; readonly errors: string };

/** Runs the command in a child. */
function attest(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--import", "tsx", CLI, ...args], {
      env: { ...process.env, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let out = "";
    let errors = "";
    child.stdout.on("data", (text) => {
      out += String(text);
    });
    child.stderr.on("data", (text) => {
      errors += String(text);
    });
    child.once("error", reject);
    child.once("close", (status) => resolve({ status, out, errors }));
  });
}

/** Exit status 1, nothing on stdout, and one short error that says `words`; no stack. */
async function mustRefuse(
  args: readonly string[],
  words: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<void> {
  const { status, out, errors } = await attest(args, environment);
  expect(errors).not.toMatch(/\n {4}at /);
  for (const word of words) expect(errors).toContain(word);
  expect(status).toBe(1);
  expect(out).toBe("");
}

const file = (name: string): string => join(folder, name);

type Tensors = Readonly<Record<string, { shape: readonly number[]; data: Float64Array }>>;

function networks(
  change: Tensors = {},
  metadata: Readonly<Record<string, string>> = { activation: "tanh" },
): Uint8Array {
  const good: Tensors = {
    recurrent: { shape: [2, 2], data: Float64Array.of(1.5, 0.2, -0.1, 0.3) },
    input: { shape: [2, 1], data: Float64Array.of(0.4, -0.2) },
    output: { shape: [1, 2], data: Float64Array.of(1, 1) },
  };
  return encodeSafetensors({
    tensors: new Map(Object.entries({ ...good, ...change })),
    metadata: new Map(Object.entries(metadata)),
  });
}

describe("help", () => {
  it.each([
    "--help",
    "train --help",
    "attractors --help",
    "power --help",
    "reproduce --help",
    "check --help",
    "judge --help",
    "plan --help",
    "doctor --help",
  ])("%s exits 0 and tells the exit statuses or an example", async (words) => {
    const { status, out } = await attest(words.split(" "));
    expect(status).toBe(0);
    expect(out).toMatch(/Exit status|Example: attest/);
  });

  it("is pointed to after a mistake", async () => {
    await mustRefuse(["trane"], ["trane", "--help"]);
    await mustRefuse(["train", "--rule", "bptt"], ["--task", "--help"]);
  });
});

describe("doctor", () => {
  it("says what is here, and what would help where something is missing", async () => {
    const { status, out } = await attest(["doctor"]);
    expect(status).toBe(0);
    for (const word of ["attest", "Node", process.version, "workers", "engine", "native", "tfjs"])
      expect(out).toContain(word);
    expect(out).toMatch(/webgpu +(not here|.*(no GPU|a GPU))/);
    expect(out).not.toMatch(/(SwiftShader|llvmpipe).*; a GPU/);
  });

  it("says the same to programs", async () => {
    const { status, out } = await attest(["doctor", "--json"]);
    expect(status).toBe(0);
    expect(JSON.parse(out)).toContainEqual({ what: "Node", found: expect.any(String) });
  });
});

describe("what is put out", () => {
  it("--version is the package's", async () => {
    const manifest: unknown = JSON.parse(
      readFileSync(join(import.meta.dirname, "../package.json"), "utf8"),
    );
    expect(await attest(["--version"])).toEqual({
      status: 0,
      out: `${Reflect.get(Object(manifest), "version")}\n`,
      errors: "",
    });
  });

  it("may go to somebody who reads no further", async () => {
    const child = spawn(process.execPath, ["--import", "tsx", CLI, "plan", "--json", "--no-cost"], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    child.stdout.destroy();
    let errors = "";
    child.stderr.on("data", (text) => {
      errors += String(text);
    });
    const status = await new Promise((resolve) => child.once("close", resolve));
    expect({ status, errors }).toEqual({ status: 0, errors: "" });
  });
});

describe("options that do not go together are refused", () => {
  it.each([
    ["train --plan smoke --rule bptt", ["--plan", "--rule"]],
    ["train --plan smoke --seeds 1", ["--plan", "--seeds"]],
    ["train --rule bptt --task rdm --noise 1 --seeds 1 --index 0", ["--index", "--plan"]],
    ["train --plan smoke --stored --most-updates 1", ["--stored", "--most-updates"]],
    ["plan --json --slurm", ["--json", "--slurm"]],
    ["judge --distances x.json --expect supported", ["--distances", "--expect"]],
    ["judge --distances x.json --claims C01", ["--distances", "--claims"]],
    ["audit 0a --seed 3", ["keys", "--seed"]],
    ["power C01 --store x --populations y", ["--store", "--populations"]],
    ["reproduce --scale smoke --populations x", ["--scale", "--populations"]],
    ["reproduce --store x", ["--store", "--scale"]],
    ["roots", ["--populations"]],
  ])("%s", async (line, words) => {
    await mustRefuse(line.split(" "), words);
  });
});

describe("check refuses", () => {
  const rule = (name: string, text: string): string => {
    writeFileSync(file(name), text);
    return file(name);
  };

  it("a rule that ends the process, with whatever status", async () => {
    await mustRefuse(["check", rule("ends.ts", "process.exit(0);\n")], ["ended before"]);
  });

  it("a rule that waits for what never comes", async () => {
    const waits = rule("waits.mjs", "await new Promise(() => {});\nexport default {};\n");
    await mustRefuse(["check", waits], ["never settles"]);
  });

  it("one file for both answers", async () => {
    const answer = ["--json", file("x.json"), "--junit", file("x.json")];
    await mustRefuse(["check", rule("no.ts", "export default {};\n"), ...answer], ["json, junit"]);
  });
});

describe("power refuses", () => {
  it.each([
    ["an unknown claim", ["C99"], ["claim", "C99", "C01"]],
    ["a store that is not there", ["C01", "--store", file("none")], ["store", "none"]],
    ["no draws", ["C01", "--draws", "0"], ["--draws"]],
    ["networks that are no numbers", ["C01", "--networks", "8,x"], ["--networks"]],
  ])("%s", async (_name, args, words) => {
    await mustRefuse(["power", ...args], words);
  });
});

describe("train refuses", () => {
  const flags = { rule: "bptt", task: "rdm", noise: "1", seeds: "1003", reading: "working" };
  const train = (change: Readonly<Record<string, string>>): readonly string[] => [
    "train",
    ...Object.entries({ ...flags, store: file("store"), ...change }).flatMap(([name, value]) => [
      `--${name}`,
      value,
    ]),
  ];

  it.each([
    ["an unknown task", { task: "maze" }, ["task", "maze", "rdm"]],
    ["a task from the prototype", { task: "constructor" }, ["task", "constructor"]],
    ["a negative noise", { noise: "-1" }, ["noise", "-1"]],
    ["a noise that is no number", { noise: "loud" }, ["--noise", "loud"]],
    ["an empty noise", { noise: "" }, ["--noise"]],
    ["a vast noise", { noise: "1e9" }, ["noise"]],
    ["updates of another cell", { variant: "matched-updates" }, ["variant", "train --plan"]],
    ["an unknown reading", { reading: "tea-leaves" }, ["reading", "tea-leaves", "working"]],
    ["a reading from the prototype", { reading: "toString" }, ["reading", "toString"]],
    ["an unknown rule", { rule: "osmosis" }, ["rule", "osmosis", "bptt"]],
    ["seeds that are no numbers", { seeds: "x" }, ["--seeds", "x"]],
    ["no seeds", { seeds: "" }, ["--seeds"]],
    ["a falling range of seeds", { seeds: "7-3" }, ["--seeds", "7-3"]],
    ["a negative seed", { seeds: "-3" }, ["--seeds", "-3"]],
    ["a vast range of seeds", { seeds: "0-999999999" }, ["--seeds"]],
    ["a seed given twice", { seeds: "3,1-5" }, ["--seeds", "seed 3"]],
    ["no minutes", { "most-minutes": "0" }, ["--most-minutes", "0"]],
    ["more minutes than a timer holds", { "most-minutes": "40000" }, ["--most-minutes", "35791"]],
    ["updates that are no number", { "most-updates": "many" }, ["--most-updates", "many"]],
    ["no workers", { workers: "0" }, ["--workers", "0"]],
    ["half a worker", { workers: "1.5" }, ["--workers", "1.5"]],
    ["a store that cannot be written", { store: "/dev/null/x" }, ["store", "/dev/null/x"]],
  ])("%s", async (_what, change, words) => {
    await mustRefuse(train(change), words);
  });

  it("an unknown engine", async () => {
    await mustRefuse(train({}), ["ATTEST_ENGINE", "abacus", "wasm"], { ATTEST_ENGINE: "abacus" });
  });

  it("without having stored anything", () => {
    const shelves = existsSync(file("store")) ? readdirSync(file("store")) : [];
    for (const shelf of shelves) expect(readdirSync(join(file("store"), shelf))).toEqual([]);
  });
});

describe("train", () => {
  // This seed meets the criterion after 14 updates, and BPTT has a checkpoint after ten.
  const seed = 4;
  const cut = file("cut");
  const train = [
    "train --rule bptt --task rdm --noise 0.1 --seeds",
    `${seed} --json --store ${cut}`,
  ]
    .join(" ")
    .split(" ");
  const shelf = (name: string): readonly string[] =>
    existsSync(join(cut, name))
      ? readdirSync(join(cut, name)).filter((each) => each.endsWith(".safetensors"))
      : [];
  const held = (name: string): Storable =>
    decodeArtifact(readFileSync(join(cut, name, shelf(name)[0])));

  it("killed before it stores its network, and run again, makes the shipped network", async () => {
    const code = encodeURIComponent(KILLED_AT_SECOND_NAME);
    const preload = `--import data:text/javascript,${code}`;
    const killed = await attest(train, { NODE_OPTIONS: preload });
    expect(killed.status, "it was done before it was killed").toBeNull();
    expect(shelf("networks")).toEqual([]);
    expect(held("checkpoints")).toMatchObject({ checkpoint: { attempt: 0, update: 10 } });
    const again = await attest(train);
    expect(again.status, again.errors).toBe(0);
    expect(shelf("checkpoints")).toEqual([]);
    expect(shelf("networks")).toHaveLength(1);
    const shipped = decodePopulation(
      readFileSync(join(POPULATIONS, "bptt_rdm_0.1_working.safetensors")),
    ).networks[seed];
    expect(shipped).toMatchObject({ seed, reason: "criterion", attempts: 1, updates: 14 });
    // A population's file keeps its losses in float32.
    const { losses, ...rest } = asTrained(held("networks"));
    expect({ ...rest, losses: losses.map(Math.fround) }).toEqual(shipped);
    const { key, reason, updates } = shipped;
    expect(JSON.parse(again.out)).toMatchObject([{ seed, key, reason, updates, units: 50 }]);
    expect((await attest(train)).out).toBe(again.out);
  });
});

describe("a limit", () => {
  // Update 10 is the first that is reported; this seed needs 30 and then a long score.
  const train = (...more: readonly string[]): readonly string[] => [
    ..."train --rule full-force --task rdm --noise 0.1 --seeds 1001 --workers 1".split(" "),
    ...more,
  ];

  it.each([
    ["updates", ["--most-updates", "1"], /budget: \d+ updates, of at most 1\b/],
    ["time", ["--most-minutes", "0.00001"], /budget: the time/],
    ["memory", ["--most-megabytes", "0.1"], /budget: \d+ bytes in use/],
  ] as const)("on %s ends with status 75 and stores no network", async (name, limit, words) => {
    const store = file(`limited by ${name}`);
    const { status, out, errors } = await attest(train("--store", store, ...limit));
    expect(status, errors).toBe(75);
    expect(errors).toMatch(words);
    expect(errors).toContain("full-force rdm 0.1 working seed 1001");
    expect(errors).not.toMatch(/\n {4}at /);
    expect(out).toBe("");
    expect(readdirSync(join(store, "networks"))).toEqual([]);
  });

  it("writes no file of a unit that it cut", async () => {
    const [plan, into, store] = [file("cut.json"), file("cut into"), file("cut store")];
    const cell = { rule: "full-force", task: "rdm", noise: 0.1, reading: "working" };
    const unit = { cell: { ...cell, variant: "as-is" }, first: 1001, wanted: 1, most: 1 };
    writeFileSync(plan, JSON.stringify({ name: "cut", cells: [unit] }));
    const limited = ["train", "--plan", plan, "--into", into, "--store", store, "--workers", "1"];
    const { status, errors } = await attest([...limited, "--most-updates", "1"]);
    expect(status, errors).toBe(75);
    expect(readdirSync(into)).toEqual([]);
  });
});

describe("reproduce refuses", () => {
  it("a report that cannot be written", async () => {
    await mustRefuse(["reproduce", "--report", "/dev/null/x"], ["report", "/dev/null/x"]);
  });

  it("a store that cannot be written, and an unknown engine", async () => {
    const scaled = ["reproduce", "--scale", "smoke", "--report", file("report"), "--store"];
    await mustRefuse([...scaled, "/dev/null/x"], ["store", "/dev/null/x"]);
    await mustRefuse([...scaled, file("store")], ["ATTEST_ENGINE", "abacus"], {
      ATTEST_ENGINE: "abacus",
    });
  });
});

describe("network", () => {
  const shipped = join(import.meta.dirname, "../fixtures/pilot");
  const population = join(shipped, "full-force_rdm_1_working.safetensors");

  it.each([
    ["a key that is none", ["zz"], ["keys", "zz", "0 networks"]],
    ["a key that is not said", [""], ["keys", "networks"]],
    ["a seed beside a key", ["0123", "--seed", "1"], ["seed", "key"]],
    ["a file without a seed", [population], ["--seed", "full-force"]],
    ["a seed that is not in the file", [population, "--seed", "99"], ["seed", "0 to 15", "99"]],
    ["a file that is not there", [file("no.safetensors"), "--seed", "0"], ["no.safetensors"]],
    ["a seed that is no number", [population, "--seed", "x"], ["--seed", "x"]],
    ["a folder that is not there", ["01", "--populations", file("none")], ["populations", "none"]],
    [
      "a folder that cannot be made",
      [population, "--seed", "0", "--out", "/dev/null/x"],
      ["out", "/dev/null/x"],
    ],
  ])("refuses %s", async (_name, args, words) => {
    await mustRefuse(
      ["network", ...(args.includes("--out") ? [] : ["--out", file("x")]), ...args],
      words,
    );
  });

  it("writes one page into the folder, the same by file and by key", async () => {
    const args = ["full-force_rdm_1_working.safetensors", "--seed", "3", "--out"];
    const { status, out, errors } = await attest(["network", ...args, file("pages")]);
    expect(status, errors).toBe(0);
    const [name, ...others] = readdirSync(file("pages"));
    expect(others).toEqual([]);
    expect(out).toBe(`Page: ${join(file("pages"), name)}\n`);
    const key = /^network-([0-9a-f]{16})\.html$/.exec(name)?.[1] ?? "";
    const page = readFileSync(join(file("pages"), name), "utf8");
    for (const words of [
      "full-force rdm 1 working, seed 3",
      "Training curve",
      "Eigenvalues of the Jacobian",
      "one true point within",
      "Output after a pulse",
      `npx attest audit ${key}`,
      "npx attest train --rule full-force --task rdm --noise 1 --seeds 3<",
    ])
      expect(page).toContain(words);
    const again = await attest(["network", key, "--out", file("again")]);
    expect(again.status, again.errors).toBe(0);
    expect(readFileSync(join(file("again"), name), "utf8")).toBe(page);
  });
});

describe("attractors", () => {
  beforeAll(() => {
    const good = networks();
    writeFileSync(file("good"), good);
    writeFileSync(file("truncated"), good.subarray(0, good.length - 3));
    writeFileSync(file("empty"), "");
    writeFileSync(file("a pickle"), "\x80\x04\x95\x10\x00\x00\x00\x00\x00\x00\x00}.", "latin1");
    for (const [name, raw] of hostileFiles) writeFileSync(file(name), rawFile(raw));
    const vector = { shape: [2], data: Float64Array.of(1, 2) };
    writeFileSync(file("wrong shape"), networks({ recurrent: vector }));
    writeFileSync(file("two sizes"), networks({ input: { ...vector, shape: [1, 2] } }));
    writeFileSync(file("no networks"), networks({ recurrent: { shape: [0, 2, 2], data: EMPTY } }));
    const ones = (...shape: readonly number[]) => ({
      shape,
      data: new Float64Array(shape.reduce((size, each) => size * each, 1)).fill(1),
    });
    const recurrent = { shape: [3, 1, 1], data: Float64Array.of(0.5, Number.NaN, 2) };
    const three = { recurrent, input: ones(3, 1, 1), output: ones(3, 1, 1) };
    writeFileSync(file("one of three"), networks(three));
    writeFileSync(file("a gain"), networks({ gain: vector }));
    writeFileSync(
      file("a short bias"),
      networks({ bias: { shape: [1], data: Float64Array.of(1) } }),
    );
    writeFileSync(file("no activation"), networks({}, {}));
    writeFileSync(file("alpha"), networks({}, { activation: "tanh", alpha: "2" }));
  });
  const EMPTY = new Float64Array(0);

  it("finds the three points of a bistable network", async () => {
    const { status, out, errors } = await attest(["attractors", file("good"), "--json"]);
    expect(errors).toBe("");
    expect(status).toBe(0);
    const read: unknown = JSON.parse(out);
    expect(read).toMatchObject({
      schema: "attest.attractors.1",
      file: file("good"),
      sets: [{ network: 0, input: [0], degree: 1, completeness: "complete: intervals" }],
    });
    expect(out.match(/"kind": "stable"/g)).toHaveLength(2);
    expect(out.match(/"kind": "saddle \(1\)"/g)).toHaveLength(1);
    const known = { certificate: { verdict: "certified" }, certifiedStability: "stable", index: 1 };
    expect(Reflect.get(Object(read), "sets")).toEqual([
      expect.objectContaining({
        points: expect.arrayContaining([
          expect.objectContaining({
            ...known,
            certificate: expect.objectContaining(known.certificate),
            eigenvalues: [expect.anything(), expect.anything()],
          }),
        ]),
      }),
    ]);
    const table = await attest(["attractors", file("good"), "--input", "0.1"]);
    expect(table.status).toBe(0);
    expect(table.out).toContain("3 fixed points found, 2 stable");
  });

  it("takes several inputs, rows of a file, own starts, and writes a page", async () => {
    writeFileSync(file("inputs.txt"), "# two\n0.1\n-0.1\n");
    writeFileSync(file("starts.txt"), "1, 2\n-1 -2\n");
    const page = join(folder, "points.html");
    const words = ["--input", "0", "--input", file("inputs.txt"), "--starts", file("starts.txt")];
    const more = ["--slow", "0.01", "--minutes", "5", "--workers", "2", "--page", page];
    const { status, out, errors } = await attest(["attractors", file("good"), ...words, ...more]);
    expect(status, errors).toBe(0);
    for (const input of ["0", "0.1", "-0.1"])
      expect(out).toContain(`network 0, input ${input}: 3 fixed points found`);
    const html = readFileSync(page, "utf8");
    for (const word of ["network 0, u = 0.1", "saddle (1)", "Eigenvalues", "complete: intervals"])
      expect(html).toContain(word);
  });

  it("says which row of a file does not fit", async () => {
    writeFileSync(file("short.txt"), "1, 2\n1\n");
    const words = ["attractors", file("good"), "--starts", file("short.txt")];
    await mustRefuse(words, ["network 0", "--starts", "row 2", "2 numbers"]);
  });

  it("names a network that cannot be solved, and solves the others", async () => {
    const { status, out, errors } = await attest(["attractors", file("one of three")]);
    expect(status).toBe(1);
    for (const word of [file("one of three"), "network 1", "recurrent", "NaN"])
      expect(errors).toContain(word);
    expect(out).toContain("network 0: 1 fixed point found, 1 stable");
    expect(out).toContain("network 1: not solved");
    expect(out).toContain("network 2: 3 fixed points found, 2 stable");
  });

  it.each([
    ["truncated", ["tensor"]],
    ["empty", ["8 bytes"]],
    ["wrong shape", ["recurrent", "axes"]],
    ["two sizes", ["input"]],
    ["no networks", ["recurrent", "empty"]],
    ["a gain", ["gain", "recurrent, input, bias, output", "leave it out"]],
    ["a short bias", ["bias", "[2]", "[1]"]],
    ["no activation", ["activation"]],
    ["alpha", ["alpha", "2"]],
    ["a gap between", ["tensor"]],
    ["a name twice", ["twice"]],
    ["a huge header", ["header"]],
    ["a deep nest", ["header"]],
    ["a pickle", ["pickle", "safetensors.numpy.save_file"]],
    ["missing.safetensors", ["missing.safetensors", "cannot read"]],
  ])("refuses a file: %s", async (name, words) => {
    await mustRefuse(["attractors", file(name)], words);
  });

  it.each([
    ["two inputs for one channel", ["--input", "0.1,0.2"], ["input", "1", "2"]],
    ["an input that is no number", ["--input", "0.1,x"], ["--input", "x"]],
    ["an infinite input", ["--input", "1e999"], ["--input"]],
    ["no starts", ["--starts", "0"], ["--starts", "0"]],
  ])("refuses %s", async (_what, flags, words) => {
    await mustRefuse(["attractors", file("good"), ...flags], words);
  });
});
