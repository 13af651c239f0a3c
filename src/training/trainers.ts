import { chooseEngine } from "../engine/choose.ts";
import { isJoined } from "../engine/joined.ts";
import { loadRule, type RuleReference } from "../rules/registry.ts";
import type { Store } from "../store/store.ts";
import type { Job } from "./job.ts";
import type { JobEvent } from "./jobEvent.ts";
import { LimitError, type Limits, requireFinished, type Unfinished } from "./limits.ts";
import type { Trainee } from "./member.ts";
import { openPool, trainInWorker, WorkerDiedError } from "./pool.ts";
import type { Trained } from "./result.ts";
import { trainTogether } from "./together.ts";

/** A job, and where a worker finds the rule that does it. */
export type JobOrder = { readonly job: Job; readonly rule: RuleReference };

/** Where and how jobs are done. */
export type TrainersOptions = {
  readonly store: Store;
  readonly workers: number;
  readonly engine: string;
  readonly signal?: AbortSignal;
  /** What the training of each network may take. */
  readonly limits?: Limits;
};

/** Workers that train one network each at a time. */
export type Trainers = {
  /** @throws Error that names the network whose training failed, and why. */
  readonly trainOne: (
    order: JobOrder,
    tell: (event: JobEvent) => void,
  ) => Promise<Trained | Unfinished>;
  /** Stops what is still training, and ends the workers. */
  readonly close: () => Promise<void>;
};

/** Opens workers to train in; each network is stored as soon as it is done. */
export function openTrainers(options: TrainersOptions): Trainers {
  const { store, workers, engine, signal, limits = {} } = options;
  const pool = openPool(workers);
  const over = new AbortController();
  const stop = AbortSignal.any([over.signal, ...(signal === undefined ? [] : [signal])]);
  return {
    async trainOne({ job, rule }, tell) {
      try {
        const trained = await trainInWorker(pool, {
          task: { job, rule, engine, folder: store.folder },
          tell: (progress) => tell({ kind: "progress", progress }),
          retried: (retry, why) => tell({ kind: "retried", retry, why }),
          signal: stop,
          limits,
        });
        tell({ kind: "finished", trained });
        return trained;
      } catch (error) {
        if (!(error instanceof LimitError || error instanceof WorkerDiedError)) throw error;
        const [why, by] = [error.message, error instanceof LimitError ? "limit" : "death"] as const;
        tell({ kind: "unfinished", why, by });
        return { name: job.name, why, by };
      }
    },
    async close() {
      // Before the pool goes: what it still runs must not take its end for a death to be retried.
      over.abort();
      await pool.destroy();
    },
  };
}

/**
 * Does jobs and answers what came of each, in the order given: one a worker at a time, or all at
 * once in this process where the engine runs many networks as one. Where one fails, the others are
 * stopped.
 * @param tell told what becomes of a job, by its place
 * @throws Error that names the network whose training failed, and why; UnfinishedError, when all
 * others are done, where some met a limit or their workers died three times. What was finished
 * stays in the store.
 */
export async function trainJobs(
  orders: readonly JobOrder[],
  options: TrainersOptions,
  tell: (at: number, event: JobEvent) => void,
): Promise<readonly Trained[]> {
  if (orders.length === 0) return [];
  const engine = await chooseEngine(options.engine);
  if (isJoined(engine)) {
    const trainees: Trainee[] = [];
    for (const { job, rule } of orders) trainees.push({ ...job, rule: await loadRule(rule) });
    return trainTogether(trainees, { ...options, engine, tell });
  }
  const workers = Math.min(options.workers, orders.length);
  const { trainOne, close } = openTrainers({ ...options, workers });
  try {
    return requireFinished(
      await Promise.all(orders.map((order, at) => trainOne(order, (event) => tell(at, event)))),
    );
  } finally {
    await close();
  }
}
