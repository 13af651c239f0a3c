import { createRequire } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import type { LawTried } from "../testing/ruleLaws.ts";
import type { Host } from "./host.ts";

/** What a thread is asked: to import a rule's module, and whether to try the laws on it. */
export type LawsAsked = { readonly module: string; readonly laws: boolean };

/** What it says as it goes on. */
export type LawsSaid =
  | { readonly kind: "begins"; readonly what: string }
  | { readonly kind: "tried"; readonly tried: LawTried }
  | { readonly kind: "failed"; readonly message: string }
  | { readonly kind: "done" };

/** Time of the processor that an import or a law may take without an end: it never ends. */
const MOST_CPU_MS = 25_000;

/** Time in which nothing is computed any more: what is awaited never comes. */
const MOST_IDLE_MS = 25_000;

/** Less of the processor than this in all that time is nothing. */
const IDLE_CPU_MS = 250;

/** What a rule's file may take: megabytes of JavaScript values, and bytes of the process beside. */
const MOST_HEAP_MB = 1024;
const MOST_BYTES = 3 * 2 ** 30;

const LOOKED_AT_EVERY_MS = 100;

/**
 * Imports a rule's file in a thread of its own, and tries the laws on it there. A loop without an
 * end, a promise that never settles, a file that takes all memory or ends the process come to
 * words.
 * @throws Error that says what was begun and did not end; what a law or an import threw is told
 * otherwise.
 */
export async function guardedLaws(
  { file, laws }: { readonly file: string; readonly laws: boolean },
  host: Pick<Host, "nowMs" | "cpuMs">,
  tell: (tried: LawTried) => void = () => {},
): Promise<readonly LawTried[]> {
  const all: LawTried[] = [];
  let what = "the import of the file";
  let [sinceMs, sinceCpuMs] = [host.nowMs(), host.cpuMs()];
  const thread = openThread({ module: pathToFileURL(resolve(file)).href, laws });
  const bytes = process.memoryUsage.rss();
  const ended = new Promise<string | null>((settle) => {
    const look = setInterval(() => {
      const cpuMs = host.cpuMs() - sinceCpuMs;
      const isIdle = host.nowMs() - sinceMs > MOST_IDLE_MS && cpuMs < IDLE_CPU_MS;
      if (cpuMs > MOST_CPU_MS) settle("does not end: a loop without an end?");
      else if (isIdle) settle("waits for what never comes: a promise that never settles?");
      else if (process.memoryUsage.rss() - bytes > MOST_BYTES) settle("takes too much memory");
    }, LOOKED_AT_EVERY_MS);
    thread.on("message", (said: LawsSaid) => {
      [sinceMs, sinceCpuMs] = [host.nowMs(), host.cpuMs()];
      if (said.kind === "begins") what = said.what;
      if (said.kind === "tried") {
        all.push(said.tried);
        tell(said.tried);
      }
      if (said.kind === "done") settle(null);
      // What an import throws is said by whoever imports it next, in the words of a rule.
      if (said.kind === "failed") settle(laws ? `fails: ${said.message}` : null);
    });
    thread.on("error", (error) => {
      const isMemory = Reflect.get(error, "code") === "ERR_WORKER_OUT_OF_MEMORY";
      settle(isMemory ? "takes too much memory" : `fails: ${error.message}`);
    });
    thread.on("exit", () => settle("ended before it was done, or never settles"));
    void thread.once("exit", () => clearInterval(look));
  });
  const why = await ended;
  await thread.terminate();
  if (why !== null) throw new Error(`${file}: ${what} ${why}`);
  return all;
}

function openThread(asked: LawsAsked): Worker {
  const isSource = import.meta.url.endsWith(".ts");
  const from = createRequire(import.meta.url);
  return new Worker(new URL(isSource ? "./lawsThread.ts" : "./lawsThread.js", import.meta.url), {
    workerData: asked,
    resourceLimits: { maxOldGenerationSizeMb: MOST_HEAP_MB },
    ...(isSource ? { execArgv: ["--import", pathToFileURL(from.resolve("tsx")).href] } : {}),
  });
}
