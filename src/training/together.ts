import type { Engine } from "../engine/engine.ts";
import { type Joined, joinQuestions } from "../engine/joined.ts";
import type { Store } from "../store/store.ts";
import { LimitError, type Limits, limitMet, requireFinished, TIME_IS_UP } from "./limits.ts";
import { type Trainee, trainMember } from "./member.ts";
import type { PopulationEvent } from "./population.ts";
import type { Progress } from "./train.ts";
import type { TrainedNetwork } from "./trained.ts";

/**
 * Trains all members at once in this process, on an engine that runs many networks as one: what
 * they ask at the same time goes into one call. Each goes on from its own checkpoint, stops by its
 * own criterion, and is stored as soon as it is done.
 * @throws Error where one member fails: the others then stop after their next update, and what was
 * finished stays in the store. UnfinishedError where a member met a limit.
 */
export async function trainTogether(
  members: readonly Trainee[],
  {
    store,
    engine,
    tell,
    signal,
    limits = {},
  }: {
    readonly store: Store;
    readonly engine: Engine & Joined;
    readonly tell: (event: PopulationEvent) => void;
    readonly signal?: AbortSignal | undefined;
    readonly limits?: Limits | undefined;
  },
): Promise<readonly TrainedNetwork[]> {
  const joined = joinQuestions(engine);
  const failures: unknown[] = [];
  const results = await Promise.all(
    members.map(async (trainee) => {
      const { cell, seed } = trainee;
      const member = { cell, seed };
      const deadline = limits.deadline?.();
      const afterUpdate = (progress: Progress): void => {
        signal?.throwIfAborted();
        if (failures.length > 0) throw new Error("another network of the population failed");
        const isLate = deadline?.aborted === true || limits.until?.aborted === true;
        const why = isLate ? TIME_IS_UP : limitMet(limits, progress, bytes());
        if (why !== null) throw new LimitError(why);
      };
      try {
        const trained = await trainMember(trainee, {
          store,
          engine: joined,
          tell: (progress) => tell({ kind: "progress", member, progress }),
          afterUpdate,
        });
        tell({ kind: "finished", member, trained });
        return trained;
      } catch (error) {
        if (error instanceof LimitError) {
          const unfinished = { member, why: error.message, by: "limit" } as const;
          tell({ kind: "unfinished", ...unfinished });
          return unfinished;
        }
        failures.push(error);
        return undefined;
      }
    }),
  );
  if (failures.length > 0) throw failures[0];
  return requireFinished(results.filter((each) => each !== undefined));
}

/** What this process's values take, all its networks together. */
function bytes(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
