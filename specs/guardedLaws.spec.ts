import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { guardedLaws } from "../src/commands/guardedLaws.ts";
import { ROOT } from "./source.ts";
import { testHost } from "./testHost.ts";

const folder = mkdtempSync(join(tmpdir(), "attest-guarded-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A clock that goes on each time it is looked at: no word waits for a real one. */
function clock(stepMs: number): () => number {
  let ms = 0;
  return () => {
    ms += stepMs;
    return ms;
  };
}

const written = (text: string): string => {
  const file = join(folder, "rule.mjs");
  writeFileSync(file, text);
  return file;
};

const tried = (text: string, { cpu = 0, wall = 0 } = {}, laws = false) =>
  guardedLaws(
    { file: written(text), laws },
    testHost({ cpuMs: clock(cpu), nowMs: clock(wall) }).host,
  );

/** A rule that learns with these words, from its module on. */
const rule = (learn: string): string => `
import tiny from "${join(ROOT, "properties/training/tinyRule.ts")}";
export default { ...tiny, async learn(...given) { ${learn} } };
`;

describe("a rule's file", () => {
  it("that never ends is said to, by what was begun", async () => {
    await expect(tried("for (;;);", { cpu: 1000 })).rejects.toThrow(
      /rule.mjs: the import of the file does not end/,
    );
  });

  it("that waits for what never comes is said to", async () => {
    const waits = "await new Promise(() => setInterval(() => {}, 1e6));";
    await expect(tried(waits, { wall: 1000 })).rejects.toThrow(/waits for what never comes/);
    await expect(tried("await new Promise(() => {});")).rejects.toThrow(
      /ended before it was done, or never settles/,
    );
  });

  it("that takes all memory is said to", async () => {
    const hog = "const all = []; for (;;) all.push(new Array(1e5).fill(all.length));";
    await expect(tried(hog)).rejects.toThrow(/takes too much memory/);
  });

  it("that ends the process ends its thread alone", async () => {
    await expect(tried("process.exit(0);")).rejects.toThrow(/ended before it was done/);
  });

  it("is named with the law in which it hangs", async () => {
    const loops = rule("for (;;);");
    await expect(tried(loops, { cpu: 100 }, true)).rejects.toThrow(
      /the law [a-z-]+\/.* does not end/,
    );
  });

  it("that cannot be read is left to whoever imports it next", async () => {
    await expect(tried("export default 3;")).resolves.toEqual([]);
  });
});
