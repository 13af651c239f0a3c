import { spawnSync } from "node:child_process";
import {
  cpSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROOT, textOf } from "./source.ts";

/*
 * What `npm pack` packs, in the project of a stranger. Nothing is downloaded: of what is installed
 * here the project sees just what the package says that it depends on, and what a stranger would
 * install: vitest, TypeScript and Node's types. The pages' examples are there to be type-checked.
 */

const project = mkdtempSync(join(tmpdir(), "attest-package-"));
afterAll(() => rmSync(project, { recursive: true, force: true }));

const installed = join(project, "node_modules", "attest-rnn");
const manifest: unknown = JSON.parse(textOf("package.json"));

/** The names in a field of package.json. */
function namesIn(field: string): readonly string[] {
  const value: unknown = Reflect.get(Object(manifest), field);
  return Object.keys(Object(value));
}

type Answer = { readonly status: number | null; readonly out: string; readonly errors: string };

/** Runs Node in the stranger's project. */
function node(...args: readonly string[]): Answer {
  const environment = { ...process.env };
  // What tells vitest that it runs within itself.
  for (const name of Object.keys(environment))
    if (name.startsWith("VITEST")) delete environment[name];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: project,
    encoding: "utf8",
    env: { ...environment, NO_COLOR: "1" },
  });
  return { status, out: stdout, errors: stderr };
}

/** A Node that does not load TypeScript of itself can be asked to. */
const TYPES = process.features.typescript === false ? ["--experimental-strip-types"] : [];

function pack(): void {
  const npm = process.env.npm_execpath;
  const args = ["pack", "--pack-destination", project];
  const { status, stderr } =
    npm === undefined
      ? spawnSync("npm", args, { cwd: ROOT, encoding: "utf8", shell: true })
      : spawnSync(process.execPath, [npm, ...args], { cwd: ROOT, encoding: "utf8" });
  expect(status, stderr).toBe(0);
  const [tarball] = readdirSync(project).filter((name) => name.endsWith(".tgz"));
  mkdirSync(installed, { recursive: true });
  const tar = ["-xzf", join(project, tarball), "-C", installed, "--strip-components", "1"];
  expect(spawnSync("tar", tar).status).toBe(0);
}

function link(name: string): void {
  const to = join(project, "node_modules", name);
  mkdirSync(dirname(to), { recursive: true });
  symlinkSync(join(ROOT, "node_modules", name), to, "junction");
}

beforeAll(() => {
  pack();
  for (const name of namesIn("dependencies")) link(name);
  for (const name of ["vitest", "typescript", "@types/node"]) link(name);
  cpSync(join(ROOT, "specs/stranger"), project, { recursive: true });
  for (const rule of ["rflo.ts", "momentum.ts"])
    cpSync(join(ROOT, "examples", rule), join(project, rule));
  for (const page of ["README.md", "docs/package.md", "docs/check.md"])
    for (const [k, [, code]] of [...textOf(page).matchAll(/^```ts\n([\s\S]*?)^```/gm)].entries())
      writeFileSync(join(project, `${page.replace(/\W/g, "-")}-${k}.ts`), code);
  writeFileSync(join(project, "package.json"), '{ "type": "module", "private": true }\n');
});

const files = (): readonly string[] =>
  globSync("**/*", { cwd: installed, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(installed.length + 1))
    .map((path) => path.replaceAll("\\", "/"));

describe("the package", () => {
  it("holds what runs and its types, and nothing else", () => {
    const kinds = [
      /^(package\.json|README\.md|LICENSE|CHANGELOG\.md|CITATION\.cff)$/,
      /^docs\/[\w-]+\.md$/,
      /^examples\/\w+(\.spec)?\.ts$/,
      /^dist\/(src|properties)\/[\w/-]+(\.laws)?(\.js|\.d\.ts)$/,
      /^dist\/src\/engine\/(wasm\/kernel\.wasm|native\/((kernel|descent)\.cc|(plans|addon)\.h))$/,
      /^dist\/fixtures\/(pilot|study)\//,
      /^packaging\/attest\.js$/,
    ];
    expect(files().filter((path) => !kinds.some((kind) => kind.test(path)))).toEqual([]);
    for (const path of [
      "training/worker.js",
      "engine/wasm/kernel.wasm",
      ...["kernel.cc", "plans.h", "descent.cc", "addon.h"].map((name) => `engine/native/${name}`),
    ])
      expect(files()).toContain(`dist/src/${path}`);
  });

  it("depends on what it imports, and on nothing else", () => {
    const imported = files()
      .filter((path) => path.endsWith(".js"))
      .flatMap((path) => [
        ...readFileSync(join(installed, path), "utf8").matchAll(
          /\b(?:from|import) ?\(?"((?:@[a-z][\w-]*\/)?[a-z][\w-]*)(?:\/[^"]+)?"/g,
        ),
      ])
      .map(([, name]) => name);
    const needed = new Set([...namesIn("dependencies"), "vitest"]);
    expect(new Set(imported)).toEqual(needed);
    expect(namesIn("optionalDependencies")).toEqual([]);
    expect(namesIn("peerDependenciesMeta")).toEqual(namesIn("peerDependencies"));
  });
});

describe("its declarations", () => {
  it("have no typed array with a type argument, which TypeScript before 5.7 does not read", () => {
    const found = files()
      .filter((path) => path.endsWith(".d.ts"))
      .filter((path) => /Array<ArrayBuffer/.test(readFileSync(join(installed, path), "utf8")));
    expect(found).toEqual([]);
  });

  it("fit vitest 3 and 4, whose matchers have one type parameter", () => {
    // A stand-in with the interfaces of 3.2.7 and 4.1.12, as far as matchers need them.
    const old = join(project, "old");
    const stub = join(old, "node_modules/vitest");
    mkdirSync(stub, { recursive: true });
    writeFileSync(join(stub, "package.json"), '{ "name": "vitest", "types": "index.d.ts" }');
    writeFileSync(
      join(stub, "index.d.ts"),
      "export interface Matchers<T = any> {}\n" +
        "export interface Assertion<T = any> extends Matchers<T> { not: Assertion<T> }\n" +
        "export declare function expect<T>(actual: T): Assertion<T>;\n",
    );
    // A copy, so that its own vitest is the one beside it.
    cpSync(installed, join(old, "node_modules/attest-rnn"), { recursive: true });
    writeFileSync(
      join(old, "old.ts"),
      'import { claims, type Finding, silhouette } from "attest-rnn";\n' +
        'import { laws } from "attest-rnn/properties";\n' +
        'import { testRule } from "attest-rnn/vitest-3";\n' +
        'import { expect } from "vitest";\n' +
        "export const judge = (finding: Finding): void =>\n" +
        '  expect(finding).not.toHaveVerdict("supported");\n' +
        "const mine = (d: readonly number[][], l: readonly number[]) =>\n" +
        '  silhouette(d, l, { metric: "precomputed" });\n' +
        'await expect(mine).toObeyLaw(laws["silhouette/definition"]);\n' +
        "export const all = [testRule, claims];\n",
    );
    const compilerOptions = {
      ...{ module: "nodenext", target: "es2023", types: ["node"], noEmit: true },
      ...{ strict: true, skipLibCheck: false },
    };
    const config = join(old, "tsconfig.json");
    writeFileSync(config, JSON.stringify({ compilerOptions, include: ["*.ts"] }));
    expect(node("node_modules/typescript/bin/tsc", "-p", config)).toMatchObject({
      status: 0,
      out: "",
    });
  });
});

describe("in an empty project", () => {
  it.each([
    ["nodenext", "nodenext"],
    ["preserve", "bundler"],
  ])("its types fit: module %s, resolution %s", (module, moduleResolution) => {
    const config = join(project, `${module}.json`);
    const compilerOptions = {
      ...{ module, moduleResolution, target: "es2023", types: ["node"], noEmit: true },
      ...{ strict: true, exactOptionalPropertyTypes: true, allowImportingTsExtensions: true },
      // Not skipped: the declarations themselves are on trial.
      skipLibCheck: false,
    };
    writeFileSync(config, JSON.stringify({ compilerOptions, include: ["*.ts"] }));
    expect(node("node_modules/typescript/bin/tsc", "-p", config)).toMatchObject({
      status: 0,
      out: "",
    });
  });

  it("wrong types are refused", () => {
    const config = join(project, "wrong.json");
    const compilerOptions = {
      ...{ module: "nodenext", target: "es2023", types: [], noEmit: true },
      ...{ strict: true, skipLibCheck: true },
    };
    mkdirSync(join(project, "wrong"));
    writeFileSync(
      join(project, "wrong", "wrong.ts"),
      'import { silhouette } from "attest-rnn";\nsilhouette("distances");\n',
    );
    writeFileSync(config, JSON.stringify({ compilerOptions, include: ["wrong"] }));
    const { status, out } = node("node_modules/typescript/bin/tsc", "-p", config);
    expect(status).not.toBe(0);
    expect(out).toContain("wrong.ts(2,");
  });

  it("attest runs", () => {
    const bin: unknown = Reflect.get(Object(manifest), "bin");
    const path: unknown = Reflect.get(Object(bin), "attest");
    const { status, out, errors } = node(join(installed, String(path)), "--help");
    expect({ status, errors }).toEqual({ status: 0, errors: "" });
    expect(out).toContain("attractors");
    expect(readFileSync(join(installed, String(path)), "utf8")).toMatch(
      /^#!\/usr\/bin\/env node\n/,
    );
  });

  it("a Node that is too old is told so, and nothing is loaded", () => {
    // The version is read before anything else, so a package that asks for more will do.
    const copy = join(project, "old-node");
    mkdirSync(join(copy, "packaging"), { recursive: true });
    cpSync(join(installed, "packaging/attest.js"), join(copy, "packaging/attest.js"));
    writeFileSync(
      join(copy, "package.json"),
      '{ "type": "module", "engines": { "node": ">=4096.1" } }',
    );
    const { status, out, errors } = node(join(copy, "packaging/attest.js"), "train");
    expect({ status, out }).toEqual({ status: 1, out: "" });
    expect(errors).toContain(`expected Node 4096.1 or later, got ${process.versions.node}`);
    expect(errors).not.toContain("    at ");
  });

  it("require takes it", () => {
    const code =
      'const { cka } = require("attest-rnn");' +
      'const { checkLaw } = require("attest-rnn/properties");' +
      "console.log(cka([[1], [2]], [[1], [3]]), typeof checkLaw);";
    const { status, out } = node("--input-type=commonjs", "--eval", code);
    expect({ status, out }).toEqual({ status: 0, out: "1 function\n" });
  });

  it("laws hold and are broken, and a rule in TypeScript trains in a worker", () => {
    const { status, out, errors } = node(...TYPES, "main.ts");
    expect(errors).not.toMatch(/\n {4}at /);
    expect({ status, out }).toEqual({ status: 0, out: "caught budget after 1\n" });
    expect(readdirSync(join(project, "store/networks"))).toHaveLength(1);
  });

  it("a Node that loads no TypeScript says so, and what helps", () => {
    const code =
      'import { loadRule } from "attest-rnn";' +
      'const module = new URL("../../drift.ts", import.meta.resolve("attest-rnn/package.json"));' +
      'const reference = { name: "drift", module: module.href };' +
      "await loadRule(reference).catch(({ message }) => console.log(message));";
    const none = process.features.typescript === false ? [] : ["--no-experimental-strip-types"];
    const { out } = node(...none, "--input-type=module", "--eval", code);
    expect(out).toContain("NODE_OPTIONS=--experimental-strip-types");
  });

  it("testRule and the matchers work in its own vitest", () => {
    const vitest = ["node_modules/vitest/vitest.mjs", "run", "--testTimeout=0", "--hookTimeout=0"];
    const { status, out, errors } = node(...vitest);
    expect(status, `${out}\n${errors}`).toBe(0);
    expect(out).toMatch(/Tests +\d+ passed/);
  });
});
