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

/** Waits until a question has an answer. */
async function until(ask: () => boolean): Promise<void> {
  for (let turn = 0; !ask(); turn++) {
    if (turn > 600) throw new Error("nothing came in a minute");
    await setTimeout(50);
  }
}

type Ended = { readonly status: number | null; readonly errors: string };

/** Starts what `npx attest` starts, from a folder where no package is. */
function attest(...args: readonly string[]): { child: ChildProcess; ended: Promise<Ended> } {
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
    const { child, ended } = attest("audit", "--networks", "1", "--workers", "1");
    await until(() => audits().length > 0);
    child.kill("SIGINT");
    const { status, errors } = await ended;
    expect(status, errors).toBe(130);
    expect(errors).toMatch(/Interrupted\.\n$/);
    expect(audits()).toEqual([]);
  });

  it("train ends soon, with the status that says that it goes on", async () => {
    const store = join(folder, "stopped");
    const cell = ["--rule", "genetic", "--task", "cdi", "--noise", "1", "--seeds", "1000"];
    const { child, ended } = attest("train", ...cell, "--workers", "1", "--store", store);
    await until(() => readdirSync(folder).includes("stopped"));
    const started = performance.now();
    child.kill("SIGTERM");
    const { status, errors } = await ended;
    expect(performance.now() - started).toBeLessThan(5000);
    expect(status, errors).toBe(75);
    expect(errors).toMatch(/Stopped by SIGTERM\. What was finished is stored; run it again/);
  });
});
