import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  root: fileURLToPath(new URL("../..", import.meta.url)),
  test: {
    include: ["gpu/onCpu/*.spec.ts"],
    reporters: ["verbose"],
    // 0 is no limit: what is slow on a machine that is busy is not wrong.
    testTimeout: 0,
    hookTimeout: 0,
    retry: 0,
    pool: "forks",
  },
});
