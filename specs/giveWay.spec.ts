import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ROOT } from "./source.ts";

/** What a process of a group of its own prints. */
function said(code: string): unknown {
  const source = JSON.stringify(join(ROOT, "src/commands/giveWay.ts"));
  const text = `
    import { existsSync, readFileSync } from "node:fs";
    import { getPriority } from "node:os";
    import { giveWay } from ${source};
    const group = () =>
      existsSync("/proc/self/autogroup") ? readFileSync("/proc/self/autogroup", "utf8") : "";
    ${code}`;
  const args = ["--import", "tsx", "--input-type=module", "--eval", text];
  const { stdout, stderr } = spawnSync(process.execPath, args, {
    ...{ encoding: "utf8" as const, detached: true },
  });
  expect(stderr).toBe("");
  return JSON.parse(stdout);
}

const hasGroups = existsSync("/proc/self/autogroup");

it("a process gives way, with its group, which has its priority back in the end", () => {
  const found = said(`
    const [nice, before] = [getPriority(), group()];
    const takeBack = giveWay(nice + 3);
    const during = group();
    takeBack();
    console.log(JSON.stringify([getPriority() - nice, before === group(), during]));`);
  expect(found).toEqual([3, true, hasGroups ? expect.stringMatching(/nice \d+\n/) : ""]);
});

it("a process that gives way further already is left so", () => {
  expect(said("giveWay(7); giveWay(2); console.log(getPriority());")).toBeGreaterThanOrEqual(7);
});
