import { existsSync, writeFileSync } from "node:fs";
import { setPriority } from "node:os";

/** Linux shares processor time among groups of processes first: one for each terminal, say. */
const GROUP = "/proc/self/autogroup";

/**
 * Lets this process, and those of its group, give way to all others: a process's own priority
 * counts only beside those of its group.
 * @param nice 0 (not at all) to 19 (to whatever else there is)
 */
export function giveWay(nice: number): void {
  setPriority(nice);
  if (nice === 0 || !existsSync(GROUP)) return;
  try {
    writeFileSync(GROUP, String(nice));
  } catch {
    // A system may forbid it, or allow it only now and then: then the process's own must do.
  }
}
