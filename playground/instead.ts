import type { Plugin } from "esbuild";

/** Takes other files in the place of those that a pattern names. */
export const insteadOf = (files: readonly (readonly [RegExp, string])[]): Plugin => ({
  name: "instead",
  setup({ onResolve }) {
    for (const [filter, path] of files) onResolve({ filter }, () => ({ path }));
  },
});
