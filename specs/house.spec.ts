import { describe, expect, it } from "vitest";
import {
  allNodes,
  exportsOf,
  field,
  filesUnder,
  importsOf,
  lineOf,
  type Node,
  place,
  reachedFrom,
  type Source,
  source,
  textField,
  textOf,
  typescriptFiles,
} from "./source.ts";

/** A folder imports only from folders above it in this list, and from itself. */
const HOUSE = [
  "numerics",
  "task",
  "model",
  "setting",
  "engine",
  "rules",
  "store",
  "training",
  "attractors",
  "representations",
  "statistics",
  "distances",
  "claims",
  "testing",
  "report",
  "commands",
];

/** Files beside the folders: they stand below all of them. */
const ROOF = ["cli.ts", "index.ts", "equations.ts"];

const MOST_LINES = 70;
const MOST_COLUMNS = 100;

const sources: readonly Source[] = typescriptFiles("src").map(source);

/** The places in all of `src` where a node breaks a rule. */
const offenders = (breaks: (node: Node, file: Source) => boolean): readonly string[] =>
  sources.flatMap((file) =>
    allNodes(file)
      .filter((node) => breaks(node, file))
      .map((node) => place(file, node)),
  );

/** What users start or import. */
const DOORS = ["src/cli.ts", "src/index.ts", "src/testing/index.ts"];

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
    const running = { types: false, workers: false };
    const circles = sources
      .filter((file) => reachedFrom(importsOf(file, running), running).has(file.path))
      .map(({ path }) => path);
    expect(circles).toEqual([]);
  });

  it("has no dead file", () => {
    const scripts = [...textOf("package.json").matchAll(/tsx (\S+\.ts)/g)].map(([, path]) => path);
    const tests = typescriptFiles("properties", "specs").filter((path) => /\.spec\.ts$/.test(path));
    const reached = reachedFrom([...DOORS, ...scripts, ...tests], {
      types: true,
      workers: true,
    });
    expect(sources.map(({ path }) => path).filter((path) => !reached.has(path))).toEqual([]);
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
        (node) =>
          node.type === "NewExpression" && textField(field(node, "callee"), "name") === "Date",
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
    const files = typescriptFiles("src", "properties", "specs", "bench").map(source);
    expect(
      files
        .filter(({ path, text }) => path !== "specs/house.spec.ts" && silenced.test(text))
        .map(({ path }) => path),
    ).toEqual([]);
  });
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
    const long = typescriptFiles("src", "properties", "specs", "bench").flatMap((path) =>
      textOf(path)
        .split("\n")
        .flatMap((line, at) => (line.length > MOST_COLUMNS ? [`${path}:${at + 1}`] : [])),
    );
    expect(long).toEqual([]);
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
      ...typescriptFiles("properties", "specs", "bench"),
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
