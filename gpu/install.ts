import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { compileBinding } from "./binding.ts";
import { thisMachine } from "./machine.ts";
import { inUnits, type Kind, type Machine, missing, SIZES, warnings } from "./needs.ts";
import { runScript } from "./runScript.ts";
import { areInstalled, installWheels, type Pip } from "./wheels.ts";

/*
 * npm run gpu:install [-- --cpu]
 * Installs tfjs-node-gpu and TensorFlow's libraries into this folder, compiles the package's binding
 * to them, and checks what it runs on and that it agrees with the reference. Nothing outside this
 * folder is touched; run again it goes on from what has come. Python is used for its pip alone.
 * Ends with status 2 where something is missing or cannot be had, with 1 where all was there and
 * the binding cannot be compiled or answers wrongly.
 */

const HERE = fileURLToPath(new URL(".", import.meta.url));

const say = (line: string): void => void process.stdout.write(`gpu:install: ${line}\n`);

/** The npm package and Node's headers, without the package's install script, which is outdated. */
function installPackage(): void {
  if (isPackageThere()) {
    say("the npm package is there");
    return;
  }
  const args = ["ci", "--ignore-scripts", "--prefix", HERE, "--no-audit", "--no-fund"];
  const npm = process.env.npm_execpath;
  const [command, ...first] = npm === undefined ? ["npm"] : [process.execPath, npm];
  const { status } = spawnSync(command, [...first, ...args], { stdio: "inherit" });
  if (status !== 0)
    throw new Error("npm could not install @tensorflow/tfjs-node-gpu (its words stand above)");
}

/** Whether each package lies in node_modules in the version that is pinned. */
function isPackageThere(): boolean {
  const pinned = readPackage(HERE)?.dependencies ?? {};
  return Object.entries(pinned).every(
    ([name, version]) => readPackage(join(HERE, "node_modules", name))?.version === version,
  );
}

/** What is read of a package.json. */
type Package = {
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
};

function readPackage(folder: string): Package | undefined {
  const file = join(folder, "package.json");
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}

/** pip of a Python; its progress is shown, its errors are kept too. */
const pipOf =
  (python: string): Pip =>
  (args, temporary) => {
    const { status, stderr } = spawnSync(python, ["-m", "pip", ...args], {
      stdio: ["ignore", "inherit", "pipe"],
      encoding: "utf8",
      env: { ...process.env, TMPDIR: temporary },
    });
    process.stderr.write(stderr);
    return { status, errors: stderr };
  };

const folderOf = (kind: Kind): string => join(HERE, "python", kind);

/** All that comes from elsewhere. */
function fetchAll(kind: Kind, machine: Machine): void {
  requireAll(kind, machine);
  installPackage();
  const folder = folderOf(kind);
  mkdirSync(folder, { recursive: true });
  const pip = pipOf(machine.python.command);
  installWheels({ folder, requirements: requirementsOf(kind) }, { pip, say });
}

/** What is made of it. */
function build(kind: Kind, { compiler }: Machine): void {
  say("compiling the binding");
  const library = join(folderOf(kind), "site", "tensorflow");
  compileBinding(HERE, { compiler: compiler.command, library });
  const { status, out, errors } = runScript("check.ts", ...(kind === "cpu" ? ["--cpu"] : []));
  if (status !== 0) throw new Error(errors === "" ? `the check ended with ${status}` : errors);
  say(out);
  if (kind === "gpu") runBench();
}

/** Times beside the native engine's. */
function runBench(): void {
  const bench = join(HERE, "..", "bench", "populations.ts");
  spawnSync(process.execPath, ["--import", "tsx", bench], { stdio: "inherit" });
}

const requirementsOf = (kind: Kind): string =>
  readFileSync(join(HERE, `requirements-${kind}.txt`), "utf8");

/** Refuses a machine that lacks something, before anything is downloaded. */
function requireAll(kind: Kind, machine: Machine): void {
  const { download, disk } = SIZES[kind];
  const isThere = areInstalled(folderOf(kind), requirementsOf(kind));
  if (!isThere) say(`${inUnits(download)} to download, ${inUnits(disk)} on disk in gpu/python`);
  const words = missing(kind, machine, isThere ? 0 : download + disk);
  if (words.length > 0) throw new Error(words.join(";\n- "));
  for (const warning of warnings(kind, machine)) say(warning);
}

/** Runs a part of the work; where it fails its words are said, and the status is set. */
function attempt(status: number, work: () => void): boolean {
  try {
    work();
    return true;
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    process.stderr.write(
      `gpu:install failed:\n- ${what}\n` +
        "It can be run again. All else works without it: the engines native and wasm need no " +
        "download.\n",
    );
    process.exitCode = status;
    return false;
  }
}

const { values } = parseArgs({ options: { cpu: { type: "boolean" } } });
const kind = values.cpu ? "cpu" : "gpu";
const machine = thisMachine(HERE);
if (attempt(2, () => fetchAll(kind, machine))) attempt(1, () => build(kind, machine));
