import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** A program that does a job for each line that it is given, in a process of its own. */
export type Peer = {
  /** The words of its first line after `ready`. */
  readonly has: readonly string[];
  /** Gives it a line; answers its line. */
  ask(line: string): Promise<string>;
  close(): void;
};

/** Opens a peer with the first Python here in which it is `ready`, or answers nothing. */
export async function openPeer(script: string, args: readonly string[]): Promise<Peer | undefined> {
  for (const python of ["python3", "/usr/bin/python3"]) {
    const path = fileURLToPath(new URL(`./peers/${script}`, import.meta.url));
    const peer = await openProgram(python, [path, ...args]);
    if (peer) return peer;
  }
  return undefined;
}

/** Opens a program that says `ready` in its first line, or answers nothing where it does not. */
export async function openProgram(
  program: string,
  args: readonly string[],
): Promise<Peer | undefined> {
  const child: ChildProcessWithoutNullStreams = spawn(program, args, {
    env: { ...process.env, OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1" },
  });
  child.stderr.resume();
  const failed = new Promise<undefined>((resolve) => child.once("error", () => resolve(undefined)));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const first = await Promise.race([lines.next(), failed]);
  const [ready, ...has] = String(first?.value ?? "").split(" ");
  if (ready !== "ready") {
    child.kill();
    return undefined;
  }
  return {
    has,
    async ask(line) {
      child.stdin.write(`${line}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error(`${program}: ended without an answer to ${line}`);
      return value;
    },
    close: () => child.stdin.end(),
  };
}
