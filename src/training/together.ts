import type { Engine } from "../engine/engine.ts";
import { type Joined, joinQuestions } from "../engine/joined.ts";
import type { Store } from "../store/store.ts";
import type { JobEvent } from "./jobEvent.ts";
import { LimitError, type Limits, limitMet, requireFinished, TIME_IS_UP } from "./limits.ts";
import { type Trainee, trainMember } from "./member.ts";
import type { Trained } from "./result.ts";
import type { Progress } from "./train.ts";

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
    /** Told what becomes of a member, by its place. */
    readonly tell: (at: number, event: JobEvent) => void;
    readonly signal?: AbortSignal | undefined;
    readonly limits?: Limits | undefined;
  },
): Promise<readonly Trained[]> {
  const joined = joinQuestions(engine);
  const failures: unknown[] = [];
  const results = await Promise.all(
    members.map(async (trainee, at) => {
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
          tell: (progress) => tell(at, { kind: "progress", progress }),
          afterUpdate,
        });
        tell(at, { kind: "finished", trained });
        return trained;
      } catch (error) {
        if (error instanceof LimitError) {
          const [why, by] = [error.message, "limit"] as const;
          tell(at, { kind: "unfinished", why, by });
          return { name: trainee.name, why, by };
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
