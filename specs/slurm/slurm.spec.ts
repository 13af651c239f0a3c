import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, describe, expect, it } from "vitest";
import { cellOf, type Plan } from "../../src/training/plan.ts";
import { ROOT } from "../source.ts";

/** Debian's slurm-wlm and munge; where they are not installed, the spec is said to be skipped. */
const isHere = spawnSync("sbatch", ["--version"]).error === undefined;

const folder = mkdtempSync(join(tmpdir(), "attest-slurm-"));
const cluster = join(import.meta.dirname, "cluster.sh");
afterAll(() => {
  if (isHere) spawnSync("bash", [cluster, "stop", folder]);
  rmSync(folder, { recursive: true, force: true });
});

const quick = cellOf("full-force", "rdm", { noise: 0.1 });
const plan: Plan = {
  name: "two",
  cells: [0, 1].map((first) => ({ cell: quick, first, wanted: 1, most: 1 })),
};

const environment = { ...process.env };
const run = (command: string, ...args: readonly string[]): string =>
  execFileSync(command, args, { cwd: folder, encoding: "utf8", env: environment }).trim();
const attest = (...args: readonly string[]): string =>
  run(process.execPath, join(ROOT, "packaging/attest.js"), ...args);

const bytesIn = (populations: string): readonly string[] =>
  readdirSync(populations).map(
    (name) => `${name} ${readFileSync(join(populations, name)).toString("hex")}`,
  );

/** Waits until a question has an answer. */
async function until(ask: () => string): Promise<string> {
  for (let turn = 0; turn < 600; turn++) {
    const answer = ask();
    if (answer !== "") return answer;
    await setTimeout(100);
  }
  throw new Error("there was no answer in a minute");
}

describe.skipIf(!isHere)("a study as an array job of Slurm (skipped without sbatch)", () => {
  it("killed and requeued, makes the bytes of a run without Slurm", async () => {
    const [store, file] = [join(folder, "store"), join(folder, "two.json")];
    writeFileSync(file, JSON.stringify(plan));
    environment.SLURM_CONF = run("bash", cluster, "start", folder);
    const script = join(folder, "two.sh");
    writeFileSync(script, attest("plan", "--scale", file, "--slurm", "--store", store));
    const [judging, job] = run("bash", script, `--output=${folder}/log-%A_%a.txt`).split("\n");
    const pids = (unit: number): string =>
      spawnSync("pgrep", ["-f", `${store}/plan.json --index ${unit} `], { encoding: "utf8" })
        .stdout;
    process.kill(Number((await until(() => pids(0))).split("\n")[0]), "SIGKILL");
    await until(() => pids(1));
    run("scancel", "--signal=USR1", "--batch", `${job}_1`);
    const restarts = (unit: number): string =>
      /Restarts=([1-9])/.exec(run("scontrol", "show", "job", `${job}_${unit}`))?.[1] ?? "";
    expect(await until(() => restarts(0))).toBe("1");
    expect(await until(() => restarts(1))).toBe("1");
    const unjudged = run("squeue", "--noheader", "--name=attest-judge", "--format=%T %r");
    expect(unjudged).toBe("PENDING Dependency");
    const state = (): string =>
      /JobState=(\w+)/.exec(run("scontrol", "show", "job", judging))?.[1] ?? "";
    await until(() => (state() === "PENDING" ? "" : "it started"));
    const alone = join(folder, "alone");
    attest("train", "--plan", file, "--store", join(folder, "other"), "--into", alone);
    expect(bytesIn(join(store, "populations"))).toEqual(bytesIn(alone));
    expect(bytesIn(alone)).toHaveLength(2);
    expect(await until(() => (state() === "RUNNING" ? "" : state()))).toBe("COMPLETED");
    expect(existsSync(join(store, "report/findings.json"))).toBe(true);
  }, 180_000);
});
