import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { LongestFirst } from "./specs/longestFirst.ts";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  resolve: {
    // The same names as in tsconfig.json's paths: examples import the package as its users do.
    alias: [
      { find: /^attest-rnn$/, replacement: here("./src/index.ts") },
      { find: /^attest-rnn\/properties$/, replacement: here("./properties/index.ts") },
      { find: /^attest-rnn\/vitest$/, replacement: here("./src/testing/index.ts") },
    ],
  },
  test: {
    include: ["properties/**/*.spec.ts", "specs/**/*.spec.ts", "examples/**/*.spec.ts"],
    // 0 is no limit: what is slow on a machine that is busy is not wrong.
    testTimeout: 0,
    hookTimeout: 0,
    retry: 0,
    pool: "forks",
    // Vitest leaves one core free, which is half of two.
    maxWorkers: "100%",
    sequence: { sequencer: LongestFirst },
  },
});
