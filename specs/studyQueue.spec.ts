import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { planProgress } from "../src/commands/planProgress.ts";
import { writeStudy } from "../src/commands/study.ts";
import { temporaryName } from "../src/store/temporary.ts";
import { readCosts } from "../src/study/costs.ts";
import { cellOf, type Plan } from "../src/study/plan.ts";
import { decodePopulation } from "../src/study/populationFile.ts";
import { ROOT } from "./source.ts";
import { testHost } from "./testHost.ts";

const folder = mkdtempSync(join(tmpdir(), "attest-study-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Networks that take no time, one that takes some, and a condition that waits. */
const plan: Plan = {
  name: "small",
  cells: [
    ...(["bptt", "genetic"] as const).map((rule) => ({
      ...{ cell: cellOf(rule, "rdm", { variant: "untrained" }), first: 1000, wanted: 3, most: 3 },
    })),
    { cell: cellOf("full-force", "rdm", { noise: 0.1 }), first: 1000, wanted: 1, most: 2 },
    {
      ...{ cell: cellOf("bptt", "cdi"), first: 1000, wanted: 1, most: 1 },
      waits: "for something",
    },
  ],
};
const file = join(folder, "plan.json");
writeFileSync(file, JSON.stringify(plan));
const store = join(folder, "store");
const into = join(folder, "into");

type Ended = { readonly status: number | null; readonly said: string };

/** Starts `attest study` on the plan; `ended` settles when it has ended. */
function study(): { readonly child: ChildProcess; readonly ended: Promise<Ended> } {
  const args = [
    "--import",
    "tsx",
    join(ROOT, "src/cli.ts"),
    "study",
    "--nice",
    "0",
    "--plan",
    file,
  ];
  const child = spawn(process.execPath, [...args, "--store", store, "--into", into], {
    env: { ...process.env, ATTEST_ENGINE: "wasm" },
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (text) => {
      said += text;
    });
  const ended = new Promise<Ended>((resolve) =>
    child.on("close", (status) => resolve({ status, said })),
  );
  return { child, ended };
}

/** Settles when a process has said something that begins so. */
const hasSaid = (child: ChildProcess, words: RegExp): Promise<void> =>
  new Promise((resolve) => {
    let said = "";
    child.stderr?.on("data", (text) => {
      said += text;
      if (words.test(said)) resolve();
    });
    child.on("close", () => resolve());
  });

describe("the study's queue", () => {
  it("is refused beside another, goes on after a kill, and comes to its end", async () => {
    const first = study();
    await hasSaid(first.child, /untrained seed 1000: budget/);
    const second = await study().ended;
    expect(second.said).toMatch(/process \d+ is at work here/);
    expect(second.status).toBe(1);
    first.child.kill("SIGKILL");
    await first.ended;
    const third = await study().ended;
    expect(third).toMatchObject({ status: 0 });
    expect(third.said).toMatch(/^Process \d+ trains; a signal to it ends it/);
    expect(third.said).toContain("3 of 4 conditions are complete.");
    expect(readdirSync(join(store, "checkpoints"))).toEqual([]);

    const { host, said } = testHost();
    const options = { ...{ plan: file, store, into, workers: 2, engine: "wasm" }, json: true };
    await writeStudy(options, host);
    expect(readdirSync(into).sort()).toEqual([
      "bptt_rdm_1_working_untrained_from-1000.safetensors",
      "full-force_rdm_0.1_working_from-1000.safetensors",
      "genetic_rdm_1_working_untrained_from-1000.safetensors",
    ]);
    for (const name of readdirSync(into)) decodePopulation(readFileSync(join(into, name)));
    await writeStudy(options, host);
    expect(said.out).toMatch(/No further condition is complete\.\n$/);

    const table = testHost();
    await planProgress({ ...options, rules: [], populations: into }, table.host);
    const { conditions } = JSON.parse(table.said.out);
    expect(conditions.map(({ trained }: { trained: number }) => trained)).toEqual([3, 3, 1, 0]);
    expect(conditions[2]).toMatchObject({ met: 1, tried: 1, toGo: 0, hoursLeft: 0 });
    expect(conditions[3]).toMatchObject({ waits: "for something" });
    const cost = readCosts(store)["full-force rdm 0.1 working"];
    expect(cost.seconds).toBeGreaterThan(0);
    expect(cost.runs).toBeGreaterThan(0);
  });

  it("removes what kills left, and takes networks of a broken file from the store", async () => {
    const [key] = readdirSync(join(store, "networks"));
    cpSync(join(store, "networks", key), join(store, "checkpoints", key));
    // As a process of this machine leaves it that is no more.
    const left = temporaryName("costs.json").replace(`_${process.pid}_`, "_4194305_");
    for (const place of [store, into]) writeFileSync(join(place, left), "{");
    const [broken] = readdirSync(into).filter((name) => name.startsWith("bptt"));
    const bytes = readFileSync(join(into, broken));
    writeFileSync(join(into, broken), bytes.subarray(0, -1));
    const { status, said } = await study().ended;
    expect(status).toBe(0);
    expect(said).toContain(`${join(into, broken)}: `);
    expect(readdirSync(join(store, "checkpoints"))).toEqual([]);
    expect(readdirSync(store)).not.toContain(left);
    const quiet = testHost();
    await writeStudy({ plan: file, store, into, workers: 2, engine: "wasm" }, quiet.host);
    expect(quiet.said.notes).toContain("it is made anew");
    expect(readFileSync(join(into, broken))).toEqual(bytes);
    expect(readdirSync(into)).not.toContain(left);
  });

  it("writes nothing over the files of another plan", async () => {
    const smaller = join(folder, "smaller.json");
    const [unit] = plan.cells;
    writeFileSync(smaller, JSON.stringify({ name: "smaller", cells: [{ ...unit, wanted: 1 }] }));
    const { host, said } = testHost();
    const given = { store, into, workers: 2, engine: "wasm" };
    const before = readdirSync(into).map((name) => readFileSync(join(into, name)));
    await expect(writeStudy({ ...given, plan: smaller }, host)).rejects.toThrow(
      /untrained_from-1000.safetensors: another plan wrote it; name another folder by --into/,
    );
    const own = join(into, "plan.json");
    writeFileSync(own, JSON.stringify(plan));
    await expect(writeStudy({ ...given, plan: "smoke" }, host)).rejects.toThrow(
      /it is the plan small; name another folder by --into/,
    );
    expect(JSON.parse(readFileSync(own, "utf8"))).toEqual(plan);
    rmSync(own);
    expect(readdirSync(into).map((name) => readFileSync(join(into, name)))).toEqual(before);
    expect(said.out).toBe("");
  });

  it("has no progress where its plan states another budget than its rule has", async () => {
    const lie = join(folder, "lie.json");
    const budget = { updates: 1, restarts: 0 };
    writeFileSync(lie, JSON.stringify({ ...plan, cells: [{ ...plan.cells[0], budget }] }));
    const where = { rules: [], store, into, populations: into };
    const given = { ...where, workers: 2, engine: "wasm", json: true };
    await expect(planProgress({ ...given, plan: lie }, testHost().host)).rejects.toThrow(
      /its budget is/,
    );
  });
});
