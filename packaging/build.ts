import { execFileSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/*
 * Builds what `npm pack` packs: dist/ mirrors this repository, so that every address that a file
 * has of another (a kernel, a worker, stored networks) holds there too.
 */

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const DIST = join(ROOT, "dist");

/** What the code reads beside itself; tsc copies none of it. */
const READ = [
  "src/engine/wasm/kernel.wasm",
  ...["kernel.cc", "plans.h", "descent.cc", "addon.h"].map((name) => `src/engine/native/${name}`),
  "fixtures/pilot",
  "fixtures/study",
];

/** The same, while there is none of it yet. */
const MAY_BE_MISSING = new Set(["fixtures/pilot", "fixtures/study"]);

rmSync(DIST, { recursive: true, force: true });
const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
execFileSync(process.execPath, [tsc, "-p", join(ROOT, "tsconfig.build.json")], {
  stdio: "inherit",
});
for (const path of READ) {
  const from = join(ROOT, path);
  if (!existsSync(from) && MAY_BE_MISSING.has(path)) continue;
  mkdirSync(dirname(join(DIST, path)), { recursive: true });
  cpSync(from, join(DIST, path), { recursive: true });
}
// Before TypeScript 5.7 typed arrays have no type argument: without one, both read the same.
for (const path of globSync("**/*.d.ts", { cwd: DIST })) {
  const text = readFileSync(join(DIST, path), "utf8");
  const plain = text.replace(/\b(\w+Array)<ArrayBuffer(Like)?>/g, "$1");
  if (plain !== text) writeFileSync(join(DIST, path), plain);
}
// The same code for vitest 3.2 and 4, whose matchers are typed by what is expected alone.
const testing = (name: string): string =>
  readFileSync(join(DIST, `src/testing/${name}.d.ts`), "utf8");
const matchers = testing("augmentation")
  .replace("Matchers<R, T>", "Matchers<T>")
  .replaceAll(/\): R;/g, "): void;");
const names = testing("index").replace(/^import "\.\/augmentation\.ts";$/m, "");
writeFileSync(join(DIST, "src/testing/vitest3.d.ts"), `${matchers}${names}`);
chmodSync(join(DIST, "src/cli.js"), 0o755);
