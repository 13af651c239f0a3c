import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { judged, notJudged } from "./plan.ts";

const without = inject("withoutGpu");

/** What `run.ts` writes, as far as it is read here. */
type Judged = {
  readonly name: string;
  readonly verdict: string;
  readonly why: string;
  readonly tiers: readonly string[];
};

/** Trains and judges in a process of its own: a busy test would not answer its reporter. */
async function run(): Promise<number | null> {
  const script = fileURLToPath(new URL("run.ts", import.meta.url));
  const child = spawn(process.execPath, ["--import", "tsx", script], { stdio: "inherit" });
  return new Promise((resolve) => child.once("close", resolve));
}

describe.skipIf(without !== "")(without === "" ? "on the GPU" : "never run (no GPU)", () => {
  const findings = new Map<string, Judged>();

  beforeAll(async () => {
    expect(await run()).toBe(0);
    const written: Judged[] = JSON.parse(readFileSync("report/gpu-findings.json", "utf8"));
    for (const each of written) findings.set(each.name, each);
  });

  // A contradicted claim is a finding; one that nobody can tell is not passed.
  it.each(judged.map(({ name, claim }) => [name, claim.says]))("%s is decided: %s", (name) => {
    const finding = findings.get(name);
    expect(new Set(finding?.tiers)).toEqual(new Set(["tolerance"]));
    expect(["supported", "contradicted"], finding?.why).toContain(finding?.verdict);
  });

  it.skip.each(notJudged.map(({ name }) => [name]))("never run: %s needs other rules", () => {});
});
