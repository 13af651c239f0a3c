import { describe, it } from "vitest";
import { taskKitLaws } from "../../properties/task/kit.laws.ts";
import type { Task } from "../task/task.ts";

/**
 * Registers a vitest block that tries every law that any task must obey on `task`: the same key
 * draws the same trials; a trial and its score do not depend on those beside it; an ideal observer
 * beats any constant answer; `correct` can tell right from wrong; probes are in range.
 */
export function testTask(task: Task) {
  describe(`the task ${task.name}`, () => {
    // No time limit: what is slow on a machine that is busy is not wrong.
    for (const law of taskKitLaws(task)) it(`${law.id}: ${law.says}`, () => law.check(), 0);
  });
}
