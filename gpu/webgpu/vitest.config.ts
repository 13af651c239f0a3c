import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  root: fileURLToPath(new URL("../..", import.meta.url)),
  test: {
    include: ["gpu/webgpu/*.spec.ts"],
    reporters: ["verbose"],
    // 0 is no limit: a program that does as a card takes minutes for a real gradient.
    testTimeout: 0,
    hookTimeout: 0,
    retry: 0,
    pool: "forks",
    fileParallelism: false,
  },
});
