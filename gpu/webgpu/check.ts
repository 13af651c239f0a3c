import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/*
 * npm run webgpu:check runs the specs of the WebGPU engine on every driver that is here: Chromium's
 * SwiftShader, Mesa's lavapipe (25 or newer: Dawn refuses older ones), and the machine's own.
 * What is not here is said, and is no failure. A driver's loader is found when a process starts, so
 * each has one of its own.
 */

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Where Debian keeps them. */
const CHROMIUM = "/usr/lib/chromium";
const ICDS = "/usr/share/vulkan/icd.d";

type Driver = { readonly name: string; readonly env: Readonly<Record<string, string>> };

function swiftshader(): readonly Driver[] {
  const icd = join(CHROMIUM, "vk_swiftshader_icd.json");
  if (!existsSync(icd)) return absent("SwiftShader", "Debian's chromium has it");
  return [{ name: "swiftshader", env: { LD_LIBRARY_PATH: CHROMIUM, VK_ICD_FILENAMES: icd } }];
}

function lavapipe(): readonly Driver[] {
  const names = existsSync(ICDS) ? readdirSync(ICDS) : [];
  const icd = names.find((name) => name.startsWith("lvp_icd"));
  if (icd === undefined)
    return absent("lavapipe", "Debian's mesa-vulkan-drivers from bookworm-backports has it");
  const loader = existsSync(join(CHROMIUM, "libvulkan.so.1")) ? { LD_LIBRARY_PATH: CHROMIUM } : {};
  return [{ name: "lavapipe", env: { ...loader, VK_ICD_FILENAMES: join(ICDS, icd) } }];
}

function absent(name: string, where: string): readonly Driver[] {
  console.log(`${name}: never run, since it is not here (${where})`);
  return [];
}

if (!existsSync(new URL("node_modules/webgpu", import.meta.url))) {
  console.log("WebGPU: never run, since it is not installed (npm run webgpu:install)");
  process.exit(0);
}
let failed = false;
for (const { name, env } of [...swiftshader(), ...lavapipe(), { name: "own", env: {} }]) {
  console.log(`driver ${name}`);
  const { status } = spawnSync(
    "npx",
    ["vitest", "run", "--config", "gpu/webgpu/vitest.config.ts"],
    {
      cwd: ROOT,
      stdio: "inherit",
      env: { ...process.env, ...env, ATTEST_WEBGPU_DRIVER: name },
    },
  );
  if (status !== 0) failed = true;
}
process.exit(failed ? 1 : 0);
