import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { MessageChannel, receiveMessageOnPort } from "node:worker_threads";
import Tinypool from "tinypool";
import type { RuleReference } from "../rules/registry.ts";
import type { Job } from "./job.ts";
import { LimitError, type Limits, limitMet, TIME_IS_UP } from "./limits.ts";
import { asResult, type Trained } from "./result.ts";
import type { Progress } from "./train.ts";

/** What a worker is sent. */
export type WorkerTask = {
  readonly job: Job;
  readonly rule: RuleReference;
  readonly engine: string;
  readonly folder: string;
};

/** What a worker says while it trains, and last of all. */
export type WorkerMessage =
  | { readonly kind: "started" }
  | { readonly kind: "progress"; readonly progress: Progress; readonly bytes: number }
  | { readonly kind: "answered"; readonly answer: WorkerAnswer };

/** What a worker answers. */
export type WorkerAnswer =
  | { readonly kind: "trained"; readonly trained: Trained }
  | { readonly kind: "failed"; readonly message: string };

/** A worker's thread ended before it answered. */
export class WorkerDiedError extends Error {
  override readonly name = "WorkerDiedError";
}

/** How often a network whose worker died is tried again. */
export const MOST_RETRIES = 2;

/** Opens a pool of worker threads. */
export function openPool(threads: number): Tinypool {
  const isSource = import.meta.url.endsWith(".ts");
  const { resolve } = createRequire(import.meta.url);
  const pool = new Tinypool({
    filename: new URL(isSource ? "./worker.ts" : "./worker.js", import.meta.url).href,
    runtime: "worker_threads",
    minThreads: threads,
    maxThreads: threads,
    // Found from here: a worker is started in whatever folder the command is.
    ...(isSource ? { execArgv: ["--import", pathToFileURL(resolve("tsx")).href] } : {}),
  });
  watchThreads(pool);
  // A worker that dies between two networks is replaced, and nothing of it is lost.
  pool.on("error", () => watchThreads(pool));
  return pool;
}

const watched = new WeakSet<object>();

/**
 * Makes an error of the end of each of a pool's threads: one that ends without would leave the pool
 * waiting for ever. Asked for wherever the pool may have begun a thread.
 */
function watchThreads(pool: Tinypool): void {
  for (const thread of pool.threads.filter((each) => !watched.has(each))) {
    watched.add(thread);
    thread.once("exit", () => {
      if (pool.threads.includes(thread))
        thread.emit("error", new WorkerDiedError("its thread ended"));
    });
  }
}

/** What training in a worker takes. */
type InWorker = {
  readonly task: WorkerTask;
  readonly limits: Limits;
  readonly tell: (progress: Progress) => void;
  /** Told of each retry: which it is, from 1, and why. */
  readonly retried: (retry: number, why: string) => void;
  readonly signal: AbortSignal | undefined;
};

/**
 * Trains one network in a worker. A worker that dies is replaced, and its network goes on from its
 * checkpoint, twice at most; the time that it may take runs on. Nothing is retried once the signal
 * is aborted: a pool that is taken down ends its workers, which is no death of theirs.
 * @throws LimitError where a limit was met, WorkerDiedError where every worker died, Error that
 * names the network and its rule's error where training failed.
 */
export async function trainInWorker(pool: Tinypool, given: InWorker): Promise<Trained> {
  let deadline: AbortSignal | undefined;
  const limits = {
    ...given.limits,
    deadline: () => {
      deadline ??= given.limits.deadline?.() ?? new AbortController().signal;
      return deadline;
    },
  };
  for (let retry = 1; ; retry++) {
    try {
      return await tryInWorker(pool, { ...given, limits });
    } catch (error) {
      if (!(error instanceof WorkerDiedError) || given.signal?.aborted === true) throw error;
      if (retry > MOST_RETRIES)
        throw new WorkerDiedError(`its worker died ${retry} times: ${error.message}`);
      given.retried(retry, error.message);
    }
  }
}

async function tryInWorker(
  pool: Tinypool,
  { task, limits, tell, signal }: InWorker,
): Promise<Trained> {
  const { port1, port2 } = new MessageChannel();
  const stop = new AbortController();
  const end = (): void => stop.abort(new LimitError(TIME_IS_UP));
  limits.until?.addEventListener("abort", end);
  if (limits.until?.aborted === true) end();
  let deadline: AbortSignal | undefined;
  let answer: WorkerAnswer | undefined;
  const hear = (message: WorkerMessage): void => {
    if (message.kind === "answered") answer = message.answer;
    else if (message.kind === "started") {
      deadline = limits.deadline?.();
      deadline?.addEventListener("abort", end);
      if (deadline?.aborted === true) end();
    } else {
      tell(message.progress);
      const why = limitMet(limits, message.progress, message.bytes);
      if (why !== null) stop.abort(new LimitError(why));
    }
  };
  port1.on("message", hear);
  try {
    const how = {
      transferList: [port2],
      signal: AbortSignal.any([stop.signal, ...(signal === undefined ? [] : [signal])]),
    };
    const run = pool.run({ task, port: port2 }, how);
    watchThreads(pool);
    const failure = await run.then(
      () => undefined,
      (error: unknown) => ({ why: endOf(error, stop.signal, signal) }),
    );
    watchThreads(pool);
    // Whatever the worker said is here by now, though its last words may not have been heard.
    for (let last = receiveMessageOnPort(port1); last; last = receiveMessageOnPort(port1))
      hear(last.message);
    return resultOf(task.job, answer, failure);
  } finally {
    deadline?.removeEventListener("abort", end);
    limits.until?.removeEventListener("abort", end);
    port1.close();
  }
}

/** What a worker answered; what it answered counts, though it died of something afterwards. */
function resultOf(
  { name }: Job,
  answer: WorkerAnswer | undefined,
  failure: { readonly why: unknown } | undefined,
): Trained {
  if (answer?.kind === "trained") return asResult(answer.trained);
  if (answer?.kind === "failed") throw new Error(`${name}: ${answer.message}`);
  throw failure === undefined ? new WorkerDiedError("it did not answer") : failure.why;
}

/** Why a task ended without an answer: it was stopped, or its worker died. */
function endOf(error: unknown, stop: AbortSignal, signal: AbortSignal | undefined): unknown {
  if (stop.aborted) return stop.reason;
  if (signal?.aborted === true) return error;
  return new WorkerDiedError(error instanceof Error ? error.message : String(error));
}
