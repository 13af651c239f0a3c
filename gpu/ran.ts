import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import type { Device } from "./device.ts";

/**
 * Trains and judges on a device, in a process of its own: a busy test would not answer its
 * reporter. Answers the file that it writes.
 */
export async function ran(script: string, device: Device): Promise<string> {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const args = ["--import", "tsx", path, JSON.stringify(device)];
  const child = spawn(process.execPath, args, { stdio: "inherit" });
  expect(await new Promise((resolve) => child.once("close", resolve))).toBe(0);
  return readFileSync("report/gpu-findings.json", "utf8");
}
