import { TASK_NAMES, type TaskName } from "./cell.ts";

/**
 * The task of that name.
 * @throws RangeError where there is none.
 */
export function taskNamed(name: string): TaskName {
  const found = TASK_NAMES.find((each) => each === name);
  if (found === undefined)
    throw new RangeError(`task: there is no "${name}"; there are ${TASK_NAMES.join(", ")}`);
  return found;
}
