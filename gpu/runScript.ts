import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** What a script of this folder printed, and its exit status. */
export type Ran = { readonly status: number | null; readonly out: string; readonly errors: string };

/**
 * Runs a script of this folder in a process of its own: a library that cannot start may end the
 * process that loads it.
 */
export function runScript(name: string, ...args: readonly string[]): Ran {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--import", "tsx", fileURLToPath(new URL(name, import.meta.url)), ...args],
    { encoding: "utf8", cwd: fileURLToPath(new URL("..", import.meta.url)) },
  );
  return { status, out: stdout.trim(), errors: stderr.trim() };
}
