import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** The engine that is asked for: tfjs where it is another or none. */
const isWebgpu = process.env.ATTEST_ENGINE === "webgpu";

export default defineConfig({
  root: fileURLToPath(new URL("..", import.meta.url)),
  test: {
    include: [`gpu/${isWebgpu ? "claimsAgain" : "claims"}.spec.ts`],
    globalSetup: ["gpu/setup.ts"],
    reporters: ["verbose"],
    // 0 is no limit: networks are trained for days.
    testTimeout: 0,
    hookTimeout: 0,
    retry: 0,
    pool: "forks",
  },
});
