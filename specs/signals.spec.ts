import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, describe, expect, it } from "vitest";
import { StoppedError, stoppableBy } from "../src/commands/signals.ts";
import { ROOT } from "./source.ts";

const folder = mkdtempSync(join(tmpdir(), "attest-signals-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A process that is not there: what hears its signals, and how it was ended. */
function madeUp() {
  const heard = new Map<NodeJS.Signals, () => void>();
  const [exits, clock] = [[] as number[], { nowMs: 0 }];
  const stop = new AbortController();
  let notes = "";
  const stoppable = stoppableBy(
    {
      on: (name, hear) => heard.set(name, hear),
      off: (name) => heard.delete(name),
      exit: (status) => exits.push(status),
    },
    stop,
    {
      note: (text) => {
        notes += text;
      },
      nowMs: () => clock.nowMs,
    },
  );
  const send = (name: NodeJS.Signals): void => heard.get(name)?.();
  return { stoppable, send, heard, exits, clock, stop, notes: () => notes };
}

/** Work that ends when it is told to. */
const untilStopped = (signal: AbortSignal) => () =>
  new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(new Error("a worker was ended")));
  });

describe("a signal", () => {
  it.each([
    ["SIGINT", true, 130],
    ["SIGTERM", true, 75],
    ["SIGUSR1", true, 75],
    ["SIGINT", false, 130],
    ["SIGTERM", false, 143],
  ] as const)("%s stops work, in order (which goes on: %s)", async (name, goesOn, status) => {
    const { stoppable, send, exits, stop, notes } = madeUp();
    const work = stoppable(untilStopped(stop.signal), { goesOn });
    send(name);
    const error: unknown = await work.catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(StoppedError);
    expect(error).toMatchObject({ status });
    expect(exits).toEqual([]);
    expect(notes().includes("run it again")).toBe(goesOn);
  });

  it("that comes again ends the process at once, save where it is the same one", async () => {
    const { stoppable, send, exits, clock } = madeUp();
    stoppable(() => new Promise(() => {}), { goesOn: true });
    send("SIGINT");
    clock.nowMs = 50;
    send("SIGINT");
    expect(exits).toEqual([]);
    clock.nowMs = 900;
    send("SIGINT");
    expect(exits).toEqual([130]);
  });

  it("is heard while such work runs, and at no other time", async () => {
    const { stoppable, heard } = madeUp();
    await stoppable(async () => expect([...heard.keys()]).toContain("SIGTERM"), { goesOn: true });
    expect(heard.size).toBe(0);
  });
});

/** Waits until a question has an answer; a process that is over will give none. */
async function until({ child }: Started, ask: () => boolean): Promise<void> {
  for (;;) {
    const isOver = child.exitCode !== null || child.signalCode !== null;
    if (ask()) return;
    if (isOver) throw new Error(`it ended with ${child.exitCode ?? child.signalCode} before`);
    await setTimeout(50);
  }
}

type Ended = { readonly status: number | null; readonly errors: string };

type Started = { readonly child: ChildProcess; readonly ended: Promise<Ended> };

/** Starts what `npx attest` starts, from a folder where no package is. */
function attest(...args: readonly string[]): Started {
  const child = spawn(process.execPath, [join(ROOT, "packaging/attest.js"), ...args], {
    cwd: folder,
    env: { ...process.env, TMPDIR: folder, ATTEST_ENGINE: "wasm" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let errors = "";
  child.stderr?.on("data", (text) => {
    errors += String(text);
  });
  const ended = new Promise<Ended>((resolve) => {
    child.once("close", (status) => resolve({ status, errors }));
  });
  return { child, ended };
}

const audits = (): readonly string[] =>
  readdirSync(folder).filter((name) => name.startsWith("attest-audit-"));

describe("a command that is stopped", () => {
  it("by a limit has trained, though it was started elsewhere, and goes on", async () => {
    const cell = ["--rule", "full-force", "--task", "rdm", "--noise", "1", "--seeds", "1000"];
    const { status, errors } = await attest("train", ...cell, "--most-updates", "10").ended;
    expect(errors).toMatch(/10 updates, of at most 10/);
    expect(status).toBe(75);
  });

  it("audit takes its folder away, and says nothing of going on", async () => {
    const started = attest("audit", "--networks", "1", "--workers", "1");
    await until(started, () => audits().length > 0);
    started.child.kill("SIGINT");
    const { status, errors } = await started.ended;
    expect(status, errors).toBe(130);
    expect(errors).toMatch(/Interrupted\.\n$/);
    expect(audits()).toEqual([]);
  });

  it("train ends before its network does, with the status that says that it goes on", async () => {
    const store = join(folder, "stopped");
    const cell = ["--rule", "genetic", "--task", "cdi", "--noise", "1", "--seeds", "1000"];
    const started = attest("train", ...cell, "--workers", "1", "--store", store);
    await until(started, () => readdirSync(folder).includes("stopped"));
    started.child.kill("SIGTERM");
    const { status, errors } = await started.ended;
    expect(status, errors).toBe(75);
    // This network takes minutes.
    expect(readdirSync(join(store, "networks"))).toEqual([]);
    expect(errors).toMatch(/Stopped by SIGTERM\. What was finished is stored; run it again/);
  });
});
