import type { Key } from "../numerics/rng.ts";
import type { AnyRule } from "../rules/rule.ts";
import type { Storable } from "../setting/storable.ts";
import type { Task } from "../task/task.ts";
import type { Trials } from "../task/trials.ts";
import type { JobSettings } from "./job.ts";

/**
 * The trials of a rule's next update, as hard as the rule asks for with this memory.
 * @throws RangeError for a difficulty outside 0 … 1.
 */
export function trialsFor(
  rule: Pick<AnyRule, "difficulty">,
  memory: Storable,
  {
    task,
    settings,
    key,
  }: {
    readonly task: Task;
    readonly settings: Pick<JobSettings, "hyper" | "trialsPerUpdate">;
    readonly key: Key;
  },
): Trials {
  const difficulty = rule.difficulty?.(memory, settings.hyper) ?? 1;
  return task.draw(key, settings.trialsPerUpdate, { difficulty });
}
