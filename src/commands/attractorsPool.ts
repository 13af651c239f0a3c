import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import Tinypool from "tinypool";
import { type SetTask, type SolvedSet, solveSet } from "./attractorsTask.ts";
import type { WorkerSet } from "./attractorsWorker.ts";
import type { Host } from "./host.ts";

const MS_PER_MINUTE = 60_000;

/** How sets are solved. */
type Work = {
  readonly workers: number;
  /** The time that each set may take; none where it is undefined. */
  readonly minutes: number | undefined;
  /** Told after each set how many are done. */
  readonly tell: (done: number) => void;
};

/**
 * Solves for every set, `workers` at a time, each until its time is over; a set that fails is
 * answered as its error. With one worker or one set it is done in this thread.
 */
export async function solveSets(
  tasks: readonly SetTask[],
  work: Work,
  host: Host,
): Promise<readonly (SolvedSet | Error)[]> {
  const threads = Math.min(work.workers, tasks.length);
  if (threads <= 1) return solveHere(tasks, work, host);
  const pool = openPool(threads);
  const answers: (SolvedSet | Error)[] = [];
  let next = 0;
  let done = 0;
  const lane = async (): Promise<void> => {
    while (next < tasks.length) {
      const at = next;
      next += 1;
      answers[at] = await solveInPool(pool, tasks[at], work.minutes).catch(asError);
      done += 1;
      work.tell(done);
    }
  };
  try {
    await Promise.all(Array.from({ length: threads }, lane));
  } finally {
    await pool.destroy();
  }
  return answers;
}

function solveHere(
  tasks: readonly SetTask[],
  { minutes, tell }: Work,
  host: Host,
): readonly (SolvedSet | Error)[] {
  return tasks.map((task, at) => {
    const end = minutes === undefined ? Infinity : host.nowMs() + minutes * MS_PER_MINUTE;
    try {
      return solveSet(task, () => host.nowMs() > end);
    } catch (error) {
      return asError(error);
    } finally {
      tell(at + 1);
    }
  });
}

async function solveInPool(
  pool: Tinypool,
  task: SetTask,
  minutes: number | undefined,
): Promise<SolvedSet> {
  const flag = new Int32Array(new SharedArrayBuffer(4));
  const timer =
    minutes === undefined
      ? undefined
      : setTimeout(() => Atomics.store(flag, 0, 1), minutes * MS_PER_MINUTE);
  const sent: WorkerSet = { task, flag };
  try {
    return await pool.run(sent);
  } finally {
    clearTimeout(timer);
  }
}

function openPool(threads: number): Tinypool {
  const isSource = import.meta.url.endsWith(".ts");
  const { resolve } = createRequire(import.meta.url);
  const file = isSource ? "./attractorsWorker.ts" : "./attractorsWorker.js";
  return new Tinypool({
    filename: new URL(file, import.meta.url).href,
    runtime: "worker_threads",
    minThreads: threads,
    maxThreads: threads,
    ...(isSource ? { execArgv: ["--import", pathToFileURL(resolve("tsx")).href] } : {}),
  });
}

const asError = (error: unknown): Error =>
  error instanceof Error ? error : new Error(String(error));
