import { spawnSync } from "node:child_process";
import { describe, expect, expectTypeOf, it } from "vitest";
import * as attest from "../src/index.ts";
import { allNodes, place, ROOT, reachedFrom, source } from "./source.ts";

/** What a user may rely on; each room by its own names. */
const EXPECTED = {
  model: ["step", "readOutput", "jacobian", "initialise", "requireNetwork", "activationFunctions"],
  task: ["rdm", "contextual", "memory", "defineTask", "givenTrials", "selectTrials"],
  engine: ["chooseEngine", "ENGINE_NAMES", "arithmeticVersion"],
  rules: [
    "defineRule",
    "bptt",
    "genetic",
    "hebbian",
    "fullForce",
    "builtInRules",
    "worldOf",
    "worldOn",
  ],
  training: ["train", "trainPopulation", "validate", "cellName", "resolveCell", "settingsOf"],
  cells: [
    ...["readCellFile", "findCellPoints", "certifyCell", "cellKind", "paperForm", "cellActivation"],
    ...["equationOneCell", "rateCell", "torchRnn", "gruCell", "lstmCell", "CELL_ACTIVATIONS"],
  ],
  attractors: [
    ...["findFixedPoints", "residualOf", "stabilityOf", "certify", "degreeOf", "slowPoints"],
    ...["pulseResponse", "randomStarts", "trajectoryStarts", "newtonSolver", "referenceSolver"],
  ],
  representations: ["activityOf", "subspace", "principalComponents", "probeTrials"],
  distances: [
    "silhouette",
    "excessSilhouette",
    "svcca",
    "svccaDistances",
    "classicalMds",
    "smacof",
  ],
  statistics: ["permutationTest", "jonckheere", "indistinguishable", "slope", "holm", "permdisp"],
  claims: ["claims", "judgeAll", "judgeClaim", "analyse", "findingOf", "combine"],
  readings: ["readings", "text", "code", "working"],
  store: ["openStore", "readNetworkFile", "FormatError"],
  paper: ["equations"],
};

const reached = [...reachedFrom(["src/index.ts"], { types: false })].map(source);

describe("the public entry", () => {
  it.each(Object.entries(EXPECTED))("has the names of %s", (_room, names) => {
    const have = new Map<string, unknown>(Object.entries(attest));
    for (const name of names) expect(have.get(name), name).toBeDefined();
  });

  it("only passes on what other files declare", () => {
    const kinds = source("src/index.ts").top.map(({ type }) => type);
    expect(new Set(kinds)).toEqual(new Set(["ExportNamedDeclaration"]));
  });

  it("reaches no file that acts when it is loaded, or waits", () => {
    const declares = /^(Import|Export|Function|Class|Variable|TS\w+)\w*Declaration$/;
    const acting = reached.flatMap((file) =>
      file.top.filter(({ type }) => !declares.test(type)).map((node) => place(file, node)),
    );
    expect(acting).toEqual([]);
    const waiting = reached.flatMap((file) => {
      const functions = allNodes(file).filter(({ type }) => /Function/.test(type));
      return allNodes(file)
        .filter(({ type, start }) => {
          if (type !== "AwaitExpression") return false;
          return !functions.some((each) => each.start <= start && start < each.end);
        })
        .map((node) => place(file, node));
    });
    expect(waiting).toEqual([]);
  });

  it("loads without a word, a global, or anything left running", () => {
    const code =
      "const before = Object.getOwnPropertyNames(globalThis).length;" +
      "await import('./src/index.ts');" +
      "const more = Object.getOwnPropertyNames(globalThis).length - before;" +
      "if (more !== 0) throw new Error(more + ' new globals');" +
      // What is still there keeps the process from ending. tsx has a pipe, and a cache of files.
      "const left = () => process.getActiveResourcesInfo()" +
      ".filter((name) => !/^((Pipe|Connect)Wrap|FSReq.*)$/.test(name));" +
      "for (let turn = 0; turn < 1000 && left().length > 0; turn++)" +
      " await new Promise((resolve) => setImmediate(resolve));" +
      "if (left().length > 0) throw new Error('left running: ' + left());";
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ["--import", "tsx", "--input-type=module", "--eval", code],
      { cwd: ROOT, encoding: "utf8" },
    );
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: "", stderr: "" });
  });
});

describe("silhouette", () => {
  const rows = [[0], [1], [10], [11]];
  const distances = rows.map(([a]) => rows.map(([b]) => Math.abs(a - b)));

  it("takes plain arrays and answers a score and samples", () => {
    expectTypeOf(attest.silhouette).toBeCallableWith(distances, [0, 0, 1, 1], {
      metric: "precomputed",
    });
    const { score, samples } = attest.silhouette(distances, [0, 0, 1, 1], {
      metric: "precomputed",
    });
    // By hand: a = 1; b = 10.5 for the outer two and 9.5 for the inner two.
    const expected = [1 - 1 / 10.5, 1 - 1 / 9.5, 1 - 1 / 9.5, 1 - 1 / 10.5];
    expect(samples.length).toBe(4);
    for (const [i, sample] of samples.entries()) expect(sample).toBeCloseTo(expected[i], 12);
    expect(score).toBeCloseTo((1 - 1 / 10.5 + 1 - 1 / 9.5) / 2, 12);
  });

  it("takes rows as features", () => {
    expect(attest.silhouette(rows, [0, 0, 1, 1], { metric: "rows" })).toEqual(
      attest.silhouette(distances, [0, 0, 1, 1], { metric: "precomputed" }),
    );
  });
});
