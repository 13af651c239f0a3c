import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, describe, expect, it } from "vitest";
import { cellOf, type Plan } from "../../src/study/plan.ts";
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

const stateOf = (job: string): string =>
  /JobState=(\w+)/.exec(run("scontrol", "show", "job", job))?.[1] ?? "";

const isAlive = (job: string): boolean =>
  /^(CONFIGURING|COMPLETING|PENDING|REQUEUED|RESIZING|RUNNING|SUSPENDED)$/.test(stateOf(job));

const isSound = (job: string): boolean => isAlive(job) || stateOf(job) === "COMPLETED";

/** Waits until a question has an answer, as long as one may come. */
async function until(ask: () => string, mayCome: () => boolean): Promise<string> {
  for (;;) {
    const isLate = !mayCome();
    const answer = ask();
    if (answer !== "") return answer;
    if (isLate) throw new Error(`no answer comes any more:\n${run("scontrol", "show", "job")}`);
    await setTimeout(100);
  }
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
    const [first, second] = [0, 1].map((unit) => `${job}_${unit}`);
    const pid = await until(
      () => pids(0),
      () => isAlive(first),
    );
    process.kill(Number(pid.split("\n")[0]), "SIGKILL");
    await until(
      () => pids(1),
      () => isAlive(second),
    );
    run("scancel", "--signal=USR1", "--batch", second);
    const restarts = (unit: string) => (): string =>
      /Restarts=([1-9])/.exec(run("scontrol", "show", "job", unit))?.[1] ?? "";
    for (const unit of [first, second])
      expect(await until(restarts(unit), () => isAlive(unit))).toBe("1");
    const unjudged = run("squeue", "--noheader", "--name=attest-judge", "--format=%T %r");
    expect(unjudged).toBe("PENDING Dependency");
    await until(
      () => (stateOf(judging) === "PENDING" ? "" : "it started"),
      () => isSound(first) && isSound(second),
    );
    const alone = join(folder, "alone");
    attest("train", "--plan", file, "--store", join(folder, "other"), "--into", alone);
    expect(bytesIn(join(store, "populations"))).toEqual(bytesIn(alone));
    expect(bytesIn(alone)).toHaveLength(2);
    const ended = await until(
      () => (isAlive(judging) ? "" : stateOf(judging)),
      () => true,
    );
    expect(ended).toBe("COMPLETED");
    expect(existsSync(join(store, "report/findings.json"))).toBe(true);
  });
});
