import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundledScript } from "../gpu/bundledScript.ts";

const folder = mkdtempSync(join(tmpdir(), "attest-bundle-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the script of the archive in a folder without anything else. */
function run(...args: readonly string[]): readonly [number | null, string] {
  const { status, stderr } = spawnSync(process.execPath, ["attest-gpu.mjs", ...args], {
    ...{ cwd: folder, encoding: "utf8" },
    env: {},
  });
  return [status, stderr];
}

describe("the script of the archive for machines without a network", () => {
  beforeAll(async () => {
    writeFileSync(join(folder, "attest-gpu.mjs"), await bundledScript());
    writeFileSync(join(folder, "dawn.node"), "torn");
    writeFileSync(join(folder, "plan.json"), '{ "name": "x", "cells": [] }');
  });

  it("runs alone, as far as a library that is torn lets it", () => {
    const [status, errors] = run();
    expect(errors).toMatch(
      /^attest-gpu: dawn\.node cannot be loaded \(.+\); it needs glibc 2\.34\n$/,
    );
    expect(status).toBe(1);
  });

  it.each([
    [["--minutes", "x"], "attest-gpu: --minutes: expected a positive number, got x\n"],
    [["--minutes", "0"], "attest-gpu: --minutes: expected a positive number, got 0\n"],
    [["--plan", "plan.json"], "attest-gpu: plan: cells: expected >=1, got 0\n"],
    [["--plan", "none.json"], /^attest-gpu: plan: there is no "none\.json"/],
    [["--networks", "1,x"], "attest-gpu: --networks: expected positive integers, got 1,x\n"],
  ])("refuses %j before it looks for a card", (args, words) => {
    const [status, errors] = run(...args);
    if (typeof words === "string") expect(errors).toBe(words);
    else expect(errors).toMatch(words);
    expect(status).toBe(1);
  });
});
