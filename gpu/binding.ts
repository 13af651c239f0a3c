import { spawnSync } from "node:child_process";
import { mkdirSync, renameSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";

/** Where the package itself looks for its binding, by its own resolver. */
const FIND = `require(require.resolve("@mapbox/node-pre-gyp", { paths: [process.cwd()] }))
  .find(require("node:path").resolve("package.json"))`;

/** Why the compiler failed: its first error, and what it needs. */
export function whyCompilerFailed(command: string, errors: string): string {
  const lines = errors.split("\n");
  const first = lines.find((line) => /error|cannot find|undefined reference/i.test(line));
  return (
    `${command} could not compile the binding; it needs C++17 (g++ 8 or later): ` +
    (first ?? "it said nothing").trim()
  );
}

/**
 * Compiles the package's binding against TensorFlow's libraries, which it finds by a relative path.
 * @param library the folder of TensorFlow's wheel with its libraries and headers
 * @throws Error in words where the compiler fails
 */
export function compileBinding(
  folder: string,
  { compiler, library }: { readonly compiler: string; readonly library: string },
): void {
  const inFolder = join(folder, "node_modules", "@tensorflow", "tfjs-node-gpu");
  const found = spawnSync(process.execPath, ["-p", FIND], { cwd: inFolder, encoding: "utf8" });
  if (found.status !== 0) throw new Error(`the package does not say where its binding is`);
  const binding = found.stdout.trim();
  mkdirSync(dirname(binding), { recursive: true });
  const headers = join(folder, "node_modules", "node-api-headers", "include");
  const napi = basename(dirname(binding)).replace("napi-v", "");
  // From the package's folder: the binary holds the names of its sources.
  const args = [
    ...["-std=c++17", "-O2", "-fPIC", "-shared", `-DNAPI_VERSION=${napi}`],
    ...["-I", headers, "-I", join(library, "include"), "-o", `${binding}.part`],
    ...["binding/tfjs_backend.cc", "binding/tfjs_binding.cc"],
    ...["-L", library, "-l:libtensorflow_cc.so.2", "-l:libtensorflow_framework.so.2"],
    `-Wl,--enable-new-dtags,-rpath,$ORIGIN/${relative(dirname(binding), library)}`,
  ];
  const { status, stderr } = spawnSync(compiler, args, { cwd: inFolder, encoding: "utf8" });
  if (status !== 0) throw new Error(whyCompilerFailed(compiler, stderr));
  renameSync(`${binding}.part`, binding);
}
