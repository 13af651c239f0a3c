import { spawnSync } from "node:child_process";
import { existsSync, statfsSync } from "node:fs";
import type { Machine } from "./needs.ts";

/** What a command printed; undefined where it does not start or fails. */
function printed(command: string, ...args: readonly string[]): string | undefined {
  const { status, stdout } = spawnSync(command, args, { encoding: "utf8" });
  return status === 0 ? stdout.trim() : undefined;
}

/** The C library's version, as Node reports it. */
function glibcVersion(): string | undefined {
  const report: object = process.report.getReport();
  const header: unknown = Reflect.get(report, "header");
  if (typeof header !== "object" || header === null) return undefined;
  const version: unknown = Reflect.get(header, "glibcVersionRuntime");
  return typeof version === "string" ? version : undefined;
}

/** The first card that nvidia-smi names. */
export function firstCard(): Machine["card"] {
  const query = ["--query-gpu=name,driver_version", "--format=csv,noheader"];
  const [line] = (printed("nvidia-smi", ...query) ?? "").split("\n");
  const [name, driver] = line.split(", ");
  return driver === undefined ? undefined : { name, driver };
}

/** What this machine has; `folder` is where the space is needed. */
export function thisMachine(folder: string): Machine {
  const [python, compiler] = [process.env.PYTHON ?? "python3", process.env.CXX ?? "g++"];
  const { bavail, bsize } = statfsSync(folder);
  return {
    platform: process.platform,
    arch: process.arch,
    glibc: glibcVersion(),
    python: { command: python, runs: printed(python, "--version") !== undefined },
    pip: /^pip (\S+)/.exec(printed(python, "-m", "pip", "--version") ?? "")?.[1],
    compiler: { command: compiler, runs: printed(compiler, "--version") !== undefined },
    freeBytes: bavail * bsize,
    card: firstCard(),
    hasKernelDriver: existsSync("/proc/driver/nvidia/version"),
  };
}
