import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { makeFolder } from "../../src/store/makeFolder.ts";

const folder = mkdtempSync(join(tmpdir(), "attest-folder-"));
afterAll(() => rmSync(folder, { recursive: true }));

it("makes a folder and those above it, and takes one that is there", () => {
  const deep = join(folder, "a", "b", "c");
  for (let k = 0; k < 2; k++) {
    makeFolder(deep);
    expect(statSync(deep).isDirectory()).toBe(true);
  }
});

it("refuses a file's place, and a place below a file", () => {
  const file = join(folder, "file");
  writeFileSync(file, "");
  expect(() => makeFolder(file)).toThrow("EEXIST");
  expect(() => makeFolder(join(file, "below"))).toThrow("ENOTDIR");
});

// Node's own recursive way tries for ever there.
it.runIf(existsSync("/proc/self"))("refuses a place where nothing can be made", () => {
  for (const path of ["/proc/attest-none", "/proc/attest-none/deeper"])
    expect(() => makeFolder(path)).toThrow("ENOENT");
});
