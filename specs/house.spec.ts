import { describe, expect, it } from "vitest";
import {
  allNodes,
  exportsOf,
  field,
  filesUnder,
  importsOf,
  lineOf,
  type Node,
  parsed,
  place,
  reachedFrom,
  type Source,
  source,
  textField,
  textOf,
  typescriptFiles,
} from "./source.ts";
import { clocksIn, timeLimitsIn } from "./timeLimits.ts";

/** A folder imports only from folders above it in this list, and from itself. */
const HOUSE = [
  "numerics",
  "statistics",
  "model",
  "setting",
  "task",
  "engine",
  "rules",
  "store",
  "training",
  "attractors",
  "representations",
  "distances",
  "study",
  "claims",
  "report",
  "papers",
  "testing",
  "commands",
];

/** Files beside the folders: they stand below all of them. */
const ROOF = ["cli.ts", "index.ts", "equations.ts"];

/** The folders whose code is held to the rules of reading. */
const READ = ["src", "properties", "specs", "bench", "playground"];

const MOST_LINES = 70;
const MOST_COLUMNS = 100;

/** A claim is a page: a sentence, its tests, its controls. */
const MOST_CLAIM_LINES = 75;

const sources: readonly Source[] = typescriptFiles("src").map(source);

/** The places in all of `src` where a node breaks a rule. */
const offenders = (breaks: (node: Node, file: Source) => boolean): readonly string[] =>
  sources.flatMap((file) =>
    allNodes(file)
      .filter((node) => breaks(node, file))
      .map((node) => place(file, node)),
  );

function floorOf(path: string): number {
  const [, room] = path.split("/");
  return ROOF.includes(room) ? HOUSE.length : HOUSE.indexOf(room);
}

const isMember = (node: Node, object: string, property: string): boolean =>
  node.type === "MemberExpression" &&
  textField(field(node, "object"), "name") === object &&
  textField(field(node, "property"), "name") === property;

describe("the house", () => {
  it("has no room that is not on the plan", () => {
    expect(sources.map(({ path }) => path).filter((path) => floorOf(path) < 0)).toEqual([]);
  });

  it("lets a folder import only from folders above it; the public kit also from the laws", () => {
    const isUpward = (file: string, path: string): boolean =>
      path.startsWith("src/")
        ? floorOf(path) > floorOf(file)
        : !(file.startsWith("src/testing/") && path.startsWith("properties/"));
    const upward = sources.flatMap((file) =>
      importsOf(file)
        .filter((path) => isUpward(file.path, path))
        .map((path) => `${file.path} imports ${path}`),
    );
    expect(upward).toEqual([]);
  });

  it("has no import in a circle, save of types", () => {
    const running = { types: false };
    const circles = sources
      .filter((file) => reachedFrom(importsOf(file, running), running).has(file.path))
      .map(({ path }) => path);
    expect(circles).toEqual([]);
  });
});

describe("same bytes on any machine", () => {
  it.each([
    ["Math", "random"],
    ["Math", "pow"],
    ["Date", "now"],
  ])("src never uses %s.%s", (object, property) => {
    expect(offenders((node) => isMember(node, object, property))).toEqual([]);
  });

  it("what training computes calls no library function that may differ in its last bit", () => {
    const inexact = /^(exp|expm1|log|log1p|log2|log10|a?(sin|cos|tan)h?|atan2|hypot|cbrt|pow)$/;
    const trains =
      /^src\/((numerics|task|setting|rules|training|engine)\/|study\/(cell|variant|job)\.ts$)/;
    // The engine of float64 is the oracle for gradients: nothing is trained on its bytes.
    const isExact = (path: string): boolean => trains.test(path) && !/\/reference/.test(path);
    expect(
      offenders(
        (node, { path }) =>
          isExact(path) &&
          node.type === "MemberExpression" &&
          textField(field(node, "object"), "name") === "Math" &&
          inexact.test(textField(field(node, "property"), "name")),
      ),
    ).toEqual([]);
  });

  it("src reads no clock, save the command line's", () => {
    const clocks = [
      ["performance", "now"],
      ["process", "cpuUsage"],
      ["process", "hrtime"],
    ] as const;
    const isClock = (node: Node): boolean =>
      clocks.some(([object, name]) => isMember(node, object, name));
    expect(offenders((node, { path }) => isClock(node) && path !== "src/cli.ts")).toEqual([]);
    expect(
      offenders(
        (node, { path }) =>
          node.type === "NewExpression" &&
          textField(field(node, "callee"), "name") === "Date" &&
          path !== "src/cli.ts",
      ),
    ).toEqual([]);
  });

  it("src raises to whole literal powers alone", () => {
    const isWhole = (node: Node | null): boolean =>
      Number.isInteger(node?.fields.get("value") ?? Number.NaN);
    expect(
      offenders(
        (node) =>
          ["**", "**="].includes(textField(node, "operator")) && !isWhole(field(node, "right")),
      ),
    ).toEqual([]);
  });
});

describe("types are not silenced", () => {
  it("src casts nothing, save to const", () => {
    expect(
      offenders((node, { text }) => {
        if (node.type === "TSTypeAssertion") return true;
        if (node.type !== "TSAsExpression") return false;
        const type = field(node, "typeAnnotation");
        return type === null || text.slice(type.start, type.end) !== "const";
      }),
    ).toEqual([]);
  });

  it.each(["TSAnyKeyword", "TSNonNullExpression", "TSEnumDeclaration", "TSParameterProperty"])(
    "src has no %s",
    (type) => {
      expect(offenders((node) => node.type === type)).toEqual([]);
    },
  );

  it("src has values and functions, and no classes but errors", () => {
    expect(
      offenders(
        (node) =>
          /^Class(Declaration|Expression)$/.test(node.type) &&
          !textField(field(node, "superClass"), "name").endsWith("Error"),
      ),
    ).toEqual([]);
  });

  it("no checker is switched off by a comment", () => {
    const silenced = /@ts-(ignore|nocheck|expect-error)|biome-ignore/;
    const files = typescriptFiles(...READ).map(source);
    expect(
      files
        .filter(({ path, text }) => path !== "specs/house.spec.ts" && silenced.test(text))
        .map(({ path }) => path),
    ).toEqual([]);
  });
});

describe("tests on a machine that is busy", () => {
  /** Commands, no tests: whoever gives one says for how many minutes, and is shown times. */
  const COMMANDS = ["gpu/runWebgpu.ts", "gpu/bundle/main.ts"];
  const tests = typescriptFiles("properties", "specs", "examples", "gpu", "src/testing")
    .filter((path) => !COMMANDS.includes(path))
    .map(source);
  const configs = [
    "vitest.config.ts",
    "gpu/vitest.config.ts",
    "gpu/onCpu/vitest.config.ts",
    "gpu/webgpu/vitest.config.ts",
  ].map(source);
  const limitsIn = (file: Source) => timeLimitsIn(file).map((node) => place(file, node));

  /** What they do with time is no test: when to kill, how long to go on, what to print. */
  const TIMED = ["properties/fuzz.ts", "specs/faults/kills.ts", "specs/faults/soak.ts"];

  const madeUp = (text: string): Source =>
    parsed(
      "made-up.spec.ts",
      `import { afterEach, beforeAll, describe, expect, it, test, vi } from "vitest";\n${text}`,
    );

  /** Its limit must do nothing: whoever tries a rule has no need to be more patient. */
  const IMPATIENT = "specs/stranger/drift.test.ts";

  it("have no time limit", () => {
    expect(
      [...tests, ...configs].filter(({ path }) => path !== IMPATIENT).flatMap(limitsIn),
    ).toEqual([]);
    expect(limitsIn(source(IMPATIENT))).toHaveLength(1);
  });

  it("have none by default either", () => {
    for (const { path, text } of configs)
      expect(text.match(/\b(testTimeout: 0|hookTimeout: 0|retry: 0),/g), path).toHaveLength(3);
  });

  it("read no clock", () => {
    const read = tests.filter((file) => clocksIn(file).length > 0).map(({ path }) => path);
    expect(read).toEqual(TIMED);
  });

  it.each([
    'it("a", () => {}, 5000);',
    'it("a", check, LIMIT_MS);',
    'it.each([1])("a %i", async () => {}, 5_000);',
    'describe.skipIf(isHere)("a", () => {}, 1000);',
    "beforeAll(async () => {}, 60_000);",
    "afterEach(clear, 1);",
    'test("a", { timeout: 10 }, check);',
    "vi.setConfig({ testTimeout: 1000, hookTimeout: 0 });",
    "defineConfig({ test: { testTimeout: 0, hookTimeout: 9 } });",
    'spawnSync("a", [], { "timeout": LIMIT_MS });',
    "const signal = AbortSignal.timeout(1000);",
    "fc.assert(property, { interruptAfterTimeLimit: 1000 });",
    "await vi.waitFor(() => found());",
    "await expect.poll(() => found()).toBe(1);",
    'const late = setTimeout(() => reject(new Error("late")), 1000);',
  ])("have none like %s", (text) => {
    expect(timeLimitsIn(madeUp(text))).toHaveLength(1);
  });

  it.each([
    'it("a", () => {});',
    'it("a", () => {}, 0);',
    'it("a", { concurrent: true }, check);',
    'it("a", options, () => {});',
    'it.each([1, 2, 3])("a %i", (one) => expect(one).toBe(1));',
    "beforeAll(async () => {});",
    "defineConfig({ test: { testTimeout: 0, hookTimeout: 0 } });",
    "await setTimeout(50);",
  ])("may have what is none: %s", (text) => {
    expect(timeLimitsIn(madeUp(text))).toEqual([]);
  });

  it.each(["performance.now()", "Date.now()", "process.hrtime()", "process.cpuUsage()"])(
    "have no clock like %s",
    (text) => {
      expect(clocksIn(madeUp(`const started = ${text};`))).toHaveLength(1);
    },
  );
});

describe("what is read by people", () => {
  it(`src has no function of ${MOST_LINES} lines or more`, () => {
    expect(
      offenders(
        (node, file) =>
          /Function(Declaration|Expression)$/.test(node.type) &&
          lineOf(file, node.end) - lineOf(file, node.start) + 1 >= MOST_LINES,
      ),
    ).toEqual([]);
  });

  it(`no line of code has more than ${MOST_COLUMNS} columns`, () => {
    const long = typescriptFiles(...READ).flatMap((path) =>
      textOf(path)
        .split("\n")
        .flatMap((line, at) => (line.length > MOST_COLUMNS ? [`${path}:${at + 1}`] : [])),
    );
    expect(long).toEqual([]);
  });

  it(`no claim has more than ${MOST_CLAIM_LINES} lines`, () => {
    const claims = sources.filter(({ path }) => /^src\/papers\/.*\/c\d\d-/.test(path));
    expect(claims.length).toBeGreaterThan(10);
    const long = claims.filter(({ text }) => text.split("\n").length > MOST_CLAIM_LINES);
    expect(long.map(({ path }) => path)).toEqual([]);
  });

  it("all that src exports has a docstring", () => {
    const bare = sources.flatMap((file) =>
      exportsOf(file)
        .filter(({ docstring }) => docstring === null)
        .map(({ name, at }) => `${place(file, at)} ${name}`),
    );
    expect(bare).toEqual([]);
  });

  it("nothing is left to be done, and no path of one machine is named", () => {
    const unfinished = /\b(TODO|FIXME|XXX|HACK)\b/;
    const absolute = /(^|[\s"'`(=])\/(home|root|tmp|work|Users|mnt|opt|var)\/|[A-Z]:\\\\/;
    const texts = [
      ...filesUnder("src", ".ts"),
      ...typescriptFiles(...READ.slice(1)),
      ...filesUnder(".", ".md"),
      "package.json",
    ].filter((path) => path !== "specs/house.spec.ts");
    const found = texts.flatMap((path) =>
      textOf(path)
        .split("\n")
        .flatMap((line, at) =>
          unfinished.test(line) || absolute.test(line) ? [`${path}:${at + 1} ${line.trim()}`] : [],
        ),
    );
    expect(found).toEqual([]);
  });
});
