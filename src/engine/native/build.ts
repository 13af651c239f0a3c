import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { arch, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { descentSource } from "../descent/native.ts";
import { kernelSource } from "./kernel.ts";

const here = dirname(fileURLToPath(import.meta.url));
const compiler = process.env.CXX ?? "c++";
const headers = join(dirname(process.execPath), "..", "include", "node");

// No fused multiply-add and no other liberties: the bytes are defined in docs/arithmetic.md.
const COMMON = [
  "-std=c++17",
  "-O3",
  "-fPIC",
  "-fvisibility=hidden",
  "-ffp-contract=off",
  "-fno-math-errno",
  "-fno-trapping-math",
  "-fno-fast-math",
  "-Wall",
  "-Wno-psabi",
];

const X64_SETS = [
  ["avx2Kernel", ["-mavx2"]],
  [
    "avx512Kernel",
    ["-mavx512f", "-mavx512dq", "-mavx512bw", "-mavx512vl", "-mprefer-vector-width=512"],
  ],
] as const;

/** What to do where it cannot be built. */
const NEEDS =
  "It needs Node's headers and a C++17 compiler: g++ 12 or clang++ (CXX names another). " +
  "Nothing else needs it: without it the wasm engine makes the same bytes.";

/**
 * Compiles kernel.cc with the C++ compiler of this machine (CXX, else c++) into kernel.node, and
 * descent.cc into descent.node; answers the path of the first. Node's headers come with the Node
 * that runs this; nothing is downloaded.
 * @throws Error where a compiler or the headers are missing, or the folder cannot be written.
 */
export function buildNative(): string {
  try {
    build("descent", descentSource());
    return build("kernel", kernelSource());
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`build-native: ${reason}\n${NEEDS}`, { cause: error });
  }
}

/** Compiles `name`.cc into `name`.node, and answers its path. */
function build(name: string, hash: string): string {
  const source = join(here, `${name}.cc`);
  const target = join(here, `${name}.node`);
  if (!existsSync(join(headers, "node_api.h")))
    throw new Error(`no node_api.h in ${headers}: this Node came without its headers`);
  const folder = mkdtempSync(join(tmpdir(), "attest-native-"));
  try {
    const objects: string[] = [];
    const compile = (part: string, flags: readonly string[]): void => {
      const object = join(folder, `${part}.o`);
      const args = [...COMMON, ...flags, "-c", source, "-o", object];
      execFileSync(compiler, args, { stdio: "inherit" });
      objects.push(object);
    };
    compile("plainKernel", ["-DKERNEL=plainKernel"]);
    if (arch() === "x64")
      for (const [set, flags] of X64_SETS) compile(set, [`-DKERNEL=${set}`, ...flags]);
    compile("binding", ["-DBINDING", `-DSOURCE="${hash}"`, `-I${headers}`]);
    const built = join(folder, `${name}.node`);
    execFileSync(compiler, ["-shared", ...objects, "-o", built], { stdio: "inherit" });
    // A file beside the target, renamed: a process that has the old one loaded keeps it.
    const beside = `${target}.tmp`;
    try {
      copyFileSync(built, beside);
      renameSync(beside, target);
    } finally {
      rmSync(beside, { force: true });
    }
    return target;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
