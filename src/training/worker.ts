import type { MessagePort } from "node:worker_threads";
import { chooseEngine } from "../engine/choose.ts";
import { loadRule } from "../rules/registry.ts";
import { openStore } from "../store/store.ts";
import { trainMember } from "./member.ts";
import type { WorkerAnswer, WorkerMessage, WorkerTask } from "./pool.ts";

/**
 * Trains one network in this worker and stores it. What comes of it is said through the port, what
 * goes wrong too.
 */
export default async function work(request: {
  readonly task: WorkerTask;
  readonly port: MessagePort;
}): Promise<void> {
  const { task, port } = request;
  const send = (message: WorkerMessage): void => port.postMessage(message);
  send({ kind: "started" });
  send({ kind: "answered", answer: await answerTo(task, send) });
}

async function answerTo(
  task: WorkerTask,
  send: (message: WorkerMessage) => void,
): Promise<WorkerAnswer> {
  try {
    const trained = await trainMember(
      { ...task.job, rule: await loadRule(task.rule) },
      {
        store: openStore(task.folder, (message) => process.stderr.write(`${message}\n`)),
        engine: await chooseEngine(task.engine),
        tell: (progress) => send({ kind: "progress", progress, bytes: bytesInUse() }),
      },
    );
    return { kind: "trained", trained };
  } catch (error) {
    return { kind: "failed", message: error instanceof Error ? error.message : String(error) };
  }
}

/** What this worker's values take; the process's other workers are not in it. */
function bytesInUse(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
