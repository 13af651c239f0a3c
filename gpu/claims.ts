import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

/*
 * npm run gpu:claims [-- --minutes N]
 * Trains networks on the device of ATTEST_ENGINE (tfjs, or webgpu) and judges the claims on them,
 * as specs. With --minutes training ends then; what was trained is kept, and not trained again.
 */

const { values } = parseArgs({ options: { minutes: { type: "string" } } });
const minutes = values.minutes ?? "";
if (minutes !== "" && !(Number(minutes) > 0)) {
  process.stderr.write(`gpu:claims: --minutes: expected a positive number, got ${minutes}\n`);
  process.exit(1);
}
const root = fileURLToPath(new URL("..", import.meta.url));
const vitest = fileURLToPath(new URL("../node_modules/vitest/vitest.mjs", import.meta.url));
const { status } = spawnSync(
  process.execPath,
  [vitest, "run", "--config", "gpu/vitest.config.ts"],
  { cwd: root, stdio: "inherit", env: { ...process.env, ATTEST_GPU_MINUTES: minutes } },
);
process.exitCode = status ?? 1;
